"""Prints plain lists: pool lists, post lists, the explanation of a matching run.

A4, title in Song, heads in Hei and repeated on every page, thin rules, page numbers. Cells wrap;
nothing is cut off. A row taller than a page goes on over the next one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Final

from partydesk.reports.findings import PrintWarning, missing_finding, warnings_of
from partydesk.reports.fonts import FontRole, missing_characters
from partydesk.reports.layout import Align
from partydesk.reports.marks import Mark, baseline_pt
from partydesk.reports.sheet import (
    BODY_PT,
    FEWEST_LINES,
    INK,
    PAD_PT,
    PITCH_PT,
    QUIET,
    STRONG_PT,
    THIN_PT,
    Frame,
    across,
    aligned,
    broken,
    frame_of,
    heading_of,
    write_pages,
)
from partydesk.reports.typeset import Line, set_line

_EMPTY: Final = "（没有记录）"


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

    @property
    def pitch_pt(self) -> float:
        """From line to line."""
        return self.size_pt * PITCH_PT / BODY_PT

    def height_pt(self, row: _Row) -> float:
        """Height of a row with the room above and below the text."""
        return max((len(cell) for cell in row.cells), default=1) * self.pitch_pt + 2 * PAD_PT

    def spans(self) -> Iterator[tuple[float, float]]:
        """Left and right edge of each column's text."""
        for left, right in pairwise(self.edges):
            yield left + PAD_PT, right - PAD_PT


def render_table(
    title: str,
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[str]],
    *,
    subtitle: str = "",
    footer: str = "",
    created: dt.datetime,
    landscape: bool = False,
    size_pt: float = BODY_PT,
) -> bytes:
    """Print a list on A4.

    Args:
        title: Centred above the list on the first page.
        columns: From left to right.
        rows: One text a column; an empty list is printed as such.
        subtitle: A line below the title, such as the year and the number of records.
        footer: At the lower left of every page, such as who made the list and when.
        created: Written into the file as its moment of creation.
        landscape: Whether the long edge is the width.
        size_pt: Size of the type in heads and cells.

    Returns:
        The PDF; characters that no font has are left as one empty square
        (:func:`preflight_table` names them).

    Raises:
        ValueError: No columns, a share that is not above 0, a row of another length, or heads so
            tall that no row has room.
    """
    _check(columns, rows)
    frame = frame_of(landscape=landscape)
    ruling = _Ruling(frame, _edges(columns, frame), size_pt)
    heading = heading_of(title, subtitle, frame)
    pages: list[list[Mark]] = []
    filled = _pages(columns, rows, ruling, heading.below)
    for number, page in enumerate(filled, start=1):
        top = heading.below if number == 1 else frame.top
        grid = _grid(page, columns, ruling, top, last=number == len(filled))
        pages.append([*(heading.marks if number == 1 else ()), *grid])
    return write_pages(
        title, pages, footer=footer, frame=frame, created=created, landscape=landscape
    )


def preflight_table(
    columns: Sequence[TableColumn], rows: Sequence[Sequence[str]], subtitle: str = ""
) -> tuple[PrintWarning, ...]:
    """Name every character that no font has, with the first cell of its row as the person.

    Args:
        columns: The columns.
        rows: One text a column.
        subtitle: The line below the title, which may hold what somebody typed.

    Raises:
        ValueError: As :func:`render_table`.
    """
    _check(columns, rows)
    absent = missing_characters(subtitle.replace("\n", ""), FontRole.SONG)
    above = warnings_of("标题", [missing_finding("标题下一行", char) for char in absent])
    return tuple(above) + tuple(
        warning
        for row in rows
        for warning in warnings_of(
            row[0],
            [
                missing_finding(column.label, char)
                for column, cell in zip(columns, row, strict=True)
                for char in missing_characters(cell, FontRole.SONG)
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


def _row(cells: Sequence[str], role: FontRole, ruling: _Ruling) -> _Row:
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
    head = _row([column.label for column in columns], FontRole.HEI_BOLD, ruling)
    bottom = ruling.frame.bottom + ruling.height_pt(head)
    fullest = ruling.frame.top - bottom
    if fullest < FEWEST_LINES * ruling.pitch_pt + 2 * PAD_PT:
        raise ValueError("the heads leave no room for rows; widen the columns")
    pages: list[list[_Row]] = [[head]]
    room = first_top - bottom
    for cells in rows:
        row = _row(cells, FontRole.SONG, ruling)
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
    for number, row in enumerate(page):
        if number > 1 and row.opens:
            yield across(frame, pen, THIN_PT)
        for column, lines, span in zip(columns, row.cells, ruling.spans(), strict=True):
            yield from _cell(lines, column.align if number else Align.CENTRE, span, ruling, pen)
        pen -= ruling.height_pt(row)
        if number == 0:
            yield across(frame, pen, STRONG_PT / 2)
    if last and len(page) == 1:
        line = set_line(_EMPTY, FontRole.SONG, size_pt=BODY_PT)
        base = baseline_pt(pen - PAD_PT, PITCH_PT, BODY_PT)
        yield from aligned(line, Align.CENTRE, frame.left, frame.right, base, BODY_PT, QUIET)
        pen -= PITCH_PT + 2 * PAD_PT
    yield across(frame, pen, STRONG_PT)


def _cell(
    lines: Sequence[Line], align: Align, span: tuple[float, float], ruling: _Ruling, top: float
) -> Iterator[Mark]:
    """Draw one cell's lines from the upper edge of its row down."""
    for index, line in enumerate(lines):
        upper = top - PAD_PT - index * ruling.pitch_pt
        base = baseline_pt(upper, ruling.pitch_pt, ruling.size_pt)
        yield from aligned(line, align, *span, base, ruling.size_pt, INK)
