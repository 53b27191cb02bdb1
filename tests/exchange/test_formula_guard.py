"""What would be a formula in a text file stays text, and comes back as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partydesk.exchange.formula_guard import guarded, unguarded
from partydesk.exchange.reader import read_table
from partydesk.exchange.workbook import write_table


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+86-138", "'+86-138"),
        ("-2+3", "'-2+3"),
        ("'=x", "''=x"),
        ("-5", "-5"),
        ("+86", "+86"),
        ("-5.25", "-5.25"),
        ("'甲", "'甲"),
        ("a=1", "a=1"),
        ("", ""),
    ],
)
def test_what_is_written(text: str, written: str) -> None:
    assert guarded(text) == written
    assert unguarded(written) == text


@given(st.text(alphabet="'=@+-1.5甲x\t", max_size=8))
def test_it_comes_back(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_a_file_of_ours_is_read_as_it_was(tmp_path: Path) -> None:
    cells = ["=1+1", "'=x", "+86-138", "-5", "@x"]
    write_table(tmp_path / "a.csv", list("甲乙丙丁戊"), [cells])
    assert "'=1+1" in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    (row,) = read_table(tmp_path / "a.csv", header_row=1).rows
    assert list(row.cells) == cells
