"""恢复码单 from a workspace: made in memory, and written only where somebody has asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partydesk.domain import recovery_code
from partydesk.exchange.files import written_whole
from partydesk.reports.recovery_sheet import RecoverySheet, render_recovery_sheet
from partydesk.services.fonts import fonts_of

if TYPE_CHECKING:
    from pathlib import Path

    from partydesk.services.workspace import Workspace

_NUMBER_SIGNS = 8


def recovery_sheet(workspace: Workspace, code: str) -> bytes:
    """Print the sheet of a code that was just made.

    Args:
        workspace: Open and protected.
        code: As it was handed out; nothing of the workspace knows it any more.

    Returns:
        The PDF, one page.
    """
    unlocked = workspace.unlocked
    number = "" if unlocked is None else unlocked.keyring.workspace_id[:_NUMBER_SIGNS]
    sheet = RecoverySheet(
        office=workspace.profile.name,
        workspace=str(workspace.folder),
        number=number.upper(),
        made=workspace.clock(),
        groups=tuple(recovery_code.in_groups(code).split("-")),
    )
    return render_recovery_sheet(sheet, fonts_of(workspace))


def write_recovery_sheet(workspace: Workspace, code: str, target: Path) -> Path:
    """Write the sheet where it was asked for.

    Raises:
        EnvironmentProblem: The place cannot be written to.
    """
    pdf = recovery_sheet(workspace, code)
    with written_whole(target) as place:
        place.write_bytes(pdf)
    return target
