"""The history in words: states, counts and changes, the same in list, card and dialog."""

from __future__ import annotations

from collections.abc import Sequence

from partydesk.domain.action_log import TableCount, TouchedRow
from partydesk.domain.changes import ActionEntry
from partydesk.ui.colours import Tone
from partydesk.ui.field_changes import change_words

DONE = {"insert": "新增", "update": "修改", "delete": "删除"}
#: What an undo does with the rows: the other way round.
BACK = {"insert": "恢复", "update": "改回", "delete": "删除"}
TONES = {"insert": Tone.GOOD, "update": Tone.SECONDARY, "delete": Tone.TROUBLE}


def state_of(entry: ActionEntry) -> str:
    """Say how an action stands; nothing for one that can be undone."""
    if entry.undone:
        return "已撤销"
    return "" if entry.undoable else "不可撤销"


def tone_of(entry: ActionEntry) -> Tone:
    """The tone of that word."""
    return Tone.ATTENTION if entry.undone else Tone.QUIET


def refusal_of(entry: ActionEntry | None) -> str:
    """Say why an action cannot be undone; empty where it can be tried."""
    if entry is None:
        return "请先选一项操作"
    if entry.undone:
        return f"这项操作已撤销（操作 {entry.undone_by}）；撤销那一项就恢复它"
    return "" if entry.undoable else "这项操作不可撤销"


def counts_in_words(counts: Sequence[TableCount], verbs: dict[str, str]) -> str:
    """Say how many rows of what: 新增人才 300、词条 2；修改单位 4."""
    said: dict[str, list[str]] = {}
    for one in counts:
        said.setdefault(one.operation, []).append(f"{one.title} {one.count:,}")
    return "；".join(f"{verbs[operation]}{'、'.join(each)}" for operation, each in said.items())


def changes_in_words(row: TouchedRow) -> str:
    """Write the moved fields of a row in one line."""
    if row.operation == "delete":
        return ""
    new = row.operation == "insert"
    shown = (one for one in row.changes if not (new and f"“{one.after}”" in row.title))
    return "；".join(change_words(change, new=new) for change in shown)
