"""A disk of 20 MB that is full: whatever is written, what was there stays, and people are told."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from partydesk.db import journal
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.placements import Action, Order
from partydesk.services.history import list_actions
from partydesk.services.opening import copy_workspace
from partydesk.services.placements import act
from partydesk.services.printing import compose, save_printout
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from tests import small_disks
from tests.factories import YEAR, StandingClock, consent_all, make_pairs
from tests.faults.desk_work import ACKNOWLEDGED, Clerk

_KB = 1024
Act = Callable[[int], object]
NAMES = (
    "import", "save", "merge", "attach", "letters", "export", "undo", "backup", "print", "copy",
)  # fmt: skip


@pytest.fixture(scope="module")
def disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The disk."""
    yield from small_disks.small_disk(tmp_path_factory.mktemp("small") / "disk", "20m")


@pytest.fixture(scope="module")
def workspace(template_file: Path, disk: Path) -> Iterator[Workspace]:
    """A workspace on it, in the middle of its year."""
    folder = disk / "desk"
    folder.mkdir()
    shutil.copyfile(template_file, folder / FILE_NAME)
    with open_workspace(folder, clock=StandingClock()) as opened:
        make_pairs(opened, 12)
        consent_all(opened)
        act(opened, YEAR, Action.SIGN, Order(opened.today()))
        yield opened


@pytest.fixture(scope="module")
def clerk(workspace: Workspace) -> Iterator[Clerk]:
    made = Clerk(workspace)
    yield made
    made.close()


def _acts(workspace: Workspace, clerk: Clerk, disk: Path) -> dict[str, Act]:
    """Whatever writes to the disk."""

    def save(turn: int) -> None:
        printout = compose(workspace, "posts", year=YEAR)
        save_printout(workspace, printout, disk / f"{turn}.pdf")

    def copy(turn: int) -> None:
        with open_workspace(other, clock=StandingClock()):
            pass
        target = disk / f"copy{turn}"
        try:
            copy_workspace(other, target)
        finally:
            shutil.rmtree(target, ignore_errors=True)

    other = disk.parent / "other"
    if not other.exists():
        other.mkdir()
        shutil.copyfile(workspace.folder / FILE_NAME, other / FILE_NAME)
    return {
        **clerk.acts,
        "print": save,
        "copy": copy,
    }


def _fill(disk: Path, spare: int) -> Path:
    """Take all of a disk but so many bytes."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, shutil.disk_usage(disk).free - spare))
    return filler


def _require_sound(workspace: Workspace, disk: Path) -> None:
    lines = (workspace.folder / ACKNOWLEDGED).read_text(encoding="utf-8").splitlines()
    said = {json.loads(line)["action"] for line in lines} - {None}
    with workspace.reading() as session:
        assert session.scalar(text("PRAGMA integrity_check")) == "ok"
        assert session.execute(text("PRAGMA foreign_key_check")).all() == []
        assert journal.broken_links(session) == []
    assert said <= {action.id for action in list_actions(workspace, limit=100_000)}
    assert list(disk.rglob(".*.part*")) == []


def _try(workspace: Workspace, clerk: Clerk, disk: Path, name: str, spares: list[int]) -> int:
    """Do an act on a disk with so many bytes left, and once more when there is room again.

    Returns:
        How often it was refused.
    """
    doing = _acts(workspace, clerk, disk)[name]
    refused = 0
    for spare in spares:
        filler, words = _fill(disk, spare), "磁盘"
        try:
            doing(clerk.turn())
        except EnvironmentProblem as error:
            refused += 1
            words = error.message
        except OSError:
            # The test's own small files had no room; the program was not asked.
            refused += 1
        finally:
            filler.unlink()
        assert "磁盘" in words
        _require_sound(workspace, disk)
    doing(clerk.turn())
    return refused


@pytest.mark.parametrize("name", NAMES)
def test_a_full_disk(workspace: Workspace, clerk: Clerk, disk: Path, name: str) -> None:
    assert _try(workspace, clerk, disk, name, [0, 24 * _KB]) >= 1


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_a_disk_that_fills_up_anywhere(
    workspace: Workspace, clerk: Clerk, disk: Path, name: str
) -> None:
    spares = list(range(0, 400 * _KB, 8 * _KB))
    refused = _try(workspace, clerk, disk, name, spares)
    print(f"{name}: refused {refused} of {len(spares)}")
    assert refused >= 1
