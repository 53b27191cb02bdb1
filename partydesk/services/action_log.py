"""操作历史: the list of actions, narrowed, and what each of them touched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.db.journal import ActionRow, ChangeRow, RowChange
from partydesk.db.queries.actions import actors, entry_of, page_of_actions, standing_undos
from partydesk.domain.action_log import ActionDetail, ActionQuery, TableCount, TouchedRow
from partydesk.domain.changes import ActionEntry
from partydesk.domain.errors import NotFound
from partydesk.domain.listing import Page
from partydesk.services.journal_words import called, field_changes, name_in, title_of
from partydesk.services.pool_kinds import POOLS
from partydesk.services.row_names import names_of

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_FIRST_ROWS = 200


def find_actions(workspace: Workspace, query: ActionQuery) -> Page[ActionEntry]:
    """Give one page of the history, newest first, and how many actions fit in all."""
    with workspace.reading() as session:
        return Page(*page_of_actions(session, query))


def list_actors(workspace: Workspace) -> tuple[str, ...]:
    """List the accounts that have acted."""
    with workspace.reading() as session:
        return actors(session)


def get_action(
    workspace: Workspace, action_id: int, *, offset: int = 0, limit: int = _FIRST_ROWS
) -> ActionDetail:
    """Tell what an action touched.

    Args:
        workspace: Open workspace.
        action_id: The action.
        offset: How many rows to leave out.
        limit: How many rows to give at most; the counts are of all.

    Raises:
        NotFound: There is no such action.
    """
    with workspace.reading() as session:
        action = session.get(ActionRow, action_id)
        if action is None:
            raise NotFound(f"没有编号为 {action_id} 的操作")
        counts = _counted(session, action_id)
        total = sum(counted.count for counted in counts)
        entry = entry_of(action, standing_undos(session), total)
        return ActionDetail(entry, counts, _rows(session, action_id, offset, limit), total)


def _counted(session: Session, action_id: int) -> tuple[TableCount, ...]:
    """Count the rows of an action by table and operation."""
    counted = (
        select(ChangeRow.table_name, ChangeRow.operation, func.count())
        .where(ChangeRow.action_id == action_id)
        .group_by(ChangeRow.table_name, ChangeRow.operation)
        .order_by(func.min(ChangeRow.id))
    )
    return tuple(
        TableCount(title_of(table), operation, count)
        for table, operation, count in session.execute(counted)
    )


def _rows(session: Session, action_id: int, offset: int, limit: int) -> tuple[TouchedRow, ...]:
    """Write some rows of an action in words."""
    wanted = select(ChangeRow).where(ChangeRow.action_id == action_id).order_by(ChangeRow.id)
    changes = [
        RowChange(row.table_name, row.row_id, row.operation, row.before, row.after)
        for row in session.scalars(wanted.offset(offset).limit(limit))
    ]
    return touched_rows(session, changes)


def counts_of(touched: Iterable[tuple[str, str]]) -> tuple[TableCount, ...]:
    """Count rows, given as table and operation, in the order in which they first come."""
    return tuple(
        TableCount(title_of(table), operation, count)
        for (table, operation), count in Counter(touched).items()
    )


def touched_rows(session: Session, changes: Sequence[RowChange]) -> tuple[TouchedRow, ...]:
    """Write rows in words; records that are there now can be shown."""
    images = {(c.table, c.row_id): {**(c.before or {}), **(c.after or {})} for c in changes}
    names = names_of(session, images)
    return tuple(
        TouchedRow(
            change.table,
            change.row_id,
            called(change.table, change.row_id, names.get(key) or name_in(change)),
            change.operation,
            field_changes(change.table, change.before, change.after),
            key in names and change.table in POOLS,
        )
        for change in changes
        for key in [(change.table, change.row_id)]
    )
