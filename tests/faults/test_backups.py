"""Backups on a bad disk, a full one, and in a program that is killed."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import text

from partydesk.db import journal
from partydesk.domain.errors import EnvironmentProblem
from partydesk.exchange.backup_file import read_whole
from partydesk.services import backups
from partydesk.services.backups import BackupState, Made, Place
from partydesk.services.protection import protect_workspace
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from tests.factories import StandingClock, make_talent
from tests.faults.points import Point, killed_at

if sys.platform != "win32":
    import resource

PASSWORD = "caodi.paodekuai"
unix_only = pytest.mark.skipif(sys.platform == "win32", reason="bounds and kills by signals")


@pytest.fixture(scope="module")
def made(shared_workspace: Workspace) -> Made:
    """A backup of a protected workspace: all three parts are there."""
    make_talent(shared_workspace)
    protect_workspace(shared_workspace, "乌云", PASSWORD)
    return backups.make_backup(shared_workspace)


# -- flipped bytes ----------------------------------------------------------------------------


def _noticed(desk: Workspace, made: Made, seed: int, amount: int) -> None:
    """Flip single bits all over a backup and in each of its parts, and see each noticed."""
    whole = made.file.read_bytes()
    draw = random.Random(seed)
    ends = [0]
    for part in made.manifest.parts:
        ends.append(ends[-1] + part.size)
    places = [draw.randrange(len(whole)) for _ in range(amount)]
    places += [draw.randrange(a, b) for a, b in zip(ends, [*ends[1:], len(whole)], strict=True)]
    places += [*range(len(whole) - 56, len(whole), 7), 0, len(whole) - 1]
    try:
        for place in places:
            changed = bytearray(whole)
            changed[place] ^= 1 << draw.randrange(8)
            made.file.write_bytes(changed)
            with pytest.raises(EnvironmentProblem):
                backups.verify_backup(desk, made.file)
            (listed,) = backups.list_backups(desk)
            assert listed.state is BackupState.DAMAGED, place
    finally:
        made.file.write_bytes(whole)
    backups.verify_backup(desk, made.file)


def test_a_flipped_bit_is_noticed(shared_workspace: Workspace, made: Made) -> None:
    _noticed(shared_workspace, made, 2026, 15)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_a_hundred_flipped_bits_are_noticed(
    shared_workspace: Workspace, made: Made, seed: int
) -> None:
    _noticed(shared_workspace, made, seed, 100)


# -- a device that fails, a full disk ----------------------------------------------------------


@contextmanager
def _device_of(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes: the system itself refuses the write."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def _refused(desk: Workspace, made: Made, folder: Path, size: int) -> None:
    """Nothing of a backup, a copy or a restored workspace is there after a write that failed."""
    place = Place("U 盘", folder / "stick")
    kept = sorted(path.name for path in place.folder.iterdir())
    refused = pytest.raises(EnvironmentProblem, match=r"空间|写成|磁盘")
    with _device_of(size):
        with refused:
            backups.make_backup(desk, target=place.folder)
        with refused:
            backups.copy_to(desk, made.file, place)
        if size < made.manifest.parts[0].size:
            with refused:
                backups.restore_backup(made.file, folder / "new")
    assert sorted(path.name for path in place.folder.iterdir()) == kept
    assert not (folder / "new").exists()


@pytest.fixture
def stick(shared_workspace: Workspace, made: Made, tmp_path: Path) -> Path:
    """A place that has an older backup of another name."""
    folder = tmp_path / "stick"
    backups.copy_to(shared_workspace, made.file, Place("U 盘", folder))
    (folder / made.file.name).rename(folder / "older.pdkb")
    return tmp_path


def _sizes(made: Made, amount: int, seed: int) -> list[int]:
    """Bytes at which a device fails: at the ends of pages and parts, and anywhere."""
    draw, database = random.Random(seed), made.manifest.parts[0].size
    edges = [0, 4095, 4096, database - 1, database, database + 1, made.size - 1]
    return edges + [draw.randrange(made.size) for _ in range(amount)]


@unix_only
def test_a_device_that_fails_leaves_nothing(
    shared_workspace: Workspace, made: Made, stick: Path
) -> None:
    for size in _sizes(made, 3, 2026):
        _refused(shared_workspace, made, stick, size)
    backups.copy_to(shared_workspace, made.file, Place("U 盘", stick / "stick"))
    assert read_whole(stick / "stick" / made.file.name).sha256 == made.sha256


@pytest.mark.long
@unix_only
def test_a_device_that_fails_at_every_byte_of_the_end(
    shared_workspace: Workspace, made: Made, stick: Path
) -> None:
    database = made.manifest.parts[0].size
    for size in [*range(database, made.size, 13), *_sizes(made, 60, 7)]:
        _refused(shared_workspace, made, stick, size)


@unix_only
def test_an_older_file_of_the_name_survives_a_full_disk(
    shared_workspace: Workspace, made: Made, tmp_path: Path
) -> None:
    target = tmp_path / "a.pdkb"
    target.write_bytes(made.file.read_bytes())
    with _device_of(made.size // 2), pytest.raises(EnvironmentProblem):
        backups.make_backup(shared_workspace, target=target)
    assert read_whole(target).sha256 == made.sha256
    assert list(tmp_path.iterdir()) == [target]


@unix_only
def test_restoring_onto_a_full_disk_changes_nothing(
    workspace_folder: Path, made: Made, tmp_path: Path
) -> None:
    before = (workspace_folder / FILE_NAME).read_bytes()
    now = StandingClock().now
    with _device_of(made.manifest.parts[0].size - 4096), pytest.raises(EnvironmentProblem):
        backups.replace_workspace(made.file, workspace_folder, now)
    assert (workspace_folder / FILE_NAME).read_bytes() == before
    assert {path.name for path in workspace_folder.iterdir()} <= {FILE_NAME, "workspace.lock"}


def test_it_is_said_how_much_room_is_missing(
    shared_workspace: Workspace, made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is written, wherever something would be."""
    usage = SimpleNamespace(total=10**9, used=10**9 - 1000, free=1000)
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: usage)
    place = Place("U 盘", tmp_path / "stick")
    works: list[Callable[[], object]] = [
        lambda: backups.make_backup(shared_workspace),
        lambda: backups.copy_to(shared_workspace, made.file, place),
        lambda: backups.restore_backup(made.file, tmp_path / "new"),
        lambda: backups.drill(shared_workspace),
    ]
    for work in works:
        with pytest.raises(EnvironmentProblem, match=r"还差 [\d.]+ [KM]B"):
            work()
    assert {path.name for path in tmp_path.rglob("*")} == {"stick", "partydesk-backup.json"}


# -- killed -----------------------------------------------------------------------------------


def _check(folder: Path) -> int:
    """See that the workspace is sound, every backup is whole, and nothing is left over."""
    with open_workspace(folder, clock=StandingClock()) as workspace:
        backups.clear_unfinished(folder / "stick")
        with workspace.reading() as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
            assert journal.broken_links(session) == []
        listed = backups.list_backups(workspace, more=[Place("U 盘", folder / "stick")])
        for one in listed:
            assert one.state is BackupState.VERIFIED
            backups.verify_backup(workspace, one.file)
        assert list(folder.rglob(".*")) == []
    return len(listed)


def _points(seed: int, amount: int, longest_ms: int) -> list[Point]:
    draw = random.Random(seed)
    return [("after", draw.randint(0, longest_ms)) for _ in range(amount)]


@unix_only
def test_killed_while_backing_up(template_file: Path, tmp_path: Path) -> None:
    for folder in killed_at(template_file, tmp_path, _points(5, 5, 900), "tests.faults.savers"):
        _check(folder)


@pytest.mark.long
@unix_only
@pytest.mark.parametrize("seed", range(4))
def test_killed_while_backing_up_at_many_moments(
    template_file: Path, tmp_path: Path, seed: int
) -> None:
    points = _points(seed, 15, 2500)
    found = [
        _check(folder)
        for folder in killed_at(template_file, tmp_path, points, "tests.faults.savers")
    ]
    print(f"seed {seed}: backups found {sorted(found)}")
    assert max(found) > 1
