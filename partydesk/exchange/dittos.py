"""Ditto marks: 同上 and 〃 in a cell mean what stands above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from partydesk.domain.errors import Note
from partydesk.domain.fields import Field, Kind
from partydesk.domain.values import Cell
from partydesk.domain.values.cells import LONGEST_DITTO, says_ditto
from partydesk.exchange.grid import Row, columns_of
from partydesk.exchange.mapping import Mapping
from partydesk.exchange.reader import Table

#: Name of the field by which an exported sheet finds its records again.
RECORD_NUMBER = "id"
_FILLED = frozenset({
    Kind.TEXT, Kind.LONG_TEXT, Kind.CHOICE, Kind.DICTIONARY, Kind.MULTI, Kind.DATE,
    Kind.PARTIAL_DATE, Kind.YES_NO,
})  # fmt: skip


def filled_dittos(table: Table, mapping: Mapping) -> Table:
    """Put what is meant in the place of ditto marks, with one note for each column.

    Names, numbers and amounts are never filled: nobody has the name of the person above, and who
    counts must write what he counted. There the mark is refused, or warned of, when it is read.

    Args:
        table: The table as read.
        mapping: What its columns mean; columns that fill nothing stay as they are.
    """
    if any(mapped.field.name == RECORD_NUMBER for mapped in mapping.columns):
        return table  # our own export: a record may really say “ or 同上
    rows = list(table.rows)
    notes: list[Note] = []
    columns: dict[int, tuple[str, list[Field]]] = {}
    for mapped in mapping.columns:
        place = columns.setdefault(mapped.header.column_index, (mapped.header.label, []))
        place[1].append(mapped.field)
    cells = columns_of(rows, columns)
    for (index, (label, fields)), column in zip(columns.items(), cells, strict=True):
        if not all(field.kind in _FILLED and not field.required for field in fields):
            continue
        filled, lone = _fill(rows, index, column)
        if filled:
            message = f"“{label}”一列有 {filled} 处“同上”之类的记号，已按上一行的内容读取"
            notes.append(Note("ditto_filled", message, table.sheet_name, 0, label))
        if lone:
            message = "写的是“同上”，但上面没有内容，按空白读取"
            notes.append(Note("ditto_lone", message, table.sheet_name, lone, label))
    if not notes:
        return table
    return replace(table, rows=tuple(rows), notes=(*table.notes, *notes))


def _fill(rows: list[Row], index: int, cells: Sequence[Cell]) -> tuple[int, int]:
    """Fill one column; gives how many were filled, and the row of a mark with nothing above."""
    if not any(map(_is_ditto, set(cells))):
        return 0, 0
    filled, lone = 0, 0
    above: Cell = None
    for place, cell in enumerate(cells):
        if not _is_ditto(cell):
            above = cell
            continue
        rows[place] = replace(rows[place], cells=_with(rows[place].cells, index, above))
        filled += above is not None
        lone = lone or (rows[place].number if above is None else 0)
    return filled, lone


def _is_ditto(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= LONGEST_DITTO and says_ditto(cell)


def _with(cells: Sequence[Cell], index: int, cell: Cell) -> tuple[Cell, ...]:
    return (*cells[:index], cell, *cells[index + 1 :])
