"""Columns that hold several fields, and fields that stand in several columns.

Both are turned into plain columns, one for each field, before any cell is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from partydesk.domain.errors import Note
from partydesk.domain.fields import Field, Kind
from partydesk.domain.values import Cell
from partydesk.domain.values.cells import one_line, says_nothing, text_of
from partydesk.domain.values.choices import word_of
from partydesk.exchange.grid import Row
from partydesk.exchange.headers import Header
from partydesk.exchange.mapping import Mapped, Mapping, part_of

_STRONG = re.compile(r"[/／、，,;；\n\r()（）\[\]【】|]+")
_WEAK = re.compile(r"\s+")
_BEFORE_DIGITS = re.compile(r"([^\d(（]+)([(（]?\d.*)", re.DOTALL)
_NUMBERED = frozenset(
    {Kind.PHONE, Kind.CITIZEN_NUMBER, Kind.CREDIT_CODE, Kind.DATE, Kind.PARTIAL_DATE, Kind.MONEY}
)


@dataclass(frozen=True, slots=True)
class PlainColumns:
    """Rows and columns in which every field has one column.

    Attributes:
        columns: The columns.
        rows: The rows; what was split or joined stands in cells behind the last one.
    """

    columns: tuple[Mapped, ...]
    rows: Sequence[Row]


def plain_columns(rows: Sequence[Row], mapping: Mapping) -> PlainColumns:
    """Give every field a column of its own.

    Args:
        rows: The rows as they stand in the sheet.
        mapping: What its columns mean.
    """
    by_field: dict[str, list[Mapped]] = {}
    for mapped in mapping.columns:
        by_field.setdefault(mapped.field.name, []).append(mapped)
    if all(len(every) == 1 and not every[0].among for every in by_field.values()):
        return PlainColumns(mapping.columns, rows)
    width = max((len(row.cells) for row in rows), default=0)
    shares = {
        every[0].header: _split_column(rows, every[0])
        for every in by_field.values()
        if every[0].among
    }
    columns: list[Mapped] = []
    added: list[list[Cell]] = []
    for every in by_field.values():
        first = every[0]
        if len(every) == 1 and not first.among:
            columns.append(first)
            continue
        columns.append(replace(first, header=Header(_labels(every), width + len(added)), among=()))
        if len(every) > 1:
            added.append(_joined_column(rows, _in_order(every)))
        else:
            place = [field.name for field in first.among].index(first.field.name)
            added.append([pieces[place] for pieces in shares[first.header]])
    behind = list(zip(*added, strict=True))
    return PlainColumns(
        tuple(columns),
        [
            Row(row.number, (*row.cells, *([None] * (width - len(row.cells))), *more))
            for row, more in zip(rows, behind, strict=True)
        ],
    )


def _labels(every: Sequence[Mapped]) -> str:
    return "＋".join(mapped.header.label for mapped in _in_order(every))


def _in_order(every: Sequence[Mapped]) -> list[Mapped]:
    """Order the columns of one field as its parts are joined."""
    return sorted(
        every, key=lambda one: (part_of(one.field, one.header.label), one.header.column_index)
    )


def _joined_column(rows: Sequence[Row], every: Sequence[Mapped]) -> list[Cell]:
    indexes = [mapped.header.column_index for mapped in every]
    return [_joined([row.cell(index) for index in indexes]) for row in rows]


def _joined(cells: Sequence[Cell]) -> Cell:
    """Join the parts that say something; what the text before ends with is not said again."""
    text = ""
    for part in (one_line(text_of(cell)) for cell in cells):
        if not says_nothing(part) and not text.endswith(part):
            text = f"{text} {part}" if text else part
    return text or None


def _split_column(rows: Sequence[Row], mapped: Mapped) -> list[tuple[Cell, ...]]:
    index = mapped.header.column_index
    known: dict[tuple[type, Cell], tuple[Cell, ...]] = {}
    found = []
    for row in rows:
        cell = row.cell(index)
        key = (type(cell), cell)
        if key not in known:
            known[key] = split_cell(cell, mapped.among)
        found.append(known[key])
    return found


def split_cell(cell: Cell, fields: Sequence[Field]) -> tuple[Cell, ...]:
    """Cut a cell that holds several fields into one cell for each.

    A word of a fixed list goes to its field wherever it stands; the other pieces are taken in the
    order of the heading, and what is left over stays with the last.

    Args:
        cell: The cell: 男/蒙古族, 王芳（女）, 张干事 13800000004.
        fields: The fields that its heading names.
    """
    pieces = _pieces(text_of(cell), fields)
    given: dict[str, str] = {}
    for field in fields:
        if field.choices is None:
            continue
        for piece in pieces:
            if word_of(field.choices, piece) is not None:
                given[field.name] = piece
                pieces.remove(piece)
                break
    for field in fields:
        if field.name not in given and pieces:
            given[field.name] = pieces.pop(0)
    if pieces:
        last = [field for field in fields if field.choices is None or len(fields) == 1][-1:]
        name = (last or fields[-1:])[0].name
        given[name] = " ".join([given.get(name, ""), *pieces]).strip()
    return tuple(given.get(field.name) for field in fields)


def _pieces(text: str, fields: Sequence[Field]) -> list[str]:
    """Cut a text where a number begins, else at the strongest marks it has."""
    words_then_number = fields[-1].kind in _NUMBERED and len(fields) == 2  # noqa: PLR2004
    found = _BEFORE_DIGITS.fullmatch(text.strip()) if words_then_number else None
    if found:
        return [_STRONG.sub(" ", found[1]).strip(), found[2]]
    for cut in (_STRONG, _WEAK):
        pieces = [piece.strip() for piece in cut.split(text) if piece.strip()]
        if len(pieces) > 1:
            return pieces
    whole = text.strip()
    for field in fields:
        for word in field.choices or ():
            if whole.startswith(word.value) and whole != word.value:
                return [word.value, whole[len(word.value) :]]
    return [whole] if whole else []


def parted_notes(sheet: str, header_row: int, mapping: Mapping) -> Iterator[Note]:
    """Tell which columns are split, and which are joined.

    Args:
        sheet: Name of the sheet.
        header_row: Row of its header.
        mapping: What its columns mean.
    """
    told: set[Header] = set()
    by_field: dict[str, list[Mapped]] = {}
    for mapped in mapping.columns:
        by_field.setdefault(mapped.field.name, []).append(mapped)
        if mapped.among and mapped.header not in told:
            told.add(mapped.header)
            words = "、".join(field.label for field in mapped.among)
            message = f"“{mapped.header.label}”一列按{words}拆开读取；不对时请在“列的对应”里改"
            yield Note("split_column", message, sheet, header_row, mapped.header.label)
    for every in by_field.values():
        if len(every) > 1:
            named = "".join(f"“{one.header.label}”" for one in _in_order(every))
            message = f"{named}合并填入{every[0].field.label}，中间空一格；不对时请在“列的对应”里改"
            yield Note("joined_columns", message, sheet, header_row, every[0].header.label)
