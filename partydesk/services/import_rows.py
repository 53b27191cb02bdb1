"""One row of a sheet on its way in: what would become of it, and what is stored then."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, overload, runtime_checkable

from sqlalchemy.orm import Session

from partydesk.domain.changes import FieldChange
from partydesk.domain.field_changes import field_change
from partydesk.domain.fields import Field, Kind
from partydesk.services.import_cells import ReadCell, RowCells, RowReport, Words

__all__ = [
    "RECORD_NUMBER",
    "Duplicate",
    "PlannedRow",
    "Planner",
    "ReadCell",
    "RecordChanges",
    "RecordUpdate",
    "RowCells",
    "RowReport",
    "Words",
    "Write",
]

#: The column by which a sheet that the program exported finds its records again.
RECORD_NUMBER = Field(
    "记录号", Kind.INTEGER, name="id", hint="由程序导出时带出，请勿改动；新增的行留空"
)

Write = Callable[[Session], object]


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


class RecordChanges(Sequence[FieldChange]):
    """The fields that would move, as words on screen; worked out when somebody looks.

    A large sheet has hundreds of thousands of them, and a page shows a few dozen.
    """

    def __init__(self, fields: Sequence[Field], before: Any, after: Any) -> None:  # noqa: ANN401
        """Compare two records; ``before`` is None for a new one."""
        self._fields, self._before, self._after = fields, before, after

    def _found(self) -> tuple[FieldChange, ...]:
        changes = []
        for one in self._fields:
            old = None if self._before is None else getattr(self._before, one.name)
            new = getattr(self._after, one.name)
            if old != new and not (self._before is None and new in (None, ())):
                changes.append(field_change(one, old, new))
        return tuple(changes)

    @overload
    def __getitem__(self, index: int) -> FieldChange: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[FieldChange]: ...
    def __getitem__(self, index: int | slice) -> FieldChange | Sequence[FieldChange]:
        return self._found()[index]

    def __len__(self) -> int:
        return len(self._found())

    def __iter__(self) -> Iterator[FieldChange]:
        return iter(self._found())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._found() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._found())


@dataclass(frozen=True, slots=True)
class RecordUpdate:
    """The values a row brings to a stored record.

    Attributes:
        record_id: 记录号.
        moved: Field name → new value.
    """

    record_id: int
    moved: Mapping[str, Any]

    def applied(self, record: Any) -> Any:  # noqa: ANN401 - a record of any pool
        """Give the record with the new values."""
        return dataclasses.replace(record, **self.moved)


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """What would become of one row.

    Attributes:
        row: Row of the sheet.
        outcome: ``created``, ``updated``, ``unchanged`` or ``rejected``.
        label: What people call the record.
        changes: The fields that would move, old and new.
        write: Stores a row of a round's sheet; None where nothing is to be stored.
        new: A pool's new record.
        update: What changes in a pool's record.
        together: What the row is a part of, where rows come in whole or not at all.
    """

    row: int
    outcome: str
    label: str
    changes: Sequence[FieldChange] = ()
    write: Write | None = field(default=None, repr=False, compare=False)
    new: object = field(default=None, repr=False, compare=False)
    update: RecordUpdate | None = field(default=None, repr=False, compare=False)
    together: object = None

    @property
    def brings(self) -> bool:
        """Whether there is anything to store."""
        return self.outcome in {"created", "updated"}


class Planner(Protocol):
    """Plans rows one after another; it remembers those before."""

    duplicates: list[Duplicate]

    def plan(self, cells: RowCells, report: RowReport) -> PlannedRow:
        """Say what would become of a row; problems go into the report."""


@runtime_checkable
class SheetPlanner(Planner, Protocol):
    """Plans rows that stand or fall together, once it has met all of them."""

    def finish(self) -> Mapping[int, PlannedRow]:
        """Say what becomes of rows: their number → what is planned; problems go into reports."""
