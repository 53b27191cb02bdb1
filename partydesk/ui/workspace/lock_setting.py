"""After how many minutes without a touch the program locks; a setting of this PC's user."""

from __future__ import annotations

from PySide6.QtCore import QSettings

USUAL_MIN = 10
LONGEST_MIN = 240
_KEY = "lock/minutes"


def lock_after_min(settings: QSettings) -> int:
    """Give the minutes; 0 for never."""
    try:
        kept = int(str(settings.value(_KEY, USUAL_MIN)))
    except ValueError:
        return USUAL_MIN
    return min(max(kept, 0), LONGEST_MIN)


def keep_lock_after_min(settings: QSettings, minutes: int) -> None:
    """Keep the minutes; 0 for never."""
    settings.setValue(_KEY, minutes)
