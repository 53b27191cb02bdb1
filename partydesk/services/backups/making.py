"""Making a backup: a copy beside its final place, sealed, read again, and only then moved there.

Three steps, so that a window can take them on different threads: :func:`take_snapshot` needs the
workspace for the second it takes to copy it, :func:`finish_backup` only the copy, and
:func:`note_backup` writes into the journal.
"""

from __future__ import annotations

import datetime as dt
import os
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from partydesk import __version__
from partydesk.db import upgrade
from partydesk.db.backup import (
    content_faults,
    copy_database,
    inside_of,
    integrity_of,
    reading_sealed,
)
from partydesk.domain.backups import Inside, Manifest, Part, Reason
from partydesk.domain.changes import Changes
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.file_names import legal_name
from partydesk.domain.progress import Progress, silent
from partydesk.exchange.backup_file import DATABASE, KEYS, SUFFIX, Sealed, read_whole, seal
from partydesk.exchange.files import explained, require_room
from partydesk.exchange.unfinished import PREFIX, noted
from partydesk.services.backups.keys import key_of
from partydesk.services.backups.places import (
    OWN_FOLDER,
    claim,
    get_places,
    remember_read,
)
from partydesk.services.backups.words import titled
from partydesk.services.rights import demand

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Codes of the journal's entries; whoever comes first in the morning may make the daily one.
CODE: Final = "backup"
DAILY: Final = "backup_daily"
_UNFINISHED: Final = f"{SUFFIX}.part"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A copy of the database that is to become a backup.

    Attributes:
        target: Where the backup will lie.
        temporary: The copy, beside it.
        inside: What the original held.
        key: Of the database; None where it is not encrypted.
        keys: The file of the wrapped keys; None where there is none.
        made_at: When it was taken.
        reason: Why.
        note: Notes the copy for the next start, should the program die before it is moved.
    """

    target: Path
    temporary: Path
    inside: Inside
    key: bytes | None
    keys: bytes | None
    made_at: dt.datetime
    reason: Reason
    note: ExitStack


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was read again and is what the workspace was.

    Attributes:
        file: Where it lies.
        manifest: What it says of itself.
        sha256: Of the file, in hexadecimal.
        size: Bytes.
    """

    file: Path
    manifest: Manifest
    sha256: str
    size: int

    @property
    def verified(self) -> bool:
        """Whether the content is sound, too; a true copy of what is not is kept all the same."""
        return not self.manifest.findings


def make_backup(
    workspace: Workspace,
    reason: Reason = Reason.BY_HAND,
    target: Path | None = None,
    progress: Progress = silent,
) -> Made:
    """Make a verified backup.

    Args:
        workspace: Open workspace.
        reason: Why.
        target: The file, or a folder to name it in; None for the place of this PC.
        progress: Told how far it is; may cancel.

    Raises:
        RuleViolation: The account has no right to it.
        EnvironmentProblem: It could not be written, or what was read again is not what was
            written; then there is no backup, and an older file of that name is as it was.
        Cancelled: The user asked to stop.
    """
    made = finish_backup(take_snapshot(workspace, reason, target, progress), progress)
    note_backup(workspace, made)
    return made


def keep_before_purge(workspace: Workspace) -> str:
    """Make a backup before somebody's data is taken out for good; gives where it lies.

    Raises:
        RuleViolation: The account has no right to it.
        EnvironmentProblem: It could not be made; then nothing must be taken out.
    """
    return str(make_backup(workspace, Reason.BEFORE_PURGE).file)


def take_snapshot(
    workspace: Workspace,
    reason: Reason = Reason.BY_HAND,
    target: Path | None = None,
    progress: Progress = silent,
) -> Snapshot:
    """Copy the database beside the place where the backup will lie.

    Raises:
        RuleViolation: The account has no right to it.
        EnvironmentProblem: The place cannot be written, the disk is full, or the workspace is
            damaged.
    """
    demand(workspace.account, DAILY if reason is Reason.DAILY else CODE)
    if target is None:
        target = get_places(workspace)[0].folder
        claim(workspace, target)
    progress(0, 0, "复制工作区")
    source = _Source(workspace.folder, key_of(workspace), workspace.clock())
    return source.snapshot(target, reason)


def back_up_before_upgrade(folder: Path, key: bytes | None, now: dt.datetime) -> Made:
    """Make a verified backup of a workspace of an earlier program, before it is upgraded.

    Args:
        folder: Folder of the workspace; nobody has it open.
        key: Of the database; None where it is not encrypted.
        now: The moment it is.

    Raises:
        EnvironmentProblem: It could not be made; then nothing must be upgraded.
    """
    place = folder / OWN_FOLDER
    try:
        place.mkdir(exist_ok=True)
    except OSError as problem:
        raise explained(problem, place) from problem
    return finish_backup(_Source(folder, key, now).snapshot(place, Reason.BEFORE_UPGRADE))


@dataclass(frozen=True, slots=True)
class _Source:
    """The workspace as files."""

    folder: Path
    key: bytes | None
    now: dt.datetime

    def snapshot(self, target: Path, reason: Reason) -> Snapshot:
        folder = target if target.is_dir() else target.parent
        if not folder.is_dir():
            raise EnvironmentProblem(f"文件夹“{folder}”不存在，请先建立或另选位置")
        temporary = unfinished_name(folder)
        note = ExitStack()
        note.enter_context(noted(temporary))
        try:
            keys = self.folder / KEYS
            wrapped = keys.read_bytes() if keys.exists() else None
            require_room(folder, (self.folder / DATABASE).stat().st_size)
            inside = copy_database(self.folder / DATABASE, self.key, temporary)
            if target.is_dir():
                target = _free_name(target, inside.name, self.now)
            return Snapshot(target, temporary, inside, self.key, wrapped, self.now, reason, note)
        except BaseException as problem:
            discard(temporary)
            note.close()
            if isinstance(problem, OSError):
                raise explained(problem, target) from problem
            raise


def finish_backup(snapshot: Snapshot, progress: Progress = silent) -> Made:
    """Seal a copy, read it again from the device, and move it to its place.

    Raises:
        EnvironmentProblem: The disk is full, or what was read again is not what was written.
        Cancelled: The user asked to stop.
    """
    try:
        findings = _findings(snapshot)
        progress(0, 0, "写入备份")

        def describe(parts: tuple[Part, ...]) -> Manifest:
            return _manifest(snapshot, findings, parts)

        seal(snapshot.temporary, snapshot.keys, describe)
        sealed = read_whole(snapshot.temporary, progress)
        # Its bytes are those whose pages were looked at; that it opens and counts is seen again.
        compare(snapshot.temporary, sealed, snapshot.key)
        _move(snapshot)
    except BaseException:
        discard(snapshot.temporary)
        raise
    finally:
        snapshot.note.close()
    # It was read whole; its own moment says when, by the same clock.
    remember_read(snapshot.target.parent, {snapshot.target.name: snapshot.made_at})
    return Made(snapshot.target, sealed.manifest, sealed.sha256, sealed.size)


def note_backup(workspace: Workspace, made: Made) -> Changes:
    """Write into the journal that there is a verified backup.

    A backup whose content has faults does not count as verified, and is noted as such.
    """
    code = DAILY if made.manifest.reason is Reason.DAILY else CODE
    code = code if made.verified else f"{code}_doubtful"
    verified = "已验证" if made.verified else "内容有疑点"
    label = f"备份（{made.manifest.reason.value}）{verified}：{made.file.name}"
    with workspace.unit_of_work(code, label, undoable=False, passive=True) as uow:
        uow.note()
        return uow.commit()


def prove(file: Path, sealed: Sealed, key: bytes | None) -> None:
    """Open the database in a backup where it lies, and compare it with what is said of it.

    Args:
        file: The backup.
        sealed: What reading it whole has told.
        key: Of the database; None where it is not encrypted.

    Raises:
        EnvironmentProblem: It cannot be opened, is damaged, or is another one.
    """
    compare(file, sealed, key)
    with reading_sealed(file, key) as engine:
        if integrity_of(engine).pages:
            raise EnvironmentProblem(f"备份“{file.name}”里的数据库已损坏；请改用另一份备份")


def compare(file: Path, sealed: Sealed, key: bytes | None) -> None:
    """Open the database in a backup, and compare what it holds with what is said of it.

    Raises:
        EnvironmentProblem: It cannot be opened, or is another one.
    """
    with reading_sealed(file, key) as engine:
        found = inside_of(engine)
    manifest = sealed.manifest
    said = (manifest.schema, manifest.workspace_id, manifest.counts, manifest.head)
    if said != (found.schema, found.workspace_id, found.counts, found.head):
        raise EnvironmentProblem(
            f"备份“{file.name}”读回后与工作区不一致，不能算作备份；请换一个磁盘或 U 盘再试"
        )


def unfinished_name(folder: Path) -> Path:
    """Name a copy that is not moved to its place yet."""
    return folder / f"{PREFIX}{os.urandom(8).hex()}{_UNFINISHED}"


def clear_unfinished(folder: Path) -> int:
    """Remove what a backup that was cut off has left in a place; gives how many files."""
    gone = 0
    with suppress(OSError):
        for left in folder.glob(f".*{_UNFINISHED}*"):
            with suppress(OSError):
                left.unlink()
                gone += 1
    return gone


def _findings(snapshot: Snapshot) -> tuple[str, ...]:
    """Look at the copy before it is sealed: at each page, and at the content.

    What is in the rows is told and kept, for a true copy of it is better than none. The content of
    an earlier schema the models do not describe.

    Raises:
        EnvironmentProblem: Pages are damaged.
    """
    with reading_sealed(snapshot.temporary, snapshot.key) as engine:
        integrity = integrity_of(engine)
        if integrity.pages:
            raise EnvironmentProblem("工作区文件已损坏，没有备份；请用最近的备份恢复")
        if snapshot.inside.schema != upgrade.head():
            return ()
        return tuple(content_faults(engine, integrity.values))


def _manifest(snapshot: Snapshot, findings: tuple[str, ...], parts: tuple[Part, ...]) -> Manifest:
    inside = snapshot.inside
    return Manifest(
        program=__version__,
        schema=inside.schema,
        workspace_id=inside.workspace_id,
        name=inside.name,
        year=inside.year,
        made_at=snapshot.made_at.replace(microsecond=0),
        reason=snapshot.reason,
        encrypted=snapshot.key is not None,
        tables=titled(inside.counts),
        head=inside.head,
        findings=findings,
        parts=parts,
    )


def _free_name(folder: Path, name: str, now: dt.datetime) -> Path:
    """Name a backup so that it takes the place of no other."""
    stem = legal_name(f"{name}-{now:%Y%m%d-%H%M%S}")
    path, number = folder / f"{stem}{SUFFIX}", 1
    while path.exists():
        number += 1
        path = folder / f"{stem}（{number}）{SUFFIX}"
    return path


def _move(snapshot: Snapshot) -> None:
    try:
        snapshot.temporary.replace(snapshot.target)
        keep_folder(snapshot.target.parent)
    except OSError as problem:
        raise explained(problem, snapshot.target) from problem


def keep_folder(folder: Path) -> None:
    """See that the names in a folder are on the device, where the system can be asked to."""
    with suppress(OSError):  # Windows opens no folders, and keeps names by itself
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def discard(temporary: Path) -> None:
    """Leave nothing of a copy behind, nor of what SQLite keeps beside it."""
    for left in (temporary, temporary.with_name(f"{temporary.name}-journal")):
        with suppress(OSError):
            left.unlink(missing_ok=True)
