"""The list tells what each backup is, a damaged one is marked, and old ones are thinned out."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.domain.backups import Keeping, Reason
from partydesk.domain.errors import EnvironmentProblem, NotFound
from partydesk.exchange.backup_file import extract, read_whole
from partydesk.services import backups
from partydesk.services.backups import BackupState, Made, Place, places
from partydesk.services.history import list_actions
from partydesk.services.workspace import NewWorkspace, Workspace, create_workspace
from tests.factories import StandingClock, make_talent
from tests.services.backups.conftest import flip


def test_it_tells_of_each_newest_first(desk: Workspace, made: Made, clock: StandingClock) -> None:
    clock.advance(hours=2)
    later = backups.make_backup(desk, Reason.DAILY)
    first, second = backups.list_backups(desk, thorough=False)
    assert (first.file, second.file) == (later.file, made.file)
    assert first.manifest == later.manifest
    assert first.size == later.file.stat().st_size
    assert first.state is BackupState.VERIFIED
    assert (first.read_at, first.place) == (clock.now, "本机")


def test_a_flipped_byte_is_marked_at_the_next_look(desk: Workspace, made: Made) -> None:
    flip(made.file, 9000)
    (listed,) = backups.list_backups(desk)
    assert listed.state is BackupState.DAMAGED
    assert "损坏" in listed.trouble
    assert listed.manifest is not None
    (quick,) = backups.list_backups(desk, thorough=False)
    assert quick.state is not BackupState.VERIFIED


@pytest.mark.parametrize("size", [0, 1, 40, 5000])
def test_one_that_was_cut_off_is_marked(desk: Workspace, made: Made, size: int) -> None:
    made.file.write_bytes(made.file.read_bytes()[:size])
    for thorough in (False, True):
        (listed,) = backups.list_backups(desk, thorough=thorough)
        assert listed.state is BackupState.DAMAGED


def test_one_that_nobody_has_read_here_is_said_to_be_unread(desk: Workspace, made: Made) -> None:
    (made.file.parent / places.MARKER).unlink()
    (listed,) = backups.list_backups(desk, thorough=False)
    assert (listed.state, listed.read_at) == (BackupState.UNREAD, None)
    (read,) = backups.list_backups(desk)
    assert read.state is BackupState.VERIFIED


def test_backups_of_another_workspace_are_not_listed(
    desk: Workspace, made: Made, tmp_path: Path
) -> None:
    wish = NewWorkspace(name="别的旗", year=2026)
    with create_workspace(tmp_path / "other", wish, clock=desk.clock) as other:
        backups.make_backup(other, target=made.file.parent)
    assert [one.file for one in backups.list_backups(desk)] == [made.file]


def test_thinning_leaves_those_made_by_hand_and_the_damaged(
    desk: Workspace, clock: StandingClock
) -> None:
    by_hand = backups.make_backup(desk)
    daily = []
    for _ in range(4):
        daily.append(backups.make_backup(desk, Reason.DAILY).file)
        clock.advance(hours=1)
    flip(daily[3], 5000)
    backups.list_backups(desk)
    clock.advance(days=5)
    backups.save_keeping(desk, Keeping(1, 30, 24, 10))
    gone = backups.thin_out(desk, backups.get_places(desk)[0])
    assert set(gone) == set(daily[:2])
    assert by_hand.file.exists()
    assert daily[2].exists(), "the damaged newer one pushes no sound one out"


# -- places -----------------------------------------------------------------------------------


def test_the_newest_goes_to_the_second_place_and_to_known_sticks(
    desk: Workspace, made: Made, tmp_path: Path
) -> None:
    backups.save_second_place(desk, tmp_path / "second")
    stick = Place("U 盘", tmp_path / "stick")
    done = backups.spread(desk, [stick])
    assert done.said == ("备份已复制到第二处", "备份已复制到U 盘")
    backups.note_copies(desk, done)
    assert [entry.label for entry in list_actions(desk, 2)] == [
        f"备份复制到{title}并核对：{made.file.name}" for title in ("U 盘", "第二处")
    ]
    assert (tmp_path / "second" / made.file.name).read_bytes() == made.file.read_bytes()
    assert (tmp_path / "stick" / made.file.name).exists()
    assert backups.spread(desk, [stick]) == backups.Spread()
    assert {one.place for one in backups.list_backups(desk)} == {"本机", "第二处"}


def test_a_second_place_that_is_gone_is_said_and_not_made_anew(
    desk: Workspace, made: Made, tmp_path: Path
) -> None:
    backups.save_second_place(desk, tmp_path / "second")
    (tmp_path / "second" / places.MARKER).unlink()
    (tmp_path / "second").rmdir()
    (said,) = backups.spread(desk).said
    assert "连不上" in said
    assert not (tmp_path / "second").exists()


def test_a_stick_is_known_by_its_marker(desk: Workspace, made: Made, tmp_path: Path) -> None:
    roots = [tmp_path / name for name in ("a", "b", "gone")]
    for root in roots[:2]:
        root.mkdir()
    ours, unknown, gone = backups.find_sticks(desk, lambda: roots)
    assert [ours.ours, unknown.ours, gone.ours] == [False, False, False]
    backups.copy_to(desk, made.file, ours.place)
    ours, unknown, gone = backups.find_sticks(desk, lambda: roots)
    assert ours.ours
    assert [unknown.ours, unknown.is_foreign, gone.ours] == [False, False, False]


def test_the_stick_of_another_office_is_left_alone(
    desk: Workspace, made: Made, tmp_path: Path
) -> None:
    wish = NewWorkspace(name="别的旗", year=2026)
    with create_workspace(tmp_path / "other", wish, clock=desk.clock) as other:
        theirs = backups.make_backup(other)
        (stick,) = backups.find_sticks(other, lambda: [tmp_path])
        backups.copy_to(other, theirs.file, stick.place)
    (stick,) = backups.find_sticks(desk, lambda: [tmp_path])
    assert stick.is_foreign
    before = sorted(path.name for path in stick.place.folder.iterdir())
    with pytest.raises(EnvironmentProblem, match="别的旗"):
        backups.copy_to(desk, made.file, stick.place)
    with pytest.raises(EnvironmentProblem, match="别的旗"):
        backups.save_second_place(desk, stick.place.folder)
    assert sorted(path.name for path in stick.place.folder.iterdir()) == before


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"format": 1}', b"\xff" * 10])
def test_a_marker_that_says_nothing_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / places.MARKER).write_bytes(content)
    assert places.read_marker(tmp_path) is None


def test_those_of_a_workspace_that_cannot_be_opened_are_found(
    desk: Workspace, made: Made, tmp_path: Path
) -> None:
    backups.save_second_place(desk, tmp_path / "second")
    (stick,) = backups.find_sticks(desk, lambda: [tmp_path])
    backups.spread(desk, [stick.place])
    desk.close()
    (desk.folder / "workspace.pdk").write_bytes(b"")
    found = backups.find_backups(desk.folder, lambda: [tmp_path])
    assert {one.place for one in found} == {"本机", "第二处", f"U 盘 {tmp_path.name}"}
    assert {one.state for one in found} == {BackupState.VERIFIED}


# -- drills -----------------------------------------------------------------------------------


def test_a_drill_restores_and_compares_and_is_noted(desk: Workspace, made: Made) -> None:
    done = backups.drill(desk)
    assert done.faults == ()
    assert done.file == made.file
    assert done.rows == sum(made.manifest.counts.values())
    assert list_actions(desk)[0].label == done.label
    assert backups.get_standing(desk).drilled == desk.clock()
    assert not list(desk.folder.glob(".drill-*"))


def test_a_drill_that_fails_is_noted_too(desk: Workspace, made: Made) -> None:
    flip(made.file, 5000)
    done = backups.drill(desk)
    assert "损坏" in done.faults[0]
    assert "没有通过" in list_actions(desk)[0].label
    standing = backups.get_standing(desk)
    assert (standing.drilled, standing.failed) == (None, desk.clock())


def test_a_drill_of_a_file_that_is_gone_fails(desk: Workspace, made: Made) -> None:
    made.file.unlink()
    assert "不能读取备份" in backups.drill(desk, made.file).faults[0]


def test_without_a_backup_there_is_no_drill(desk: Workspace) -> None:
    with pytest.raises(NotFound, match="立即备份"):
        backups.drill(desk)


def test_a_drill_of_a_backup_that_lacks_rows_fails(
    desk: Workspace, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was restored is counted, not what the backup says."""
    make_talent(desk)
    other = backups.make_backup(desk)
    monkeypatch.setattr(
        "partydesk.services.backups.drills.extract",
        lambda _file, folder, progress: _mixed(made, other, folder, progress),
    )
    assert backups.drill(desk).faults[0] == "恢复出来的记录数与备份时不同"


def _mixed(made: Made, other: Made, folder: Path, progress: object) -> object:
    del progress
    extract(made.file, folder)
    return read_whole(other.file)
