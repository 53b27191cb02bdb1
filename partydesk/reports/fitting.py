"""How wide a list's columns are, how large its type, and which way the paper lies.

A list is printed as its columns on the screen ask: upright in the usual size where they fit, else
lying, else in smaller type; long texts give way first and wrap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from partydesk.reports.layout import Align
from partydesk.reports.sheet import BODY_PT, PAD_PT, frame_of
from partydesk.reports.tables import TableColumn

#: Sizes of type that are tried, the usual one first; smaller is not read by everybody.
_SIZES: Final = (BODY_PT, 9.0, 8.0, 7.5)
#: So wide a column is at most, in widths of a Han character; longer texts wrap.
_WIDEST: Final = 18.0
#: A column of wrapped text is not narrower than this, or its words break badly.
_NARROWEST: Final = 4.2
#: The width that this share of a column's cells keeps to is the column's.
_COMMON: Final = 0.95
#: Texts that get less than this share of the width they want look broken; smaller type is better.
_ENOUGH: Final = 0.6


@dataclass(frozen=True, slots=True)
class ColumnWish:
    """One column before it is known how much room there is.

    Attributes:
        head: Its head.
        align: How its cells are set.
        rigid: Whether its cells must not be broken: codes, numbers, dates.
    """

    head: str
    align: Align = Align.LEFT
    rigid: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """A list's columns as they fit the paper.

    Attributes:
        columns: With their shares of the width.
        landscape: Whether the long edge is the width.
        size_pt: Size of the type.
    """

    columns: tuple[TableColumn, ...]
    landscape: bool
    size_pt: float


def fit_columns(wishes: Sequence[ColumnWish], rows: Sequence[Sequence[str]]) -> Fitted | None:
    """Find the paper and the type for a list.

    Args:
        wishes: The columns.
        rows: One text a column.

    Returns:
        The fit; None where there are too many columns to be read on A4.
    """
    wanted = [_wanted(wish, [row[i] for row in rows]) for i, wish in enumerate(wishes)]
    # Upright only where nothing has to give way; then lying in ever smaller type, and at last
    # with texts that break often.
    tries = [(BODY_PT, False, 1.0), *((size, True, _ENOUGH) for size in _SIZES)]
    for size_pt, landscape, enough in [*tries, (_SIZES[-1], True, 0.0)]:
        room = frame_of(landscape=landscape).width - len(wishes) * 2 * PAD_PT
        widths = _shared(wishes, wanted, room / size_pt, enough)
        if widths is not None:
            pad = 2 * PAD_PT / size_pt
            columns = tuple(
                TableColumn(wish.head, width + pad, wish.align)
                for wish, width in zip(wishes, widths, strict=True)
            )
            return Fitted(columns, landscape, size_pt)
    return None


def _wanted(wish: ColumnWish, cells: Sequence[str]) -> float:
    """Width at which nearly all cells of a column stand on one line, in Han characters."""
    lengths = sorted(max(map(_width, cell.splitlines()), default=0.0) for cell in cells)
    head = min(_width(wish.head), _NARROWEST)
    common = lengths[min(len(lengths) - 1, int(len(lengths) * _COMMON))] if lengths else 0.0
    return max(common, head) + 0.3 if wish.rigid else min(max(common, head) + 0.3, _WIDEST)


def _width(text: str) -> float:
    """Width of a text in Han characters; figures and Latin letters are narrower."""
    return sum(
        1.0 if not character.isascii() else 0.72 if character.isupper() else 0.56
        for character in text
    )


def _shared(
    wishes: Sequence[ColumnWish], wanted: Sequence[float], room: float, enough: float
) -> list[float] | None:
    """Let texts give way in proportion until all fit; None where they would get too narrow."""
    if sum(wanted) <= room:
        return list(wanted)
    kept = {i for i, wish in enumerate(wishes) if wish.rigid or wanted[i] <= _NARROWEST}
    widths = list(wanted)
    while True:
        soft = [i for i in range(len(wanted)) if i not in kept]
        left = room - sum(widths[i] for i in kept)
        share = left / sum(wanted[i] for i in soft) if soft else 0.0
        if share < enough or share <= 0:
            return None
        narrow = [i for i in soft if wanted[i] * share < _NARROWEST]
        if not narrow:
            return [w if i in kept else w * share for i, w in enumerate(widths)]
        for i in narrow:
            widths[i] = _NARROWEST
        kept.update(narrow)
