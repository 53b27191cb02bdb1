"""What a line of the ledger counts, and when a leave cannot be right."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.duty.leaves import Leave, LeaveKind, faults_of_leave
from partydesk.domain.duty.ledger import (
    LedgerEntry,
    LedgerFilter,
    LedgerLine,
    amount_words,
    faults_of_line,
    settled_count,
    sums_of,
)
from partydesk.domain.duty.outcomes import Outcome

D = Decimal
DAY = dt.date(2026, 5, 4)
DUTIES = ("抓党组织组建", "抓协调服务")


def _line(
    duty: str = DUTIES[0],
    outcome: Outcome | None = None,
    count: int | None = None,
    funds: Decimal | None = None,
    organization_id: int | None = None,
) -> LedgerLine:
    entry = LedgerEntry(
        placement_id=1, happened_on=DAY, duty=duty, content="召开支部大会", outcome=outcome,
        count=count, funds=funds, organization_id=organization_id,
    )  # fmt: skip
    return LedgerLine(entry, "苏和", 1, "塔林水泥有限责任公司")


@pytest.mark.parametrize(
    ("outcome", "count", "funds", "faulty"),
    [
        (None, None, None, []),
        (None, 2, None, ["count"]),
        (None, None, D("3.5"), []),
        (Outcome.VISIT, None, None, []),
        (Outcome.VISIT, 3, None, []),
        (Outcome.VISIT, 0, None, ["count"]),
        (Outcome.PROJECT, 1, D(20), []),
        (Outcome.FUNDS, None, D(20), []),
        (Outcome.FUNDS, None, None, ["funds"]),
        (Outcome.FUNDS, None, D(0), ["funds"]),
        (Outcome.FUNDS, 1, D(20), ["count"]),
    ],
)
def test_outcome_count_and_funds_fit_each_other(
    outcome: Outcome | None, count: int | None, funds: Decimal | None, faulty: list[str]
) -> None:
    first, last = dt.date(2026, 4, 1), dt.date(2026, 6, 1)
    assert list(faults_of_line(DAY, outcome, count, funds, first=first, last=last)) == faulty


@pytest.mark.parametrize(
    ("day", "right"),
    [(dt.date(2026, 4, 1), True), (dt.date(2026, 6, 1), True), (dt.date(2026, 3, 31), False),
     (dt.date(2026, 6, 2), False)],
)  # fmt: skip
def test_a_line_lies_on_a_day_of_the_posting(day: dt.date, right: bool) -> None:
    first, last = dt.date(2026, 4, 1), dt.date(2026, 6, 1)
    assert ("happened_on" not in faults_of_line(day, None, None, None, first=first, last=last)
            ) is right  # fmt: skip


def test_an_outcome_without_a_number_happened_once() -> None:
    assert [settled_count(Outcome.MATTER, None), settled_count(Outcome.MATTER, 4)] == [1, 4]
    assert [settled_count(Outcome.FUNDS, None), settled_count(None, None)] == [None, None]


def test_sums_add_up_by_duty_and_outcome() -> None:
    lines = [
        _line(DUTIES[1], Outcome.VISIT, 3),
        _line(DUTIES[1], Outcome.VISIT, 1),
        _line(outcome=Outcome.PARTY_ORGANIZATION, count=1),
        _line(outcome=Outcome.MASS_ORGANIZATION, count=1, organization_id=7),
        _line("抓示范", Outcome.FUNDS, funds=D("12.5")),
        _line(outcome=Outcome.PROJECT, count=2, funds=D("0.5")),
        _line(),
    ]
    sums = sums_of(lines, DUTIES)
    assert sums.lines == 7
    assert sums.duties == {DUTIES[0]: 4, DUTIES[1]: 2, "抓示范": 1}
    assert sums.outcomes == {
        Outcome.PARTY_ORGANIZATION: 1, Outcome.MASS_ORGANIZATION: 1, Outcome.PROJECT: 2,
        Outcome.FUNDS: D("13.0"), Outcome.VISIT: 4,
    }  # fmt: skip
    assert sums.unregistered == 1
    assert list(sums.outcomes) == [each for each in Outcome if each in sums.outcomes]


@given(
    st.lists(
        st.tuples(st.sampled_from(DUTIES), st.sampled_from([None, *Outcome]), st.integers(1, 9))
    ),
    st.randoms(),
)
def test_the_order_of_lines_changes_no_sum(
    told: list[tuple[str, Outcome | None, int]], chance: object
) -> None:
    lines = [
        _line(duty, outcome, count if outcome else None,
              D(count) if outcome is Outcome.FUNDS else None)
        for duty, outcome, count in told
    ]  # fmt: skip
    mixed = list(lines)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert sums_of(mixed, DUTIES) == sums_of(lines, DUTIES)
    assert sum(sums_of(lines, DUTIES).duties.values()) == len(lines)


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        (LedgerFilter(), True),
        (LedgerFilter(words="sh"), True),
        (LedgerFilter(words="水泥"), True),
        (LedgerFilter(words="支部大会"), True),
        (LedgerFilter(words="运输"), False),
        (LedgerFilter(month=5, duty=DUTIES[0], placement_id=1), True),
        (LedgerFilter(month=6), False),
        (LedgerFilter(duty=DUTIES[1]), False),
        (LedgerFilter(placement_id=2), False),
        (LedgerFilter(outcome=Outcome.PARTY_ORGANIZATION, unregistered=True), True),
        (LedgerFilter(outcome=Outcome.VISIT), False),
    ],
)
def test_a_filter_takes_what_fits_all_that_it_asks(wanted: LedgerFilter, fits: bool) -> None:
    assert wanted.fits(_line(outcome=Outcome.PARTY_ORGANIZATION, count=1)) is fits


def test_a_registered_organization_is_no_longer_waited_for() -> None:
    done = _line(outcome=Outcome.PARTY_ORGANIZATION, count=1, organization_id=3)
    assert not LedgerFilter(unregistered=True).fits(done)
    assert not _line(outcome=Outcome.VISIT, count=1).unregistered


@pytest.mark.parametrize(
    ("outcome", "count", "funds", "words"),
    [
        (Outcome.MATTER, 2, None, "2 件"), (Outcome.FUNDS, None, D("12.50"), "12.50 万元"),
        (Outcome.PROJECT, 1, D(30), "1 个、30 万元"), (None, None, None, ""),
    ],
)  # fmt: skip
def test_what_a_line_counts_in_words(
    outcome: Outcome | None, count: int | None, funds: Decimal | None, words: str
) -> None:
    assert amount_words(outcome, count, funds) == words


def _leave(from_on: dt.date, to_on: dt.date) -> Leave:
    return Leave(id=1, placement_id=1, kind=LeaveKind.SICK, from_on=from_on, to_on=to_on)


@pytest.mark.parametrize(
    ("from_on", "to_on", "faulty"),
    [
        (dt.date(2026, 3, 1), dt.date(2026, 3, 1), []),
        (dt.date(2026, 3, 2), dt.date(2026, 3, 1), ["to_on"]),
        (dt.date(2026, 1, 31), dt.date(2026, 2, 3), ["from_on"]),
        (dt.date(2026, 6, 30), dt.date(2026, 7, 1), ["to_on"]),
        (dt.date(2026, 5, 1), dt.date(2026, 5, 4), []),
        (dt.date(2026, 5, 1), dt.date(2026, 5, 5), ["from_on"]),
        (dt.date(2026, 5, 9), dt.date(2026, 5, 12), ["from_on"]),
        (dt.date(2026, 5, 10), dt.date(2026, 5, 12), []),
    ],
)  # fmt: skip
def test_a_leave_lies_within_the_posting_and_beside_others(
    from_on: dt.date, to_on: dt.date, faulty: list[str]
) -> None:
    posting = dt.date(2026, 2, 1), dt.date(2026, 6, 30)
    others = [_leave(dt.date(2026, 5, 5), dt.date(2026, 5, 9))]
    assert list(faults_of_leave(from_on, to_on, posting, others)) == faulty
