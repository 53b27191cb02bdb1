"""Targets of a year: when they are reached, when late, and what a part of a year asks for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.duty.outcomes import Outcome
from partydesk.domain.duty.plans import (
    PlanItem,
    Target,
    TargetState,
    Term,
    carried,
    faults_of_item,
    fitted,
    in_order,
    progress_of,
    prorated,
)

YEAR = 2026
JUNE = dt.date(YEAR, 6, 30)
DUTIES = ("抓党组织组建", "抓协调服务")
MATTERS = PlanItem(
    year=YEAR, duty="抓协调服务", task="办事", outcome=Outcome.MATTER, target=3, due_on=JUNE
)
TIDY = PlanItem(year=YEAR, duty="抓协调服务", task="整理制度", due_on=JUNE)
EVENING_BEFORE, ON_THE_DAY, DAY_AFTER = dt.date(YEAR, 6, 29), JUNE, dt.date(YEAR, 7, 1)


@pytest.mark.parametrize(
    ("item", "counted", "today", "over", "state", "share", "words"),
    [
        (MATTERS, "0", EVENING_BEFORE, False, TargetState.OPEN, "0", "0／3 件"),
        (MATTERS, "2", ON_THE_DAY, False, TargetState.OPEN, "0.6667", "2／3 件"),
        (MATTERS, "2", DAY_AFTER, False, TargetState.OVERDUE, "0.6667", "2／3 件"),
        (MATTERS, "2", DAY_AFTER, True, TargetState.OPEN, "0.6667", "2／3 件"),
        (MATTERS, "3", DAY_AFTER, False, TargetState.REACHED, "1", "3／3 件"),
        (MATTERS, "10", EVENING_BEFORE, False, TargetState.REACHED, "1", "10／3 件"),
        (TIDY, "0", ON_THE_DAY, False, TargetState.OPEN, "0", "—"),
        (TIDY, "0", DAY_AFTER, False, TargetState.OVERDUE, "0", "—"),
        (TIDY, "0", DAY_AFTER, True, TargetState.OPEN, "0", "—"),
    ],
)
def test_how_a_target_stands(
    item: PlanItem,
    counted: str,
    today: dt.date,
    over: bool,
    state: TargetState,
    share: str,
    words: str,
) -> None:
    target = Target(item, Decimal(counted), over)
    assert target.state(today) is state
    assert round(target.share, 4) == Decimal(share)
    assert target.words == words


def test_what_is_ticked_off_is_reached_whatever_is_counted() -> None:
    done = dt.date(YEAR, 7, 9)
    counted = Target(replace(MATTERS, done_on=done), Decimal(1))
    assert (counted.state(DAY_AFTER), counted.words) == (TargetState.REACHED, "1／3 件")
    assert counted.share < 1, "the bar tells what the ledger has"
    ticked = Target(replace(TIDY, done_on=done))
    assert (ticked.state(DAY_AFTER), ticked.words) == (TargetState.REACHED, "完成")
    assert ticked.share == 1
    assert Target(replace(TIDY, due_on=None)).state(DAY_AFTER) is TargetState.OPEN


def test_funds_are_counted_in_ten_thousands_without_a_tail() -> None:
    item = replace(MATTERS, outcome=Outcome.FUNDS, target=20)
    assert Target(item, Decimal("12.50")).words == "12.5／20 万元"
    assert Target(item, Decimal("20.00")).words == "20／20 万元"
    assert Target(item, Decimal("19.99")).state(ON_THE_DAY) is TargetState.OPEN


def test_progress_counts_each_state() -> None:
    targets = [Target(MATTERS, Decimal(3)), Target(TIDY), Target(replace(TIDY, due_on=None))]
    found = progress_of(targets, DAY_AFTER)
    assert (found.total, found.reached, found.overdue, found.words) == (3, 1, 1, "1／3")
    empty = progress_of([], DAY_AFTER)
    assert empty.share == 0
    assert not empty.words


def test_targets_stand_under_the_duties_of_the_year() -> None:
    def item(number: int, duty: str, position: int) -> PlanItem:
        return replace(TIDY, id=number, duty=duty, position=position)

    mixed = [
        item(1, "旧职责", 1),
        item(2, DUTIES[1], 2),
        item(3, DUTIES[0], 9),
        item(4, DUTIES[0], 3),
    ]
    assert [each.id for each in in_order(mixed, DUTIES)] == [4, 3, 2, 1]


def test_next_year_begins_with_the_same_days_and_nothing_done() -> None:
    leap = replace(TIDY, id=7, year=2028, due_on=dt.date(2028, 2, 29), done_on=JUNE, done_note="好")
    following = carried(leap, 2029)
    assert following == PlanItem(
        year=2029, duty=TIDY.duty, task=TIDY.task, due_on=dt.date(2029, 2, 28)
    )


@pytest.mark.parametrize(
    ("target", "months", "asked"),
    [(12, 12, 12), (12, 6, 6), (3, 6, 2), (1, 1, 1), (2, 7, 2), (5, 5, 3), (12, 0, 0)],
)
def test_a_part_of_the_year_asks_for_a_part_rounded_up(
    target: int, months: int, asked: int
) -> None:
    assert prorated(target, months) == asked


@given(st.integers(1, 500), st.integers(1, 12), st.integers(1, 12))
def test_more_months_never_ask_for_less_and_halves_for_at_least_the_whole(
    target: int, months: int, more: int
) -> None:
    here = prorated(target, months)
    assert 1 <= here <= target
    assert here * 12 >= target * months > (here - 1) * 12
    if more >= months:
        assert prorated(target, more) >= here
    assert prorated(target, months) + prorated(target, 12 - months) >= target


CAME_IN_JULY = Term(2, dt.date(YEAR, 7, 1), None, 6)
LEFT_IN_JUNE = Term(1, dt.date(YEAR - 1, 4, 1), JUNE, 6)


def test_a_change_in_july_divides_the_year() -> None:
    yearly = replace(MATTERS, id=4, target=12, due_on=dt.date(YEAR, 12, 31))
    before = fitted(yearly, LEFT_IN_JUNE, by_months=True)
    after = fitted(yearly, CAME_IN_JULY, by_months=True)
    assert (before.placement_id, before.target, before.due_on) == (1, 6, JUNE)
    assert (after.placement_id, after.target, after.due_on) == (2, 6, dt.date(YEAR, 12, 31))
    assert (before.id, after.id) == (None, None)
    whole = fitted(yearly, CAME_IN_JULY, by_months=False)
    assert whole.target == 12


def test_what_was_due_before_the_first_day_is_due_a_month_after_it() -> None:
    march = replace(TIDY, due_on=dt.date(YEAR, 3, 31))
    assert fitted(march, CAME_IN_JULY, by_months=True).due_on == dt.date(YEAR, 8, 1)
    late = Term(3, dt.date(YEAR, 12, 15), None, 1)
    assert fitted(march, late, by_months=True).due_on == dt.date(YEAR, 12, 31)
    assert fitted(replace(TIDY, due_on=None), late, by_months=True).due_on is None


@given(
    st.dates(dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)),
    st.dates(dt.date(YEAR - 2, 1, 1), dt.date(YEAR, 12, 31)),
    st.none() | st.integers(0, 900),
)
def test_nothing_is_due_outside_the_posting_or_the_year(
    due: dt.date, started: dt.date, length: int | None
) -> None:
    ended = None if length is None else max(
        started + dt.timedelta(days=length), dt.date(YEAR, 1, 1)
    )  # fmt: skip
    found = fitted(replace(TIDY, due_on=due), Term(1, started, ended, 6), by_months=True).due_on
    assert found is not None
    assert found.year == YEAR
    assert found >= started
    assert ended is None or found <= ended


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"target": None}, "target"),
        ({"target": 0}, "target"),
        ({"outcome": None}, "outcome"),
        ({"due_on": dt.date(YEAR + 1, 1, 1)}, "due_on"),
        ({"done_on": dt.date(YEAR, 7, 2)}, "done_on"),
        ({"done_on": dt.date(YEAR - 1, 12, 31)}, "done_on"),
    ],
)
def test_what_cannot_be_right_is_named(changed: dict[str, object], field: str) -> None:
    assert list(faults_of_item(replace(MATTERS, **changed), DAY_AFTER)) == [field]  # type: ignore[arg-type]
    assert faults_of_item(replace(MATTERS, done_on=DAY_AFTER), DAY_AFTER) == {}
    assert faults_of_item(TIDY, DAY_AFTER) == {}
