"""Taking the rows of one action back, many at a time.

Each change of the journal is reversed only as far as nobody worked on its row since; what cannot
be reversed comes back as a conflict. Rows are compared and written as stored, set by set: taking
an import back row by row cost ten times the import itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Any

from sqlalchemy import (
    Column,
    Table,
    bindparam,
    column,
    delete,
    func,
    insert,
    select,
    table,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from partydesk.db import journal
from partydesk.db.base import Base
from partydesk.db.journal import ChangeRow, Image, RowChange
from partydesk.domain.progress import Progress, silent

#: Rows read and written at once; the driver takes no more than 32,766 values in one question.
_BATCH = 500


class Trouble(Enum):
    """Why a change was not reversed."""

    TOUCHED = "touched"  # a row it made was changed since
    REFERENCED = "referenced"  # a row it made is linked to by others
    EXISTS = "exists"  # a row it deleted is there again
    NO_PLACE = "no_place"  # a row it deleted contradicts what is there now
    GONE = "gone"  # a row it changed was deleted since
    CHANGED = "changed"  # columns it changed were changed again; the others went back
    CLASHES = "clashes"  # the old values belong to somebody else by now


@dataclass(frozen=True, slots=True)
class Conflict:
    """One row that later work stands on.

    Attributes:
        table: The table.
        row_id: The row's number.
        name: What people call the row, where it has a name.
        trouble: Why it was left alone.
        columns: Which of its columns were changed since.
    """

    table: str
    row_id: int
    name: str | None
    trouble: Trouble
    columns: tuple[str, ...] = ()


@dataclass(slots=True)
class Reversed:
    """What taking an action back came to.

    Attributes:
        restored: Rows that are as they were before the action.
        conflicts: Rows that are not, or not wholly.
        changes: What was written, for the journal.
    """

    restored: int
    conflicts: list[Conflict]
    changes: list[RowChange]


def take_back(session: Session, action_id: int, progress: Progress = silent) -> Reversed:
    """Reverse the rows of an action, the last one first; nothing is committed.

    Args:
        session: Open session that holds no rows of the tables concerned.
        action_id: The action.
        progress: Told after each batch; may cancel.

    Raises:
        Cancelled: The user asked to stop.
    """
    outcome = Reversed(0, [], [])
    total = count_changes(session, action_id)
    done = 0
    for batch in _batches(session, action_id):
        troubled = _reverse(session, batch, outcome)
        outcome.restored += len(batch) - troubled
        done += len(batch)
        progress(done, total, "撤销")
    return outcome


def count_changes(session: Session, action_id: int) -> int:
    """Count the rows an action touched."""
    counted = select(func.count()).where(ChangeRow.action_id == action_id)
    return session.scalar(counted) or 0


def _batches(session: Session, action_id: int) -> Iterator[list[RowChange]]:
    """Give the changes of an action from the last to the first, alike ones together."""
    rows = select(
        ChangeRow.id,
        ChangeRow.table_name,
        ChangeRow.row_id,
        ChangeRow.operation,
        ChangeRow.before,
        ChangeRow.after,
    ).where(ChangeRow.action_id == action_id)
    last: int | None = None
    while True:
        further = rows if last is None else rows.where(ChangeRow.id < last)
        page = session.execute(further.order_by(ChangeRow.id.desc()).limit(_BATCH)).all()
        if not page:
            return
        for _, alike in groupby(page, key=lambda row: (row.table_name, row.operation)):
            yield [
                RowChange(row.table_name, row.row_id, row.operation, row.before, row.after)
                for row in alike
            ]
        last = page[-1].id


def _reverse(session: Session, batch: Sequence[RowChange], outcome: Reversed) -> int:
    """Reverse changes of one table and operation; gives how many met a conflict."""
    rows = _Rows(session, Base.metadata.tables[batch[0].table])
    rows.read([change.row_id for change in batch])
    ways: Mapping[str, Callable[[_Rows, RowChange], RowChange | Conflict | None]] = {
        "insert": _removal,
        "delete": _return,
        "update": _setting_back,
    }
    way = ways[batch[0].operation]
    if batch[0].operation == "insert":
        rows.find_references()
    before = len(outcome.conflicts)
    wanted: list[RowChange] = []
    for change in batch:
        found = way(rows, change)
        if isinstance(found, Conflict):
            outcome.conflicts.append(found)
        elif found is not None:
            wanted.append(found)
    clash = {"insert": Trouble.REFERENCED, "delete": Trouble.NO_PLACE, "update": Trouble.CLASHES}
    partly = [_later(rows, change) for change in batch] if way is _setting_back else []
    refused = rows.write(wanted, outcome.changes)
    clashing = {change.row_id for change in refused}
    outcome.conflicts.extend(c for c in partly if c is not None and c.row_id not in clashing)
    outcome.conflicts.extend(rows.conflict(change, clash[batch[0].operation]) for change in refused)
    return len(outcome.conflicts) - before


def _removal(rows: _Rows, change: RowChange) -> RowChange | Conflict | None:
    """Say how a row that the action made is deleted; None where it is gone already."""
    now = rows.now.get(change.row_id)
    if now is None:
        return None
    touched = rows.differing(change.row_id, change.after or {})
    if touched:
        return rows.conflict(change, Trouble.TOUCHED, touched)
    if change.row_id in rows.referenced:
        return rows.conflict(change, Trouble.REFERENCED)
    return RowChange(change.table, change.row_id, "delete", now, None)


def _return(rows: _Rows, change: RowChange) -> RowChange | Conflict:
    """Say how a deleted row is inserted again under its own number."""
    if change.row_id in rows.now:
        return rows.conflict(change, Trouble.EXISTS)
    return RowChange(change.table, change.row_id, "insert", None, rows.whole(change.before or {}))


def _setting_back(rows: _Rows, change: RowChange) -> RowChange | Conflict | None:
    """Say how the columns get their old values where nobody changed them since."""
    now = rows.now.get(change.row_id)
    if now is None:
        return rows.conflict(change, Trouble.GONE)
    later = rows.differing(change.row_id, change.after or {})
    back = {
        name: value
        for name, value in (change.before or {}).items()
        if name in now and name not in later
    }
    if not back:
        return None
    return RowChange(change.table, change.row_id, "update", {n: now[n] for n in back}, back)


def _later(rows: _Rows, change: RowChange) -> Conflict | None:
    """Name the columns of a changed row that were changed again."""
    if change.row_id not in rows.now:
        return None
    later = rows.differing(change.row_id, change.after or {})
    return rows.conflict(change, Trouble.CHANGED, later) if later else None


class _Rows:
    """Rows of one table as they are stored, without the types of the columns.

    Attributes:
        now: Number → stored values by column.
        referenced: Numbers of rows that rows of other tables link to.
    """

    def __init__(self, session: Session, described: Table) -> None:
        self._session, self._described = session, described
        self._columns = [one.name for one in described.columns]
        self._table = table(described.name, *(column(name) for name in self._columns))
        self.now: dict[int, Image] = {}
        self.referenced: set[int] = set()

    def read(self, numbers: Sequence[int]) -> None:
        """Read rows by their numbers."""
        wanted = select(self._table).where(self._table.c.id.in_(numbers))
        self.now = {row.id: dict(row._mapping) for row in self._session.execute(wanted)}  # noqa: SLF001 - SQLAlchemy's public name

    def find_references(self) -> None:
        """Find which of the rows others link to.

        Links within the table are left to the foreign key: the linking row may be about to go.
        """
        for link in links_to(self._described):
            found = select(link).where(link.in_(list(self.now))).distinct()
            self.referenced.update(self._session.scalars(found))

    def differing(self, number: int, image: Image) -> tuple[str, ...]:
        """Name the columns that do not hold what an image says."""
        now = self.now[number]
        return tuple(name for name, value in image.items() if name in now and now[name] != value)

    def whole(self, image: Image) -> Image:
        """Fill in the columns that are younger than an image."""
        return {
            name: image[name] if name in image else journal.blank(self._described, name)
            for name in self._columns
        }

    def conflict(
        self, change: RowChange, trouble: Trouble, columns: tuple[str, ...] = ()
    ) -> Conflict:
        """Say why a change is not reversed, and of what row."""
        image = self.now.get(change.row_id) or {}
        name = image.get("name") or (change.before or change.after or {}).get("name")
        return Conflict(change.table, change.row_id, name, trouble, columns)

    def write(self, wanted: Sequence[RowChange], written: list[RowChange]) -> list[RowChange]:
        """Write changes of one operation, halving a batch until those that cannot be are alone.

        Args:
            wanted: The changes, in the order in which they must be written.
            written: Takes those that were.

        Returns:
            Those that contradict other rows.
        """
        if not wanted:
            return []
        try:
            with self._session.begin_nested():
                self._write(wanted)
        except IntegrityError:
            if len(wanted) == 1:
                return list(wanted)
            middle = len(wanted) // 2
            return self.write(wanted[:middle], written) + self.write(wanted[middle:], written)
        written.extend(wanted)
        return []

    def _write(self, wanted: Sequence[RowChange]) -> None:
        operation = wanted[0].operation
        if operation == "delete":
            numbers = [change.row_id for change in wanted]
            self._session.execute(delete(self._table).where(self._table.c.id.in_(numbers)))
        elif operation == "insert":
            self._session.execute(insert(self._table), [change.after or {} for change in wanted])
        else:
            self._update(wanted)

    def _update(self, wanted: Sequence[RowChange]) -> None:
        """Set values in the order given; columns that only other rows change keep theirs."""
        moved = sorted({name for change in wanted for name in change.after or {}})
        statement = (
            update(self._table)
            .where(self._table.c.id == bindparam("number_of_row"))
            .values({name: bindparam(f"to_{name}") for name in moved})
        )
        values = [
            {
                "number_of_row": change.row_id,
                **{
                    f"to_{name}": (change.after or {}).get(name, self.now[change.row_id][name])
                    for name in moved
                },
            }
            for change in wanted
        ]
        self._session.connection().execute(statement, values)


def links_to(target: Table) -> list[Column[Any]]:
    """List the columns of other tables that link to a table's rows."""
    return [
        key.parent
        for other in Base.metadata.tables.values()
        if other is not target
        for key in other.foreign_keys
        if key.column.table is target
    ]
