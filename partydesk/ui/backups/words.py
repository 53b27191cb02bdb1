"""How moments, sizes and contents of backups are written on screen."""

from __future__ import annotations

import datetime as dt

from partydesk.domain.backups import BackupStanding, Manifest
from partydesk.services.backups import BackupState, Listed
from partydesk.ui.colours import Tone

_SHOWN_KINDS = 4
#: After so many days without a backup it is said in the colour of trouble.
_LATE_DAYS = 7
TONES = {
    BackupState.VERIFIED: Tone.GOOD,
    BackupState.DOUBTFUL: Tone.ATTENTION,
    BackupState.UNREAD: Tone.QUIET,
    BackupState.DAMAGED: Tone.TROUBLE,
}


def moment_in_words(moment: dt.datetime | None, now: dt.datetime) -> str:
    """Write a moment as the desk speaks of it: 今天 09:00, 3月2日 09:00; 从未 for none."""
    if moment is None:
        return "从未"
    here = moment.astimezone(now.tzinfo)
    if here.date() == now.date():
        return f"今天 {here:%H:%M}"
    year = "" if here.year == now.year else f"{here.year}年"
    return f"{year}{here.month}月{here.day}日 {here:%H:%M}"


def holds(manifest: Manifest | None) -> str:
    """Say in a line what a backup holds."""
    if manifest is None:
        return ""
    held = [f"{title} {rows}" for title, rows in manifest.in_words().items() if rows]
    return "、".join(held[:_SHOWN_KINDS])


def holds_in_full(listed: Listed) -> str:
    """Say all that is known of a backup, one fact a line."""
    lines = [str(listed.file)]
    if listed.trouble:
        lines.append(listed.trouble)
    manifest = listed.manifest
    if manifest is not None:
        held = [f"{title} {rows}" for title, rows in manifest.in_words().items() if rows]
        kept = "加密，打开时用当时的口令" if manifest.encrypted else "未加密"
        whose = f"{manifest.name} {manifest.year} 年度"
        lines.append(f"{whose} · {kept} · 操作历史到第 {manifest.head.sequence} 项")
        lines.append(f"内容：{'、'.join(held)}")
    return "\n".join(lines)


def standing_in_words(standing: BackupStanding, now: dt.datetime) -> tuple[str, Tone]:
    """Say when a backup was last verified, and in which colour."""
    if standing.verified is None:
        return "还没有已验证的备份", Tone.ATTENTION
    words = f"备份 {moment_in_words(standing.verified, now)} 已验证"
    days = (now.date() - standing.verified.astimezone(now.tzinfo).date()).days
    if days >= _LATE_DAYS:
        return f"{words}，已过 {days} 天", Tone.TROUBLE
    return words, Tone.GOOD if days <= 1 else Tone.ATTENTION


def drill_in_words(standing: BackupStanding, now: dt.datetime) -> tuple[str, Tone]:
    """Say when a backup was last tried out, and in which colour."""
    if standing.failed is not None:
        return f"恢复演练 {moment_in_words(standing.failed, now)} 没有通过", Tone.TROUBLE
    if standing.drilled is None:
        return "还没有做过恢复演练", Tone.ATTENTION
    return f"恢复演练 {moment_in_words(standing.drilled, now)} 通过", Tone.GOOD
