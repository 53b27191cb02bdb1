"""Dates: the spellings people use, and what cannot be a date."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.fields import Field, Kind
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.values import Cell, ValueRefused, parse, show

TODAY = dt.date(2025, 6, 15)
DATE = Field("注册日期", Kind.DATE)
PARTIAL = Field("出生日期", Kind.PARTIAL_DATE)
FULL = PartialDate(2024, 5, 6)
MONTH = PartialDate(2024, 5)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2024-05-06", FULL),
        ("2024.5.6", FULL),
        ("2024/5/6", FULL),
        ("20240506", FULL),
        (20240506, FULL),
        (20240506.0, FULL),
        ("202405", MONTH),
        (202405, MONTH),
        ("2024.05", MONTH),
        (2024.05, MONTH),
        (2024.12 - 1, PartialDate(2023, 12)),
        ("2024-5", MONTH),
        ("2024.1", PartialDate(2024, 1)),
        ("2024年5月6日", FULL),
        ("2024 年 5 月 6 日", FULL),
        ("2024年5月", MONTH),
        ("2024年", PartialDate(2024)),
        (2024, PartialDate(2024)),
        ("二〇二四年五月六日", FULL),
        ("二○二四年五月", MONTH),
        ("二零二四年五月", MONTH),
        ("二Ｏ二四年五月六日", FULL),
        ("一九九三年十二月三十一日", PartialDate(1993, 12, 31)),
        ("一九九三年十月二十日", PartialDate(1993, 10, 20)),
        ("一九九三年十月廿一日", PartialDate(1993, 10, 21)),
        ("２０２４．０５．０６", FULL),
        ("2024-05-06 00:00:00", FULL),
        (" 2024-05-06\n", FULL),
        (45418, FULL),
        (45418.0, FULL),
        (45418.75, FULL),
        ("45418", FULL),
        (dt.datetime(2024, 5, 6, 8, 30), FULL),
        (dt.date(2024, 5, 6), FULL),
        ("2000-02-29", PartialDate(2000, 2, 29)),
        (None, None),
        ("", None),
        ("  ", None),
        ("N/A", None),
        ("不详", None),
        ("—", None),
    ],
)
def test_spellings_of_a_date(cell: Cell, expected: PartialDate | None) -> None:
    assert parse(PARTIAL, cell, today=TODAY).value == expected


@pytest.mark.parametrize(
    ("cell", "earliest", "expected"),
    [
        ("70.07", 1900, PartialDate(1970, 7)),
        ("70年7月", 1900, PartialDate(1970, 7)),
        ("'58.6", 1900, PartialDate(1958, 6)),
        ("70-7-7", 1900, PartialDate(1970, 7, 7)),
        ("93年", 1900, PartialDate(1993)),
        ("06.6", 1921, PartialDate(2006, 6)),
        ("12.07", 1921, PartialDate(2012, 7)),
    ],
)
def test_two_digits_are_a_year_where_one_century_is_possible(
    cell: Cell, earliest: int, expected: PartialDate
) -> None:
    field = Field("入党时间", Kind.PARTIAL_DATE, earliest=earliest)
    read = parse(field, cell, today=TODAY)
    assert read.value == expected
    assert [warning.code for warning in read.warnings] == ["century_added"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("06.07", "two_digit_year"),
        ("24年7月", "two_digit_year"),
        ("12-7-7", "two_digit_year"),
        ("70-13", "two_digit_year"),
        ("6/5/2024", "date_order"),
        ("2023-02-29", "bad_date"),
        ("2024-13", "bad_date"),
        ("20241301", "bad_date"),
        ("2024年五月", "bad_date"),
        ("二〇二四年十十月", "bad_date"),
        ("1024-05-06", "bad_date"),
        ("退伍前", "bad_date"),
        (True, "bad_date"),
        (12, "bad_date"),
        (2024.1, "ambiguous_date"),
        ("2025-06-16", "future_date"),
        ("2025-07", "future_date"),
        (2026, "future_date"),
    ],
)
def test_what_is_no_date_of_a_life(cell: Cell, code: str) -> None:
    with pytest.raises(ValueRefused) as caught:
        parse(PARTIAL, cell, today=TODAY)
    assert caught.value.reason.code == code
    assert "出生日期" in caught.value.message


def test_this_month_and_today_are_not_the_future() -> None:
    assert parse(PARTIAL, "2025-06", today=TODAY).value == PartialDate(2025, 6)
    assert parse(PARTIAL, "2025-06-15", today=TODAY).value == PartialDate(2025, 6, 15)


def test_a_date_needs_its_day_and_may_lie_ahead() -> None:
    assert parse(DATE, "2030-01-02", today=TODAY).value == dt.date(2030, 1, 2)
    for cell in ("2024-05", "2024年", 202405):
        with pytest.raises(ValueRefused) as caught:
            parse(DATE, cell, today=TODAY)
        assert caught.value.reason.code == "date_incomplete"


@given(st.dates(dt.date(1900, 1, 1), TODAY), st.sampled_from(["year", "month", "day"]))
def test_partial_dates_come_back(day: dt.date, known: str) -> None:
    full = PartialDate.of(day)
    value = {
        "year": PartialDate(full.year),
        "month": PartialDate(full.year, full.month),
        "day": full,
    }[known]
    assert parse(PARTIAL, show(PARTIAL, value), today=TODAY).value == value


@given(st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31)))
def test_dates_come_back(day: dt.date) -> None:
    assert parse(DATE, show(DATE, day), today=TODAY).value == day
