"""The list of backups: what each holds, when and why it was made, and whether it is still sound."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from partydesk.db.models import ProfileRow
from partydesk.domain.backups import Manifest, spare_ones
from partydesk.domain.errors import Cancelled, EnvironmentProblem, NotFound
from partydesk.domain.progress import Progress, silent
from partydesk.exchange.backup_file import SUFFIX, DamagedBackup, peek, read_whole
from partydesk.services.backups.keys import key_of, opens
from partydesk.services.backups.making import Made, prove
from partydesk.services.backups.places import (
    OWN_FOLDER,
    STICK_FOLDER,
    Place,
    get_keeping,
    get_places,
    read_marker,
    remember_read,
    removable_roots,
)

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


class BackupState(StrEnum):
    """What is known of a backup."""

    VERIFIED = "已验证"
    DOUBTFUL = "内容有疑点"
    UNREAD = "未核对"
    DAMAGED = "损坏"


@dataclass(frozen=True, slots=True)
class Listed:
    """A backup in the list.

    Attributes:
        file: Where it lies.
        place: What people call the place.
        size: Bytes.
        state: What is known of it.
        manifest: What it says of itself; None where that cannot be read.
        read_at: When it was last read whole and found sound; None for not yet.
        trouble: Why it cannot be used, in Chinese; empty for none.
    """

    file: Path
    place: str
    size: int
    state: BackupState
    manifest: Manifest | None = None
    read_at: dt.datetime | None = None
    trouble: str = ""


def list_backups(
    workspace: Workspace,
    progress: Progress = silent,
    *,
    thorough: bool = True,
    more: Iterable[Place] = (),
) -> tuple[Listed, ...]:
    """List the backups of this workspace that can be reached now, the newest first.

    Args:
        workspace: Open workspace.
        progress: Told how far the reading is; may cancel.
        thorough: Whether each is read from its first byte to its last; else only its end is, and
            what was known before is told.
        more: Further places, such as a stick.

    Raises:
        Cancelled: The user asked to stop.
    """
    with workspace.reading() as session:
        ours = session.get_one(ProfileRow, 1).workspace_id
    found: list[Listed] = []
    for place in (*get_places(workspace), *more):
        listed = [
            one
            for one in _in_place(place, ours)
            if one.manifest is None or one.manifest.workspace_id in ("", ours)
        ]
        if thorough:
            listed = [_read(one, workspace, progress) for one in listed]
            remember_read(place.folder, {one.file.name: one.read_at for one in listed})
        found.extend(listed)
    return tuple(sorted(found, key=_newest_first))


def find_backups(
    folder: Path, roots: Callable[[], Iterable[Path]] = removable_roots
) -> tuple[Listed, ...]:
    """List the backups that may be of a workspace which cannot be opened, the newest first.

    Only their ends are looked at.

    Args:
        folder: Of the workspace.
        roots: Gives the roots of drives that can be taken out.
    """
    own = folder / OWN_FOLDER
    marker = read_marker(own)
    sticks = [root / STICK_FOLDER for root in sorted(roots())]
    titled = [Place("本机", own), *(Place(f"U 盘 {s.parent.name}", s) for s in sticks)]
    if marker is not None and marker.second is not None:
        titled.append(Place("第二处", marker.second))
    # Somebody may have opened a stick, or a folder into which backups were copied.
    here = (folder, folder / STICK_FOLDER)
    titled.extend(Place("所选文件夹", near) for near in here if near not in sticks)
    ours = "" if marker is None else marker.workspace_id
    listed = [
        one
        for place in titled
        for one in _in_place(place, ours)
        if not ours or one.manifest is None or one.manifest.workspace_id in ("", ours)
    ]
    return tuple(sorted(listed, key=_newest_first))


def verify_backup(workspace: Workspace, file: Path, progress: Progress = silent) -> Made:
    """Read a backup whole, open it, and compare it with what it says of itself.

    One under another key (an earlier one, or another workspace's) cannot be opened here; of it the
    digests are compared.

    Raises:
        EnvironmentProblem: It is damaged or cannot be read.
        Cancelled: The user asked to stop.
    """
    sealed = read_whole(file, progress)
    if opens(workspace, file):
        prove(file, sealed, key_of(workspace))
    remember_read(file.parent, {file.name: workspace.clock()})
    return Made(file, sealed.manifest, sealed.sha256, sealed.size)


def thin_out(workspace: Workspace, place: Place) -> tuple[Path, ...]:
    """Remove automatic backups of a place that the rule does not keep.

    Damaged ones count for nothing, so that none pushes a sound one out, and are left for people to
    see; those made by hand stay.

    Returns:
        The files that are gone.
    """
    with workspace.reading() as session:
        ours = session.get_one(ProfileRow, 1).workspace_id
    sound = [
        (one.manifest.made_at, one.file)
        for one in _in_place(place, ours)
        if one.manifest is not None
        and one.state is BackupState.VERIFIED
        and one.manifest.workspace_id == ours
        and one.manifest.reason.is_automatic
    ]
    moments = [moment for moment, _ in sound]
    spare = [sound[n][1] for n in spare_ones(moments, workspace.clock(), get_keeping(workspace))]
    gone = []
    for file in spare:
        with suppress(OSError):
            file.unlink()
            gone.append(file)
    return tuple(gone)


def newest_sound(workspace: Workspace) -> Path:
    """Give the newest verified backup of this PC that the present key opens.

    Raises:
        NotFound: There is none yet.
    """
    for one in list_backups(workspace, thorough=False):
        if one.state is BackupState.VERIFIED and opens(workspace, one.file):
            return one.file
    raise NotFound("还没有已验证的备份；请先点“立即备份”")


def _in_place(place: Place, ours: str) -> list[Listed]:
    """Look at the ends of the backups of a place."""
    marker = read_marker(place.folder)
    read = marker.read if marker is not None and marker.workspace_id == ours else {}
    try:
        files = sorted(place.folder.glob(f"[!.]*{SUFFIX}"))
    except OSError:
        return []
    return [_peeked(file, place, read.get(file.name)) for file in files]


def _peeked(file: Path, place: Place, read_at: dt.datetime | None) -> Listed:
    try:
        size = file.stat().st_size
    except OSError:
        size = 0
    try:
        manifest = peek(file)
    except DamagedBackup as error:
        return Listed(file, place.title, size, BackupState.DAMAGED, trouble=error.message)
    except EnvironmentProblem as error:
        return Listed(file, place.title, size, BackupState.UNREAD, trouble=error.message)
    state = BackupState.UNREAD if read_at is None else BackupState.VERIFIED
    if manifest.findings:
        state = BackupState.DOUBTFUL
    return Listed(file, place.title, size, state, manifest, read_at, "；".join(manifest.findings))


def _read(listed: Listed, workspace: Workspace, progress: Progress) -> Listed:
    """Read a backup whole and say what is known of it now."""
    if listed.manifest is None:
        return listed
    try:
        read_whole(listed.file, progress)
    except Cancelled:
        raise
    except DamagedBackup as error:
        return replace(listed, state=BackupState.DAMAGED, read_at=None, trouble=error.message)
    except EnvironmentProblem as error:
        return replace(listed, state=BackupState.UNREAD, trouble=error.message)
    state = BackupState.DOUBTFUL if listed.manifest.findings else BackupState.VERIFIED
    return replace(listed, state=state, read_at=workspace.clock())


def _newest_first(listed: Listed) -> tuple[bool, float, str]:
    """Order by the moment that stands in the backup; what cannot be read comes first."""
    made = listed.manifest.made_at.timestamp() if listed.manifest else 0.0
    return listed.manifest is not None, -made, str(listed.file)
