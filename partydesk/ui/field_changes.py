"""Old and new values in words, wherever a change is shown."""

from __future__ import annotations

from partydesk.domain.changes import FieldChange

_MINUTE = 16  # characters of an ISO moment up to the minute
_NOTHING = "（空）"


def change_words(change: FieldChange, *, new: bool) -> str:
    """Write one moved field: 手机号码：138****0004 → 139****0004.

    Args:
        change: The field with both values.
        new: Whether the record is new, so that there is no old value worth showing.
    """
    after = change.after or _NOTHING
    if new:
        return f"{change.label}：{after}"
    return f"{change.label}：{change.before or _NOTHING} → {after}"


def moment_words(moment: str) -> str:
    """Write an ISO moment as people read it: 2026-03-01 09:12."""
    return moment[:_MINUTE].replace("T", " ")
