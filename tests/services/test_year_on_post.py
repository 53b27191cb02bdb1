"""The fictional banner's year on post: what it leaves, and every paper of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from partydesk.domain.duty.reports import MonthState
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.listing import Query
from partydesk.domain.placements import Cause
from partydesk.services.demonstration import (
    YearFigures,
    make_demonstration,
    run_demonstration,
    run_year_on_post,
    write_demonstration_documents,
)
from partydesk.services.duty.monthly_reports import list_status
from partydesk.services.evaluation.ballots import list_stacks
from partydesk.services.evaluation.evaluations import list_evaluated
from partydesk.services.evaluation.results import get_results
from partydesk.services.history import list_actions
from partydesk.services.placements import list_placements
from partydesk.services.pools import find_records
from partydesk.services.printing import KINDS
from partydesk.services.protection import protect_workspace
from partydesk.services.workspace import Workspace
from tests.plain_text import found_in
from tests.services.test_demonstration import ON_REQUEST
from tests.services.told import told_by

YEAR = 2026
_NOW = dt.datetime(YEAR + 1, 1, 15, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


@pytest.fixture(scope="module")
def played(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Workspace, YearFigures]]:
    """The banner of the usual size after its year."""
    folder = tmp_path_factory.mktemp("year") / "塔林旗"
    with make_demonstration(folder, year=YEAR, clock=lambda: _NOW) as workspace:
        run_demonstration(workspace, YEAR)
        yield workspace, run_year_on_post(workspace, YEAR)


def test_the_year_leaves_reports_ballots_and_grades(
    played: tuple[Workspace, YearFigures],
) -> None:
    workspace, figures = played
    assert figures.reports > 250
    assert figures.lines > figures.reports
    assert figures.inspections > 8
    assert figures.ballots >= 600
    assert figures.honours
    stacks = list_stacks(workspace, YEAR)
    assert {stack.state for stack in stacks} == {"已计票"}
    assert any(stack.error_rate for stack in stacks)
    for judged in Judged:
        results = get_results(workspace, YEAR, judged)
        assert results is not None
        assert results.closed_on is not None
    people = get_results(workspace, YEAR, Judged.PEOPLE)
    assert people is not None
    assert sum(row.differs for row in people.rows) == 1
    assert sum(row.placed.rank is not None for row in people.rows) == figures.judged


def test_some_serve_twelve_months_one_is_ill_in_march_and_one_moves_in_july(
    played: tuple[Workspace, YearFigures],
) -> None:
    workspace, _ = played
    rows = list_status(workspace, YEAR)
    told = {row.placement_id: [each.state for each in row.months] for row in rows}
    whole = [states for states in told.values() if MonthState.NOT_OWED not in states]
    assert any(MonthState.EXCUSED not in states for states in whole)
    (ill,) = (states for states in whole if MonthState.EXCUSED in states)
    assert [month for month, state in enumerate(ill, 1) if state is MonthState.EXCUSED] == [3, 4, 5]
    people = list_evaluated(workspace, YEAR, Judged.PEOPLE)
    assert sorted({who.months or 0 for who in people}) == [8, 9, 12]
    moved = [who for who in people if len(who.units) == 2 and who.months == 12]
    assert len(moved) == 1
    spans = [
        (pair.started_on, pair.ended_on)
        for year in (YEAR - 1, YEAR)
        for pair in list_placements(workspace, year)
        if pair.talent_id == moved[0].talent_id
    ]
    ended = [
        (pair.ended_on, pair.cause)
        for pair in list_placements(workspace, YEAR - 1, withdrawn=True)
        if pair.talent_id == moved[0].talent_id
    ]
    assert spans == [(dt.date(YEAR, 7, 1), None)]
    assert ended == [(dt.date(YEAR, 6, 30), Cause.CHANGE_OF_POST)]


def test_the_journal_goes_forward(played: tuple[Workspace, YearFigures]) -> None:
    moments = [action.when for action in reversed(list_actions(played[0]))]
    assert moments == sorted(moments)


def test_every_paper_of_the_year_is_written(
    played: tuple[Workspace, YearFigures], tmp_path: Path
) -> None:
    documents = write_demonstration_documents(played[0], YEAR, tmp_path)
    written = {document.kind for document in documents}
    assert {*KINDS, "talents", "enterprises"} - written <= {"calendar"} | ON_REQUEST
    for document in documents:
        assert document.path.stat().st_size > 0
        assert document.records > 0
    numbers = _numbers(played[0])
    for document in documents:
        text = told_by(document.path)
        assert [number for number in numbers if number in text] == [], document.kind


def _people_and_units(workspace: Workspace) -> list[Any]:
    return [
        record
        for kind in ("talents", "enterprises", "organizations")
        for record in find_records(workspace, kind, Query(include_retired=True, limit=None)).rows
    ]


def _numbers(workspace: Workspace) -> set[str]:
    """Every citizen number and phone of the banner."""
    return {
        number
        for record in _people_and_units(workspace)
        for number in (getattr(record, "citizen_number", None), record.phone)
        if number
    }


def test_a_protected_year_holds_no_plain_text(played: tuple[Workspace, YearFigures]) -> None:
    workspace = played[0]
    names = {record.name for record in _people_and_units(workspace) if len(record.name) > 1}
    words = sorted(names | _numbers(workspace))
    assert found_in([workspace.folder], words[:50]) != []
    protect_workspace(workspace, "管理员", "塔林草原上的白云")
    assert found_in([workspace.folder], words) == []
