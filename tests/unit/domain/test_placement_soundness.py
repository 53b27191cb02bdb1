"""What a stored pair cannot say of itself: papers its state claims, days in the wrong order."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from partydesk.domain.placements import Consent, Party, Placement, State, faults_of_pair
from partydesk.domain.selection import Role

TODAY = dt.date(2026, 6, 1)
SOUND = Placement(
    id=1,
    round_id=1,
    year=2026,
    post_id=1,
    talent_id=1,
    enterprise_id=1,
    enterprise="塔林公司",
    role=Role.INSTRUCTOR,
    talent="苏和",
    state=State.ON_POST,
    needed=(Party.PERSON,),
    consents=(Consent(Party.PERSON, dt.date(2026, 3, 1), None),),
    agreement_number="协1",
    signed_on=dt.date(2026, 3, 10),
    term_from=dt.date(2026, 4, 1),
    term_to=dt.date(2028, 3, 31),
    letter_number="委1",
    appointed_on=dt.date(2026, 3, 20),
    started_on=dt.date(2026, 4, 2),
)


def test_a_posting_in_order_is_left_alone() -> None:
    assert faults_of_pair(SOUND, TODAY) == ()


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"agreement_number": None}, ["no_agreement"]),
        ({"signed_on": None}, ["not_signed"]),
        ({"letter_number": None}, ["no_letter"]),
        ({"started_on": None}, ["not_started"]),
        ({"state": State.TERMINATED}, ["not_ended"]),
        ({"state": State.DRAFTED, "signed_on": None}, []),
        ({"state": State.WITHDRAWN, "agreement_number": None, "letter_number": None}, []),
        ({"term_to": dt.date(2026, 3, 31)}, ["term_days"]),
        ({"appointed_on": dt.date(2026, 3, 9)}, ["letter_days"]),
        ({"appointed_on": dt.date(2026, 3, 9), "term": 2}, []),
        ({"started_on": dt.date(2026, 3, 19)}, ["start_days"]),
        ({"state": State.ADJUSTED, "ended_on": dt.date(2026, 4, 1)}, ["end_days"]),
        ({"started_on": dt.date(2026, 6, 2)}, ["future_days"]),
        ({"consents": ()}, ["consent_missing"]),
    ],
)
def test_what_cannot_be_is_named(changes: dict[str, object], codes: list[str]) -> None:
    placement = dataclasses.replace(SOUND, **changes)  # type: ignore[arg-type]
    faults = faults_of_pair(placement, TODAY)
    assert [fault.code for fault in faults] == codes
    assert all("苏和" in fault.message or "塔林公司" in fault.message for fault in faults)
