"""Rules of inspection: where shortcomings stand, what contradicts itself, which half-year."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.duty.inspections import (
    BY_OFFICE,
    InspectionWay,
    Mending,
    Shortcoming,
    faults_of_shortcoming,
    half_in_question,
    half_of,
    mending_of,
)

TODAY = dt.date(2026, 6, 15)


def shortcoming(
    due: str = "2026-06-15", closed: str | None = None, done: str | None = None
) -> Shortcoming:
    return Shortcoming(
        inspection_id=1,
        problem="记录不全",
        due_on=dt.date.fromisoformat(due),
        follow_up=done,
        closed_on=dt.date.fromisoformat(closed) if closed else None,
    )


OPEN, LATE, DONE = shortcoming(), shortcoming("2026-06-14"), shortcoming(closed="2026-06-10")


@pytest.mark.parametrize(
    ("found", "state"),
    [
        ([], Mending.NOTHING),
        ([OPEN], Mending.OPEN),
        ([LATE], Mending.OVERDUE),
        ([DONE], Mending.CLOSED),
        ([OPEN, LATE, DONE], Mending.OVERDUE),
        ([DONE, OPEN], Mending.OPEN),
    ],
)
def test_the_worst_shortcoming_counts(found: list[Shortcoming], state: Mending) -> None:
    assert mending_of(found, TODAY) is state


@pytest.mark.parametrize(
    ("one", "faults"),
    [
        (shortcoming("2026-06-01"), set()),
        (shortcoming("2026-05-31"), {"due_on"}),
        (shortcoming(closed="2026-06-15", done="已改"), set()),
        (shortcoming(closed="2026-06-15"), {"follow_up"}),
        (shortcoming(closed="2026-06-16", done="已改"), {"closed_on"}),
        (shortcoming(closed="2026-05-31", done="已改"), {"closed_on"}),
    ],
)
def test_what_contradicts_itself(one: Shortcoming, faults: set[str]) -> None:
    assert faults_of_shortcoming(one, dt.date(2026, 6, 1), TODAY).keys() == faults


def test_the_half_year_in_question() -> None:
    first, second = (
        (dt.date(2026, 1, 1), dt.date(2026, 6, 30)),
        (dt.date(2026, 7, 1), dt.date(2026, 12, 31)),
    )
    assert half_of(dt.date(2026, 6, 30)) == first
    assert half_of(dt.date(2026, 7, 1)) == second
    assert half_in_question(2026, TODAY) == first
    assert half_in_question(2026, dt.date(2027, 3, 1)) == second
    assert half_in_question(2026, dt.date(2025, 12, 1)) == first


def test_the_word_of_the_enterprise_is_no_inspection_by_the_office() -> None:
    assert InspectionWay.ENTERPRISE not in BY_OFFICE
    assert len(BY_OFFICE) == len(InspectionWay) - 1
