"""Words and tones for what becomes of the rows of a sheet."""

from __future__ import annotations

from partydesk.domain.errors import Note
from partydesk.services.import_rows import PlannedRow
from partydesk.services.imports import ImportPlan
from partydesk.ui.colours import Tone
from partydesk.ui.field_changes import change_words

#: Outcome → word on screen; also the order of the chips.
WORDS = {"created": "新增", "updated": "更新", "unchanged": "不变", "rejected": "不能导入"}
TONES = {
    "created": Tone.GOOD,
    "updated": Tone.ATTENTION,
    "unchanged": Tone.QUIET,
    "rejected": Tone.TROUBLE,
}
_SHOWN_CHANGES = 6


def row_summary(row: PlannedRow, problems: tuple[Note, ...]) -> str:
    """Say in one line what becomes of a row, or why it cannot be stored."""
    if problems:
        return "；".join(note.message for note in problems)
    if row.outcome == "unchanged":
        return "与库中资料相同"
    new = row.outcome == "created"
    words = [change_words(change, new=new) for change in row.changes[:_SHOWN_CHANGES]]
    more = len(row.changes) - _SHOWN_CHANGES
    return "；".join(words) + (f"……另有 {more} 项" if more > 0 else "")


def counts_in_words(plan: ImportPlan) -> str:
    """Say how many rows there are and what becomes of them."""
    parts = [f"{WORDS[key]} {plan.count(key)}" for key in WORDS if plan.count(key)]
    total = f"共 {len(plan.rows)} 行" + ("：" if parts else "")
    ghosts = f"（另有 {plan.ghost_rows} 行只有格式、没有内容，已略过）" if plan.ghost_rows else ""
    return total + " · ".join(parts) + ghosts
