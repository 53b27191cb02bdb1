"""When a backup was last verified and when one was last tried out, told by the journal."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from partydesk.db.journal import ActionRow
from partydesk.domain.backups import BackupStanding
from partydesk.services.backups.making import CODE, DAILY

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

DRILLED: Final = "backup_drill"
DRILL_FAILED: Final = "backup_drill_failed"
#: Code of the action that says which backup a workspace comes from.
RESTORED: Final = "restored"


def get_standing(workspace: Workspace) -> BackupStanding:
    """Tell how the backups of a workspace stand.

    What was made before the workspace was restored may have gone with the disk, and opens with the
    passwords of then: it does not count.
    """
    with workspace.reading() as session:
        drilled, failed = _last(session, DRILLED), _last(session, DRILL_FAILED)
        made, restored = _last(session, CODE, DAILY), _last(session, RESTORED)
        return BackupStanding(
            verified=_moment(made) if _number(made) > _number(restored) else None,
            drilled=_moment(drilled),
            failed=_moment(failed) if _number(failed) > _number(drilled) else None,
        )


def _last(session: Session, *codes: str) -> ActionRow | None:
    newest = select(ActionRow).where(ActionRow.code.in_(codes)).order_by(ActionRow.id.desc())
    return session.scalar(newest.limit(1))


def _moment(action: ActionRow | None) -> dt.datetime | None:
    return None if action is None else action.happened_at


def _number(action: ActionRow | None) -> int:
    return 0 if action is None else action.id
