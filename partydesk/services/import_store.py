"""Storing the planned rows of a sheet: changes one by one, new records of a pool many at a time."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from sqlalchemy import select

from partydesk.db import search
from partydesk.db.models import WordRow
from partydesk.db.unit_of_work import UnitOfWork
from partydesk.domain.progress import Progress
from partydesk.services.import_rows import PlannedRow, RecordUpdate
from partydesk.services.pool_kinds import POOLS, Pool, search_rows
from partydesk.services.pools import learn, put, words_learned

#: So many rows pass between two looks at the progress.
_AT_ONCE = 100
#: So many new records are written at once.
_BATCH = 500


def store_rows(uow: UnitOfWork, kind: str, rows: Sequence[PlannedRow], progress: Progress) -> None:
    """Store what the rows of a sheet bring; nothing is committed.

    Args:
        uow: The import's unit of work.
        kind: What is imported.
        rows: The rows to store.
        progress: Told how many are stored.

    Raises:
        Cancelled: The user stopped it.
    """
    pool = POOLS.get(kind)
    if pool is None:
        _write(uow, rows, progress)
        return
    updates = [row.update for row in rows if row.update is not None]
    new = [row.new for row in rows if row.new is not None]
    updated = _update(uow, pool, updates, len(rows), progress)
    if all(field.name in pool.model.__table__.columns for field in pool.fields):
        _insert(uow, pool, new, len(rows), progress)
        _learn(uow, pool, [*new, *updated])
    else:
        _add(uow, pool, new, len(rows), progress)
        learn(uow.session, pool, [*new, *updated])


def _write(uow: UnitOfWork, rows: Sequence[PlannedRow], progress: Progress) -> None:
    """Store rows that know themselves how."""
    for done, row in enumerate(rows):
        if done % _AT_ONCE == 0:
            progress(done, len(rows), "保存")
            uow.session.flush()  # bit by bit, so that the progress shown is the work done
        if row.write is not None:
            row.write(uow.session)


def _update(
    uow: UnitOfWork, pool: Pool[Any], updates: Sequence[RecordUpdate], total: int,
    progress: Progress,
) -> list[Any]:  # fmt: skip
    """Change records; of each only what the sheet changes: other fields may have moved since."""
    model: Any = pool.model
    stored = []
    for begin in range(0, len(updates), _AT_ONCE):
        progress(begin, total, "保存")
        batch = updates[begin : begin + _AT_ONCE]
        wanted = select(model).where(model.id.in_([update.record_id for update in batch]))
        found = {row.id: row for row in uow.session.scalars(wanted)}
        for update in batch:
            row = found[update.record_id]
            record = update.applied(pool.read(row))
            put(uow.session, pool, row, record)
            stored.append(record)
        uow.session.flush()
    return stored


def _insert(
    uow: UnitOfWork, pool: Pool[Any], records: Sequence[Any], total: int, progress: Progress
) -> None:
    """Write new records whose fields are all columns of their table, past the session."""
    if not records:
        return
    bulk, maker = uow.inserting(pool.model), search_rows(pool.kind)
    readers = {field.name: attrgetter(field.name) for field in pool.fields}
    already = total - len(records)
    for begin in range(0, len(records), _BATCH):
        progress(already + begin, total, "保存")
        batch = records[begin : begin + _BATCH]
        columns = {name: list(map(read, batch)) for name, read in readers.items()}
        numbers = bulk.insert(columns)
        index = maker.rows(numbers, columns, [record.is_retired for record in batch])
        search.add_to_index(uow.session, index)


def _learn(uow: UnitOfWork, pool: Pool[Any], records: Sequence[Any]) -> None:
    """Teach the dictionaries new words past the session; a register brings thousands."""
    words = words_learned(uow.session, pool, records)
    if words:
        columns = ("dictionary", "word", "parent", "position", "retired")
        values = {name: list(map(attrgetter(name), words)) for name in columns}
        uow.inserting(WordRow).insert(values)


def _add(
    uow: UnitOfWork, pool: Pool[Any], records: Sequence[Any], total: int, progress: Progress
) -> None:
    """Write new records that bring links to others, as objects of the session."""
    already = total - len(records)
    for begin in range(0, len(records), _AT_ONCE):
        progress(already + begin, total, "保存")
        for record in records[begin : begin + _AT_ONCE]:
            put(uow.session, pool, pool.model(), record)
        uow.session.flush()
