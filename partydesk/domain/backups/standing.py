"""How the backups stand: when one was last verified, and when one was last tried out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BackupStanding:
    """What the journal tells of backups and drills.

    Attributes:
        verified: When a backup was last made and verified; None for never.
        drilled: When a drill last succeeded; None for never.
        failed: When a drill failed, if none has succeeded since.
    """

    verified: dt.datetime | None = None
    drilled: dt.datetime | None = None
    failed: dt.datetime | None = None


def is_backup_due(standing: BackupStanding, now: dt.datetime) -> bool:
    """Whether none was made on this day; after the clock was set back there is none, either."""
    made = standing.verified
    return made is None or made.astimezone(now.tzinfo).date() != now.date()


def is_drill_due(standing: BackupStanding, now: dt.datetime, every_days: int) -> bool:
    """Whether it is time to try again whether a backup can be restored.

    Args:
        standing: What was done.
        now: The moment it is.
        every_days: Days from one drill to the next.
    """
    tried = max((m for m in (standing.drilled, standing.failed) if m is not None), default=None)
    if tried is None:
        return True
    return not 0 <= (now.date() - tried.astimezone(now.tzinfo).date()).days < every_days
