"""The number on a form of wishes as clerks type it."""

from __future__ import annotations

import pytest

from partydesk.domain.form_numbers import FormNumber, read_form_number
from partydesk.domain.selection import Side

UNIT, PERSON = Side.ENTERPRISE, Side.PERSON


@pytest.mark.parametrize(
    ("text", "side", "number"),
    [
        ("2026-企17", UNIT, FormNumber(UNIT, 17, 2026)),
        ("企17", PERSON, FormNumber(UNIT, 17)),
        ("个3", UNIT, FormNumber(PERSON, 3)),
        ("q17", PERSON, FormNumber(UNIT, 17)),
        ("G3", UNIT, FormNumber(PERSON, 3)),
        ("17", UNIT, FormNumber(UNIT, 17)),
        (" 1 7 ", PERSON, FormNumber(PERSON, 17)),
        ("１７", PERSON, FormNumber(PERSON, 17)),
        ("2026-17", PERSON, FormNumber(PERSON, 17, 2026)),
        ("sh", UNIT, None),
        ("塔林1厂", UNIT, None),
        ("", UNIT, None),
        ("12345678", UNIT, None),
    ],
)
def test_a_typed_number_is_read(text: str, side: Side, number: FormNumber | None) -> None:
    assert read_form_number(text, side) == number
