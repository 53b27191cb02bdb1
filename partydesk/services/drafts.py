"""Drafts: what is typed and not saved, kept in the workspace so that a crash loses nothing.

They are no part of the journal: nothing has been done yet that could be looked up or taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from partydesk.db.models import DraftRow
from partydesk.domain.drafts import Draft

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Stands in the table for a record that is not stored yet.
_NEW = 0


def keep_drafts(
    workspace: Workspace, kind: str, drafts: Sequence[Draft], dropped: Sequence[int | None] = ()
) -> None:
    """Write drafts in the place of earlier ones, and forget others, in one go.

    Args:
        workspace: Open workspace.
        kind: The pool.
        drafts: What is typed.
        dropped: 记录号 of the records whose draft was saved or given up.

    Raises:
        EnvironmentProblem: The disk is full, the file locked and so on; nothing was written.
    """
    with workspace.unit_of_work("keep_drafts", "暂存未保存的内容", passive=True) as uow:
        for record_id in (*dropped, *(draft.record_id for draft in drafts)):
            drop_draft(uow.session, kind, record_id)
        moment = workspace.clock()
        uow.session.add_all(
            DraftRow(
                kind=kind,
                record_id=_stored(draft.record_id),
                label=draft.label,
                changed=dict(draft.changed),
                base=dict(draft.base),
                kept_at=moment,
            )
            for draft in drafts
        )
        uow.commit()


def list_drafts(workspace: Workspace, kind: str) -> tuple[Draft, ...]:
    """List the drafts that were left behind in a pool, the one written last at the end."""
    statement = (
        select(DraftRow).where(DraftRow.kind == kind).order_by(DraftRow.kept_at, DraftRow.id)
    )
    with workspace.reading() as session:
        return tuple(
            Draft(row.record_id or None, row.label, row.changed, row.base, restored=True)
            for row in session.scalars(statement)
        )


def count_drafts(workspace: Workspace) -> dict[str, int]:
    """Count the drafts of each pool that has any."""
    statement = select(DraftRow.kind, func.count()).group_by(DraftRow.kind)
    with workspace.reading() as session:
        return dict(session.execute(statement).all())


def drop_draft(session: Session, kind: str, record_id: int | None) -> None:
    """Forget the draft of one record within a transaction that goes on."""
    session.execute(
        delete(DraftRow).where(DraftRow.kind == kind, DraftRow.record_id == _stored(record_id))
    )


def _stored(record_id: int | None) -> int:
    return _NEW if record_id is None else record_id
