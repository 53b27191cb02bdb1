"""Prints seat cards (席卡): a lying A4 sheet folded across the middle, to be read from both sides.

The lower half stands upright and the upper half upside down, so that the folded card shows the name
to the hall and to who sits behind it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from partydesk.domain.progress import Progress, silent
from partydesk.reports.findings import PrintWarning, missing_finding, warnings_of
from partydesk.reports.fonts import SHIPPED, Face, FontRole, FontSet, missing_characters
from partydesk.reports.layout import Align
from partydesk.reports.marks import PT_PER_MM, LineMark, Mark, baseline_pt
from partydesk.reports.paint import PdfFile
from partydesk.reports.sheet import INK, RULE, THIN_PT, aligned, paper_mm
from partydesk.reports.typeset import balanced, set_line

_ROLE: Final = FontRole.SONG_BOLD
_MARGIN_MM: Final = 18.0
#: The name's size, tried from the largest down; below it a second line reads better, and a third.
_SIZES_PT: Final = tuple(map(float, range(150, 23, -2)))
_SECOND_LINE_BELOW_PT: Final = 76
_THIRD_LINE_BELOW_PT: Final = 44
_PITCH: Final = 1.2
_OFFICE_PT: Final = 24.0
_OFFICE_FLOOR_PT: Final = 12.0
#: A tick at each edge shows where the sheet is folded.
_FOLD_MM: Final = 8.0
_TWO: Final = 2


@dataclass(frozen=True, slots=True)
class Card:
    """One card.

    Attributes:
        name: Set as large as it fits.
        line: A small line below it; empty for none.
    """

    name: str
    line: str = ""


def render_cards(
    cards: Sequence[Card],
    *,
    title: str,
    created: dt.datetime,
    progress: Progress = silent,
    fonts: FontSet = SHIPPED,
) -> bytes:
    """Print cards, one a page.

    Args:
        cards: At least one.
        title: Of the file.
        created: Written into the file as its moment of creation.
        progress: Told how far it is.
        fonts: What stands behind the roles.

    Returns:
        The PDF; characters that no font has are left as one empty square
        (:func:`preflight_cards` names them).

    Raises:
        ValueError: There is nothing to print.
        Cancelled: The user stopped it.
    """
    if not cards:
        raise ValueError("nothing to print")
    width, height = (side * PT_PER_MM for side in paper_mm(landscape=True))
    file = PdfFile(title=title, author="", width_pt=width, height_pt=height, created=created)
    fold = list(_fold(width, height / 2))
    for done, card in enumerate(cards, 1):
        half = list(_half(card, width, height / 2, fonts))
        file.add_page([*fold, *half], turned=half)
        progress(done, len(cards), f"正在排版{title}")
    return file.finish()


def preflight_cards(cards: Sequence[Card], fonts: FontSet = SHIPPED) -> tuple[PrintWarning, ...]:
    """Name every character that no font has, with the person."""
    return tuple(
        warning
        for card in cards
        for warning in warnings_of(
            card.name,
            [
                missing_finding(label, char)
                for label, text in (("姓名", card.name), ("小字", card.line))
                for char in missing_characters(text, fonts.face(_ROLE))
            ],
        )
    )


def _fold(width: float, middle: float) -> Iterator[Mark]:
    tick = _FOLD_MM * PT_PER_MM
    for left, right in ((0.0, tick), (width - tick, width)):
        yield LineMark(left, middle, right, middle, THIN_PT, RULE)


def _half(card: Card, width: float, height: float, fonts: FontSet) -> Iterator[Mark]:
    """Set name and small line into the lower half of the sheet."""
    bold = fonts.face(_ROLE)
    margin = _MARGIN_MM * PT_PER_MM
    left, right = margin, width - margin
    small = _OFFICE_PT * _PITCH * 1.5 if card.line else 0.0
    room = height - margin - small
    size, lines = _largest(_spaced(card.name), bold, right - left, room)
    used = len(lines) * size * _PITCH
    pen = height - (height - used - small) / 2
    for words in lines:
        line = set_line(words, bold, size_pt=size)
        base = baseline_pt(pen, size * _PITCH, size)
        yield from aligned(line, Align.CENTRE, left, right, base, size, INK)
        pen -= size * _PITCH
    if card.line:
        yield from _office(card.line, fonts.face(FontRole.SONG), (left, right), pen - small / 6)


def _office(text: str, song: Face, span: tuple[float, float], top: float) -> Iterator[Mark]:
    """Set the small line, smaller or on two lines where it is long."""
    left, right = span
    size = _OFFICE_PT
    lines = balanced(text, song, size_pt=size, width_pt=right - left, most_lines=1)
    while lines is None:
        size = max(size - 1, _OFFICE_FLOOR_PT)
        most = 3 if size == _OFFICE_FLOOR_PT else 2
        lines = balanced(text, song, size_pt=size, width_pt=right - left, most_lines=most)
        if lines is None and size == _OFFICE_FLOOR_PT:
            # Nobody has so many posts; what is left out of the small line is not the name.
            lines = (text[: int((right - left) / size) - 1] + "…",)
    for words in lines:
        line = set_line(words, song, size_pt=size)
        base = baseline_pt(top, size * _PITCH, size)
        yield from aligned(line, Align.CENTRE, left, right, base, size, INK)
        top -= size * _PITCH


def _spaced(name: str) -> str:
    """Spread a name of two characters to the width of three, as is the custom."""
    return f"{name[0]}\u3000{name[1]}" if len(name) == _TWO else name


def _largest(name: str, face: Face, width: float, height: float) -> tuple[float, tuple[str, ...]]:
    """Find the largest size at which a name fits, and its lines."""
    for size in _SIZES_PT:
        most = 1 + (size < _SECOND_LINE_BELOW_PT) + (size < _THIRD_LINE_BELOW_PT)
        most = min(most, int(height / (size * _PITCH)))
        lines = balanced(name, face, size_pt=size, width_pt=width, most_lines=most)
        if lines is not None:
            return size, lines
    size = _SIZES_PT[-1]
    step = int(width / size)
    return size, tuple(name[start : start + step] for start in range(0, len(name), step))
