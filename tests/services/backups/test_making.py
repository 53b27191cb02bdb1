"""A backup is what the workspace was, is read again, and says what it holds."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy import text

from partydesk.db.engine import open_engine
from partydesk.domain.backups import Reason
from partydesk.domain.errors import Cancelled, EnvironmentProblem
from partydesk.exchange.backup_file import peek
from partydesk.services import backups
from partydesk.services.backups import Made, Place
from partydesk.services.history import list_actions
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from tests.factories import StandingClock, dump


def test_it_says_what_it_holds(desk: Workspace, made: Made) -> None:
    manifest = peek(made.file)
    words = manifest.in_words()
    assert (words["人才"], words["单位"], words["操作记录"]) == (3, 2, 6)
    assert manifest.name == desk.profile.name
    assert manifest.reason is Reason.BY_HAND
    assert manifest.made_at == desk.clock()
    assert (manifest.head.sequence, manifest.head.count) == (6, 6)
    assert manifest.schema == desk.schema
    assert made.verified
    assert made.sha256 == hashlib.sha256(made.file.read_bytes()).hexdigest()


def test_the_copy_holds_every_row(desk: Workspace, made: Made, tmp_path: Path) -> None:
    """The journal's entry about the backup is younger than the backup."""
    with desk.reading() as session:
        now = dump(session)
    backups.restore_backup(made.file, tmp_path / "restored")
    opened = open_workspace(tmp_path / "restored", clock=desk.clock)
    with opened as restored, restored.reading() as session:
        then = dump(session)
    assert now.pop("actions")[:-1] == then.pop("actions")
    assert now.pop("sqlite_sequence") != then.pop("sqlite_sequence")
    assert now == then


def test_it_lies_beside_the_workspace_with_nothing_left_over(desk: Workspace, made: Made) -> None:
    names = {path.name for path in made.file.parent.iterdir()}
    assert made.file.parent == desk.folder / "backups"
    assert names == {made.file.name, "partydesk-backup.json"}


def test_it_stands_in_the_journal_and_undo_looks_past_it(desk: Workspace, made: Made) -> None:
    newest = list_actions(desk)[0]
    assert newest.code == "backup"
    assert "已验证" in newest.label
    assert made.file.name in newest.label
    assert not newest.undoable


def test_two_of_the_same_second_both_stay(desk: Workspace) -> None:
    first, second = backups.make_backup(desk), backups.make_backup(desk)
    assert first.file != second.file
    assert first.file.exists()
    assert second.manifest.head.sequence == first.manifest.head.sequence + 1


def test_a_file_can_be_named_and_an_older_one_is_replaced(desk: Workspace, tmp_path: Path) -> None:
    target = tmp_path / "旧.pdkb"
    target.write_bytes(b"older")
    made = backups.make_backup(desk, target=target)
    assert made.file == target
    assert peek(target) == made.manifest


def test_a_place_that_is_not_there_is_said(desk: Workspace, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="不存在"):
        backups.make_backup(desk, target=tmp_path / "none" / "a.pdkb")
    assert list_actions(desk)[0].code != "backup"


@pytest.mark.parametrize("report", range(5))
def test_stopping_it_leaves_nothing(desk: Workspace, tmp_path: Path, report: int) -> None:
    target, reports = tmp_path / "out", iter(range(100))
    target.mkdir()

    def stop(done: int, total: int, what: str) -> None:
        del done, total, what
        if next(reports) == report:
            raise Cancelled

    try:
        backups.make_backup(desk, target=target, progress=stop)
    except Cancelled:
        assert list(target.iterdir()) == []
        assert list_actions(desk)[0].code != "backup"
    else:
        assert report >= 3, "it reports at least so often"


@pytest.mark.parametrize(
    ("damage", "finding"),
    [
        ("UPDATE talents SET state = 'nonsense'", "talents"),
        ("UPDATE talents SET birth = 'nonsense'", "talents"),
        ("UPDATE actions SET label = '改过' WHERE id = 3", "操作 3"),
        ("INSERT INTO stored_files VALUES ('ab', 'text/plain', x'00')", "存档文件"),
        ("INSERT INTO coverages VALUES (1, 99, 99)", "coverages"),
    ],
)  # fmt: skip
def test_unsound_content_is_copied_but_not_called_verified(
    desk: Workspace, damage: str, finding: str
) -> None:
    damaged = open_engine(desk.folder / FILE_NAME, foreign_keys=False)
    with damaged.connect() as connection:
        connection.execute(text("PRAGMA ignore_check_constraints=ON"))
        connection.execute(text(damage))
        connection.commit()
    damaged.dispose()
    made = backups.make_backup(desk)
    assert not made.verified
    assert any(finding in one for one in made.manifest.findings)
    assert backups.get_standing(desk).verified is None
    (listed,) = backups.list_backups(desk)
    assert listed.state is backups.BackupState.DOUBTFUL


def test_a_copy_at_another_place_is_the_same_file(
    desk: Workspace, made: Made, tmp_path: Path
) -> None:
    copied = backups.copy_to(desk, made.file, Place("U 盘", tmp_path / "stick"))
    assert copied.file.read_bytes() == made.file.read_bytes()
    assert copied.sha256 == made.sha256
    assert len(list((tmp_path / "stick").iterdir())) == 2


def test_a_damaged_one_is_not_copied(desk: Workspace, made: Made, tmp_path: Path) -> None:
    content = bytearray(made.file.read_bytes())
    content[5000] ^= 1
    made.file.write_bytes(content)
    with pytest.raises(EnvironmentProblem, match="损坏"):
        backups.copy_to(desk, made.file, Place("U 盘", tmp_path / "stick"))
    assert [p.name for p in (tmp_path / "stick").iterdir()] == ["partydesk-backup.json"]


def test_the_standing_tells_when(desk: Workspace, clock: StandingClock) -> None:
    assert backups.get_standing(desk).verified is None
    backups.make_backup(desk)
    clock.advance(days=1)
    assert backups.get_standing(desk).verified == clock.now.replace(day=2)
