"""A backup at a second place: the same bytes, read again there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.progress import Progress, silent
from partydesk.exchange.backup_file import SUFFIX, copy_whole
from partydesk.exchange.files import explained
from partydesk.services.backups.making import Made, clear_unfinished, discard, keep_folder
from partydesk.services.backups.places import Place, claim, remember_read
from partydesk.services.rights import demand

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def copy_to(
    workspace: Workspace,
    file: Path,
    place: Place,
    progress: Progress = silent,
    *,
    by_itself: bool = False,
) -> Made:
    """Copy a backup to a place, which becomes one of this workspace's.

    Args:
        workspace: Open workspace.
        file: The backup.
        place: Where to.
        progress: Told how far it is; may cancel.
        by_itself: Whether nobody asked for it.

    Returns:
        The copy, which was read again from its device.

    Raises:
        RuleViolation: The account has no right to it.
        EnvironmentProblem: The place is another workspace's, cannot be written or is full, or one
            of the two files is damaged.
        Cancelled: The user asked to stop.
    """
    code = "backup_daily_copied" if by_itself else "backup_copied"
    demand(workspace.account, code)
    claim(workspace, place.folder)
    clear_unfinished(place.folder)
    target = place.folder / file.name
    if target.exists() and target.samefile(file):
        raise EnvironmentProblem(f"备份已在“{place.folder}”里，请另选位置")
    temporary = place.folder / f".{os.urandom(8).hex()}{SUFFIX}.part"
    try:
        sealed = copy_whole(file, temporary, progress)
        temporary.replace(target)
        keep_folder(place.folder)
    except BaseException as problem:
        discard(temporary)
        if isinstance(problem, OSError):
            raise explained(problem, target) from problem
        raise
    remember_read(place.folder, {target.name: workspace.clock()})
    label = f"备份复制到{place.title}并核对：{target.name}"
    with workspace.unit_of_work(code, label, undoable=False, passive=True) as uow:
        uow.note()
        uow.commit()
    return Made(target, sealed.manifest, sealed.sha256, sealed.size)
