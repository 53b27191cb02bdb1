"""Tables longer than the sample by which column widths are chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from partydesk.exchange.reader import read_table
from partydesk.exchange.workbook import write_table


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_no_row_is_lost_where_the_sample_for_widths_ends(tmp_path: Path, suffix: str) -> None:
    """The row behind the sample was swallowed once."""
    rows = [(f"{number:05d}", f"第{number}家") for number in range(1, 1001)]
    path = tmp_path / f"long{suffix}"
    assert write_table(path, ["编号", "单位名称"], rows) == len(rows)
    table = read_table(path, known=["编号", "单位名称"])
    assert [row.cells for row in table.rows] == rows
