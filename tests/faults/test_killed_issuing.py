"""A program killed while it issues letters loses no number; every letter has its page."""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from partydesk.db import journal
from partydesk.domain.placements import Action, Order, State
from partydesk.services.number_register import find_gaps, list_entries
from partydesk.services.originals import compose_originals
from partydesk.services.placements import act, list_placements
from partydesk.services.workspace import FILE_NAME, open_workspace
from tests.factories import YEAR, StandingClock, consent_all, make_pairs
from tests.faults.issuers import BATCH
from tests.faults.points import Point, killed_at
from tests.reports.printed import Pdf
from tests.services.issued import require_kept_files_whole

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal and forks")
PEOPLE = 3 * BATCH


@pytest.fixture(scope="module")
def signed(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of people whose agreements are signed."""
    folder = tmp_path_factory.mktemp("issuers")
    shutil.copyfile(template_file, folder / FILE_NAME)
    with open_workspace(folder, clock=StandingClock()) as workspace:
        make_pairs(workspace, PEOPLE)
        consent_all(workspace)
        act(workspace, YEAR, Action.SIGN, Order(workspace.today()))
    return folder / FILE_NAME


def _check(folder: Path) -> int:
    """See that whole acts are there and nothing else; gives how many letters were issued."""
    with open_workspace(folder, clock=StandingClock()) as workspace:
        with workspace.reading() as session:
            assert session.scalar(text("PRAGMA integrity_check")) == "ok"
            assert session.execute(text("PRAGMA foreign_key_check")).all() == []
            assert journal.broken_links(session) == []
        assert find_gaps(workspace) == ()
        letters = [entry for entry in list_entries(workspace) if entry.series.value == "letter"]
        for entry in letters:
            assert entry.is_kept
            (page,) = Pdf(compose_originals(workspace, [entry.number_id], look=True).pdf).pages()
            assert entry.number in page
            assert entry.who in page
            assert entry.void == bool(entry.replaced_by)
        require_kept_files_whole(workspace)
        first = [entry for entry in letters if not entry.replaces]
        assert len(first) % BATCH == 0, "an act is done whole or not at all"
        pairs = list_placements(workspace, YEAR)
        in_force = {entry.number for entry in letters if not entry.void}
        assert {pair.letter_number for pair in pairs if pair.letter_number} == in_force
        assert sum(pair.state is State.APPOINTED for pair in pairs) == len(first)
        waiting = [pair.id for pair in pairs if pair.state is State.SIGNED][:1]
        if waiting:  # the next number follows the last one
            act(workspace, YEAR, Action.APPOINT, Order(workspace.today()), waiting)
            assert find_gaps(workspace) == ()
    return len(letters)


def _points(seed: int, amount: int) -> list[Point]:
    """Points all over some acts, and moments that also hit the writing of a commit."""
    draw = random.Random(seed)
    statements: list[Point] = [("statement", draw.randint(1, 900)) for _ in range(amount)]
    moments: list[Point] = [("after", draw.randint(0, 1500)) for _ in range(amount)]
    return statements + moments


def test_killed_at_a_few_points(signed: Path, tmp_path: Path) -> None:
    for folder in killed_at(signed, tmp_path, _points(2026, 2), "tests.faults.issuers"):
        _check(folder)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(5))
def test_killed_at_many_points(signed: Path, tmp_path: Path, seed: int) -> None:
    folders = killed_at(signed, tmp_path, _points(seed, 10), "tests.faults.issuers")
    left_journals = sum((f / f"{FILE_NAME}-journal").exists() for f in folders)
    letters = [_check(folder) for folder in folders]
    print(f"seed {seed}: {left_journals} left a journal behind, letters {sorted(letters)}")
    assert max(letters) > 0
