"""恢复演练: a backup is restored into a temporary folder, and what comes out is compared."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from partydesk.db import upgrade
from partydesk.db.backup import content_faults, inside_of, integrity_of
from partydesk.db.engine import open_engine, translated
from partydesk.domain.backups import Manifest
from partydesk.domain.changes import Changes
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.progress import Progress, silent
from partydesk.exchange.backup_file import DATABASE, extract
from partydesk.exchange.files import explained, require_room
from partydesk.services.backups.keys import key_of, opens
from partydesk.services.backups.listing import newest_sound
from partydesk.services.backups.standing import DRILL_FAILED, DRILLED
from partydesk.services.rights import demand, right_for

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: How the folder of a drill is called within the workspace's; one left behind is cleared away.
FOLDER: Final = ".drill-"


@dataclass(frozen=True, slots=True)
class Drill:
    """What a drill came to.

    Attributes:
        file: The backup.
        rows: How many rows were counted and were the same.
        faults: What was not as it should be, in Chinese; empty for none.
        label: One sentence, as the journal has it.
    """

    file: Path
    rows: int
    faults: tuple[str, ...]
    label: str


def drill(workspace: Workspace, file: Path | None = None, progress: Progress = silent) -> Drill:
    """Restore a backup into a temporary folder, upgrade and open it, compare counts and digests.

    The outcome is written into the journal either way.

    Args:
        workspace: Open workspace.
        file: The backup; None for the newest of this PC.
        progress: Told how far it is; may cancel.

    Raises:
        RuleViolation: The account has no right to it.
        NotFound: There is no backup yet that the present key opens.
        EnvironmentProblem: There is no room for the temporary folder.
        Cancelled: The user asked to stop.
    """
    done = try_out(workspace, file, progress)
    note_drill(workspace, done)
    return done


def try_out(workspace: Workspace, file: Path | None = None, progress: Progress = silent) -> Drill:
    """Do a drill without writing it down; see :func:`drill`."""
    demand(workspace.account, DRILLED)
    file = file or newest_sound(workspace)
    # Within the workspace: where it is encrypted, nothing of it lies open anywhere else.
    folder = workspace.folder / f"{FOLDER}{os.urandom(4).hex()}"
    try:
        require_room(workspace.folder, file.stat().st_size if file.exists() else 0)
        folder.mkdir()
    except OSError as problem:
        raise explained(problem, folder / DATABASE) from problem
    try:
        rows, faults = _tried(workspace, file, folder, progress)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    label = f"恢复演练通过：{file.name}，{rows} 条记录和校验值一致"
    if faults:
        label = f"恢复演练没有通过（{file.name}）：{'；'.join(faults)}"
    return Drill(file, rows, tuple(faults), label)


def may_drill(workspace: Workspace) -> bool:
    """Whether whoever sits there has the right to it."""
    return workspace.account.may(right_for(DRILLED))


def note_drill(workspace: Workspace, done: Drill) -> Changes:
    """Write into the journal what a drill came to."""
    code = DRILL_FAILED if done.faults else DRILLED
    with workspace.unit_of_work(code, done.label, undoable=False, passive=True) as uow:
        uow.note()
        return uow.commit()


def _tried(
    workspace: Workspace, file: Path, folder: Path, progress: Progress
) -> tuple[int, list[str]]:
    """Restore and compare; what goes wrong on the way is an outcome, too."""
    try:
        manifest = extract(file, folder, progress).manifest
        if not opens(workspace, file):
            return 0, ["备份用的是以前的密钥，本次只核对了校验值"]
        progress(0, 0, "打开恢复出来的工作区")
        return _compared(manifest, folder / DATABASE, key_of(workspace))
    except EnvironmentProblem as problem:
        return 0, [problem.message]


def _compared(manifest: Manifest, database: Path, key: bytes | None) -> tuple[int, list[str]]:
    engine = open_engine(database, key=key)
    try:
        with translated():
            integrity = integrity_of(engine)
            faults = [f"数据库检查：{fault}" for fault in integrity.pages]
            found = inside_of(engine)
    finally:
        engine.dispose()
    if found.counts != manifest.counts:
        faults.append("恢复出来的记录数与备份时不同")
    if found.head != manifest.head:
        faults.append("恢复出来的操作历史与备份时不同")
    upgrade.bring_up_to_date(database, key)
    engine = open_engine(database, key=key)
    try:
        faults += content_faults(engine, integrity.values)
    finally:
        engine.dispose()
    return sum(found.counts.values()), list(dict.fromkeys(faults))
