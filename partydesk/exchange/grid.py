"""The plain grid of one sheet, before anybody has said what its rows mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from partydesk.domain.values import Cell

#: Beyond this a whole number in a spreadsheet is no longer exact.
_EXACT = 10**15
_NUMBERS = frozenset({int, float, bool})


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet.

    Attributes:
        number: Row number of the sheet itself, counting from 1.
        cells: Its cells from the first column on; an empty cell is None.
    """

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column_index: int) -> Cell:
        """Give a cell; columns behind the last one are empty."""
        return self.cells[column_index] if column_index < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged block; all numbers count from 0 and include the last."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet.

    Attributes:
        name: Name of the sheet; empty for text files.
        rows: The rows that hold anything.
        blank_rows: Numbers of the rows that exist but hold nothing (formatted, or only spaces).
        merges: Merged blocks.
        uncounted: Places (B2) of formulas whose result was not saved with the file.
        errors: Places of formulas that show an error (#REF!) instead of a result.
        stray_quotes: Whether quotation marks of a text file do not pair up.
    """

    name: str
    rows: tuple[Row, ...]
    blank_rows: tuple[int, ...] = ()
    merges: tuple[Merge, ...] = ()
    uncounted: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    stray_quotes: bool = False


def cell_of(value: object) -> Cell:
    """Turn what a file library gives into a cell: empty is None, whole numbers are int."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT:
        return int(value)
    if value is None or isinstance(value, bool | int | float | dt.datetime | dt.date):
        return value
    return str(value)


class Cells(dict[object, Cell]):
    """Turns values into cells as :func:`cell_of` does, equal values into one and the same cell.

    A register says the same thousands of times; whoever goes through its cells later meets few
    objects in place of hundreds of thousands.
    """

    def __missing__(self, value: object) -> Cell:
        """Take a value not met before."""
        return self.setdefault(value, cell_of(value))

    def of_row(self, values: Sequence[object]) -> tuple[Cell, ...]:
        """Turn a row of a file library into cells."""
        if bool in map(type, values):
            return tuple(map(cell_of, values))  # True is equal to 1 and yet another cell
        return tuple(map(self.__getitem__, values))


def keys_of(values: Sequence[object]) -> Sequence[Hashable]:
    """Give for each value what tells it from others: 1, 1.0 and True are equal and yet three."""
    if len(_NUMBERS.intersection(map(type, values))) > 1:
        return [(type(value), value) if type(value) in _NUMBERS else value for value in values]
    return values


def columns_of(rows: Sequence[Row], places: Iterable[int]) -> list[tuple[Cell, ...]]:
    """Take columns out of rows; behind its last cell a row is empty.

    Args:
        rows: The rows.
        places: Places of the columns, from 0.
    """
    columns = list(zip_longest(*(row.cells for row in rows)))
    empty = (None,) * len(rows)
    return [columns[place] if place < len(columns) else empty for place in places]


def column_letters(column_index: int) -> str:
    """Name a column as spreadsheets do: 0 → A, 26 → AA."""
    letters = ""
    number = column_index + 1
    while number:
        number, digit = divmod(number - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
