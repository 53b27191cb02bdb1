"""Sizes of stock: the usual ones in either position, and any other."""

from __future__ import annotations

import pytest

from partydesk.domain.errors import ValidationFailed
from partydesk.reports.stock import stock_of, stock_sizes


def test_every_usual_size_is_there_upright_and_lying_with_its_source() -> None:
    sizes = {(size.width_mm, size.height_mm) for size in stock_sizes()}
    upright = {(210, 297), (297, 420), (148, 210), (260, 370), (285, 420), (185, 260), (210, 285)}
    assert sizes == upright | {(height, width) for width, height in upright}
    assert all(size.source and size.key for size in stock_sizes())
    assert len({(size.key, size.lying) for size in stock_sizes()}) == len(stock_sizes())


def test_a_size_is_known_by_its_measures() -> None:
    assert stock_of(210, 297).label == "A4 竖放（210×297 毫米）"
    assert stock_of(420, 285).label == "8开（大度） 横放（420×285 毫米）"
    assert stock_of(209.9, 297.04).key == "a4"
    odd = stock_of(250, 176.5)
    assert (odd.key, odd.label) == ("", "自定义 横放（250×176.5 毫米）")


def test_paper_that_no_printer_takes_is_refused() -> None:
    with pytest.raises(ValidationFailed) as caught:
        stock_of(20, 5000)
    assert list(caught.value.fields) == ["width_mm", "height_mm"]
