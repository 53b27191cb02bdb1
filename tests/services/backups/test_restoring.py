"""A backup comes back whole, in a new folder or in place of what is there, which is kept."""

from __future__ import annotations

import dataclasses
import gzip
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from partydesk.domain.accounts import Account, Role
from partydesk.domain.backups import Manifest, Part
from partydesk.domain.errors import EnvironmentProblem, RuleViolation
from partydesk.exchange import backup_file
from partydesk.services import backups
from partydesk.services.backups import Made, restoring
from partydesk.services.history import list_actions
from partydesk.services.pools import save_record, search_records
from partydesk.services.protection import protect_workspace, unprotect_workspace
from partydesk.services.sign_in import Credentials
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from tests.factories import StandingClock, make_talent
from tests.services.backups.conftest import flip

PASSWORD = "牧草青青-2026"


def _people(folder: Path, credentials: Credentials | None = None) -> int:
    with open_workspace(folder, clock=StandingClock(), credentials=credentials) as workspace:
        return search_records(workspace, "talents", "")[1]


def _everything(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "workspace.lock"
    }


# -- into a new folder ------------------------------------------------------------------------


def test_a_folder_with_a_workspace_is_left_alone(desk: Workspace, made: Made) -> None:
    before = (desk.folder / FILE_NAME).read_bytes()
    with pytest.raises(EnvironmentProblem, match="已有工作区"):
        backups.restore_backup(made.file, desk.folder)
    assert (desk.folder / FILE_NAME).read_bytes() == before


def test_a_damaged_one_leaves_no_folder(made: Made, tmp_path: Path) -> None:
    flip(made.file, 5000)
    with pytest.raises(EnvironmentProblem, match="损坏"):
        backups.restore_backup(made.file, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_files_of_others_in_the_folder_stay(made: Made, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "笔记.txt").write_text("勿删", encoding="utf-8")
    backups.restore_backup(made.file, tmp_path / "new")
    assert (tmp_path / "new" / "笔记.txt").read_text(encoding="utf-8") == "勿删"
    assert _people(tmp_path / "new") == 3


def test_a_newer_schema_is_refused(
    desk: Workspace, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partydesk.db.upgrade.is_known", lambda schema: schema != desk.schema)
    with pytest.raises(EnvironmentProblem, match="更新版本的程序"):
        backups.restore_backup(made.file, tmp_path / "new")
    with pytest.raises(EnvironmentProblem, match="更新版本的程序"):
        backups.preview_restore(desk, made.file)
    assert not (tmp_path / "new").exists()


# -- protected --------------------------------------------------------------------------------


def test_a_protected_one_brings_its_keys_and_opens_with_the_password_of_then(
    desk: Workspace, tmp_path: Path
) -> None:
    name = make_talent(desk).name
    protect_workspace(desk, "娜仁", PASSWORD)
    made = backups.make_backup(desk)
    content = made.file.read_bytes()
    assert made.manifest.encrypted
    assert name.encode() not in content
    assert [part.name for part in made.manifest.parts] == ["workspace.pdk", "workspace.keys"]
    assert backups.verify_backup(desk, made.file).sha256 == made.sha256
    assert backups.drill(desk).faults == ()
    backups.restore_backup(made.file, tmp_path / "new")
    assert _people(tmp_path / "new", Credentials(PASSWORD, "娜仁")) == 4


def test_every_page_of_a_protected_one_is_authentic(desk: Workspace, tmp_path: Path) -> None:
    """Somebody who makes all digests anew has still not got the key."""
    protect_workspace(desk, "娜仁", PASSWORD)
    made = backups.make_backup(desk)
    size = made.manifest.parts[0].size
    for where in range(4096, size, size // 8):
        database = tmp_path / "forged.pdk"
        database.write_bytes(made.file.read_bytes()[:size])
        flip(database, where)
        backup_file.seal(database, None, partial(_said_of, made))
        with pytest.raises(EnvironmentProblem):
            backups.verify_backup(desk, database)


def _said_of(made: Made, parts: tuple[Part, ...]) -> Manifest:
    return dataclasses.replace(made.manifest, parts=parts)


# -- what would be lost -----------------------------------------------------------------------


def test_what_would_be_lost_is_told_by_kind(desk: Workspace, made: Made) -> None:
    kept = make_talent(desk)
    make_talent(desk)
    save_record(desk, "talents", kept.id, {"ability": "熟悉牧区工作"})
    preview = backups.preview_restore(desk, made.file)
    assert preview.same_line
    assert preview.actions == 3
    assert {(c.title, c.operation, c.count) for c in preview.newer} == {
        ("人才", "insert", 2),
        ("人才", "update", 1),
    }
    assert ("人才", 2) in preview.fewer
    assert "人才" in preview.last[0]
    assert not preview.upgraded


def test_nothing_is_lost_where_nothing_was_done(desk: Workspace, made: Made) -> None:
    preview = backups.preview_restore(desk, made.file)
    assert (preview.actions, preview.newer, preview.fewer) == (0, (), ())


def test_a_backup_of_another_line_is_told(desk: Workspace, made: Made, tmp_path: Path) -> None:
    backups.restore_backup(made.file, tmp_path / "new")
    with open_workspace(tmp_path / "new", clock=desk.clock) as other:
        for _ in range(5):
            make_talent(other)
        theirs = backups.make_backup(other)
    preview = backups.preview_restore(desk, theirs.file)
    assert not preview.same_line
    assert ("人才", -5) in preview.fewer


# -- where nothing opens any more -------------------------------------------------------------


def test_a_backup_becomes_a_workspace_of_a_new_pc(made: Made, tmp_path: Path) -> None:
    home = tmp_path / "home"
    first = backups.restore_anew(made.file, home)
    assert first == home / made.manifest.name
    second = backups.restore_anew(made.file, home)
    assert second.parent == home
    assert _people(first) == _people(second) == 3


def test_nothing_is_restored_among_the_backups_of_a_stick(
    desk: Workspace, made: Made, tmp_path: Path
) -> None:
    """A stick that is opened as if it were the workspace is left as it is."""
    stick = tmp_path / "stick" / "党建选派备份"
    stick.mkdir(parents=True)
    file = Path(shutil.copy(made.file, stick))
    for chosen in (stick, stick.parent):
        assert [one.file for one in backups.find_backups(chosen, list)] == [file]
        folder = backups.rescue_workspace(file, chosen, tmp_path / "home", desk.clock())
        assert folder.parent == tmp_path / "home"
        assert _people(folder) == 3
    assert [path.name for path in stick.iterdir()] == [file.name]


def test_a_workspace_whose_folder_is_gone_is_made_again(
    desk: Workspace, made: Made, tmp_path: Path
) -> None:
    file = Path(shutil.copy(made.file, tmp_path))
    desk.close()
    shutil.rmtree(desk.folder)
    assert backups.rescue_workspace(file, desk.folder, tmp_path / "home", desk.clock()) == (
        desk.folder
    )
    assert _people(desk.folder) == 3


def test_a_damaged_workspace_is_rescued_where_it_is(
    desk: Workspace, made: Made, tmp_path: Path
) -> None:
    desk.close()
    (desk.folder / FILE_NAME).write_bytes(b"garbage")
    now = desk.clock()
    assert backups.rescue_workspace(made.file, desk.folder, tmp_path / "home", now) == desk.folder
    assert _people(desk.folder) == 3
    (kept,) = (desk.folder / "replaced").iterdir()
    assert (kept / FILE_NAME).read_bytes() == b"garbage"


# -- in place of what is there ----------------------------------------------------------------


def _restored(desk: Workspace, made: Made) -> Path:
    desk.close()
    return backups.replace_workspace(made.file, desk.folder, desk.clock())


def test_the_former_state_is_kept_and_the_journal_says_so(desk: Workspace, made: Made) -> None:
    make_talent(desk)
    kept_backup = backups.keep_present(desk)
    kept = _restored(desk, made)
    with open_workspace(desk.folder, clock=desk.clock) as workspace:
        backups.note_restored(workspace, made.file)
        assert search_records(workspace, "talents", "")[1] == 3
        assert list_actions(workspace)[0].label.startswith("恢复到 2026-03-02 09:00 的备份")
        # What was made before may lie on the dead disk, and opens with the passwords of then.
        assert backups.get_standing(workspace).verified is None
        backups.make_backup(workspace)
        assert backups.get_standing(workspace).verified == desk.clock()
    assert _people(kept) == 4
    assert kept_backup.manifest.reason.value == "恢复前"
    assert not (desk.folder / ".restoring").exists()


def test_two_restores_of_the_same_second_keep_both(desk: Workspace, made: Made) -> None:
    first = _restored(desk, made)
    second = backups.replace_workspace(made.file, desk.folder, desk.clock())
    assert first != second
    assert _people(first) == _people(second) == 3


def test_an_open_workspace_is_not_replaced(desk: Workspace, made: Made) -> None:
    with pytest.raises(EnvironmentProblem, match="正在别处打开"):
        backups.replace_workspace(made.file, desk.folder, desk.clock())


def test_a_damaged_workspace_is_kept_as_it_is(desk: Workspace, made: Made) -> None:
    desk.close()
    (desk.folder / FILE_NAME).write_bytes(b"garbage")
    (desk.folder / f"{FILE_NAME}-journal").write_bytes(b"a journal of something else")
    kept = backups.replace_workspace(made.file, desk.folder, desk.clock())
    assert (kept / FILE_NAME).read_bytes() == b"garbage"
    assert (kept / f"{FILE_NAME}-journal").exists()
    assert _people(desk.folder) == 3


def test_only_who_may_administer_may_restore(desk: Workspace, made: Made) -> None:
    desk.account = Account("阿古拉", Role.CLERK)
    with pytest.raises(RuleViolation, match="阿古拉"):
        backups.keep_present(desk)
    desk.account = Account("其其格", Role.READER)
    with pytest.raises(RuleViolation):
        backups.make_backup(desk)


# -- cut off ----------------------------------------------------------------------------------


class _CutError(Exception):
    """The PC goes off."""


def _cut_at(step: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Die before the n-th move of a file; gives how many moves there were."""
    moves, replace = [0], Path.replace

    def counting(path: Path, target: Path) -> Path:
        moves[0] += 1
        if moves[0] == step:
            raise _CutError
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", counting)
    return lambda: moves[0]


@pytest.mark.parametrize("protected", ["neither", "before", "then"])
@pytest.mark.parametrize("step", range(1, 7))
def test_cut_off_anywhere_it_is_either_as_it_was_or_restored(
    desk: Workspace, step: int, protected: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    if protected == "then":
        protect_workspace(desk, "娜仁", PASSWORD)
    made = backups.make_backup(desk, target=tmp_path)
    if protected == "before":
        protect_workspace(desk, "娜仁", PASSWORD)
    if protected == "then":
        unprotect_workspace(desk, PASSWORD)
    make_talent(desk)
    desk.close()
    was = _everything(desk.folder)
    with monkeypatch.context() as patch:
        moves = _cut_at(step, patch)
        try:
            backups.replace_workspace(made.file, desk.folder, desk.clock())
        except _CutError:
            pass
        else:
            assert moves() < step, "no cut, so it must have come to its end"
    restoring.settle(desk.folder)
    now = _everything(desk.folder)
    credentials = Credentials(PASSWORD, "娜仁")
    if now == was:
        assert step == 1
        assert _people(desk.folder, credentials if protected == "before" else None) == 4
        return
    assert _people(desk.folder, credentials if protected == "then" else None) == 3
    (kept,) = (desk.folder / "replaced").iterdir()
    shutil.copytree(kept, tmp_path / "kept")
    assert _people(tmp_path / "kept", credentials if protected == "before" else None) == 4
    assert not (desk.folder / ".restoring").exists()


# -- an earlier program's ---------------------------------------------------------------------


def test_an_upgrade_is_preceded_by_a_backup_that_still_upgrades(tmp_path: Path) -> None:
    """What an earlier program left is kept as it was, and opens after a restore as well."""
    sample = Path(__file__).parents[2] / "db" / "samples" / "0005.pdk.gz"
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(gzip.decompress(sample.read_bytes()))
    with open_workspace(folder, clock=StandingClock()) as workspace:
        people = search_records(workspace, "talents", "")[1]
        (listed,) = backups.list_backups(workspace)
        preview = backups.preview_restore(workspace, listed.file)
    assert listed.manifest is not None
    assert (listed.manifest.schema, listed.manifest.reason.value) == ("0005", "升级前")
    assert listed.state is backups.BackupState.VERIFIED
    assert preview.upgraded
    assert preview.same_line
    backups.restore_backup(listed.file, tmp_path / "new")
    assert _people(tmp_path / "new") == people > 0
    assert [one.file for one in backups.find_backups(folder, list)] == [listed.file]
