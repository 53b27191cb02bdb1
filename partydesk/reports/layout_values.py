"""Reads the values that elements of a layout share: text with fields, lengths and boxes."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from partydesk.reports.checking import Place
from partydesk.reports.layout import Box, Pieces
from partydesk.reports.pieces import read_pieces

LARGEST_MM: Final = 1200.0  # longer than A0
SMALLEST_PT: Final = 4.0
LARGEST_PT: Final = 200.0
#: Colour of what says none.
INK: Final = "#1F2328"
#: Mongolian and its supplement (Unicode 16, chapter 13.5).
_MONGOLIAN: Final = re.compile("[\u1800-\u18af\U00011660-\U0001167f]")


def pieces_of(place: Place, key: str, fields: Collection[str], *, rules: bool = True) -> Pieces:
    """Read text with fields; ``rules`` tells whether fields may be underlined."""
    pieces, faults = read_pieces(place.text(key), fields)
    for fault in faults:
        place.fault(key, fault)
    if any(_MONGOLIAN.search(piece.text) for piece in pieces):
        place.fault(key, "里有蒙古文；蒙古文请做成图片放进版式，程序还不能排印活的蒙古文")
    if not rules and any(piece.underline for piece in pieces):
        place.fault(key, "这里的字段不能加下划线")
    return pieces


def mm_of(place: Place, key: str, *, least: float = 0.0) -> float:
    """Read a length in millimetres."""
    return place.number(key, least=least, most=LARGEST_MM)


def pt_of(
    place: Place, key: str, *, most: float = LARGEST_PT, default: float | None = None
) -> float:
    """Read a size of letters or a pitch in points."""
    return place.number(key, least=SMALLEST_PT, most=most, default=default)


def box_of(place: Place) -> Box:
    """Read the place of an element."""
    return Box(
        mm_of(place, "x_mm"),
        mm_of(place, "y_mm"),
        mm_of(place, "width_mm", least=1),
        mm_of(place, "height_mm", least=1),
    )
