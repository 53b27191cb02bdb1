"""The calibration sheet: numbered marks with rulers, printed front and back, to be measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import chain
from typing import Final

from partydesk.domain.calibration import mark_places
from partydesk.domain.printers import PaperSide, Point
from partydesk.reports.fonts import FontRole
from partydesk.reports.layout import Align
from partydesk.reports.marks import PT_PER_MM, LineMark, Mark
from partydesk.reports.paint import PdfFile
from partydesk.reports.sheet import INK, aligned, broken
from partydesk.reports.typeset import set_line

_ARM_MM: Final = 8.0
_HAIR_PT: Final = 0.35
#: A tick every half millimetre; the whole and the fifth are longer.
_TICK_MM: Final = 0.5
_TICKS_MM: Final = (0.8, 1.4, 2.2)
_TITLE_PT: Final = 15.0
#: The words are set smaller on small paper, and left out below the last size.
_SIZES_PT: Final = (10.5, 9.0, 7.5, 6.0)
_LEADING: Final = 1.7

_HOW: Final = (
    "1. 本页须按 100％（实际大小）打印：不缩放、不“适合纸张”、不居中。",
    (
        "2. 用毫米钢尺量。尺的零点对齐纸的左边，量到每个十字的竖线，就是“距左边”；零点对齐纸的"
        "上边，量到横线，就是“距上边”。读到 0.1 毫米；十字上的小尺每格 0.5 毫米，"
        "长线每 5 毫米，供估读。"
    ),
    "3. 正面和背面分开量、分开填；量背面时背面朝上，左边和上边都照眼前的方向。",
    "4. 打开“文书与打印—打印机—录入读数”，按号填入。至少量三处，量全六处最准。",
)


def calibration_sheet(
    width_mm: float, height_mm: float, *, created: dt.datetime, about: str = ""
) -> bytes:
    """Print the sheet, its front and its back, on paper of any size.

    Args:
        width_mm: Width of the paper as it is printed.
        height_mm: Its height.
        created: Written into the file as its moment of creation.
        about: Which printer and tray it is for.
    """
    file = PdfFile(
        title="打印校准页",
        author="",
        width_pt=width_mm * PT_PER_MM,
        height_pt=height_mm * PT_PER_MM,
        created=created,
    )
    for side in PaperSide:
        marks = [
            *chain.from_iterable(
                _mark(number, place, height_mm)
                for number, place in enumerate(mark_places(width_mm, height_mm), 1)
            ),
            *_words(side, width_mm, height_mm, about),
        ]
        file.add_page(marks)
    return file.finish()


def _mark(number: int, place: Point, height_mm: float) -> Iterator[Mark]:
    """Draw a cross whose arms are rulers, and its number."""
    x, y = place.x_mm, height_mm - place.y_mm
    yield _line(x - _ARM_MM, y, x + _ARM_MM, y)
    yield _line(x, y - _ARM_MM, x, y + _ARM_MM)
    steps = round(_ARM_MM / _TICK_MM)
    for step in range(-steps, steps + 1):
        if step:
            length = _TICKS_MM[2 if step % 10 == 0 else 1 if step % 2 == 0 else 0]
            at = step * _TICK_MM
            yield _line(x + at, y, x + at, y + length)
            yield _line(x, y + at, x - length, y + at)
    line = set_line(str(number), FontRole.HEI_BOLD, size_pt=14)
    left = (x + 2.5) * PT_PER_MM
    yield from aligned(line, Align.LEFT, left, left, (y - 6.5) * PT_PER_MM, 14, INK)


def _line(x1: float, y1: float, x2: float, y2: float) -> LineMark:
    """Draw a hair line between places in millimetres from the lower left corner."""
    left, low, right, high = (each * PT_PER_MM for each in (x1, y1, x2, y2))
    return LineMark(left, low, right, high, _HAIR_PT, INK)


def _words(side: PaperSide, width_mm: float, height_mm: float, about: str) -> Iterator[Mark]:
    """Say what the sheet is and how it is measured, between the upper and the middle marks."""
    places = mark_places(width_mm, height_mm)
    left = (places[0].x_mm + _ARM_MM + 3) * PT_PER_MM
    right = width_mm * PT_PER_MM - left
    pen = (height_mm - places[0].y_mm - _ARM_MM - 1) * PT_PER_MM
    beside = min(place.y_mm for place in places if place.y_mm > places[0].y_mm)
    floor = (height_mm - beside + _ARM_MM) * PT_PER_MM
    figures = [
        f"{number} 号　应距左边 {x:g}、距上边 {y:g}　　量得距左边 ________、距上边 ________"
        for number, (x, y) in enumerate(places, 1)
    ]
    under = f"纸张 {width_mm:g}×{height_mm:g} 毫米，此边为上边　{about}".strip()
    line = set_line(f"打印校准页　{side.value}", FontRole.HEI_BOLD, size_pt=_TITLE_PT)
    pen -= _TITLE_PT
    yield from aligned(line, Align.LEFT, left, right, pen, _TITLE_PT, INK)
    pen -= _TITLE_PT / 3
    said = (under, *_HOW, "", *figures)
    for size in _SIZES_PT:
        lines = [line for text in said for line in broken(text, FontRole.SONG, right - left, size)]
        if len(lines) * size * _LEADING <= pen - floor:
            break
    else:
        return
    for each in lines:
        pen -= size * _LEADING
        yield from aligned(each, Align.LEFT, left, right, pen, size, INK)
