"""The list of a year: what is open, what bars, and which reasons are still missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from partydesk.domain.year_closing import (
    Check,
    EvaluationState,
    YearCounts,
    checks_of,
    reasons_against_closing,
)

AFTER = dt.date(2027, 1, 10)
DONE = EvaluationState(3, begun=True, closed_on=dt.date(2026, 12, 28))
COUNTS = YearCounts(year=2026, today=AFTER, people=DONE, committees=DONE)


def _check(counts: YearCounts, key: str) -> Check:
    return next(check for check in checks_of(counts) if check.key == key)


def test_a_year_with_nothing_open_can_be_closed() -> None:
    checks = checks_of(COUNTS)
    assert all(check.is_done for check in checks)
    assert not any(check.can_be_done for check in checks)
    assert reasons_against_closing(checks, {}) == ()
    assert len({check.key for check in checks}) == len(checks)


@pytest.mark.parametrize(
    ("field", "key"),
    [
        ("unfinished", "round"),
        ("reports", "reports"),
        ("shortcomings", "shortcomings"),
        ("terms", "terms"),
        ("gaps", "gaps"),
        ("unprinted", "unprinted"),
    ],
)
def test_each_thing_that_is_open_asks_for_a_reason(field: str, key: str) -> None:
    counts = replace(COUNTS, **{field: ["甲", "乙"]})  # type: ignore[arg-type]
    check = _check(counts, key)
    assert (check.waiting, check.state, check.can_be_done) == (2, "须说明", True)
    assert check.detail.endswith("：甲、乙")
    checks = checks_of(counts)
    assert [reason.code for reason in reasons_against_closing(checks, {})] == [key]
    assert [reason.code for reason in reasons_against_closing(checks, {key: " 因 "})] == [key]
    assert reasons_against_closing(checks, {key: "因故"}) == ()
    told = replace(check, word="因故")
    assert (told.state, told.can_be_done) == ("已说明", False)


def test_of_many_only_the_first_are_named() -> None:
    check = _check(replace(COUNTS, reports=[f"第{n}" for n in range(7)]), "reports")
    assert check.detail == "7 份没有报：第0、第1、第2、第3、第4等"


def test_an_evaluation_that_was_begun_bars_whatever_is_said() -> None:
    counts = replace(COUNTS, people=EvaluationState(3, begun=True))
    assert _check(counts, "people").state == "须办理"
    (reason,) = reasons_against_closing(checks_of(counts), {"people": "因故不办"})
    assert reason.code == "people"


@pytest.mark.parametrize(("due", "state"), [(0, "已办"), (4, "须说明")])
def test_an_evaluation_that_nobody_began_is_explained(due: int, state: str) -> None:
    counts = replace(COUNTS, committees=EvaluationState(due))
    assert _check(counts, "committees").state == state


def test_what_follows_from_the_results_is_looked_for_in_both_evaluations() -> None:
    people = replace(DONE, honours=["甲"], measures=["乙"])
    counts = replace(COUNTS, people=people, committees=replace(DONE, measures=["丙"]))
    assert _check(counts, "honours").detail == "1 人没有证书：甲"
    assert _check(counts, "measures").detail == "2 个没有发出函件：乙、丙"


@pytest.mark.parametrize(
    ("today", "state", "detail"),
    [
        (dt.date(2027, 1, 1), "已办", "2026 年已经结束"),
        (dt.date(2026, 12, 31), "须说明", "离年底还有 1 天，以后的数据记不进来"),
        (dt.date(2025, 12, 31), "须办理", "2026 年还没有开始"),
    ],
)
def test_the_year_itself_should_be_over(today: dt.date, state: str, detail: str) -> None:
    check = _check(replace(COUNTS, today=today), "over")
    assert (check.state, check.detail, check.can_be_done) == (state, detail, False)
