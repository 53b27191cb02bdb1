"""Dates of which only the year or the month is known."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.partial_date import PartialDate


def _cut(day: dt.date, known: int) -> PartialDate:
    return PartialDate(*(day.year, day.month, day.day)[:known])


PARTIAL = st.builds(_cut, st.dates(), st.integers(1, 3))


@given(PARTIAL)
def test_the_iso_text_comes_back(date: PartialDate) -> None:
    assert PartialDate.from_iso(str(date)) == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2005", PartialDate(2005)),
        ("2005-06", PartialDate(2005, 6)),
        ("2005-06-30", PartialDate(2005, 6, 30)),
        ("0987-01", PartialDate(987, 1)),
    ],
)
def test_iso_texts(text: str, date: PartialDate) -> None:
    assert PartialDate.from_iso(text) == date
    assert str(date) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "205", "20050", "2005-6", "2005-13", "2005-00", "2005-06-00", "2005-02-30",
        "2005-06-3", "2005/06", " 2005", "2005-", "0000", "2005-06-30-1",
    ],
)  # fmt: skip
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        PartialDate.from_iso(text)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(0, None, None), (10000, None, None), (2005, 0, None), (2005, 13, None), (2005, 6, 0),
     (2005, 6, 31), (2005, 2, 29), (2005, None, 1)],
)  # fmt: skip
def test_dates_that_no_calendar_has_are_refused(
    year: int, month: int | None, day: int | None
) -> None:
    with pytest.raises(ValueError, match=r".*"):
        PartialDate(year, month, day)


def test_the_leap_day_is_a_date() -> None:
    assert str(PartialDate(2004, 2, 29)) == "2004-02-29"


@given(st.dates())
def test_a_full_date_is_taken_whole(day: dt.date) -> None:
    date = PartialDate.of(day)
    assert str(date) == day.isoformat()
    assert date.last_day() == day


@given(PARTIAL, PARTIAL)
def test_order_is_that_of_the_calendar_and_total(one: PartialDate, other: PartialDate) -> None:
    assert (one < other) + (one == other) + (one > other) == 1
    if one < other:
        earliest = [dt.date(d.year, d.month or 1, d.day or 1) for d in (one, other)]
        assert earliest[0] <= earliest[1]


def test_what_is_less_known_stands_first() -> None:
    dates = [
        PartialDate(2005, 1, 1),
        PartialDate(2005, 1),
        PartialDate(2005),
        PartialDate(2004, 12),
    ]
    assert sorted(dates) == dates[::-1]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("2005", "2005-06", True),
        ("2005-06", "2005-06-30", True),
        ("2005-06-30", "2005-06-30", True),
        ("2005", "2006", False),
        ("2005-06", "2005-07-01", False),
        ("2005-06-30", "2005-06-03", False),
    ],
)
def test_agreement_as_far_as_each_is_known(one: str, other: str, agree: bool) -> None:
    first, second = PartialDate.from_iso(one), PartialDate.from_iso(other)
    assert first.agrees_with(second) is agree
    assert second.agrees_with(first) is agree


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        ("1956-03-02", "2026-03-01", 69),
        ("1956-03-02", "2026-03-02", 70),
        ("1956-03", "2026-03-01", 70),  # the earliest day it can be
        ("1956", "2026-01-01", 70),
        ("1956-12", "2026-03-02", 69),
        ("2004-02-29", "2026-02-28", 21),
        ("2004-02-29", "2026-03-01", 22),
    ],
)
def test_age_in_completed_years(birth: str, day: str, age: int) -> None:
    assert PartialDate.from_iso(birth).age_on(dt.date.fromisoformat(day)) == age


@pytest.mark.parametrize(
    ("date", "last"),
    [("2005", "2005-12-31"), ("2004-02", "2004-02-29"), ("2005-02", "2005-02-28"),
     ("2005-06-03", "2005-06-03")],
)  # fmt: skip
def test_the_last_day_it_can_mean(date: str, last: str) -> None:
    assert PartialDate.from_iso(date).last_day() == dt.date.fromisoformat(last)
