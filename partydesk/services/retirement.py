"""Taking many records out of use and bringing them back, each as one action."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db import journal
from partydesk.db.base import Base
from partydesk.db.journal import ChangeRow
from partydesk.domain.changes import Changes
from partydesk.domain.errors import Reason, RuleViolation, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.progress import Progress, silent
from partydesk.services.chosen import (
    Chosen,
    chosen_numbers,
    counter_of,
    read_batches,
    write_moved,
)
from partydesk.services.pool_kinds import Pool, pool_of

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def retire_records(
    workspace: Workspace,
    kind: str,
    chosen: Chosen,
    reason: str,
    *,
    progress: Progress = silent,
) -> Changes:
    """Take many records out of use as one action; those that are already are left alone.

    Raises:
        ValidationFailed: No reason was given.
        RuleViolation: A record is gone.
        Cancelled: The user asked to stop.
    """
    pool = pool_of(kind)
    if not reason.strip():
        raise ValidationFailed({pool.reason_field: "请写明停用原因"})
    values = {**pool.retirement, pool.reason_field: reason.strip()}

    def retired(_session: Session, records: Sequence[Any]) -> list[Any]:
        return [dataclasses.replace(r, **values) for r in records if not r.is_retired]

    return _rewrite(workspace, kind, chosen, "停用", retired, progress)


def restore_records(
    workspace: Workspace, kind: str, chosen: Chosen, *, progress: Progress = silent
) -> Changes:
    """Bring many retired records back as one action.

    Each takes the state it had before it was retired, where the journal knows it, else the state
    of a new record.

    Raises:
        RuleViolation: A record is gone.
        Cancelled: The user asked to stop.
    """
    pool = pool_of(kind)

    def restored(session: Session, records: Sequence[Any]) -> list[Any]:
        return _before_retirement(session, pool, [r for r in records if r.is_retired])

    return _rewrite(workspace, kind, chosen, "恢复", restored, progress)


def _rewrite(
    workspace: Workspace,
    kind: str,
    chosen: Chosen,
    act: str,
    rewritten: Callable[[Session, Sequence[Any]], list[Any]],
    progress: Progress,
) -> Changes:
    """Store what becomes of many records as one action.

    Args:
        workspace: Open workspace.
        kind: The pool.
        chosen: Which records.
        act: 停用 or 恢复.
        rewritten: Gives the records that change, of some that were read.
        progress: Told how many are done; may cancel.

    Raises:
        RuleViolation: A record is gone.
    """
    pool = pool_of(kind)
    numbers = chosen_numbers(workspace, kind, chosen)
    code = "retire" if act == "停用" else "restore"
    count = 0
    with workspace.unit_of_work(f"bulk_{code}_{kind}", f"{act}{pool.title}") as uow:
        for done, batch in read_batches(uow.session, pool, numbers):
            rows = {number: _there(pool, number, row) for number, row in batch}
            before = {number: pool.read(row) for number, row in rows.items()}
            for record in rewritten(uow.session, list(before.values())):
                write_moved(rows[record.id], pool.fields, before[record.id], record)
                count += 1
            uow.session.flush()
            progress(done, len(numbers), act)
        uow.relabel(f"{act}{pool.title} {count} {counter_of(kind)}")
        return uow.commit(progress)


def _there(pool: Pool[Any], number: int, row: Base | None) -> Base:
    """Give a row that is there.

    Raises:
        RuleViolation: It is gone.
    """
    if row is None:
        message = f"没有记录号为 {number} 的{pool.title}，可能已被删除；请刷新名单后重试"
        raise RuleViolation([Reason("gone", message)])
    return row


def _before_retirement(session: Session, pool: Pool[Any], records: Sequence[Any]) -> list[Any]:
    """Give retired records as they were before that."""
    changes = (
        select(ChangeRow.row_id, ChangeRow.before)
        .where(
            ChangeRow.table_name == pool.kind,
            ChangeRow.row_id.in_([record.id for record in records]),
            ChangeRow.operation == "update",
        )
        .order_by(ChangeRow.id.desc())
    )
    back: dict[int, Any] = {}
    retired = {record.id: record for record in records}
    for number, image in session.execute(changes):
        if number not in back:
            earlier = _with_image(pool, retired[number], image or {})
            if not earlier.is_retired:
                back[number] = earlier
    new = {field.name: field for field in fields_of(pool.record)}
    defaults = {
        attribute.name: attribute.default
        for attribute in dataclasses.fields(pool.record)
        if attribute.name in new and attribute.name in {*pool.retirement, pool.reason_field}
    }
    return [back.get(r.id) or dataclasses.replace(r, **defaults) for r in records]


def _with_image(pool: Pool[Any], record: Any, image: dict[str, Any]) -> Any:  # noqa: ANN401 - by pool
    """Put the state of an earlier image over a record; other fields stay."""
    table: Any = pool.model.__table__
    values = {
        name: journal.restored(table, name, image[name])
        for name in (*pool.retirement, pool.reason_field)
        if name in image
    }
    return dataclasses.replace(record, **values)
