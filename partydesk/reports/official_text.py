"""Breaks the text of an official document into lines: addressee, levels, and what is attached."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from partydesk.domain.official_levels import Level, split_heading
from partydesk.reports.fonts import Face
from partydesk.reports.official_grid import Grid
from partydesk.reports.typeset import Line, Run, set_paragraph

_ATTACHED: Final = "附件："
_INDENT: Final = 2.0
#: Room between the number of something attached and its name, in characters.
_BEHIND_SERIAL: Final = 0.3


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the text.

    Attributes:
        line: What stands on it.
        left_em: How far it is set in, in characters.
        beside: What else stands on it, each with its place.
        stays_with_next: Whether it must not end a page: a heading.
        is_gap: Whether it is an empty line, which is dropped at the top of a page.
    """

    line: Line
    left_em: float = 0.0
    beside: tuple[tuple[Line, float], ...] = ()
    stays_with_next: bool = False
    is_gap: bool = False


_GAP: Final = Row(Line((), (), 0.0), is_gap=True)


def text_rows(grid: Grid) -> list[Row]:
    """Break everything between title and signature into lines."""
    element = grid.element
    rows: list[Row] = []
    addressee = grid.said(element.addressee)
    if addressee:
        rows += _set(grid, [(addressee.rstrip("：:") + "：", element.font)])
    for paragraph in grid.said(element.text).splitlines():
        if paragraph.strip():
            rows += _paragraph(grid, paragraph.strip())
    attached = [line.strip() for line in grid.said(element.attachments).splitlines()]
    rows += _attachments(grid, [line for line in attached if line])
    return rows


def _set(
    grid: Grid,
    runs: Sequence[tuple[str, Face]],
    *,
    indent: float = 0.0,
    left: float = 0.0,
    heading: bool = False,
) -> Iterator[Row]:
    """Break one paragraph; ``indent`` and ``left`` count characters."""
    size = grid.element.size_pt
    for line in set_paragraph(
        [Run(text, face) for text, face in runs],
        size_pt=size,
        width_pt=grid.width_pt - left * grid.em_pt,
        indent_em=indent * grid.em_pt / size,
        tracking_pt=grid.tracking_pt,
    ):
        yield Row(line, left, stays_with_next=heading)


def _paragraph(grid: Grid, text: str) -> Iterator[Row]:
    """Set a paragraph in the style of its level."""
    element = grid.element
    level, head, rest = split_heading(text)
    if level is Level.TEXT:
        return _set(grid, [(text, element.font)], indent=_INDENT)
    face = element.first_font if level is Level.FIRST else element.second_font
    runs = [(head, face)]
    if rest:
        runs.append((rest, element.font))
    return _set(grid, runs, indent=_INDENT, heading=not rest)


def _attachments(grid: Grid, names: Sequence[str]) -> Iterator[Row]:
    """Set 附件说明 one line below the text; names that wrap hang (GB/T 9704-2012, 7.3.4)."""
    if not names:
        return
    yield _GAP
    label = grid.line(_ATTACHED)
    first = _INDENT + len(_ATTACHED)
    for number, name in enumerate(names, start=1):
        beside: list[tuple[Line, float]] = [(label, _INDENT)] if number == 1 else []
        left = first
        if len(names) > 1:
            serial = grid.line(f"{number}.")
            beside.append((serial, first))
            left += serial.width_pt / grid.em_pt + _BEHIND_SERIAL
        runs = [(name.rstrip("。；，"), grid.element.font)]
        for place, row in enumerate(_set(grid, runs, left=left)):
            yield Row(row.line, row.left_em, tuple(beside) if place == 0 else ())
