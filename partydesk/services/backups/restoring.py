"""Restoring: into a new folder, or in place of what is there, which is kept.

In place of what is there, everything is first written beside it, read again and proven. Then a
note is written, and from that moment on the exchange comes to its end whatever happens: whoever
opens the workspace next finishes it (:func:`settle`). Before it, nothing has changed.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from filelock import FileLock, Timeout
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.db import upgrade
from partydesk.db.backup import integrity_of, reading_sealed
from partydesk.db.base import Base
from partydesk.db.engine import PLAIN, beginning_of
from partydesk.db.journal import ActionRow, ChangeRow
from partydesk.domain.action_log import TableCount
from partydesk.domain.backups import Manifest, Reason
from partydesk.domain.changes import Changes
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.file_names import legal_name
from partydesk.domain.progress import Progress, silent
from partydesk.exchange.backup_file import DATABASE, KEYS, Sealed, extract, peek
from partydesk.exchange.files import explained, require_room
from partydesk.services.backups.drills import FOLDER as DRILL_FOLDER
from partydesk.services.backups.making import (
    Made,
    clear_unfinished,
    compare,
    keep_folder,
    make_backup,
)
from partydesk.services.backups.places import OWN_FOLDER, STICK_FOLDER
from partydesk.services.backups.standing import RESTORED
from partydesk.services.journal_words import title_of
from partydesk.services.rights import demand

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Code of the right; that it was done, whoever signs in next writes down.
RESTORE: Final = "restore_backup"
#: Where what was there before is kept.
KEPT_FOLDER: Final = "replaced"
_STAGE: Final = ".restoring"
_NOTE: Final = "ready.json"
_LOCK: Final = "workspace.lock"
#: What belongs to a database and must not meet another one, least of all a journal left behind.
_BESIDE: Final = (f"{DATABASE}-journal", f"{DATABASE}-wal", f"{DATABASE}-shm")
_LAST_ACTIONS: Final = 20


@dataclass(frozen=True, slots=True)
class RestorePreview:
    """What restoring a backup would mean.

    Attributes:
        manifest: What the backup says of itself.
        same_line: Whether the workspace came to be what it is from what the backup holds.
        actions: How many actions are newer than the backup and would be lost.
        newer: Which rows they touched, by kind.
        last: The newest of them, in words.
        fewer: Kind → how many rows there would be less (or more, below zero), by the counts.
        upgraded: Whether the backup is of an earlier schema and would be upgraded on opening.
    """

    manifest: Manifest
    same_line: bool
    actions: int
    newer: tuple[TableCount, ...]
    last: tuple[str, ...]
    fewer: tuple[tuple[str, int], ...]
    upgraded: bool


def preview_restore(workspace: Workspace, file: Path) -> RestorePreview:
    """Tell what would be lost, by the journal and by the counts.

    Raises:
        EnvironmentProblem: The backup cannot be read, or is of a newer program.
    """
    manifest = peek(file)
    _refuse_newer(manifest)
    with workspace.reading() as session:
        since = manifest.head.sequence
        known = session.scalar(select(ActionRow.hash).where(ActionRow.id == since)) or ""
        return RestorePreview(
            manifest=manifest,
            same_line=known == manifest.head.hash,
            actions=_newer_actions(session, since),
            newer=_newer_rows(session, since),
            last=_newest_labels(session, since, workspace.clock().tzinfo),
            fewer=_fewer(session, manifest),
            upgraded=manifest.schema != upgrade.head(),
        )


def _newer_actions(session: Session, since: int) -> int:
    wanted = select(func.count()).select_from(ActionRow)
    return session.scalar(wanted.where(ActionRow.id > since, ~ActionRow.passive)) or 0


def _newer_rows(session: Session, since: int) -> tuple[TableCount, ...]:
    """Count the rows that newer actions touched, each once for what was done to it."""
    counted = (
        select(
            ChangeRow.table_name,
            ChangeRow.operation,
            func.count(ChangeRow.row_id.distinct()),
        )
        .where(ChangeRow.action_id > since)
        .group_by(ChangeRow.table_name, ChangeRow.operation)
        .order_by(func.min(ChangeRow.id))
    )
    merged: dict[tuple[str, str], int] = {}
    for table, operation, count in session.execute(counted):
        key = (title_of(table), operation)
        merged[key] = merged.get(key, 0) + count
    return tuple(TableCount(title, how, count) for (title, how), count in merged.items())


def _newest_labels(session: Session, since: int, zone: dt.tzinfo | None) -> tuple[str, ...]:
    newest = (
        select(ActionRow)
        .where(ActionRow.id > since, ~ActionRow.passive)
        .order_by(ActionRow.id.desc())
    )
    return tuple(
        f"{action.happened_at.astimezone(zone):%Y-%m-%d %H:%M} {action.label}"
        for action in session.scalars(newest.limit(_LAST_ACTIONS))
    )


def _fewer(session: Session, manifest: Manifest) -> tuple[tuple[str, int], ...]:
    """Compare the counts of the backup with those of now, kind by kind."""
    difference: dict[str, int] = {}
    for one in manifest.tables:
        table = one.table
        known = Base.metadata.tables.get(table)
        if one.title and known is not None and table not in ("actions", "changes"):
            now = session.scalar(select(func.count()).select_from(known)) or 0
            difference[one.title] = difference.get(one.title, 0) + now - one.rows
    return tuple((title, count) for title, count in difference.items() if count)


# -- into a new folder ------------------------------------------------------------------------


def restore_backup(
    file: Path, folder: Path, *, key: bytes | None = None, progress: Progress = silent
) -> Sealed:
    """Restore a backup into a folder that holds no workspace yet.

    Args:
        file: The backup.
        folder: Is made when it does not exist.
        key: Of the database, if it is encrypted and the key is known; else only the digests tell
            that it is sound.
        progress: Told how far it is; may cancel.

    Raises:
        EnvironmentProblem: The backup is damaged or of a newer program, or the folder holds a
            workspace or cannot be written; then it is as it was.
        Cancelled: The user asked to stop.
    """
    if (folder / DATABASE).exists() or (folder / KEYS).exists():
        raise EnvironmentProblem(f"{folder} 已有工作区，没有恢复；请另选一个空文件夹")
    made = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise explained(problem, folder / DATABASE) from problem
    try:
        with _held(folder):
            sealed = _staged(file, folder, key, progress)
            _decide(folder, sealed.manifest, None)
            _exchange(folder)
    finally:
        if made and not (folder / DATABASE).exists():
            shutil.rmtree(folder, ignore_errors=True)
    return sealed


def restore_anew(file: Path, home: Path, progress: Progress = silent) -> Path:
    """Restore a backup into a new folder, as on a PC that has never had the workspace.

    Args:
        file: The backup.
        home: Folder below which the new one is made; it is named after whose backup it is.
        progress: Told how far it is; may cancel.

    Returns:
        The folder to open.

    Raises:
        EnvironmentProblem: See :func:`restore_backup`.
        Cancelled: The user asked to stop.
    """
    folder = _new_folder(home, legal_name(peek(file).name))
    restore_backup(file, folder, progress=progress)
    return folder


def rescue_workspace(
    file: Path, folder: Path, home: Path, now: dt.datetime, *, progress: Progress = silent
) -> Path:
    """Restore a backup for a workspace that cannot be opened, wherever that is.

    In place of what is there; a folder that is gone is made again. Where somebody has opened a
    stick, nothing is restored among its backups: the workspace belongs on the PC.

    Args:
        file: The backup.
        folder: What was to be opened.
        home: Folder below which a new one is made.
        now: The moment it is.
        progress: Told how far it is; may cancel.

    Returns:
        The folder to open.

    Raises:
        EnvironmentProblem: See :func:`replace_workspace`.
        Cancelled: The user asked to stop.
    """
    holds_workspace = any((folder / name).exists() for name in (DATABASE, KEYS))
    if not holds_workspace and file.parent in (folder, folder / STICK_FOLDER):
        return restore_anew(file, home, progress)
    if folder.exists():
        replace_workspace(file, folder, now, progress=progress)
    else:
        restore_backup(file, folder, progress=progress)
    return folder


# -- in place of what is there ----------------------------------------------------------------


def keep_present(workspace: Workspace, progress: Progress = silent) -> Made:
    """Make a backup of the present state, before another one takes its place.

    Raises:
        RuleViolation: The account has no right to restore.
        EnvironmentProblem: It could not be made; then nothing must be restored.
        Cancelled: The user asked to stop.
    """
    demand(workspace.account, RESTORE)
    return make_backup(workspace, Reason.BEFORE_RESTORE, progress=progress)


def replace_workspace(
    file: Path,
    folder: Path,
    now: dt.datetime,
    *,
    key: bytes | None = None,
    progress: Progress = silent,
) -> Path:
    """Put a backup in the place of a workspace, which may be damaged or gone; it is kept.

    Nobody has the workspace open. A backup of the present state is the caller's to make, where
    there is a present state that can be opened.

    Args:
        file: The backup.
        folder: Folder of the workspace.
        now: The moment it is; the kept files are named after it.
        key: Of the backup's database, if it is encrypted and the key is known.
        progress: Told how far it is; may cancel.

    Returns:
        The folder in which the former files are kept.

    Raises:
        EnvironmentProblem: The backup is damaged or of a newer program, the disk is full, or the
            workspace is open; then everything is as it was.
        Cancelled: The user asked to stop; likewise.
    """
    with _held(folder):
        sealed = _staged(file, folder, key, progress)
        kept = _new_folder(folder / KEPT_FOLDER, f"{now:%Y%m%d-%H%M%S}")
        _decide(folder, sealed.manifest, kept)
        _exchange(folder)
    return kept


def note_restored(workspace: Workspace, file: Path) -> Changes:
    """Write into the journal of the restored workspace which backup it comes from.

    Raises:
        EnvironmentProblem: The backup cannot be read any more.
    """
    manifest = peek(file)
    label = f"恢复到 {manifest.made_at:%Y-%m-%d %H:%M} 的备份（{manifest.reason.value}）"
    with workspace.unit_of_work(RESTORED, label, undoable=False, passive=True) as uow:
        uow.note()
        return uow.commit()


def settle(folder: Path) -> None:
    """Finish an exchange that was cut off after it was decided, and clear away what is left over.

    Called before a workspace is opened; costs nothing where there is nothing to do.

    Raises:
        EnvironmentProblem: The files cannot be moved.
    """
    stage = folder / _STAGE
    left = [*folder.glob(f"{DRILL_FOLDER}*")] if folder.is_dir() else []
    unfinished = [*(folder / OWN_FOLDER).glob(".*.part*")]
    if not stage.exists() and not left and not unfinished:
        return
    with suppress(_Busy), _held(folder):
        if (stage / _NOTE).exists():
            _exchange(folder)
        shutil.rmtree(stage, ignore_errors=True)
        for drill in left:
            shutil.rmtree(drill, ignore_errors=True)
        clear_unfinished(folder / OWN_FOLDER)


class _Busy(EnvironmentProblem):
    """Somebody has the workspace open."""


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Hold the folder's lock."""
    lock = FileLock(folder / _LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise _Busy("工作区正在别处打开，没有恢复；请先关闭那个窗口") from error
    except OSError as problem:
        raise explained(problem, folder / DATABASE) from problem
    try:
        yield
    finally:
        lock.release()


def _staged(file: Path, folder: Path, key: bytes | None, progress: Progress) -> Sealed:
    """Write the files beside the workspace and prove them; a failure leaves nothing."""
    _refuse_newer(peek(file))
    stage = folder / _STAGE
    shutil.rmtree(stage, ignore_errors=True)
    try:
        require_room(folder, file.stat().st_size)
        stage.mkdir()
        sealed = extract(file, stage, progress)
        progress(0, 0, "检查恢复出来的工作区")
        _prove(file, sealed, stage / DATABASE, key)
        keep_folder(stage)
    except BaseException as problem:
        shutil.rmtree(stage, ignore_errors=True)
        if isinstance(problem, OSError):
            raise explained(problem, folder / DATABASE) from problem
        raise
    return sealed


def _prove(file: Path, sealed: Sealed, database: Path, key: bytes | None) -> None:
    """Open what was written, if it can be opened, and compare it with what the backup says."""
    if key is None and beginning_of(database) != PLAIN:
        return
    compare(file, sealed, key)
    with reading_sealed(database, key) as engine:
        if integrity_of(engine).pages:
            raise EnvironmentProblem("恢复出来的文件不完整，没有更换；请检查磁盘后重试")


def _new_folder(within: Path, name: str) -> Path:
    """Name a folder that is not there yet."""
    folder, number = within / name, 1
    while folder.exists():
        number += 1
        folder = within / f"{name}-{number}"
    return folder


def _decide(folder: Path, manifest: Manifest, kept: Path | None) -> None:
    """Write the note from which on the exchange will be finished."""
    note = folder / _STAGE / _NOTE
    temporary = note.with_suffix(".part")
    plain = {
        "kept": None if kept is None else str(kept.relative_to(folder)),
        "names": [part.name for part in manifest.parts],
    }
    try:
        with temporary.open("w", encoding="utf-8") as file:
            json.dump(plain, file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(note)
        keep_folder(note.parent)
    except OSError as problem:
        shutil.rmtree(note.parent, ignore_errors=True)
        raise explained(problem, folder / DATABASE) from problem


def _exchange(folder: Path) -> None:
    """Move the former files away and the new ones in; may be called again after any cut."""
    stage = folder / _STAGE
    try:
        plain = json.loads((stage / _NOTE).read_text(encoding="utf-8"))
        # The database moves last: as long as it is here, the exchange is not done.
        if (stage / DATABASE).exists():
            if plain["kept"] is not None:
                _keep_former(folder, folder / plain["kept"], plain["names"])
            if (stage / KEYS).exists():
                (stage / KEYS).replace(folder / KEYS)
            (stage / DATABASE).replace(folder / DATABASE)
        keep_folder(folder)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise EnvironmentProblem(
            f"恢复没有做完：{folder} 里的文件正被其他程序占用或不能移动；"
            "请关闭其他程序（如杀毒、网盘）后重新打开本程序，会接着做完"
        ) from problem
    shutil.rmtree(stage, ignore_errors=True)


def _keep_former(folder: Path, kept: Path, names: Sequence[str]) -> None:
    """Move what is there into the folder that keeps it; what was moved before a cut stays."""
    kept.mkdir(parents=True, exist_ok=True)
    for name in (*_BESIDE, KEYS, DATABASE):
        moved_in = name in names and not (folder / _STAGE / name).exists()
        if (folder / name).exists() and not moved_in:
            (folder / name).replace(kept / name)
    keep_folder(kept)


def _refuse_newer(manifest: Manifest) -> None:
    if not upgrade.is_known(manifest.schema):
        raise EnvironmentProblem(
            f"备份由更新版本的程序做成（数据格式 {manifest.schema}，本程序最高 {upgrade.head()}）；"
            "请升级程序后再恢复"
        )
