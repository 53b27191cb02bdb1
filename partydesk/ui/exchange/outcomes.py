"""Words and tones for what becomes of the rows of a sheet."""

from __future__ import annotations

from partydesk.domain.errors import Note
from partydesk.domain.fields import COUNTING_LABELS
from partydesk.services.import_rows import PlannedRow
from partydesk.services.imports import FILE_HEADING, PHOTO_HEADING, REASON_HEADING, ImportPlan
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
_NAMED_COLUMNS = 4


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


def counts_in_words(plan: ImportPlan, skipped: int = 0) -> str:
    """Say how many rows there are and what becomes of them; ``skipped`` were left out by hand."""
    parts = [f"{WORDS[key]} {plan.count(key)}" for key in WORDS if plan.count(key)]
    if skipped:
        parts.append(f"其中略去 {skipped}")
    unit = "份表" if plan.table.sources else "行"
    total = f"共 {len(plan.rows)} {unit}" + ("：" if parts else "")
    ghosts = f"（另有 {plan.ghost_rows} 行只有格式、没有内容，已略过）" if plan.ghost_rows else ""
    return total + " · ".join(parts) + ghosts


def left_out(plan: ImportPlan) -> str:
    """Name the columns that hold something and fill nothing; empty when there are none."""
    if not any(plan.mapping.values()):
        return "没有认出任何一列。请在“列的对应”里逐列指定要填入的项目，或改选表头所在的行。"
    left = [
        header.label
        for header in plan.table.headers
        if not plan.mapping.get(header.label)
        and header.label != REASON_HEADING
        and not (plan.table.sources and header.label in {FILE_HEADING, PHOTO_HEADING})
        and "".join(header.label.split()).casefold() not in COUNTING_LABELS
        and any(row.cell(header.column_index) not in (None, "") for row in plan.table.rows)
    ]
    if not left:
        return ""
    more = f"等 {len(left)} 列" if len(left) > _NAMED_COLUMNS else ""
    named = "、".join(f"“{word}”" for word in left[:_NAMED_COLUMNS])
    return f"{named}{more}不会导入；需要时请在“列的对应”里指定要填入的项目。"


def why_not_all(plan: ImportPlan | None, stored: int) -> str:
    """Say why everything cannot be imported now; empty when it can."""
    if plan is None:
        return "请先选择文件"
    if plan.rejected:
        return f"有 {plan.rejected} 行不能导入；请改正后再试，或只导入正确的行"
    if not plan.created + plan.updated:
        return "没有新的内容：每一行都与库中资料相同"
    if not stored:
        return "所有的行都略去了"
    return ""
