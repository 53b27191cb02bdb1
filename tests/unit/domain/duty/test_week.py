"""What is due, by weeks: Friday 3 July 2026 is the day."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.agenda import Todo
from partydesk.domain.duty.due import Due
from partydesk.domain.duty.week import When, agenda, gathered, horizon, when_of

TODAY = dt.date(2026, 7, 3)


def _due(who: str, day: dt.date | None, title: str = "6月月报未交") -> Due:
    return Due(f"report:{who}", title, who, "duty", "reports", "登记", day)


@pytest.mark.parametrize(
    ("day", "when"),
    [
        (dt.date(2026, 7, 2), When.OVERDUE),
        (dt.date(2026, 7, 3), When.THIS_WEEK),
        (dt.date(2026, 7, 5), When.THIS_WEEK),
        (dt.date(2026, 7, 6), When.NEXT_WEEK),
        (dt.date(2026, 7, 12), When.NEXT_WEEK),
        (dt.date(2026, 7, 13), When.THIS_MONTH),
        (dt.date(2026, 7, 31), When.THIS_MONTH),
        (dt.date(2026, 8, 1), None),
        (None, None),
    ],
)
def test_a_day_is_near_or_far(day: dt.date | None, when: When | None) -> None:
    assert when_of(day, TODAY) is when


def test_at_the_end_of_a_month_next_week_is_still_in_sight() -> None:
    last = dt.date(2026, 7, 31)
    assert horizon(last) == dt.date(2026, 8, 9)
    assert when_of(dt.date(2026, 8, 5), last) is When.NEXT_WEEK


def test_a_monday_begins_the_week_and_a_sunday_ends_it() -> None:
    monday, sunday = dt.date(2026, 7, 6), dt.date(2026, 7, 12)
    assert when_of(sunday, monday) is When.THIS_WEEK
    assert when_of(monday, sunday) is When.OVERDUE
    assert when_of(dt.date(2026, 7, 13), sunday) is When.NEXT_WEEK


def test_a_few_people_have_a_line_each_and_many_share_one() -> None:
    few = gathered([_due(who, TODAY) for who in "甲乙丙"])
    assert [line.detail for line in few] == ["甲", "乙", "丙"]
    (many,) = gathered([_due(who, TODAY) for who in "甲乙丙丁"])
    assert many.detail == "甲、乙等 4 人"
    assert many.keys == ("report:甲", "report:乙", "report:丙", "report:丁")
    assert (many.page, many.tab, many.act, many.key) == ("duty", "reports", "登记", "report")


def test_other_days_and_other_things_are_other_lines() -> None:
    dues = [_due(who, TODAY) for who in "甲乙丙丁"]
    dues += [_due("戊", dt.date(2026, 7, 4)), _due("己", TODAY, "督查整改：记录不全")]
    assert len(gathered(dues)) == 3


def test_the_desk_lists_the_urgent_first_then_what_has_no_day_then_the_rest() -> None:
    undated = Todo("sign", "签订协议 1 份", "苏和", "placements", "签订")
    term = Todo("renew_term", "任期届满", "其木格", "placements", "办理", dt.date(2026, 9, 1))
    dues = [
        _due("下周", dt.date(2026, 7, 8)),
        _due("今天", TODAY),
        _due("逾期", dt.date(2026, 6, 1)),
        _due("太远", dt.date(2026, 9, 1)),
    ]
    lines = agenda([undated, term], dues, TODAY)
    assert [line.detail for line in lines] == ["逾期", "今天", "苏和", "下周", "其木格"]
