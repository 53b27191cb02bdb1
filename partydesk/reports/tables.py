"""Sets tables into pages: heads in Hei and repeated on every page, thin rules.

Cells wrap; nothing is cut off. A row taller than a page goes on over the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from partydesk.reports.findings import PrintWarning, missing_finding, warnings_of
from partydesk.reports.fonts import SHIPPED, Face, FontRole, FontSet, missing_characters
from partydesk.reports.layout import Align
from partydesk.reports.marks import LineMark, Mark, baseline_pt
from partydesk.reports.sheet import (
    BODY_PT,
    FEWEST_LINES,
    INK,
    PAD_PT,
    PITCH_PT,
    QUIET,
    RULE,
    STRONG_PT,
    THIN_PT,
    Frame,
    across,
    aligned,
    broken,
)
from partydesk.reports.typeset import Line, set_line

_EMPTY: Final = "（没有记录）"
#: So many rows go with what follows a table onto its page.
_COMPANY: Final = 2


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a printed list.

    Attributes:
        label: Head.
        width_share: Share of the width, in the same unit for all columns; above 0.
        align: Of the cells; heads are centred.
    """

    label: str
    width_share: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Table:
    """A list to be set into a page.

    Attributes:
        columns: From left to right.
        rows: One text a column; an empty list is printed as such.
        size_pt: Size of the type in heads and cells.
        ruled: Whether upright rules part the columns, as where cells are filled in by hand.
        least_pt: Rows are not lower than this; a hand needs more room than type.
    """

    columns: tuple[TableColumn, ...]
    rows: Sequence[Sequence[str]]
    size_pt: float = BODY_PT
    ruled: bool = False
    least_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of broken lines, cell by cell; ``opens`` unless it goes on from the page before."""

    cells: tuple[tuple[Line, ...], ...]
    opens: bool = True


@dataclass(frozen=True, slots=True)
class _Ruling:
    """Where the cells of a table lie: the printed area, the columns' edges, the size of type."""

    frame: Frame
    edges: tuple[float, ...]
    size_pt: float
    ruled: bool
    least_pt: float

    @property
    def pitch_pt(self) -> float:
        """From line to line."""
        return self.size_pt * PITCH_PT / BODY_PT

    def height_pt(self, row: _Row) -> float:
        """Height of a row with the room above and below the text."""
        lines = max((len(cell) for cell in row.cells), default=1)
        return max(lines * self.pitch_pt + 2 * PAD_PT, self.least_pt)

    def spare_pt(self, row: _Row) -> float:
        """Room in a row beyond what its tallest cell needs."""
        lines = max((len(cell) for cell in row.cells), default=1)
        return self.height_pt(row) - lines * self.pitch_pt - 2 * PAD_PT

    def spans(self) -> Iterator[tuple[float, float]]:
        """Left and right edge of each column's text."""
        for left, right in pairwise(self.edges):
            yield left + PAD_PT, right - PAD_PT


def table_pages(
    table: Table, frame: Frame, top: float, reserve_pt: float = 0.0
) -> tuple[list[list[Mark]], float]:
    """Set a table below other things of a page, and over as many more as it needs.

    Args:
        table: The table.
        frame: The printed area.
        top: Height at which it begins on its first page.
        reserve_pt: Room wanted below it; where the last page has less, its last rows move on to
            one more page, so that what follows does not stand there alone.

    Returns:
        The marks page by page, and the height at which the table ends on the last one.

    Raises:
        ValueError: No columns, a share that is not above 0, a row of another length, or heads so
            tall that no row has room.
    """
    ruling = _ruling(table, frame)
    filled = _pages(table.columns, table.rows, ruling, top)
    if _end(filled[-1], ruling, top if len(filled) == 1 else frame.top) - reserve_pt < frame.bottom:
        filled += _carried(filled[-1])
    pages: list[list[Mark]] = []
    for number, page in enumerate(filled, start=1):
        start = top if number == 1 else frame.top
        pages.append(list(_grid(page, table.columns, ruling, start, last=number == len(filled))))
    return pages, _end(filled[-1], ruling, top if len(filled) == 1 else frame.top)


def least_height_pt(table: Table, frame: Frame, reserve_pt: float = 0.0) -> float:
    """How much room a table needs to begin on a page.

    Mostly its heads and its first row. One so short that it could give no rows to what stands
    below it needs room for all of it and for that.

    Args:
        table: The table.
        frame: The printed area.
        reserve_pt: Height of what stands below it and may not stand alone.
    """
    ruling = _ruling(table, frame)
    head = _row([column.label for column in table.columns], frame.hei_bold, ruling)
    if reserve_pt and len(table.rows) < 2 * _COMPANY:
        page = [head, *(_row(row, frame.song, ruling) for row in table.rows)]
        whole = frame.top - _end(page, ruling, frame.top) + reserve_pt
        if whole <= frame.top - frame.bottom:
            return whole
    few = FEWEST_LINES * ruling.pitch_pt + 2 * PAD_PT
    first = _row(table.rows[0], frame.song, ruling) if table.rows else head
    return ruling.height_pt(head) + max(min(ruling.height_pt(first), few), ruling.least_pt)


def _ruling(table: Table, frame: Frame) -> _Ruling:
    _check(table.columns, table.rows)
    edges = _edges(table.columns, frame)
    return _Ruling(frame, edges, table.size_pt, table.ruled, table.least_pt)


def _end(page: Sequence[_Row], ruling: _Ruling, top: float) -> float:
    """Height at which the rows of a page end."""
    empty = PITCH_PT + 2 * PAD_PT if len(page) == 1 else 0.0
    return top - sum(map(ruling.height_pt, page)) - empty


def _carried(page: list[_Row]) -> list[list[_Row]]:
    """Take the last rows of a page away, where enough stay, and give them a page of their own."""
    if len(page) <= 2 * _COMPANY or not all(row.opens for row in page[-_COMPANY:]):
        return []
    moved = page[-_COMPANY:]
    del page[-_COMPANY:]
    return [[page[0], *moved]]


def preflight_table(table: Table, fonts: FontSet = SHIPPED) -> tuple[PrintWarning, ...]:
    """Name every character that no font has, with the first cell of its row as the person.

    Raises:
        ValueError: As :func:`table_pages`.
    """
    _check(table.columns, table.rows)
    return tuple(
        warning
        for row in table.rows
        for warning in warnings_of(
            row[0],
            [
                missing_finding(column.label, char)
                for column, cell in zip(table.columns, row, strict=True)
                for char in missing_characters(cell, fonts.face(FontRole.SONG))
            ],
        )
    )


def _check(columns: Sequence[TableColumn], rows: Sequence[Sequence[str]]) -> None:
    if not columns or any(column.width_share <= 0 for column in columns):
        raise ValueError("a list needs columns, each with a width above 0")
    if any(len(row) != len(columns) for row in rows):
        raise ValueError("every row needs one text a column")


def _edges(columns: Sequence[TableColumn], frame: Frame) -> tuple[float, ...]:
    """Share out the width among the columns."""
    total = sum(column.width_share for column in columns)
    shares = accumulate((column.width_share / total for column in columns), initial=0.0)
    return tuple(frame.left + share * frame.width for share in shares)


def _row(cells: Sequence[str], role: Face, ruling: _Ruling) -> _Row:
    return _Row(
        tuple(
            broken(cell, role, right - left, ruling.size_pt)
            for cell, (left, right) in zip(cells, ruling.spans(), strict=True)
        )
    )


def _pages(
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[str]],
    ruling: _Ruling,
    first_top: float,
) -> list[list[_Row]]:
    """Fill pages with rows, each page beginning with the heads."""
    head = _row([column.label for column in columns], ruling.frame.hei_bold, ruling)
    bottom = ruling.frame.bottom + ruling.height_pt(head)
    fullest = ruling.frame.top - bottom
    if fullest < FEWEST_LINES * ruling.pitch_pt + 2 * PAD_PT:
        raise ValueError("the heads leave no room for rows; widen the columns")
    pages: list[list[_Row]] = [[head]]
    room = first_top - bottom
    for cells in rows:
        row = _row(cells, ruling.frame.song, ruling)
        while ruling.height_pt(row) > room:
            lines = int((room - 2 * PAD_PT) / ruling.pitch_pt)
            if ruling.height_pt(row) > fullest and lines >= FEWEST_LINES:
                part, row = _cut(row, lines)
                pages[-1].append(part)
            pages.append([head])
            room = fullest
        pages[-1].append(row)
        room -= ruling.height_pt(row)
    return pages


def _cut(row: _Row, lines: int) -> tuple[_Row, _Row]:
    """Cut a row that is taller than a page behind some lines."""
    upper = tuple(cell[:lines] for cell in row.cells)
    lower = tuple(cell[lines:] for cell in row.cells)
    return replace(row, cells=upper), _Row(lower, opens=False)


def _grid(
    page: Sequence[_Row],
    columns: Sequence[TableColumn],
    ruling: _Ruling,
    top: float,
    *,
    last: bool,
) -> Iterator[Mark]:
    """Draw the rows of one page between thin rules."""
    frame, pen = ruling.frame, top
    yield across(frame, pen, STRONG_PT)
    if ruling.ruled:
        yield from _upright(ruling, top, _end(page, ruling, top))
    for number, row in enumerate(page):
        if number > 1 and row.opens:
            yield across(frame, pen, THIN_PT)
        text_top = pen - ruling.spare_pt(row) / 2
        for column, lines, span in zip(columns, row.cells, ruling.spans(), strict=True):
            align = column.align if number else Align.CENTRE
            yield from _cell(lines, align, span, ruling, text_top)
        pen -= ruling.height_pt(row)
        if number == 0:
            yield across(frame, pen, STRONG_PT / 2)
    if last and len(page) == 1:
        line = set_line(_EMPTY, frame.song, size_pt=BODY_PT)
        base = baseline_pt(pen - PAD_PT, PITCH_PT, BODY_PT)
        yield from aligned(line, Align.CENTRE, frame.left, frame.right, base, BODY_PT, QUIET)
        pen -= PITCH_PT + 2 * PAD_PT
    yield across(frame, pen, STRONG_PT)


def _upright(ruling: _Ruling, top: float, end: float) -> Iterator[Mark]:
    """Draw the rules between and beside the columns."""
    for edge in ruling.edges:
        yield LineMark(edge, top, edge, end, THIN_PT, RULE)


def _cell(
    lines: Sequence[Line], align: Align, span: tuple[float, float], ruling: _Ruling, top: float
) -> Iterator[Mark]:
    """Draw one cell's lines from the upper edge of its text down."""
    for index, line in enumerate(lines):
        upper = top - PAD_PT - index * ruling.pitch_pt
        base = baseline_pt(upper, ruling.pitch_pt, ruling.size_pt)
        yield from aligned(line, align, *span, base, ruling.size_pt, INK)
