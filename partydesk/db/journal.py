"""The journal: who did what, row by row, in a chain that cannot be changed unseen.

Each action stands with the rows it touched, before and after, written in the same transaction.
From it come a record's history, durable undo and the audit trail. The chain covers a digest of
the row images, so that images can be purged one day without breaking it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Table, func, select, type_coerce
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.orm import Mapped, Session, mapped_column

from partydesk.db.base import KEEP_NUMBERS, Base, Json
from partydesk.db.engine import last_number
from partydesk.db.many_rows import insert_rows
from partydesk.domain.evidence import Break, BreakKind, Head

_DIALECT = sqlite_dialect()
#: As ``base.Json`` writes; one encoder for all, for the making of each costs as much as its work.
_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
Image = dict[str, Any]
#: One row's change as the journal writes it: table, number, operation, before and after as text.
Entry = tuple[str, int, str, str, str]
#: What is written of an entry, in the order of the table's columns.
_COLUMNS = ("action_id", "table_name", "row_id", "operation", "before", "after")
_Process = Callable[[Any], Any]
#: Rows read at once while the chain is walked through.
_AT_ONCE = 2000


class ActionRow(Base):
    """One action of a user.

    Attributes:
        code: Stable English word of the kind of action.
        label: What people read.
        actor: Who.
        undoable: Whether it can be undone.
        passive: Whether it only records (a print): undo looks past it.
        undoes: The action this one took back.
        digest: SHA-256 of the row images.
        hash: SHA-256 of the previous hash and this entry.
        purged_by: The last action that took people's data out of the label and the row images; the
            digest stays, and the chain with it. What is left was sealed by that action.
    """

    __tablename__ = "actions"
    __table_args__ = KEEP_NUMBERS

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    label: Mapped[str]
    actor: Mapped[str]
    happened_at: Mapped[dt.datetime]
    undoable: Mapped[bool]
    passive: Mapped[bool]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))
    digest: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]
    purged_by: Mapped[int | None] = mapped_column(ForeignKey("actions.id"))


class ChangeRow(Base):
    """One row that an action touched.

    Attributes:
        table_name: The table.
        row_id: The row's number.
        operation: ``insert``, ``update`` or ``delete``.
        before: Columns before (all for a delete, the changed ones for an update).
        after: Columns after (all for an insert, the changed ones for an update).
    """

    __tablename__ = "changes"
    __table_args__ = (Index("ix_changes_row", "table_name", "row_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("actions.id"), index=True)
    table_name: Mapped[str]
    row_id: Mapped[int]
    operation: Mapped[str]
    before: Mapped[Image | None] = mapped_column(Json())
    after: Mapped[Image | None] = mapped_column(Json())


@dataclass(slots=True)
class RowChange:
    """A change while it is being collected."""

    table: str
    row_id: int
    operation: str
    before: Image | None
    after: Image | None


def stored(table: Table, column: str, value: object) -> object:
    """Turn a Python value into what the column stores (JSON-able)."""
    write, _ = _processors(table, column)
    return write(value) if write is not None and value is not None else value


def restored(table: Table, column: str, plain: object) -> object:
    """Turn a stored value back into the Python value of the column."""
    _, read = _processors(table, column)
    return read(plain) if read is not None and plain is not None else plain


def blank(table: Table, column: str) -> object:
    """What the column stores where a row says nothing of it."""
    write = writer(table, column)
    return write(None) if write is not None else None


def writer(table: Table, column: str) -> Callable[[object], object] | None:
    """Give what turns any value of a column into what it stores; None where it stays as it is."""
    return _processors(table, column)[0]


@cache
def _processors(table: Table, column: str) -> tuple[_Process | None, _Process | None]:
    """What the dialect does to a column's values in and out; an import asks very often."""
    kind = table.c[column].type.dialect_impl(_DIALECT)
    return kind.bind_processor(_DIALECT), kind.result_processor(_DIALECT, None)


def entry_of_row(change: RowChange) -> Entry:
    """Write a row's change down as text."""
    before, after = as_text(change.before), as_text(change.after)
    return change.table, change.row_id, change.operation, before, after


def digest_of_entries(entries: Iterable[Entry]) -> str:
    """SHA-256 of the row images in order."""
    digest = hashlib.sha256(b"[")
    separator = ""
    for table, row_id, operation, before, after in entries:
        plain = f'{separator}["{table}",{row_id},"{operation}",{before},{after}]'
        digest.update(plain.encode())
        separator = ","
    digest.update(b"]")
    return digest.hexdigest()


def write_entries(session: Session, action_id: int, entries: Sequence[Entry]) -> None:
    """Store row images of an action; nothing is committed."""
    # Past the column types: the images are the text that would be stored already.
    table = Base.metadata.tables[ChangeRow.__tablename__]
    insert_rows(session, table, _COLUMNS, [(action_id, *entry) for entry in entries])


def chained(previous_hash: str, entry: dict[str, object]) -> str:
    """SHA-256 that ties an entry to everything before it."""
    return _sha256([previous_hash, entry])


def as_text(value: object) -> str:
    """Write plain data as the one JSON text it has: stable order, no spaces."""
    if value is None:
        return "null"
    if type(value) is int:
        return str(value)
    if type(value) is str:
        return encode_basestring(value)  # what the encoder itself calls in the end
    return _JSON.encode(value)


def as_texts(values: Collection[object]) -> Iterable[str]:
    """Write many values as :func:`as_text` does."""
    write: Callable[[Any], str] = as_text
    if set(map(type, values)) == {str}:
        write = encode_basestring
    return map(write, values)


def _sha256(value: object) -> str:
    return hashlib.sha256(as_text(value).encode()).hexdigest()


def entry_of(action: ActionRow) -> dict[str, object]:
    """Give the columns of an action that the chain covers."""
    return {
        "id": action.id,
        "code": action.code,
        "label": action.label,
        "actor": action.actor,
        "happened_at": action.happened_at.astimezone(dt.UTC).isoformat(timespec="milliseconds"),
        "undoable": action.undoable,
        "passive": action.passive,
        "undoes": action.undoes,
        "digest": action.digest,
    }


def last_hash(session: Session) -> str:
    """Hash of the newest action; empty before the first."""
    newest = select(ActionRow.hash).order_by(ActionRow.id.desc()).limit(1)
    return session.scalar(newest) or ""


def next_id(session: Session) -> int:
    """Number of the next action; a gap shows that actions were removed."""
    return last_number(session, ActionRow.__tablename__) + 1


def head_of(session: Session) -> Head:
    """Give the end of the journal as it stands, for papers and backups."""
    newest = select(ActionRow.id, ActionRow.hash).order_by(ActionRow.id.desc()).limit(1)
    found = session.execute(newest).first()
    if found is None:
        return Head(0, 0, "")
    count = session.scalar(select(func.count()).select_from(ActionRow)) or 0
    return Head(found.id, count, found.hash)


def broken_links(session: Session) -> list[int]:
    """List the actions whose entry, images or place in the chain are not what was written."""
    return list(dict.fromkeys(one.action for one in breaks_of(session)))


def breaks_of(session: Session, heads: Iterable[Head] = ()) -> list[Break]:
    """Say what is wrong with the chain.

    Actions cut off at the end leave nothing that could be compared: they are told by the highest
    number the table has ever given, and by heads that were printed while they were there. Of a
    chain that was written anew only such heads tell.

    Args:
        session: Open session.
        heads: As they were printed or kept elsewhere.

    Returns:
        In the order of the actions; empty where nothing is wrong.
    """
    found: list[Break] = []
    places: dict[int, tuple[int, str]] = {}
    before: ActionRow | None = None
    images, seals = _images_by_action(session), _seals(session)
    actions = select(ActionRow).order_by(ActionRow.id).execution_options(yield_per=_AT_ONCE)
    for count, action in enumerate(session.scalars(actions), 1):
        found.extend(
            Break(action.id, kind)
            for kind in _faults_of(action, before, images.of(action.id), seals.get(action.id))
        )
        places[action.id] = count, action.hash
        before = action
    newest, last = last_number(session, ActionRow.__tablename__), before.id if before else 0
    if newest > last:
        found.append(Break(newest, BreakKind.CUT))
    for head in dict.fromkeys(heads):
        kind = _contradiction(head, places, last)
        if kind is not None:
            found.append(Break(head.sequence, kind, head))
    return sorted(found, key=lambda one: one.action)


def _faults_of(
    action: ActionRow,
    before: ActionRow | None,
    entries: list[Entry],
    sealed: tuple[int, str] | None,
) -> Iterator[BreakKind]:
    """Hold an action against the one before it, its row images and its own hash.

    Of an action that was purged neither is what it was; there the seal of the purge holds.
    """
    if action.id != (before.id if before else 0) + 1:
        yield BreakKind.MISSING
    elif action.previous_hash != (before.hash if before else ""):
        yield BreakKind.MISPLACED
    found = digest_of_entries(entries)
    if action.purged_by is not None:
        if sealed != (action.purged_by, seal_of(action, found)):
            yield BreakKind.IMAGES
        return
    if action.hash != chained(action.previous_hash, entry_of(action)):
        yield BreakKind.CHANGED
    if action.digest != found:
        yield BreakKind.IMAGES


def _contradiction(head: Head, places: dict[int, tuple[int, str]], last: int) -> BreakKind | None:
    """Hold a printed head against the chain."""
    if head.sequence > last:
        return BreakKind.CUT
    if head.sequence not in places:
        return BreakKind.MISSING
    count, hash_ = places[head.sequence]
    if not hash_.startswith(head.hash):
        return BreakKind.REPLACED
    return None if count == head.count else BreakKind.MISSING


class _Images:
    """Row images as they lie in the file, handed out action by action in their order."""

    def __init__(self, rows: Iterator[tuple[int, Entry]]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, action_id: int) -> list[Entry]:
        """Give those of an action; ask in the order of the actions."""
        found = []
        while self._next is not None and self._next[0] <= action_id:
            if self._next[0] == action_id:
                found.append(self._next[1])
            self._next = next(self._rows, None)
        return found


def _images_by_action(session: Session) -> _Images:
    """Read the images past their column types: what is compared is the text that was hashed."""
    table = Base.metadata.tables[ChangeRow.__tablename__]
    plain = [type_coerce(table.c[name], String) for name in ("before", "after")]
    wanted = select(
        table.c.action_id, table.c.table_name, table.c.row_id, table.c.operation, *plain
    ).order_by(table.c.action_id, table.c.id)
    rows = session.execute(wanted.execution_options(yield_per=_AT_ONCE))
    return _Images(
        (row[0], (row[1], row[2], row[3], row[4] or "null", row[5] or "null")) for row in rows
    )


# -- what a purge leaves behind --------------------------------------------------------------

#: The action that takes people's data out. What it left of another action it seals, in its own row
#: images, which the chain covers: a label or an image that is emptied otherwise is a break.
PURGE = "purge_people"


def seal_of(action: ActionRow, images_digest: str) -> str:
    """SHA-256 of what a purge leaves of an action: the entry, and the digest of the images now."""
    return _sha256([action.previous_hash, action.hash, entry_of(action), images_digest])


def _seals(session: Session) -> dict[int, tuple[int, str]]:
    """Number of an action → the last purge that sealed it, and the seal."""
    wanted = (
        select(ChangeRow.row_id, ChangeRow.action_id, ChangeRow.after)
        .join(ActionRow, ActionRow.id == ChangeRow.action_id)
        .where(
            ChangeRow.table_name == ActionRow.__tablename__,
            ActionRow.code == PURGE,
            ActionRow.purged_by.is_(None),
        )
        .order_by(ChangeRow.id)
    )
    return {
        number: (purge, str((after or {}).get("seal")))
        for number, purge, after in session.execute(wanted)
    }
