"""The recovery code: written for paper, read back however it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.recovery_code import CHANCE_BYTES, in_groups, read, written

CHANCE = st.binary(min_size=CHANCE_BYTES, max_size=CHANCE_BYTES)
CODE = written(b"\x00" * CHANCE_BYTES)


@given(CHANCE)
def test_what_was_written_is_read_however_it_was_typed(chance: bytes) -> None:
    code = written(chance)
    assert len(code) == 34
    for typed in (
        code,
        in_groups(code),
        in_groups(code).lower(),
        code.replace("0", "O").replace("1", "l"),
    ):
        assert read(typed) == code


@given(CHANCE, st.integers(0, 31))
def test_a_slip_of_the_pen_is_told_nearly_always(chance: bytes, place: int) -> None:
    """Two signs tell all but one slip in a thousand, so that it is not taken for a wrong code."""
    code = written(chance)
    others = [sign for sign in "0123456789ABCDEFGHJKMNPQRSTVWXYZ" if sign != code[place]]
    passed = [sign for sign in others if read(code[:place] + sign + code[place + 1 :])]
    assert len(passed) <= 2


@pytest.mark.parametrize(
    "typed", ["", "ABCD", CODE[:-1], CODE + "0", CODE.replace("0", "敖"), CODE + "!"]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert read(typed) is None


def test_different_chance_gives_different_codes() -> None:
    assert written(b"\x00" * 20) != written(b"\x00" * 19 + b"\x01")
    assert in_groups(CODE).count("-") == 8
