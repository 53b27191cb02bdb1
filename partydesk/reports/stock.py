"""The usual sizes of paper and certificate stock, upright and lying; any other is one's own."""

from __future__ import annotations

import json
from functools import cache
from typing import Final

from partydesk.domain.errors import ValidationFailed
from partydesk.domain.paper_sizes import Stock
from partydesk.resources import resource_path

#: From a name card to A2: what desk printers and their trays take.
_SMALLEST_MM: Final = 50.0
_LARGEST_MM: Final = 600.0
#: Cutting is no better than this; sizes that differ less are the same.
_SAME_MM: Final = 1.0


@cache
def stock_sizes() -> tuple[Stock, ...]:
    """List the usual sizes, each upright and then lying."""
    read = json.loads(resource_path("stock.json").read_text(encoding="utf-8"))
    upright = [Stock(**size) for size in read["sizes"]]
    return tuple(way for size in upright for way in (size, size.turned()))


def stock_of(width_mm: float, height_mm: float) -> Stock:
    """Give the usual size that measures so, or one of one's own.

    Raises:
        ValidationFailed: No desk printer takes such paper.
    """
    wrong = {
        name: f"{label}须在 {_SMALLEST_MM:g} 到 {_LARGEST_MM:g} 毫米之间，现为 {value:g}"
        for name, label, value in (("width_mm", "纸宽", width_mm), ("height_mm", "纸高", height_mm))
        if not _SMALLEST_MM <= value <= _LARGEST_MM
    }
    if wrong:
        raise ValidationFailed(wrong)
    found = [
        (abs(size.width_mm - width_mm) + abs(size.height_mm - height_mm), place, size)
        for place, size in enumerate(stock_sizes())
        if abs(size.width_mm - width_mm) < _SAME_MM and abs(size.height_mm - height_mm) < _SAME_MM
    ]
    return min(found)[2] if found else Stock("", "自定义", width_mm, height_mm)
