"""Reminders before somebody is sent: a truth table for each."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from partydesk.domain.compliance import SOURCES, concerns
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.policy import policy_from
from partydesk.domain.talents import PoliticalStatus, Source, Talent
from partydesk.services.policies import default_rules

POLICY = policy_from(default_rules("塔林旗"), 2026)
TERM_TO = dt.date(2028, 3, 1)
SOUND = Talent(
    name="苏和", birth=PartialDate(1970, 7), political=PoliticalStatus.MEMBER, source=Source.OTHER
)


def _codes(talent: Talent, approval: str | None = None) -> list[str]:
    return [r.code for r in concerns(talent, POLICY, approval=approval, term_to=TERM_TO)]


def test_nothing_to_say() -> None:
    assert _codes(SOUND) == []
    assert _codes(Talent(name="苏和")) == []  # what is not known is no concern


@pytest.mark.parametrize(
    ("source", "approval", "reminded"),
    [
        (Source.SERVING, None, True),
        (Source.SERVING, "", True),
        (Source.SERVING, "旗组〔2026〕3号", False),
        (Source.RESERVE, None, True),
        (Source.RESERVE, "旗组〔2026〕3号", False),
        (Source.NON_LEADING, None, False),
        (Source.RETIRED, None, False),
        (None, None, False),
    ],
)
def test_approval(source: Source | None, approval: str | None, reminded: bool) -> None:
    talent = dataclasses.replace(SOUND, source=source)
    assert ("approval_missing" in _codes(talent, approval)) is reminded


@pytest.mark.parametrize(
    ("birth", "reminded"),
    [
        (PartialDate(1957, 3, 1), True),  # 71 on the last day
        (PartialDate(1957, 3, 2), False),  # 71 the day after
        (PartialDate(1958, 3, 1), False),  # 70 exactly
        (PartialDate(1957), True),  # the earliest it can be
        (PartialDate(1957, 4), False),
        (None, False),
    ],
)
def test_age_at_the_end_of_the_term(birth: PartialDate | None, reminded: bool) -> None:
    assert ("age_limit" in _codes(dataclasses.replace(SOUND, birth=birth))) is reminded


@pytest.mark.parametrize(
    ("source", "capacity", "reminded"),
    [
        (Source.RETIRED, 2, True),
        (Source.RETIRED, 1, False),
        (Source.RETIRED, None, False),
        (Source.OTHER, 2, False),
        (None, 5, False),
    ],
)
def test_one_post_for_the_retired(
    source: Source | None, capacity: int | None, reminded: bool
) -> None:
    talent = dataclasses.replace(SOUND, source=source, capacity=capacity)
    assert ("one_post" in _codes(talent)) is reminded


@pytest.mark.parametrize(
    ("political", "reminded"),
    [
        (PoliticalStatus.MEMBER, False),
        (PoliticalStatus.PROBATIONARY, True),
        (PoliticalStatus.MASSES, True),
        (None, False),
    ],
)
def test_full_membership(political: PoliticalStatus | None, reminded: bool) -> None:
    assert ("not_member" in _codes(dataclasses.replace(SOUND, political=political))) is reminded


def test_all_at_once_in_a_fixed_order_each_with_its_source() -> None:
    talent = Talent(
        name="苏和", birth=PartialDate(1950), source=Source.RETIRED, capacity=3,
        political=PoliticalStatus.MASSES,
    )  # fmt: skip
    policy = dataclasses.replace(POLICY, approval_sources=("退休",))
    found = concerns(talent, policy, approval=None, term_to=TERM_TO)
    assert [reason.code for reason in found] == list(SOURCES)
    assert "78 岁，超过 70 岁" in found[1].message
