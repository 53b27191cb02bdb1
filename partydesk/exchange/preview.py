"""A first look at a file: its sheets, its header and its first rows, in bounded time.

However large or odd a file is (40,000 columns, 200,000 rows, one line of 100 MB), no more than a
bounded part of it is read. Kinds of file that can only be read whole are looked at while they are
small; of larger ones only name, kind and size are told.
"""

from __future__ import annotations

import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from partydesk.domain.values import Cell
from partydesk.exchange.formats import (
    BROKEN_PACKAGE,
    Format,
    Head,
    damaged,
    head_of,
    read_bytes,
    refuse,
)
from partydesk.exchange.grid import Grid, Row
from partydesk.exchange.headers import Header, HeaderRows, Labels, find_header, header_at
from partydesk.exchange.sheets import Workbook, sheet_parts
from partydesk.exchange.text_table import read_text_head
from partydesk.exchange.xlsx_head import MOST_COLUMNS, MOST_ROWS, read_head

#: Bytes of a text file looked at.
_HEAD = 2**18
#: Rows and columns shown, characters of a cell.
SHOWN_ROWS = 30
SHOWN_COLUMNS = 60
_LONGEST = 120
#: Larger files of these kinds take longer than a blink to read; measured at about 20 MB a second.
_READ_WHOLE = {Format.XLS: 3_000_000, Format.XLSB: 2_000_000, Format.ODS: 8_000_000}
_LARGEST_ODS = 8_000_000  # of its content, unpacked
_LARGEST_BOOK = 2**20  # what lists the sheets
_MOST_SHEETS = 12


@dataclass(frozen=True, slots=True)
class Preview:
    """What a first look at a file shows.

    Attributes:
        size: Bytes of the file.
        sheets: The sheets a user can see; empty for text files and where only reading tells.
        sheet_name: The sheet looked at.
        header_row: Row number of the header; 0 where none was found.
        headers: The columns that have a heading, as far as they are shown.
        rows: The first rows below the header.
        columns: How many columns the sheet has, as far as that was seen.
        more_columns: How many of them are not shown.
        more_rows: How many rows are not shown, as the sheet says of itself; None where there are
            more and nobody knows how many.
        looked: Whether anything was looked at; False where the file must be read whole first.
        bytes_read: How much of the content was read.
    """

    size: int
    sheets: tuple[str, ...] = ()
    sheet_name: str = ""
    header_row: int = 0
    headers: tuple[Header, ...] = ()
    rows: tuple[Row, ...] = ()
    columns: int = 0
    more_columns: int = 0
    more_rows: int | None = 0
    looked: bool = True
    bytes_read: int = 0


@dataclass(frozen=True, slots=True)
class _Look:
    """The first rows of one sheet; ``rows`` and ``columns`` count all, None where unknown."""

    grid: Grid
    rows: int | None
    columns: int
    read: int


def preview_table(
    path: Path,
    *,
    sheet: str | None = None,
    header_row: int | None = None,
    known: Collection[str] = (),
) -> Preview:
    """Look at a file without reading all of it.

    Args:
        path: The file.
        sheet: Name of the sheet; left out, the one whose header has most known words.
        header_row: Row number of the header, from 1; left out, it is looked for.
        known: Labels and synonyms that headings may be.

    Raises:
        InputRefused: As ``reader.read_table``, as far as the beginning shows it.
        EnvironmentProblem: The file does not exist or cannot be opened.
    """
    head = head_of(path, _HEAD)
    labels = Labels(known)
    if head.kind is Format.TEXT:
        sheets: tuple[str, ...] = ()
        looks = [_look_at_text(path, head, labels)]
    elif head.kind is Format.XLSX:
        sheets, looks = _look_into_package(path, sheet)
    elif _is_small(path, head):
        sheets, looks = _look_into_book(path, head, sheet)
    else:
        return Preview(head.size, looked=False)
    look, header = _best(looks, header_row, labels)
    return _preview(head.size, sheets, look, header)


def _look_at_text(path: Path, head: Head, labels: Labels) -> _Look:
    grid = read_text_head(path.name, head.begin, labels, whole=head.whole)
    rows = grid.rows[-1].number if grid.rows and head.whole else None
    cut = Grid("", tuple(_narrowed(row) for row in grid.rows[:MOST_ROWS]))
    return _Look(cut, rows, max((len(row.cells) for row in grid.rows), default=0), len(head.begin))


def _narrowed(row: Row) -> Row:
    """Cut a row to what may be shown: a wrong delimiter makes 40,000 columns."""
    return Row(row.number, row.cells[:MOST_COLUMNS])


def _look_into_package(path: Path, sheet: str | None) -> tuple[tuple[str, ...], list[_Look]]:
    """Stream the first rows of the sheets of an .xlsx."""
    try:
        with zipfile.ZipFile(path) as packed:
            if packed.getinfo("xl/workbook.xml").file_size > _LARGEST_BOOK:
                raise damaged(path.name)
            parts = sheet_parts(packed)
            shown = tuple(name for name, (_, seen) in parts.items() if seen)
            wanted = [sheet] if sheet in parts else list(shown[:_MOST_SHEETS])
            looks = []
            for name in wanted:
                head = read_head(packed, parts[name][0])
                rows = max(head.rows, default=0) if head.whole else head.last_row or None
                looks.append(_Look(head.grid(name), rows, head.last_column, head.read))
    except (*BROKEN_PACKAGE, ET.ParseError):
        raise damaged(path.name) from None
    return shown, looks


def _is_small(path: Path, head: Head) -> bool:
    """Whether a file that can only be read whole is read in a blink."""
    if head.size > _READ_WHOLE[head.kind]:
        return False
    if head.kind is not Format.ODS:
        return True
    with zipfile.ZipFile(path) as packed:
        return sum(part.file_size for part in packed.infolist()) <= _LARGEST_ODS


def _look_into_book(
    path: Path, head: Head, sheet: str | None
) -> tuple[tuple[str, ...], list[_Look]]:
    book = Workbook(path.name, read_bytes(path), head.kind)
    shown = tuple(name for name in book.sheet_names if book.is_shown(name))
    wanted = [sheet] if sheet in book.sheet_names else shown[:_MOST_SHEETS]
    looks = []
    for name in wanted:
        grid = book.grid(name)
        rows = tuple(_narrowed(row) for row in grid.rows[:MOST_ROWS])
        widest = max((len(row.cells) for row in grid.rows), default=0)
        last = grid.rows[-1].number if grid.rows else 0
        looks.append(_Look(Grid(name, rows, (), grid.merges), last, widest, head.size))
    return shown, looks


def _best(
    looks: list[_Look], header_row: int | None, labels: Labels
) -> tuple[_Look, HeaderRows | None]:
    """Choose the sheet whose header knows most words.

    Raises:
        InputRefused: ``empty_file``.
    """
    filled = [look for look in looks if look.grid.rows]
    if not filled:
        raise refuse("empty_file", "文件的表格是空的，没有任何内容")
    pairs = []
    for look in filled:
        header = (
            header_at(look.grid, header_row, labels)
            if header_row
            else find_header(look.grid, labels)
        )
        pairs.append((look, header))
    return max(pairs, key=lambda pair: labels.count(pair[1].labels) if pair[1] else -1)


def _preview(size: int, sheets: tuple[str, ...], look: _Look, header: HeaderRows | None) -> Preview:
    last = header.number if header else 0
    body = [row for row in look.grid.rows if row.number > last]
    shown = tuple(
        Row(row.number, tuple(map(_shortened, row.cells[:SHOWN_COLUMNS])))
        for row in body[:SHOWN_ROWS]
    )
    end = shown[-1].number if shown else last
    headers = [
        Header(_short(label), index)
        for index, label in enumerate(header.labels[:SHOWN_COLUMNS] if header else ())
        if label
    ]
    return Preview(
        size, sheets, look.grid.name, last, tuple(headers), shown, look.columns,
        max(0, look.columns - SHOWN_COLUMNS),
        None if look.rows is None else max(0, look.rows - end), bytes_read=look.read,
    )  # fmt: skip


def _shortened(cell: Cell) -> Cell:
    return _short(cell) if isinstance(cell, str) else cell


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
