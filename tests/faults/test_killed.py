"""A program killed in the middle of its work leaves the workspace as it was before."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from partydesk.db import journal, upgrade
from partydesk.services.history import list_actions
from partydesk.services.pools import save_record, search_records
from partydesk.services.workspace import FILE_NAME, Workspace, open_workspace
from tests.faults.points import Point, killed_at
from tests.faults.victims import BATCH

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal and forks")


def _kill(template: Path, place: Path, points: list[Point]) -> list[Path]:
    """Let somebody die at each point on a copy of its own; gives the folders."""
    return killed_at(template, place, points, "tests.faults.victims")


def _check(folder: Path) -> int:
    """See that whole batches are there and nothing else; gives their number."""
    with open_workspace(folder) as workspace:
        with workspace.reading() as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
            assert journal.broken_links(session) == []
        batches = len(list_actions(workspace)) - 1
        assert _people(workspace) == batches * BATCH
        for batch in range(batches):
            assert search_records(workspace, "talents", f"专长{batch}")[1] == BATCH
        save_record(workspace, "talents", None, {"name": "还能用"})
        assert _people(workspace) == batches * BATCH + 1
    assert upgrade.drift(folder / FILE_NAME) == []
    return batches


def _people(workspace: Workspace) -> int:
    """People by the table, which is what the index has to agree with."""
    with workspace.reading() as session:
        stored = session.scalar(text("SELECT count(*) FROM talents"))
    found = search_records(workspace, "talents", "")[1]
    assert stored == found
    return found


def _points(seed: int, amount: int) -> list[Point]:
    """Points all over two batches, and moments that also hit the writing of a commit."""
    draw = random.Random(seed)
    statements: list[Point] = [("statement", draw.randint(1, 40)) for _ in range(amount)]
    moments: list[Point] = [("after", draw.randint(0, 300)) for _ in range(amount)]
    return statements + moments


def test_killed_at_a_few_points(template_file: Path, tmp_path: Path) -> None:
    for folder in _kill(template_file, tmp_path, _points(2026, 3)):
        _check(folder)


def test_killed_at_its_first_statements_leaves_nothing(template_file: Path, tmp_path: Path) -> None:
    folders = _kill(template_file, tmp_path, [("statement", n) for n in (2, 5, 8)])
    assert [_check(folder) for folder in folders] == [0, 0, 0]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_killed_at_many_points(template_file: Path, tmp_path: Path, seed: int) -> None:
    folders = _kill(template_file, tmp_path, _points(seed, 15))
    left_journals = sum((f / f"{FILE_NAME}-journal").exists() for f in folders)
    batches = [_check(folder) for folder in folders]
    print(f"seed {seed}: {left_journals} left a journal behind, batches {sorted(batches)}")
    assert max(batches) > 0
