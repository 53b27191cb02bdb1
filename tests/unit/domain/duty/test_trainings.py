"""Rules of training: what contradicts itself, which days count, what 岗前培训时间 becomes."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.duty.trainings import (
    Attended,
    CourseKind,
    Presence,
    TrainingResult,
    days_attended,
    faults_of_result,
    faults_of_session,
    trained_on_after,
)
from partydesk.domain.partial_date import PartialDate

PASSED, FAILED = TrainingResult.PASSED, TrainingResult.FAILED
PRESENT, EXCUSED, ABSENT = Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("presence", "score", "result", "faults"),
    [
        (None, None, None, set()),
        (PRESENT, 0, FAILED, set()),
        (PRESENT, 100, PASSED, set()),
        (PRESENT, 101, None, {"score"}),
        (None, -1, None, {"score"}),
        (None, 60, PASSED, set()),
        (EXCUSED, None, None, set()),
        (EXCUSED, 60, None, {"score"}),
        (ABSENT, None, PASSED, {"result"}),
        (ABSENT, None, FAILED, set()),
        (ABSENT, 60, PASSED, {"score", "result"}),
    ],
)
def test_results_that_contradict_themselves(
    presence: Presence | None, score: int | None, result: TrainingResult | None, faults: set[str]
) -> None:
    assert faults_of_result(presence, score, result).keys() == faults


@pytest.mark.parametrize(
    ("first", "last", "hours", "faults"),
    [
        ("2026-03-02", "2026-03-02", 1, set()),
        ("2026-03-02", "2026-03-01", 8, {"held_to"}),
        ("2026-03-02", "2026-03-04", 0, {"hours"}),
        ("2026-03-02", "2026-03-04", 1000, set()),
        ("2026-03-02", "2026-03-04", 1001, {"hours"}),
    ],
)
def test_sessions_that_cannot_be(first: str, last: str, hours: int, faults: set[str]) -> None:
    values: dict[str, object] = {"held_from": day(first), "held_to": day(last), "hours": hours}
    assert faults_of_session(values).keys() == faults


def attended(
    first: str, last: str, presence: Presence | None = PRESENT, result: TrainingResult | None = None
) -> Attended:
    return Attended(CourseKind.YEARLY, day(first), day(last), presence, result)


@pytest.mark.parametrize(
    ("found", "days"),
    [
        ([], 0),
        ([attended("2026-03-02", "2026-03-04")], 3),
        ([attended("2026-03-02", "2026-03-04"), attended("2026-03-04", "2026-03-05")], 4),
        ([attended("2025-12-30", "2026-01-02")], 2),
        ([attended("2026-03-02", "2026-03-04", ABSENT)], 0),
        ([attended("2026-03-02", "2026-03-04", EXCUSED)], 0),
        ([attended("2026-03-02", "2026-03-04", None)], 0),
        ([attended("2026-03-02", "2026-03-04", None, PASSED)], 3),
        ([attended("2026-03-02", "2026-03-04", PRESENT, FAILED)], 0),
    ],
)
def test_days_of_the_year_are_counted_once(found: list[Attended], days: int) -> None:
    assert days_attended(found, 2026) == days


@pytest.mark.parametrize(
    ("current", "passed", "withdrawn", "after"),
    [
        (None, [], [], None),
        (None, ["2026-02-04"], [], "2026-02-04"),
        (None, ["2026-02-04", "2025-02-04"], [], "2026-02-04"),
        ("2024-05", ["2026-02-04"], [], "2026-02-04"),
        ("2026-02", ["2026-02-04"], [], "2026-02"),  # may be a later day of the month
        ("2027", ["2026-02-04"], [], "2027"),
        ("2026-03-01", ["2026-02-04"], [], "2026-03-01"),
        ("2026-02-04", [], ["2026-02-04"], None),
        ("2026-02-04", ["2025-01-06"], ["2026-02-04"], "2025-01-06"),
        ("2024-05", [], ["2026-02-04"], "2024-05"),
    ],
)
def test_the_latest_day_wins(
    current: str | None, passed: list[str], withdrawn: list[str], after: str | None
) -> None:
    found = trained_on_after(
        PartialDate.from_iso(current) if current else None,
        [day(text) for text in passed],
        [day(text) for text in withdrawn],
    )
    assert (str(found) if found else None) == after
