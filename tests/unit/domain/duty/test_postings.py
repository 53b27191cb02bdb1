"""Of which postings a month asks for a report."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.duty.leaves import Leave, LeaveKind
from partydesk.domain.duty.postings import (
    Posting,
    is_away_in,
    postings_to_report,
    report_due_on,
)

JULY = 7


def posting(
    number: int, started: dt.date, ended: dt.date | None = None, talent: int = 1
) -> Posting:
    return Posting(number, talent, "苏和", f"第{number}家", "贝子府镇", started, ended, 3)


def _leave(first: dt.date, last: dt.date) -> Leave:
    return Leave(placement_id=1, kind=LeaveKind.SICK, from_on=first, to_on=last)


@pytest.mark.parametrize(
    ("started", "ended", "asked"),
    [
        (dt.date(2026, 1, 5), None, True),
        (dt.date(2026, 7, 31), None, True),
        (dt.date(2026, 8, 1), None, False),
        (dt.date(2026, 1, 5), dt.date(2026, 7, 1), True),
        (dt.date(2026, 1, 5), dt.date(2026, 6, 30), False),
    ],
)
def test_a_month_asks_who_was_on_post_in_it(
    started: dt.date, ended: dt.date | None, *, asked: bool
) -> None:
    found = list(postings_to_report([posting(1, started, ended)], [], 2026, JULY))
    assert bool(found) is asked


def test_who_changes_in_july_reports_from_the_new_post_alone() -> None:
    old = posting(1, dt.date(2026, 1, 5), dt.date(2026, 7, 10))
    new = posting(2, dt.date(2026, 7, 11))
    other = posting(3, dt.date(2026, 7, 12), talent=2)
    reported = [each.id for each in postings_to_report([old, new, other], [], 2026, JULY)]
    assert reported == [2, 3]
    assert [each.id for each in postings_to_report([old, new], [], 2026, 6)] == [1]


def test_who_was_ill_for_all_of_a_month_does_not_report() -> None:
    ill = posting(1, dt.date(2026, 1, 5))
    whole = [_leave(dt.date(2026, 3, 1), dt.date(2026, 3, 31))]
    part = [_leave(dt.date(2026, 3, 1), dt.date(2026, 3, 30))]
    assert not list(postings_to_report([ill], whole, 2026, 3))
    assert list(postings_to_report([ill], part, 2026, 3)) == [ill]
    assert is_away_in(1, part, 2026, 3)
    assert not is_away_in(1, part, 2026, 4)
    assert not is_away_in(2, part, 2026, 3)


def test_the_report_of_december_is_due_in_the_next_year() -> None:
    assert report_due_on(2026, 12, 5) == dt.date(2027, 1, 5)
    assert report_due_on(2026, 1, 5) == dt.date(2026, 2, 5)
