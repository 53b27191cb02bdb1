"""One row of a sheet on its way in: its cells, what is said of it, what would become of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from sqlalchemy.orm import Session

from partydesk.domain.changes import FieldChange
from partydesk.domain.errors import Note, Reason
from partydesk.domain.fields import Field, Kind
from partydesk.domain.values import Cell, ValueRefused, mask_personal, parse, show
from partydesk.domain.values.cells import text_of

#: The column by which a sheet that the program exported finds its records again.
RECORD_NUMBER = Field(
    "记录号", Kind.INTEGER, name="id", hint="由程序导出时带出，请勿改动；新增的行留空"
)


@dataclass(frozen=True, slots=True)
class ReadCell:
    """A cell with the field it fills; a money field has the unit that its heading names."""

    field: Field
    cell: Cell


Write = Callable[[Session], object]


Words = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A row that looks like a record without being certainly the same.

    Attributes:
        row: Row of the sheet.
        existing: 记录号 of the record; 0 where the twin stands in the same sheet.
        reason: Why they look alike.
    """

    row: int
    existing: int
    reason: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What would become of one row.

    Attributes:
        row: Row of the sheet.
        outcome: ``created``, ``updated``, ``unchanged`` or ``rejected``.
        label: What people call the record.
        changes: The fields that would move, old and new.
        write: Stores it; None where nothing is to be stored.
    """

    row: int
    outcome: str
    label: str
    changes: tuple[FieldChange, ...] = ()
    write: Write | None = field(default=None, repr=False, compare=False)


@dataclass(slots=True)
class RowReport:
    """Collects what is to be said of one row.

    Attributes:
        sheet: Name of the sheet.
        row: Row of the sheet.
        headers: Field name → header of its column.
    """

    sheet: str
    row: int
    headers: Mapping[str, str]
    problems: list[Note] = field(default_factory=list)
    warnings: list[Note] = field(default_factory=list)

    def refuse(self, reason: Reason, of: Field | None = None, value: str = "") -> None:
        """Say why the row cannot be stored."""
        self.problems.append(self._note(reason, of, value))

    def warn(self, reason: Reason, of: Field | None = None, value: str = "") -> None:
        """Say what deserves attention."""
        self.warnings.append(self._note(reason, of, value))

    def _note(self, reason: Reason, of: Field | None, value: str) -> Note:
        column = "" if of is None else self.headers.get(of.name, of.label)
        message, value = mask_personal(reason.message), mask_personal(value)
        return Note(reason.code, message, self.sheet, self.row, column, value)


Cells = Mapping[str, ReadCell]


class Planner(Protocol):
    """Plans rows one after another; it remembers those before."""

    duplicates: list[Duplicate]

    def plan(self, cells: Cells, report: RowReport) -> PlannedRow:
        """Say what would become of a row; problems go into the report."""


def shown_cell(field: Field, cell: Cell) -> str:
    """Write a cell for a report: short, personal numbers masked."""
    if cell is None:
        return ""
    text = str(cell) if isinstance(cell, float) else text_of(cell)
    return show(field, text) if field.sensitive else mask_personal(text)[:80]


def masked_cells(cells: Cells) -> list[tuple[Field, str]]:
    """List the cells whose number is hidden behind stars, as in our own export."""
    return [(one.field, text_of(one.cell).strip()) for one in cells.values() if _is_masked(one)]


def _is_masked(read: ReadCell) -> bool:
    return read.field.sensitive and isinstance(read.cell, str) and "**" in read.cell


def read_cells(
    cells: Cells, report: RowReport, today: dt.date, words: Words
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the cells of a row.

    Returns:
        Field name → value for the columns of the sheet, and label → raw text that could not be
        turned into a value but must not be lost.
    """
    values: dict[str, Any] = {}
    kept: dict[str, str] = {}
    for name, read in cells.items():
        field, cell = read.field, read.cell
        if _is_masked(read):
            continue  # see masked_cells: the number stays as it is
        try:
            parsed = parse(field, cell, today=today, words=words.get(field.dictionary, ()))
        except ValueRefused as problem:
            report.refuse(problem.reason, field, shown_cell(field, cell))
            continue
        values[name] = parsed.value
        if parsed.keep:
            kept[field.label] = parsed.keep
        for warning in parsed.warnings:
            report.warn(warning, field, shown_cell(field, cell))
    return values, kept
