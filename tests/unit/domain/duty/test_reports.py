"""Which months are owed, and what is said of each."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.duty.reports import (
    MonthFacts,
    MonthlyReport,
    MonthState,
    Wanted,
    due_on,
    faults_of_report,
    judge,
    month_span,
    months_over,
    months_owed,
    overlap_days,
)
from partydesk.domain.evaluation.months import Span, months_on_post

D = dt.date
YEAR = 2026
WANTED = Wanted(due_day=5, days=3, text=10)
TEXT = "走访车间党员，组织主题党日"


IN_TIME = D(YEAR, 4, 3)


def _report(received: dt.date = IN_TIME, days: int = 3, text: str = TEXT) -> MonthlyReport:
    return MonthlyReport(
        placement_id=1, year=YEAR, month=3, received_on=received, days=days, summary=text
    )


def _march(report: MonthlyReport | None = None, *, owed: bool = True, lines: int = 1,
           leave: str = "") -> MonthFacts:  # fmt: skip
    return MonthFacts(YEAR, 3, owed, leave, report, lines)


@pytest.mark.parametrize(
    ("facts", "today", "state", "codes"),
    [
        (_march(), D(YEAR, 3, 31), MonthState.TO_COME, []),
        (_march(), D(YEAR, 4, 1), MonthState.DUE, ["due"]),
        (_march(), D(YEAR, 4, 5), MonthState.DUE, ["due"]),
        (_march(), D(YEAR, 4, 6), MonthState.MISSING, ["missing"]),
        (_march(), D(YEAR + 1, 1, 1), MonthState.MISSING, ["missing"]),
        (_march(owed=False), D(YEAR, 5, 1), MonthState.NOT_OWED, []),
        (_march(owed=False, leave="病假"), D(YEAR, 5, 1), MonthState.EXCUSED, ["on_leave"]),
        # A leave too short to excuse anything.
        (_march(leave="事假"), D(YEAR, 5, 1), MonthState.MISSING, ["missing"]),
        (_march(_report()), D(YEAR, 5, 1), MonthState.HANDED_IN, []),
        (_march(_report(D(YEAR, 4, 5))), D(YEAR, 5, 1), MonthState.HANDED_IN, []),
        (_march(_report(D(YEAR, 4, 6))), D(YEAR, 5, 1), MonthState.LATE, ["late"]),
        (_march(_report(), lines=0), D(YEAR, 5, 1), MonthState.THIN, ["no_lines"]),
        (_march(_report(days=2)), D(YEAR, 5, 1), MonthState.THIN, ["few_days"]),
        (_march(_report(text="走访\n 三次")), D(YEAR, 5, 1), MonthState.THIN, ["short_text"]),
        (
            _march(_report(D(YEAR, 4, 9), days=0, text=""), lines=0), D(YEAR, 5, 1),
            MonthState.LATE, ["late", "no_lines", "few_days", "short_text"],
        ),
        # What nobody owed is neither late nor thin, and it is said that it does not count.
        (_march(_report(D(YEAR, 6, 1), days=0), owed=False, lines=0), D(YEAR, 7, 1),
         MonthState.HANDED_IN, ["not_owed"]),
    ],
)  # fmt: skip
def test_each_month_is_judged_with_reasons(
    facts: MonthFacts, today: dt.date, state: MonthState, codes: list[str]
) -> None:
    judged = judge(facts, WANTED, today)
    assert judged.state is state
    assert [reason.code for reason in judged.reasons] == codes
    assert judged.due_on == D(YEAR, 4, 5)
    assert (judged.late, judged.thin) == (
        "late" in codes,
        bool({*codes} - {"late", "missing", "due", "on_leave", "not_owed"}),
    )


def test_reasons_are_sentences_that_say_how_much() -> None:
    late = judge(_march(_report(D(YEAR, 4, 8), days=1, text="三字吧"), lines=0), WANTED,
                 D(YEAR, 5, 1))  # fmt: skip
    assert late.words == (
        "3 月月报 2026-04-08 收到，迟 3 天；3 月没有台账；3 月到岗 1 天，应不少于 3 天；"
        "3 月“本月工作”3 字，应不少于 10 字"
    )
    missing = judge(_march(), WANTED, D(YEAR, 4, 15))
    assert missing.words == "3 月月报应于 2026-04-05 前报送，逾期 10 天未报"


def test_no_length_is_asked_where_the_policy_asks_none() -> None:
    nothing = Wanted(5, 0, 0)
    assert judge(_march(_report(days=0, text="")), nothing, D(YEAR, 5, 1)).state is (
        MonthState.HANDED_IN
    )


@pytest.mark.parametrize(
    ("month", "day", "due"),
    [(1, 5, D(YEAR, 2, 5)), (11, 28, D(YEAR, 12, 28)), (12, 1, D(YEAR + 1, 1, 1))],
)
def test_a_report_is_due_in_the_month_after(month: int, day: int, due: dt.date) -> None:
    assert due_on(YEAR, month, day) == due


@pytest.mark.parametrize(
    ("today", "over"),
    [
        (D(YEAR - 1, 12, 31), []), (D(YEAR, 1, 31), []), (D(YEAR, 3, 1), [1, 2]),
        (D(YEAR, 12, 31), list(range(1, 12))), (D(YEAR + 1, 1, 1), list(range(1, 13))),
    ],
)  # fmt: skip
def test_only_months_that_are_over_are_asked_about(today: dt.date, over: list[int]) -> None:
    assert list(months_over(YEAR, today)) == over


@pytest.mark.parametrize(
    ("postings", "leaves", "owed"),
    [
        # The whole year.
        ({1: (D(2025, 4, 1), None)}, {}, {1: range(1, 13)}),
        # A change on the first of July.
        ({1: (D(2026, 1, 1), D(2026, 6, 30)), 2: (D(2026, 7, 1), None)}, {},
         {1: range(1, 7), 2: range(7, 13)}),
        # On the 10th: July belongs to the new post, and to it alone.
        ({1: (D(2026, 1, 1), D(2026, 7, 9)), 2: (D(2026, 7, 10), None)}, {},
         {1: range(1, 7), 2: range(7, 13)}),
        # In the middle of June each has 15 of 30 days: the later owes it.
        ({1: (D(2026, 1, 1), D(2026, 6, 15)), 2: (D(2026, 6, 16), None)}, {},
         {1: range(1, 6), 2: range(6, 13)}),
        # Three posts in one month: the one with most days.
        ({1: (D(2026, 5, 1), D(2026, 5, 8)), 2: (D(2026, 5, 9), D(2026, 5, 20)),
          3: (D(2026, 5, 21), D(2026, 5, 30))}, {}, {1: (), 2: (5,), 3: ()}),
        # Ill in March, two days over half of it.
        ({1: (D(2026, 1, 1), None)}, {1: [(D(2026, 3, 5), D(2026, 3, 20))]},
         {1: [1, 2, *range(4, 13)]}),
        # Exactly too short to be excused: 15 of 31 days away.
        ({1: (D(2026, 1, 1), None)}, {1: [(D(2026, 3, 6), D(2026, 3, 20))]}, {1: range(1, 13)}),
        # Two posts at once are two reports; leave from one is not leave from the other.
        ({1: (D(2026, 1, 1), None), 2: (D(2026, 1, 1), None)},
         {1: [(D(2026, 3, 1), D(2026, 3, 31))]}, {1: [1, 2, *range(4, 13)], 2: range(1, 13)}),
    ],
)  # fmt: skip
def test_who_owes_which_month(
    postings: dict[int, Span], leaves: dict[int, list[Span]], owed: dict[int, range]
) -> None:
    found = months_owed(postings, leaves, YEAR)
    assert found == {number: tuple(months) for number, months in owed.items()}


@given(
    cuts=st.lists(st.integers(2, 365), unique=True, max_size=4).map(sorted),
    away=st.lists(
        st.tuples(st.integers(1, 365), st.integers(0, 60)), max_size=3
    ),
)  # fmt: skip
def test_a_year_cut_into_postings_owes_each_month_once(
    cuts: list[int], away: list[tuple[int, int]]
) -> None:
    first = D(YEAR, 1, 1)
    starts = [first, *(first + dt.timedelta(days=cut - 1) for cut in cuts)]
    ends = [start - dt.timedelta(days=1) for start in starts[1:]]
    postings: dict[int, Span] = {
        number: (start, end)
        for number, (start, end) in enumerate(zip(starts, [*ends, None], strict=True))
    }
    # Leave is recorded at every post, as a sick person is away from all.
    leave: list[Span] = [
        (first + dt.timedelta(days=begin - 1), first + dt.timedelta(days=begin - 1 + length))
        for begin, length in away
    ]
    owed = months_owed(postings, dict.fromkeys(postings, leave), YEAR)
    every = sorted(month for months in owed.values() for month in months)
    assert every == list(months_on_post(postings.values(), leave, YEAR))
    for number, months in owed.items():
        for month in months:
            assert overlap_days(postings[number], *month_span(YEAR, month)) > 0


@given(
    first=st.dates(D(2026, 1, 1), D(2026, 12, 31)), length=st.integers(0, 80),
    month=st.integers(1, 12),
)  # fmt: skip
def test_days_in_a_month_are_counted_one_by_one(first: dt.date, length: int, month: int) -> None:
    last = first + dt.timedelta(days=length)
    days = [D(YEAR, month, n) for n in range(1, monthrange(YEAR, month)[1] + 1)]
    counted = sum(first <= day <= last for day in days)
    assert overlap_days((first, last), days[0], days[-1]) == counted
    assert overlap_days((first, None), days[0], days[-1]) == sum(first <= day for day in days)


@pytest.mark.parametrize(
    ("received", "days", "faulty"),
    [
        (D(YEAR, 4, 1), 31, []), (D(YEAR, 4, 20), 3, []), (D(YEAR, 4, 21), 3, ["received_on"]),
        (D(YEAR, 2, 28), 3, ["received_on"]), (D(YEAR, 3, 1), 32, ["days"]),
        (D(YEAR, 5, 1), 40, ["received_on", "days"]),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_named(received: dt.date, days: int, faulty: list[str]) -> None:
    assert list(faults_of_report(YEAR, 3, received, days, D(YEAR, 4, 20))) == faulty
