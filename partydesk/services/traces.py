"""Acts that change no record and stand in the journal all the same: exports, sign-ins, checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from partydesk.domain.changes import Changes
    from partydesk.services.workspace import Workspace


def leave_trace(workspace: Workspace, code: str, label: str) -> Changes:
    """Put into the journal that something was done; it can neither be undone nor stands in the way.

    To be called before anything leaves the program: an export that failed may stand in the
    journal, one that nobody wrote down may not.

    Source: 个人信息保护法 (2021) §51, §54: who handled personal information must be audited.

    Args:
        workspace: Open workspace.
        code: Stable English word of the kind of act.
        label: What people read; no personal numbers.

    Raises:
        RuleViolation: The account may not do this.
        EnvironmentProblem: It cannot be written.
    """
    with workspace.unit_of_work(code, label, undoable=False, passive=True) as uow:
        uow.note()
        return uow.commit()
