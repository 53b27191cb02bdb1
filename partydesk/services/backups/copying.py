"""A backup at a second place: the same bytes, read again there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from partydesk.domain.backups import Reason
from partydesk.domain.changes import Changes
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.progress import Progress, silent
from partydesk.exchange.backup_file import copy_whole, peek
from partydesk.exchange.files import explained, require_room
from partydesk.exchange.unfinished import noted
from partydesk.services.backups.making import (
    Made,
    clear_unfinished,
    discard,
    keep_folder,
    unfinished_name,
)
from partydesk.services.backups.places import Place, claim, remember_read
from partydesk.services.rights import demand

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Codes of the journal's entries; a daily backup goes to known places whoever sits there.
COPIED: Final = "backup_copied"
BY_ITSELF: Final = "backup_daily_copied"


def copy_to(workspace: Workspace, file: Path, place: Place, progress: Progress = silent) -> Made:
    """Copy a backup to a place, which becomes one of this workspace's.

    Args:
        workspace: Open workspace.
        file: The backup.
        place: Where to.
        progress: Told how far it is; may cancel.

    Returns:
        The copy, which was read again from its device; :func:`note_copy` writes it down.

    Raises:
        RuleViolation: The account has no right to it.
        EnvironmentProblem: The place is another workspace's, cannot be written or is full, or one
            of the two files is damaged.
        Cancelled: The user asked to stop.
    """
    demand(workspace.account, BY_ITSELF if peek(file).reason is Reason.DAILY else COPIED)
    claim(workspace, place.folder)
    clear_unfinished(place.folder)
    target = place.folder / file.name
    if target.exists() and target.samefile(file):
        raise EnvironmentProblem(f"备份已在“{place.folder}”里，请另选位置")
    require_room(place.folder, file.stat().st_size)
    temporary = unfinished_name(place.folder)
    try:
        with noted(temporary):
            sealed = copy_whole(file, temporary, progress)
            temporary.replace(target)
            keep_folder(place.folder)
    except BaseException as problem:
        discard(temporary)
        if isinstance(problem, OSError):
            raise explained(problem, target) from problem
        raise
    remember_read(place.folder, {target.name: workspace.clock()})
    return Made(target, sealed.manifest, sealed.sha256, sealed.size)


def note_copy(workspace: Workspace, made: Made, place: Place) -> Changes:
    """Write into the journal that a backup lies at another place, too."""
    code = BY_ITSELF if made.manifest.reason is Reason.DAILY else COPIED
    label = f"备份复制到{place.title}并核对：{made.file.name}"
    with workspace.unit_of_work(code, label, undoable=False, passive=True) as uow:
        uow.note()
        return uow.commit()
