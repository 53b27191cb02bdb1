"""A workspace under a key: signing in, changing the key, and being cut off in between."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from partydesk.db import journal
from partydesk.db.encryption import faults_of
from partydesk.db.engine import PLAIN, beginning_of, open_engine
from partydesk.domain.accounts import Role
from partydesk.domain.errors import EnvironmentProblem, RuleViolation, ValidationFailed
from partydesk.services import protection
from partydesk.services.accounts import (
    add_account,
    change_password,
    change_role,
    is_recovery_code,
    list_accounts,
    new_recovery_code,
    reset_password,
    retire_account,
)
from partydesk.services.history import list_actions
from partydesk.services.keyring import FILE_NAME as KEYS
from partydesk.services.keyring import WrongPassword
from partydesk.services.pools import search_records
from partydesk.services.protection import change_key, protect_workspace, unprotect_workspace
from partydesk.services.sign_in import (
    DATABASE,
    FRESH,
    LEAVING,
    Credentials,
    PasswordNeeded,
    TooSoon,
    list_holders,
)
from partydesk.services.workspace import Workspace, open_workspace
from tests.factories import StandingClock, make_talent

PASSWORD, OTHER = "shanxia-baima", "caodi.paodekuai"


@pytest.fixture
def code(workspace: Workspace) -> str:
    """The workspace is protected by 乌云; gives the recovery code."""
    make_talent(workspace, name="敖敦其其格", phone="13800000004")
    return protect_workspace(workspace, "乌云", PASSWORD)


@pytest.fixture
def folder(workspace: Workspace, code: str) -> Path:
    """A protected workspace that nobody has open."""
    assert code
    workspace.close()
    return workspace.folder


def _open(folder: Path, secret: str, user: str | None = None, **more: object) -> Workspace:
    clock = more.pop("clock", StandingClock())
    return open_workspace(folder, credentials=Credentials(secret, user, **more), clock=clock)  # type: ignore[arg-type]


def test_a_protected_workspace_goes_on_and_shows_nothing_plain(
    workspace: Workspace, code: str
) -> None:
    assert search_records(workspace, "talents", "敖敦")[1] == 1
    assert (workspace.account.name, workspace.account.role) == ("乌云", Role.ADMINISTRATOR)
    assert is_recovery_code(workspace, code.lower())
    assert not is_recovery_code(workspace, code[::-1])
    content = (workspace.folder / DATABASE).read_bytes()
    for encoding in ("utf-8", "utf-16-le", "gb18030"):
        for word in ("敖敦其其格", "13800000004"):
            assert word.encode(encoding) not in content
    assert sorted(path.name for path in workspace.folder.iterdir()) == [
        KEYS, "workspace.lock", "workspace.open", DATABASE,
    ]  # fmt: skip


def test_it_opens_with_the_password_and_with_the_code(folder: Path, code: str) -> None:
    assert list_holders(folder) == ("乌云",)
    with _open(folder, PASSWORD) as workspace:
        assert search_records(workspace, "talents", "敖敦")[1] == 1
        assert list_actions(workspace)[0].label == "管理员登录"
    with _open(folder, code, by_code=True) as workspace:
        assert workspace.account.name == "恢复码"


def test_nobody_comes_in_without(folder: Path) -> None:
    with pytest.raises(PasswordNeeded):
        open_workspace(folder)
    for secret, user in ((OTHER, None), (PASSWORD, "白音")):
        with pytest.raises(WrongPassword):
            _open(folder, secret, user)
    with pytest.raises(WrongPassword, match="34"):
        _open(folder, "ABC", by_code=True)


def test_wrong_passwords_are_counted_delayed_and_told_afterwards(folder: Path) -> None:
    clock = StandingClock()
    for _ in range(3):
        with pytest.raises(WrongPassword):
            _open(folder, OTHER, clock=clock)
    with pytest.raises(TooSoon) as soon:
        _open(folder, PASSWORD, clock=clock)
    assert soon.value.wait_s == 3
    clock.now += dt.timedelta(seconds=3)
    with _open(folder, PASSWORD, clock=clock) as workspace:
        assert list_actions(workspace)[0].label == "管理员登录；此前有 3 次口令错误"
    with _open(folder, PASSWORD, clock=clock) as workspace:
        assert list_actions(workspace)[0].label == "管理员登录"


def test_a_clock_set_back_does_not_lengthen_the_wait(folder: Path) -> None:
    clock = StandingClock()
    for _ in range(4):
        with pytest.raises(EnvironmentProblem):
            _open(folder, OTHER, clock=clock)
        clock.now += dt.timedelta(seconds=10)
    clock.now -= dt.timedelta(days=900)
    with pytest.raises(TooSoon):
        _open(folder, PASSWORD, clock=clock)
    clock.now += dt.timedelta(seconds=5)
    _open(folder, PASSWORD, clock=clock).close()


def test_the_recovery_code_gives_the_administrator_another_password(
    folder: Path, code: str
) -> None:
    with _open(folder, code, by_code=True) as workspace:
        (account,) = list_accounts(workspace)
        assert account.id is not None
        reset_password(workspace, account.id, OTHER)
        fresh = new_recovery_code(workspace)
    for secret, by_code in ((PASSWORD, False), (code, True)):
        with pytest.raises(WrongPassword):
            _open(folder, secret, by_code=by_code)
    _open(folder, OTHER).close()
    _open(folder, fresh, by_code=True).close()


def test_accounts_come_and_go(workspace: Workspace, code: str) -> None:
    add_account(workspace, " 白音 ", Role.CLERK, OTHER)
    for name, password, field in (
        ("白音", OTHER, "name"),
        ("", OTHER, "name"),
        ("娜仁", "12345678", "password"),
    ):
        with pytest.raises(ValidationFailed) as refused:
            add_account(workspace, name, Role.CLERK, password)
        assert list(refused.value.fields) == [field]
    me, other = list_accounts(workspace)
    assert (other.name, other.role) == ("白音", Role.CLERK)
    for number in (me.id, other.id):
        assert number is not None
    with pytest.raises(RuleViolation, match="自己"):
        retire_account(workspace, me.id or 0)
    retire_account(workspace, other.id or 0)
    assert [one.name for one in list_accounts(workspace)] == ["乌云"]
    workspace.close()
    with pytest.raises(WrongPassword):
        _open(workspace.folder, OTHER, "白音")


def test_an_own_password_is_changed_by_who_knows_the_old_one(
    workspace: Workspace, code: str
) -> None:
    with pytest.raises(ValidationFailed, match="原来"):
        change_password(workspace, OTHER, "xin-de-kouling")
    change_password(workspace, PASSWORD, OTHER)
    workspace.close()
    _open(workspace.folder, OTHER).close()


def test_the_last_administrator_stays_one(workspace: Workspace, code: str) -> None:
    (account,) = list_accounts(workspace)
    with pytest.raises(RuleViolation, match="唯一"):
        change_role(workspace, account.id or 0, Role.READER)


def test_a_locked_workspace_gives_nothing_until_somebody_signs_in(
    workspace: Workspace, code: str
) -> None:
    workspace.lock()
    assert workspace.locked
    assert workspace.unlocked is None
    with pytest.raises(EnvironmentProblem, match="锁定"):
        search_records(workspace, "talents", "")
    with pytest.raises(WrongPassword):
        workspace.unlock(Credentials(OTHER))
    assert workspace.locked
    workspace.unlock(Credentials(PASSWORD))
    assert search_records(workspace, "talents", "")[1] == 1


def test_a_workspace_without_a_password_is_never_locked(workspace: Workspace) -> None:
    workspace.lock()
    assert not workspace.locked


def test_an_older_key_file_is_refused_in_the_live_folder(workspace: Workspace, code: str) -> None:
    old = (workspace.folder / KEYS).read_bytes()
    change_password(workspace, PASSWORD, OTHER)
    workspace.close()
    (workspace.folder / KEYS).write_bytes(old)
    with pytest.raises(EnvironmentProblem, match="旧的"):
        _open(workspace.folder, PASSWORD)


def test_a_restored_pair_brings_its_own(workspace: Workspace, code: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    for name in (DATABASE, KEYS):
        shutil.copyfile(workspace.folder / name, kept / name)
    change_password(workspace, PASSWORD, OTHER)
    _open(kept, PASSWORD).close()


def test_the_key_file_of_another_workspace_is_refused(
    folder: Path, template_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copyfile(template_file, other / DATABASE)
    with open_workspace(other, clock=StandingClock()) as second:
        protect_workspace(second, "乌云", PASSWORD)
    shutil.copyfile(other / KEYS, folder / KEYS)
    with pytest.raises(EnvironmentProblem, match="不配套"):
        _open(folder, PASSWORD)


def test_a_lost_key_file_is_no_plain_workspace(folder: Path) -> None:
    (folder / KEYS).unlink()
    with pytest.raises(EnvironmentProblem, match="密钥文件"):
        open_workspace(folder)


def test_another_key_shuts_out_old_copies_of_the_key_file(workspace: Workspace, code: str) -> None:
    add_account(workspace, "白音", Role.CLERK, OTHER)
    old = (workspace.folder / KEYS).read_bytes()
    with pytest.raises(WrongPassword):
        change_key(workspace, OTHER)
    fresh = change_key(workspace, PASSWORD)
    number = list_accounts(workspace)[1].id or 0
    folder = workspace.folder
    workspace.close()
    with pytest.raises(WrongPassword):
        _open(folder, OTHER, "白音")
    with pytest.raises(WrongPassword):
        _open(folder, code, by_code=True)
    _open(folder, fresh, by_code=True).close()
    with _open(folder, PASSWORD) as again:
        reset_password(again, number, OTHER)
        with again.reading() as session:
            assert journal.broken_links(session) == []
    _open(folder, OTHER, "白音").close()
    current = (folder / KEYS).read_bytes()
    (folder / KEYS).write_bytes(old)
    with pytest.raises(EnvironmentProblem, match="不配套"):
        _open(folder, OTHER, "白音")
    (folder / KEYS).write_bytes(current)


def test_protection_is_taken_off_by_who_knows_the_password(workspace: Workspace, code: str) -> None:
    with pytest.raises(WrongPassword):
        unprotect_workspace(workspace, OTHER)
    unprotect_workspace(workspace, PASSWORD)
    assert not workspace.protected
    workspace.close()
    assert sorted(path.name for path in workspace.folder.iterdir()) == ["workspace.lock", DATABASE]
    with open_workspace(workspace.folder, clock=StandingClock()) as again:
        assert search_records(again, "talents", "敖敦")[1] == 1
        protect_workspace(again, "乌云", OTHER)
    _open(workspace.folder, OTHER).close()


class _CutOff(BaseException):
    """The power goes."""


@pytest.mark.parametrize("at", range(1, 7))
@pytest.mark.parametrize("act", ["protect", "change_key", "unprotect"])
def test_cut_off_anywhere_it_opens_with_the_old_or_the_new_and_loses_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, act: str, at: int
) -> None:
    """A copy of the folder is taken at each step that touches a file, as a power cut leaves it."""
    make_talent(workspace, name="敖敦其其格")
    if act != "protect":
        protect_workspace(workspace, "乌云", PASSWORD)
    folder, left = workspace.folder, tmp_path / "left"
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == at:
            shutil.copytree(folder, left)

    def watched(self: Path, target: Path, *_rest: object) -> Path:
        step()
        moved = real_replace(self, target)
        step()
        return moved

    def gone(self: Path, *, missing_ok: bool = False) -> None:
        if self.name in (LEAVING, FRESH) and self.exists():
            step()
        real_unlink(self, missing_ok=missing_ok)

    real_replace, real_unlink = Path.replace, Path.unlink
    monkeypatch.setattr(Path, "replace", watched)
    monkeypatch.setattr(Path, "unlink", gone)
    if act == "protect":
        protect_workspace(workspace, "乌云", PASSWORD)
    elif act == "change_key":
        change_key(workspace, PASSWORD)
    else:
        unprotect_workspace(workspace, PASSWORD)
    monkeypatch.undo()
    if not left.exists():
        assert steps < at
        return
    with open_workspace(
        left, credentials=Credentials(PASSWORD, "乌云"), clock=StandingClock()
    ) as again:
        assert search_records(again, "talents", "敖敦")[1] == 1
        with again.reading() as session:
            assert journal.broken_links(session) == []
    names = {path.name for path in left.iterdir()}
    assert not names & {FRESH, LEAVING}
    assert (beginning_of(left / DATABASE) == PLAIN) is (KEYS not in names)


def test_a_copy_that_fails_leaves_everything_as_it_was(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(protection, "export_copy", full)
        with pytest.raises(EnvironmentProblem, match="一切保持原样"):
            protect_workspace(workspace, "乌云", PASSWORD)
    assert not workspace.protected
    make_talent(workspace, name="甲")
    assert not (workspace.folder / FRESH).exists()


def test_a_byte_changed_in_the_database_is_noticed(folder: Path) -> None:
    content = bytearray((folder / DATABASE).read_bytes())
    with _open(folder, PASSWORD) as workspace:
        assert workspace.unlocked is not None
        key = workspace.unlocked.key
    content[len(content) // 2] ^= 1
    damaged = folder.parent / "damaged.pdk"
    damaged.write_bytes(content)
    engine = open_engine(damaged, key=key)
    try:
        assert any("HMAC" in fault for fault in faults_of(engine))
    finally:
        engine.dispose()
