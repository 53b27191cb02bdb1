"""The head of the journal on paper: written, typed in again, read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.evidence import Break, BreakKind, Head, read_head

HASH = "a1b2c3d4e5f6" + "0" * 52


def test_a_head_is_one_short_line() -> None:
    assert Head(1234, 1230, HASH).words == "记录 1234·1230·a1b2c3d4e5f6"
    assert Head(0, 0, "").words == ""


@pytest.mark.parametrize(
    "text",
    [
        "1234:1230:a1b2c3d4e5f6",
        "记录 1234·1230·a1b2c3d4e5f6",
        " 记录１２３４：１２３０：Ａ１Ｂ２Ｃ３Ｄ４Ｅ５Ｆ６ ",
        "1234・1230•A1B2C3D4E5F6",
    ],
)
def test_a_head_is_read_as_people_type_it(text: str) -> None:
    assert read_head(text) == Head(1234, 1230, HASH[:12])


@pytest.mark.parametrize(
    "text", ["", "1234", "1234:1230", "1234:1230:a1b2", "1234:1230:a1b2c3d4e5fg", "a:b:c" * 9]
)
def test_what_is_no_head_is_refused_with_how_to_write_one(text: str) -> None:
    with pytest.raises(ValidationFailed, match="1234:1230:a1b2c3d4e5f6"):
        read_head(text)


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.binary(min_size=32, max_size=32))
def test_what_is_printed_is_read_back(sequence: int, count: int, digest: bytes) -> None:
    head = Head(sequence, count, digest.hex())
    assert read_head(head.words) == Head(sequence, count, digest.hex()[:12])


def test_every_break_has_a_sentence() -> None:
    for kind in BreakKind:
        assert "第 7 项" in Break(7, kind).words or "到第 7 项" in Break(7, kind).words
    assert "记录 9·9·a1b2c3d4e5f6" in Break(7, BreakKind.REPLACED, Head(9, 9, HASH)).words
