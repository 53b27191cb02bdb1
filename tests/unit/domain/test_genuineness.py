"""Verification codes: what is written is read again, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.errors import InputRefused
from partydesk.domain.genuineness import (
    fingerprint,
    is_code,
    key_id,
    read_code,
    write_claim,
    write_code,
)

KEY = bytes(range(32))
SIGNATURE = bytes(range(64))
_names = st.text(min_size=1, max_size=80)


@given(
    st.sampled_from(["letters", "notices", "training-certificates"]),
    st.text(min_size=1, max_size=60),
    _names,
    st.dates(dt.date(2000, 1, 1), dt.date(2170, 1, 1)),
)
def test_what_is_written_is_read(kind: str, number: str, person: str, on: dt.date) -> None:
    claim = write_claim(KEY, kind=kind, number=number, person=person, issued_on=on)
    told, signed, signature = read_code(write_code(claim, SIGNATURE))
    assert (told.kind, told.number, told.issued_on) == (kind, number, on)
    assert told.key_id == key_id(KEY)
    assert told.is_of(person)
    assert not told.is_of(person + "二")
    assert (signed, signature) == (claim, SIGNATURE)


def test_a_usual_code_fits_a_small_symbol() -> None:
    """189 characters are what version 9 holds at level Q (ISO/IEC 18004, table 7)."""
    claim = write_claim(
        KEY, kind="letters", number="旗非公委任〔2026〕117号", person="敖敦其其格",
        issued_on=dt.date(2026, 3, 28),
    )  # fmt: skip
    code = write_code(claim, SIGNATURE)
    assert len(code) <= 189
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:")
    spaced = " ".join(code[place : place + 5] for place in range(0, len(code), 5)).lower()
    assert read_code(spaced)[0].person == "敖敦其其格"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "不是本程序的验证码"),
        ("https://example.invalid", "不是本程序的验证码"),
        ("PD2:ABCDEFGH", "更新版本"),
        ("PD1:", "不完整"),
        ("PD1:ABC", "不完整"),
        ("PD1:!!!!", "不完整"),
        ("PD1:" + "A" * 200, "不完整"),
    ],
)
def test_what_is_no_code_is_refused(text: str, said: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_code(text)
    assert said in refused.value.notes[0].message


def test_codes_and_numbers_are_told_apart() -> None:
    assert is_code(" pd1:abc")
    assert not is_code("旗非公委任〔2026〕17号")


def test_a_fingerprint_is_for_people() -> None:
    assert fingerprint(KEY) == "630D CD29 66C4 3366 9112 5448 BBB2 5B4F"
