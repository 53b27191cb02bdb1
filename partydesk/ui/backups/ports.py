"""What the tab 备份 asks of the services and of the program around the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from partydesk.domain.backups import BackupStanding, Keeping
from partydesk.domain.changes import Changes
from partydesk.domain.progress import Progress
from partydesk.services.backups import (
    Drill,
    Listed,
    Made,
    Place,
    RestorePreview,
    Snapshot,
    Spread,
    Stick,
)


@dataclass(frozen=True)
class BackupPorts:
    """What can be done with backups.

    Attributes:
        now: The moment it is.
        standing: When one was last verified and tried out.
        places: Those of this PC.
        sticks: What is plugged in.
        list: The backups at the places of this PC and some more; quickly, or reading each.
        make: Makes one, by hand.
        make_in: Makes one in a folder, or under a name.
        copy: Copies one to a place and writes that down.
        drill: Tries one out; None for the newest.
        preview: What restoring one would mean.
        keep_present: Makes one before another is restored.
        restore: Puts one in the place of the workspace; None where no program can do that.
        save_second: Chooses the second place.
        keeping: The rule by which they are thinned out.
        save_keeping: Changes it.
    """

    now: Callable[[], dt.datetime]
    standing: Callable[[], BackupStanding]
    places: Callable[[], Sequence[Place]]
    sticks: Callable[[], Sequence[Stick]]
    list: Callable[[Progress, bool, Sequence[Place]], Sequence[Listed]]
    make: Callable[[Progress], Made]
    make_in: Callable[[Path, Progress], Made]
    copy: Callable[[Path, Place, Progress], Made]
    drill: Callable[[Path | None, Progress], Drill]
    preview: Callable[[Path], RestorePreview]
    keep_present: Callable[[Progress], Made]
    restore: Callable[[Path], None] | None
    save_second: Callable[[Path | None], Changes]
    keeping: Callable[[], Keeping]
    save_keeping: Callable[[Keeping], Changes]


@dataclass(frozen=True)
class KeeperPorts:
    """What the program does with backups by itself, in steps for two threads.

    Attributes:
        ready: Whether the workspace is open and nobody has locked it.
        due: Whether today's backup is to be made.
        drill_due: Whether this month's drill is to be done.
        sticks: The known sticks that are plugged in.
        take: Copies the workspace; needs it.
        finish: Seals and verifies; needs it not.
        note: Writes the backup down.
        spread: Brings the newest one to the other places.
        note_copies: Writes the copies down.
        try_out: Does a drill.
        note_drill: Writes it down.
    """

    ready: Callable[[], bool]
    due: Callable[[], bool]
    drill_due: Callable[[], bool]
    sticks: Callable[[], Sequence[Stick]]
    take: Callable[[Progress], Snapshot]
    finish: Callable[[Snapshot, Progress], Made]
    note: Callable[[Made], Changes]
    spread: Callable[[Sequence[Place], Progress], Spread]
    note_copies: Callable[[Spread], None]
    try_out: Callable[[Progress], Drill]
    note_drill: Callable[[Drill], Changes]
