"""Prints plain lists: pool lists, post lists, the explanation of a matching run.

A4, title in Song, heads in Hei and repeated on every page, thin rules, page numbers. Cells wrap;
nothing is cut off. A row taller than a page goes on over the next one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from partydesk.reports.findings import PrintWarning, missing_finding, warnings_of
from partydesk.reports.fonts import FontRole, missing_characters
from partydesk.reports.layout import Align
from partydesk.reports.marks import PT_PER_MM, LineMark, Mark, baseline_pt, line_marks
from partydesk.reports.paint import PdfFile
from partydesk.reports.typeset import Line, Run, balanced, set_line, set_paragraph

_SHORT_MM: Final = 210.0
_LONG_MM: Final = 297.0
#: Left, right, top, bottom; the left edge is where lists are filed.
_MARGINS_MM: Final = (22.0, 15.0, 18.0, 20.0)
_TITLE_PT: Final = 18.0
_TITLE_FLOOR_PT: Final = 13.0
_BODY_PT: Final = 10.0
_SMALL_PT: Final = 9.0
_PITCH_PT: Final = 15.0
_PAD_PT: Final = 3.0
_INK: Final = "#1F2328"
_QUIET: Final = "#5B6470"
_RULE: Final = "#8A929E"
_THIN_PT: Final = 0.4
_STRONG_PT: Final = 1.0
#: A row taller than a page is not cut behind fewer lines than this.
_FEWEST_LINES: Final = 3
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

    @property
    def height_pt(self) -> float:
        """Height with the room above and below the text."""
        return max((len(cell) for cell in self.cells), default=1) * _PITCH_PT + 2 * _PAD_PT


@dataclass(frozen=True, slots=True)
class _Frame:
    """Edges of the list and its columns, in points from the lower left corner of the page."""

    left: float
    right: float
    top: float
    bottom: float
    edges: tuple[float, ...]


def render_table(
    title: str,
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[str]],
    *,
    subtitle: str = "",
    footer: str = "",
    created: dt.datetime,
    landscape: bool = False,
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

    Returns:
        The PDF; characters that no font has are left as one empty square
        (:func:`preflight_table` names them).

    Raises:
        ValueError: No columns, a share that is not above 0, a row of another length, or heads so
            tall that no row has room.
    """
    _check(columns, rows)
    width_mm, height_mm = (_LONG_MM, _SHORT_MM) if landscape else (_SHORT_MM, _LONG_MM)
    frame = _frame(columns, width_mm, height_mm)
    heading = _heading(title, subtitle, frame)
    pages = _pages(columns, rows, frame, heading.below)
    file = PdfFile(
        title=title,
        author="",
        width_pt=width_mm * PT_PER_MM,
        height_pt=height_mm * PT_PER_MM,
        created=created,
    )
    for number, page in enumerate(pages, start=1):
        top = heading.below if number == 1 else frame.top
        marks = [*heading.marks] if number == 1 else []
        marks += _grid(page, columns, frame, top, last=number == len(pages))
        marks += _foot(footer, f"第{number}页　共{len(pages)}页", frame)
        file.add_page(marks)
    return file.finish()


def preflight_table(
    columns: Sequence[TableColumn], rows: Sequence[Sequence[str]]
) -> tuple[PrintWarning, ...]:
    """Name every character that no font has, with the first cell of its row as the person.

    Raises:
        ValueError: As :func:`render_table`.
    """
    _check(columns, rows)
    return tuple(
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


def _frame(columns: Sequence[TableColumn], width_mm: float, height_mm: float) -> _Frame:
    """Share out the width among the columns."""
    left, right, top, bottom = (margin * PT_PER_MM for margin in _MARGINS_MM)
    width = width_mm * PT_PER_MM - left - right
    total = sum(column.width_share for column in columns)
    shares = accumulate((column.width_share / total for column in columns), initial=0.0)
    return _Frame(
        left,
        left + width,
        height_mm * PT_PER_MM - top,
        bottom,
        tuple(left + share * width for share in shares),
    )


@dataclass(frozen=True, slots=True)
class _Heading:
    """Title and subtitle, and where the list begins below them."""

    marks: tuple[Mark, ...]
    below: float


def _heading(title: str, subtitle: str, frame: _Frame) -> _Heading:
    """Set the title on as few lines as fit, smaller if need be, and the subtitle."""
    width = frame.right - frame.left
    size, lines = (
        _TITLE_PT,
        balanced(title, FontRole.SONG_BOLD, size_pt=_TITLE_PT, width_pt=width, most_lines=2),
    )
    if lines is None:
        size = _TITLE_FLOOR_PT
        broken = set_paragraph([Run(title, FontRole.SONG_BOLD)], size_pt=size, width_pt=width)
        lines = tuple(line.text for line in broken)
    marks: list[Mark] = []
    pen = frame.top
    for words in lines:
        line = set_line(words, FontRole.SONG_BOLD, size_pt=size)
        marks += _aligned(line, Align.CENTRE, frame.left, frame.right, pen - size, size, _INK)
        pen -= size * 1.5
    for line in _broken(subtitle, FontRole.SONG, width) if subtitle else ():
        base = baseline_pt(pen, _PITCH_PT, _BODY_PT)
        marks += _aligned(line, Align.CENTRE, frame.left, frame.right, base, _BODY_PT, _QUIET)
        pen -= _PITCH_PT
    return _Heading(tuple(marks), pen - 2 * _PAD_PT)


def _broken(text: str, role: FontRole, width_pt: float) -> tuple[Line, ...]:
    """Break a cell into lines; line breaks of the text are kept."""
    return tuple(
        line
        for part in (text.splitlines() or [""])
        for line in set_paragraph(
            [Run(part, role)], size_pt=_BODY_PT, width_pt=width_pt, justify=False
        )
    )


def _row(cells: Sequence[str], role: FontRole, frame: _Frame) -> _Row:
    return _Row(
        tuple(
            _broken(cell, role, right - left - 2 * _PAD_PT)
            for cell, left, right in zip(cells, frame.edges, frame.edges[1:], strict=False)
        )
    )


def _pages(
    columns: Sequence[TableColumn],
    rows: Sequence[Sequence[str]],
    frame: _Frame,
    first_top: float,
) -> list[list[_Row]]:
    """Fill pages with rows, each page beginning with the heads."""
    head = _row([column.label for column in columns], FontRole.HEI_BOLD, frame)
    fullest = frame.top - frame.bottom - head.height_pt
    if fullest < _FEWEST_LINES * _PITCH_PT + 2 * _PAD_PT:
        raise ValueError("the heads leave no room for rows; widen the columns")
    pages: list[list[_Row]] = [[head]]
    room = first_top - frame.bottom - head.height_pt
    for cells in rows:
        row = _row(cells, FontRole.SONG, frame)
        while row.height_pt > room:
            lines = int((room - 2 * _PAD_PT) / _PITCH_PT)
            if row.height_pt > fullest and lines >= _FEWEST_LINES:
                part, row = _cut(row, lines)
                pages[-1].append(part)
            pages.append([head])
            room = fullest
        pages[-1].append(row)
        room -= row.height_pt
    return pages


def _cut(row: _Row, lines: int) -> tuple[_Row, _Row]:
    """Cut a row that is taller than a page behind some lines."""
    upper = tuple(cell[:lines] for cell in row.cells)
    lower = tuple(cell[lines:] for cell in row.cells)
    return replace(row, cells=upper), _Row(lower, opens=False)


def _grid(
    page: Sequence[_Row],
    columns: Sequence[TableColumn],
    frame: _Frame,
    top: float,
    *,
    last: bool,
) -> Iterator[Mark]:
    """Draw the rows of one page between thin rules."""
    pen = top
    yield _across(frame, pen, _STRONG_PT)
    for number, row in enumerate(page):
        if number > 1 and row.opens:
            yield _across(frame, pen, _THIN_PT)
        for column, lines, left, right in zip(
            columns, row.cells, frame.edges, frame.edges[1:], strict=False
        ):
            align = column.align if number else Align.CENTRE
            for index, line in enumerate(lines):
                base = baseline_pt(pen - _PAD_PT - index * _PITCH_PT, _PITCH_PT, _BODY_PT)
                yield from _aligned(
                    line, align, left + _PAD_PT, right - _PAD_PT, base, _BODY_PT, _INK
                )
        pen -= row.height_pt
        if number == 0:
            yield _across(frame, pen, _STRONG_PT / 2)
    if last and len(page) == 1:
        line = set_line(_EMPTY, FontRole.SONG, size_pt=_BODY_PT)
        base = baseline_pt(pen - _PAD_PT, _PITCH_PT, _BODY_PT)
        yield from _aligned(line, Align.CENTRE, frame.left, frame.right, base, _BODY_PT, _QUIET)
        pen -= _PITCH_PT + 2 * _PAD_PT
    yield _across(frame, pen, _STRONG_PT)


def _across(frame: _Frame, y_pt: float, width_pt: float) -> LineMark:
    return LineMark(frame.left, y_pt, frame.right, y_pt, width_pt, _RULE)


def _foot(footer: str, numbers: str, frame: _Frame) -> Iterator[Mark]:
    """Set the footer at the left and the page number at the right."""
    base = frame.bottom - 2 * _PITCH_PT + _PAD_PT
    for words, align in ((footer, Align.LEFT), (numbers, Align.RIGHT)):
        line = set_line(words, FontRole.SONG, size_pt=_SMALL_PT)
        yield from _aligned(line, align, frame.left, frame.right, base, _SMALL_PT, _QUIET)


def _aligned(
    line: Line,
    align: Align,
    left: float,
    right: float,
    base: float,
    size_pt: float,
    colour: str,
) -> list[Mark]:
    """Place a line between two edges."""
    free = right - left - line.width_pt
    shift = {Align.LEFT: 0.0, Align.CENTRE: free / 2, Align.RIGHT: free}[align]
    return line_marks(line, left + shift, base, size_pt, colour)
