"""Starts that fail are counted until one succeeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.services.starts import FILE_NAME, Starts


def test_failed_starts_are_counted_and_a_good_one_clears_them(tmp_path: Path) -> None:
    folder = tmp_path / "state"
    assert [Starts(folder).begin() for _ in range(3)] == [0, 1, 2]
    Starts(folder).succeed()
    assert Starts(folder).begin() == 0


@pytest.mark.parametrize("content", ["", "{half", "[1]", '{"begun": "x"}', '{"begun": -3}'])
def test_a_damaged_counter_counts_from_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / FILE_NAME).write_text(content, encoding="utf-8")
    assert Starts(tmp_path).begin() == 0
    assert Starts(tmp_path).begin() == 1


def test_a_place_that_cannot_be_written_keeps_nobody_out(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    starts = Starts(tmp_path / "file" / "state")
    assert (starts.begin(), starts.begin()) == (0, 0)
    starts.succeed()
