"""Whose word is still to be asked before a decision."""

from __future__ import annotations

import datetime as dt

import pytest

from partydesk.domain.consultations import Consultation, Consulted, Opinion, not_asked

FOUR = ("企业", "所属党组织和关联单位", "分管领导", "业务主管部门")


def _talk(whom: Consulted, talent_id: int | None = None) -> Consultation:
    return Consultation(
        post_id=1,
        talent_id=talent_id,
        held_on=dt.date(2026, 3, 12),
        whom=whom,
        spoke="布和 总经理",
        opinion=Opinion.OPPOSED,
    )


UNIT, LEADER = Consulted.ENTERPRISE, Consulted.LEADER


@pytest.mark.parametrize(
    ("talks", "talent", "missing"),
    [
        ([], 7, list(Consulted)[:4]),
        # A talk about the post as such counts for everybody, whatever came of it.
        ([_talk(UNIT), _talk(LEADER)], 7, [Consulted.COMMITTEE, Consulted.BUREAU]),
        # One about a person counts for that person only.
        ([_talk(UNIT, 7)], 7, list(Consulted)[1:4]),
        ([_talk(UNIT, 8)], 7, list(Consulted)[:4]),
        # Nobody in mind: every talk counts.
        ([_talk(UNIT, 8)], None, list(Consulted)[1:4]),
        ([_talk(Consulted.OTHER)], None, list(Consulted)[:4]),
    ],
)
def test_who_is_still_to_be_asked(
    talks: list[Consultation], talent: int | None, missing: list[Consulted]
) -> None:
    assert list(not_asked(talks, FOUR, talent)) == missing


def test_what_is_to_be_asked_is_policy() -> None:
    assert not_asked([], ("分管领导",)) == (LEADER,)
    assert not_asked([], ()) == ()
