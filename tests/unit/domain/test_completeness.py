"""The four clears: what is asked of which unit, and how much of it is known."""

from __future__ import annotations

import dataclasses
import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from partydesk.domain.completeness import (
    CLEARS,
    EXPECTED,
    Clear,
    Degree,
    Tally,
    by_committee,
    completeness_of,
    is_blank,
    label_of,
    percent,
)
from partydesk.domain.enterprises import (
    Enterprise,
    Industry,
    Operation,
    Ownership,
    PartyOrganization,
    UnitKind,
)
from partydesk.domain.talents import PoliticalStatus, PoolState, Talent

FULL = Enterprise(
    name="塔林水泥有限公司",
    credit_code="91150430MA0N2GJ70E",
    kind=UnitKind.ENTERPRISE,
    ownership=Ownership.NON_PUBLIC,
    industry=Industry.C,
    registered_on=dt.date(2010, 1, 2),
    capital=Decimal(0),
    township="新惠镇",
    address="新惠镇新惠路",
    legal_person="苏和",
    phone="13800000004",
    operation=Operation.RUNNING,
    scope="水泥",
    staff=0,
    revenue=Decimal(10),
    party_organization=PartyOrganization.OWN,
    superior="新惠镇党委",
    members=0,
    probationary=0,
    activists=0,
    applicants=0,
    owner_political=PoliticalStatus.MASSES,
)


def missing(unit: Enterprise, clear: Clear) -> tuple[str, ...]:
    return completeness_of(unit).clears[clear].missing


def test_zero_is_an_answer_and_a_full_record_is_clear() -> None:
    done = completeness_of(FULL)
    assert done.total == Degree(21, 21)
    assert all(degree.is_clear and degree.share == 1 for degree in done.clears.values())


@pytest.mark.parametrize("clear", Clear)
def test_every_blank_field_is_a_gap_of_its_clear_and_named(clear: Clear) -> None:
    for asked in CLEARS[clear]:
        if asked.where is None:
            unit = dataclasses.replace(FULL, **{asked.name: None})  # type: ignore[arg-type]
            assert missing(unit, clear) == (asked.name,)
            degree = completeness_of(unit).clears[clear]
            assert degree.share == Fraction(degree.asked - 1, degree.asked)
            assert label_of("enterprises", asked.name)


@pytest.mark.parametrize(
    ("founded", "asked_for"),
    [
        (PartyOrganization.OWN, {"superior"}),
        (PartyOrganization.JOINT, {"superior"}),
        (PartyOrganization.NONE, {"none_reason"}),
        (None, {"party_organization"}),
    ],
)
def test_why_there_is_none_is_asked_only_where_there_is_none(
    founded: PartyOrganization | None, asked_for: set[str]
) -> None:
    unit = dataclasses.replace(FULL, party_organization=founded, superior=None, none_reason=None)
    assert set(missing(unit, Clear.ORGANIZATION)) == asked_for


@pytest.mark.parametrize(
    ("operation", "operation_gaps", "members_asked"),
    [
        (None, ("operation", "staff", "revenue"), 5),
        (Operation.RUNNING, ("staff", "revenue"), 5),
        (Operation.SUSPENDED, ("staff",), 5),
        (Operation.SHELL, (), 0),
        (Operation.CANCELLED, (), 0),
        (Operation.REVOKED, (), 0),
    ],
)
def test_nobody_is_counted_where_nobody_works(
    operation: Operation | None, operation_gaps: tuple[str, ...], members_asked: int
) -> None:
    unit = dataclasses.replace(FULL, operation=operation, staff=None, revenue=None)
    assert missing(unit, Clear.OPERATION) == operation_gaps
    people = completeness_of(unit).clears[Clear.MEMBERS]
    assert (people.asked, people.share) == (members_asked, Fraction(1))


def test_a_trader_needs_no_capital() -> None:
    trader = dataclasses.replace(FULL, capital=None, kind=UnitKind.INDIVIDUAL)
    assert missing(trader, Clear.BASIS) == ()
    assert missing(dataclasses.replace(trader, kind=None), Clear.BASIS) == ("kind", "capital")


@pytest.mark.parametrize(
    ("value", "blank"), [(None, True), ("", True), ((), True), (0, False), (False, False)]
)
def test_what_counts_as_blank(value: object, blank: bool) -> None:
    assert is_blank(value) is blank


def asked_of(talent: Talent) -> set[str]:
    every = EXPECTED["talents"]
    return {one.name for one in every if one.applies_to(lambda name: getattr(talent, name))}


def test_a_member_is_asked_for_the_date_of_joining_and_who_paused_for_the_reason() -> None:
    member = Talent(name="苏和", political=PoliticalStatus.MEMBER, state=PoolState.PAUSED)
    assert {"joined", "state_reason", "citizen_number", "specialties"} <= asked_of(member)
    other = Talent(name="苏和", political=PoliticalStatus.MASSES)
    assert not {"joined", "state_reason"} & asked_of(other)
    assert "political" in asked_of(other)


def test_every_field_that_is_asked_for_exists() -> None:
    for kind, every in EXPECTED.items():
        assert all(label_of(kind, asked.name) for asked in every)


def test_committees_are_averaged_exactly_and_the_least_clear_stands_first() -> None:
    whole = dict.fromkeys(Clear, Degree(2, 2))
    thin = {**whole, Clear.MEMBERS: Degree(0, 4), Clear.BASIS: Degree(1, 2)}
    first, second = by_committee(
        [
            Tally("superior", "新惠镇党委", whole, 1),
            Tally("township", "长胜镇", thin, 3),
            Tally("township", "长胜镇", whole, 1),
        ]
    )
    assert (first.name, first.units, first.complete) == ("长胜镇", 4, 1)
    assert first.clears[Clear.MEMBERS] == Fraction(1, 4)
    assert first.clears[Clear.BASIS] == Fraction(5, 8)
    assert first.total == (3 * Fraction(5, 10) + 1) / 4
    assert first.worst is Clear.MEMBERS
    assert (second.worst, second.complete) == (None, 1)
    assert second.total == 1


def test_a_hundred_per_cent_means_that_nothing_is_missing() -> None:
    assert percent(Fraction(999, 1000)) == 99
    assert percent(Fraction(1)) == 100
    assert percent(Fraction(0)) == 0
