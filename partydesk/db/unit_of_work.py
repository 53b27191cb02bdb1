"""One unit of work per user action: everything or nothing, journalled and searchable."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import TracebackType
from typing import Self

from sqlalchemy import Engine, event, inspect, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session, UOWTransaction

from partydesk.db import journal, search
from partydesk.db.base import Base
from partydesk.db.bulk import BulkInsert
from partydesk.db.engine import problem_of, translated
from partydesk.db.index_rows import IndexRow
from partydesk.db.journal import ActionRow, ChangeRow, Entry, RowChange
from partydesk.db.models.evaluation import KeyedBallotRow
from partydesk.db.models.papers import PrintJobRow
from partydesk.db.models.records import DraftRow
from partydesk.db.models.workspace import FileRow, SigningKeyRow
from partydesk.domain.changes import Changes
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.failures import failure_of
from partydesk.domain.progress import Progress, silent

#: Tables that are not journalled: the journal itself, what is derived from records, files addressed
#: by their content, which never change, what is typed but not saved or not counted, and how far a
#: printer is.
_UNJOURNALLED = (
    ActionRow, ChangeRow, DraftRow, FileRow, KeyedBallotRow, PrintJobRow, SigningKeyRow,
    search.SearchRow,
)  # fmt: skip
Indexer = Callable[[Base], IndexRow | None]
Written = Mapping[tuple[str, int], RowChange]
#: Rows asked for by number at once; the driver takes no more than 32,766 values.
_BATCH = 500
#: So many row images are written between two looks at the progress.
_IMAGES = 2000


@dataclass(frozen=True, slots=True)
class ActionKind:
    """What is being done.

    Attributes:
        code: Stable English word.
        label: What people read in the history.
        undoable: Whether it can be undone; signing and issuing cannot.
        passive: Whether it only records, so that undo looks past it.
    """

    code: str
    label: str
    undoable: bool = True
    passive: bool = False


def _nothing_follows(session: Session, written: Written) -> None:
    """Leave other records as they are."""
    del session, written


def _nobody_related(session: Session, changes: Collection[RowChange]) -> Iterable[tuple[str, int]]:
    """Name no other record."""
    del session, changes
    return ()


@dataclass(frozen=True, slots=True)
class Consequences:
    """What follows in other records from what an action writes.

    Attributes:
        settle: Brings other records into line, in the same action. An undo brings back what was
            and settles nothing.
        related: Names the records, as table and number, that are found by words of those written.
    """

    settle: Callable[[Session, Written], None] = _nothing_follows
    related: Callable[[Session, Collection[RowChange]], Iterable[tuple[str, int]]] = _nobody_related


class UnitOfWork:
    """A transaction with its journal entry; leaving it without ``commit`` undoes everything.

    Attributes:
        session: The open session; it never leaves the thread or the service.
    """

    def __init__(
        self,
        engine: Engine,
        kind: ActionKind,
        *,
        actor: str,
        now: dt.datetime,
        indexer: Indexer,
        consequences: Consequences = Consequences(),
    ) -> None:
        """Prepare; nothing is opened before ``with``.

        Args:
            engine: The workspace's engine.
            kind: What is being done.
            actor: Who does it.
            now: The moment written in the journal.
            indexer: Gives the search row of a model instance, None for tables without one.
            consequences: What follows in other records.
        """
        self.session = Session(engine, expire_on_commit=False)
        self._engine, self._begun_as = engine, kind.label
        self._kind, self._actor, self._now, self._indexer = kind, actor, now, indexer
        self._consequences = consequences
        self._undoes: int | None = None
        self._only_noted = False
        self._only_tried = False
        self._changes: dict[tuple[str, int], RowChange] = {}
        self._touched: dict[tuple[str, int], Base] = {}
        self._unread: set[tuple[str, int]] = set()
        self._mentioned: set[tuple[str, int]] = set()
        self._bulks: list[BulkInsert] = []
        event.listen(self.session, "after_flush", self._collect)

    def __enter__(self) -> Self:
        """Begin."""
        with translated():
            self.session.begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Roll back whatever was not committed and close; what came to nothing is written down."""
        self.session.close()
        problem = problem_of(error) if isinstance(error, DBAPIError) else None
        if error is not None and not self._only_tried:
            self.record_failure(problem or error)
        if problem is not None:
            raise problem from error

    def relabel(self, label: str) -> None:
        """Say more precisely what was done, once it is known (how many rows, who)."""
        self._kind = ActionKind(self._kind.code, label, self._kind.undoable, self._kind.passive)

    def mark_as_undo_of(self, action: int) -> None:
        """Record that this action takes another one back."""
        self._undoes = action

    def note(self) -> None:
        """Write an entry even though no row moves (numbers shown or exported in full)."""
        self._only_noted = True

    def only_try(self) -> None:
        """Leave no trace of a refusal: nothing is meant to be done, only to be found out."""
        self._only_tried = True

    def mention(self, instance: Base) -> None:
        """Put the action into the history of a row even though nothing of the row itself moves."""
        key = (instance.__tablename__, instance.id)  # type: ignore[attr-defined]
        self._mentioned.add(key)
        self._changes.setdefault(key, RowChange(*key, "update", {}, {}))
        self._touched[key] = instance

    def take_over(self, changes: Iterable[RowChange]) -> None:
        """Journal changes that were written past the session.

        Args:
            changes: Of rows that the session neither holds nor changed. Records among them that
                are still there need :meth:`renew_index`; those that are gone leave it anyhow.
        """
        self._changes.update({(change.table, change.row_id): change for change in changes})

    def renew_index(self, kind: str, record_ids: Iterable[int]) -> None:
        """Index records anew on commit: what they are found by was changed past the session."""
        self._unread.update((kind, number) for number in record_ids)

    def inserting(self, model: type[Base]) -> BulkInsert:
        """Begin to write many new rows of one table past the session; they are journalled too.

        Records among them must be put into the search index by whoever writes them. Nothing else
        may add rows to the table between its inserts.
        """
        self.session.flush()
        bulk = BulkInsert(self.session, model)
        self._bulks.append(bulk)
        return bulk

    def commit(self, progress: Progress = silent) -> Changes:
        """Write the journal entry and the search index, then commit.

        Args:
            progress: Told how many row images are written; the last chance to stop.

        Returns:
            What moved; an empty one when nothing did (then no entry is written either).

        Raises:
            EnvironmentProblem: The disk is full, the file locked and so on; nothing was stored.
            Cancelled: The user asked to stop; nothing was stored.
        """
        with translated():
            self._settle()
            settled = (_settled(change) for change in self._changes.values())
            entries = [
                journal.entry_of_row(one)
                for one in settled
                if not _is_empty(one) or (one.table, one.row_id) in self._mentioned
            ]
            entries.extend(entry for bulk in self._bulks for entry in bulk.entries())
            if not entries and not self._only_noted:
                self.session.commit()
                return Changes()
            action = self._record(entries, progress)
            self._reindex()
            progress(len(entries), len(entries), "写修改记录")
            self.session.commit()
        return Changes(
            frozenset(entry[0] for entry in entries),
            action.id,
            self._kind.label,
            self._kind.undoable,
        )

    def record_failure(self, error: BaseException) -> None:
        """Write down that the act was refused or broke; it is no reason to fail once more."""
        failure = failure_of(self._begun_as, error)
        if failure is None:
            return
        kind = ActionKind(failure.code, failure.label, undoable=False, passive=True)
        told = UnitOfWork(
            self._engine, kind, actor=self._actor, now=self._now, indexer=self._indexer
        )
        told.only_try()
        with contextlib.suppress(EnvironmentProblem, SQLAlchemyError), told:
            told.note()
            told.commit()

    def _settle(self) -> None:
        """Let what follows from the action be written with it."""
        self.session.flush()
        if self._undoes is None:
            self._consequences.settle(self.session, self._changes)
            self.session.flush()
        related = self._consequences.related(self.session, self._changes.values())
        self._unread.update(related)

    def _record(self, entries: Sequence[Entry], progress: Progress) -> ActionRow:
        """Write the action and its row images."""
        previous = journal.last_hash(self.session)
        action = ActionRow(
            id=journal.next_id(self.session),
            code=self._kind.code,
            label=self._kind.label,
            actor=self._actor,
            happened_at=self._now,
            undoable=self._kind.undoable,
            passive=self._kind.passive,
            undoes=self._undoes,
            digest=journal.digest_of_entries(entries),
            previous_hash=previous,
        )
        action.hash = journal.chained(previous, journal.entry_of(action))
        self.session.add(action)
        self.session.flush()
        for done in range(0, len(entries), _IMAGES):
            progress(done, len(entries), "写修改记录")
            journal.write_entries(self.session, action.id, entries[done : done + _IMAGES])
        return action

    def _reindex(self) -> None:
        """Bring the search index up to date with the rows touched."""
        for kind, numbers in _in_batches(self._deleted()):
            search.drop_index(self.session, kind, numbers)
        gone = set(self._deleted())
        rows = [
            self._indexer(instance) for key, instance in self._touched.items() if key not in gone
        ]
        for kind, numbers in _in_batches(self._unread - gone - self._touched.keys()):
            model = _models()[kind]
            wanted = select(model).where(model.id.in_(numbers))  # type: ignore[attr-defined]
            rows.extend(self._indexer(instance) for instance in self.session.scalars(wanted))
        search.write_index(self.session, [row for row in rows if row is not None])

    def _deleted(self) -> list[tuple[str, int]]:
        """Tables and numbers of the rows that are gone."""
        return [key for key, change in self._changes.items() if change.operation == "delete"]

    def _collect(self, session: Session, _context: UOWTransaction) -> None:
        """Take the images of the rows a flush writes (attribute history is still there)."""
        for instance in session.new:
            self._note(instance, "insert")
        for instance in session.dirty:
            if inspect(instance).committed_state:
                self._note(instance, "update")
        for instance in session.deleted:
            self._note(instance, "delete")

    def _note(self, instance: object, operation: str) -> None:
        """Add one row's change to what this unit of work has collected of the row so far."""
        if not isinstance(instance, Base) or isinstance(instance, _UNJOURNALLED):
            return
        change = _change_of(instance, operation)
        key = (change.table, change.row_id)
        earlier = self._changes.get(key)
        self._changes[key] = change if earlier is None else _merged(earlier, change)
        self._touched[key] = instance


def _in_batches(keys: Iterable[tuple[str, int]]) -> Iterator[tuple[str, Sequence[int]]]:
    """Part tables and numbers by table, so many at a time."""
    by_table: dict[str, list[int]] = {}
    for name, number in keys:
        by_table.setdefault(name, []).append(number)
    for name, numbers in by_table.items():
        for start in range(0, len(numbers), _BATCH):
            yield name, numbers[start : start + _BATCH]


@cache
def _models() -> dict[str, type[Base]]:
    """Name of a table → its model."""
    return {mapper.class_.__tablename__: mapper.class_ for mapper in Base.registry.mappers}


def _change_of(instance: Base, operation: str) -> RowChange:
    """Read before and after from the attributes' history."""
    state = inspect(instance)
    mapper = state.mapper
    table = Base.metadata.tables[instance.__tablename__]
    before: journal.Image = {}
    after: journal.Image = {}
    for attribute in mapper.column_attrs:
        # Looking at every column of every row would be half of the time of a change of many.
        if operation == "update" and attribute.key not in state.committed_state:
            continue
        column = attribute.columns[0].name
        history = state.attrs[attribute.key].history
        now = journal.stored(table, column, getattr(instance, attribute.key))
        was = now
        if history.has_changes() and history.deleted:
            was = journal.stored(table, column, history.deleted[0])
        elif history.has_changes() and operation == "update":
            was = None
        if operation != "update" or was != now:
            before[column], after[column] = was, now
    return RowChange(
        table.name,
        instance.id,  # type: ignore[attr-defined]  # every journalled table has a number
        operation,
        None if operation == "insert" else before,
        None if operation == "delete" else after,
    )


def _merged(earlier: RowChange, later: RowChange) -> RowChange:
    """Join two changes of one row within one unit of work."""
    if later.operation == "delete":
        if earlier.operation == "insert":
            return RowChange(later.table, later.row_id, "delete", None, None)
        return RowChange(
            later.table,
            later.row_id,
            "delete",
            {**(later.before or {}), **(earlier.before or {})},
            None,
        )
    if earlier.operation == "delete":  # taken out and put back under the same number
        return RowChange(later.table, later.row_id, "update", earlier.before, later.after)
    return RowChange(
        later.table,
        later.row_id,
        earlier.operation,
        None
        if earlier.operation == "insert"
        else {**(later.before or {}), **(earlier.before or {})},
        {**(earlier.after or {}), **(later.after or {})},
    )


def _settled(change: RowChange) -> RowChange:
    """Leave out the columns of an update that came back to what they were."""
    if change.operation != "update" or change.before is None or change.after is None:
        return change
    before, after = change.before, change.after
    moved = [name for name in after if before.get(name) != after[name]]
    return RowChange(
        change.table,
        change.row_id,
        change.operation,
        {name: before.get(name) for name in moved},
        {name: after[name] for name in moved},
    )


def _is_empty(change: RowChange) -> bool:
    """Whether nothing is left of a change (made and unmade in one action, or set to the same)."""
    return not change.before and not change.after
