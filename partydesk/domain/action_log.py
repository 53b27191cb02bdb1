"""The journal as a page shows it: what is asked of it, and what an action touched."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from partydesk.domain.changes import ActionEntry, FieldChange


class ActionGroup(StrEnum):
    """Sorts of actions, by which the history can be narrowed."""

    SAVE = "新增和修改"
    IMPORT = "导入"
    BULK = "批量、停用和恢复"
    MERGE = "合并"
    ROUND = "双向选择"
    PAPER = "协议与委任"
    SETTING = "词典和设置"
    LOOK = "查看、导出和打印"
    SAFETY = "登录、自检和未办成"
    UNDO = "撤销"
    OTHER = "其他"


#: How the codes of actions begin → their sort; the longest beginning counts.
_GROUPS = {
    "save_": ActionGroup.SAVE,
    "add_": ActionGroup.SAVE,
    "remove_": ActionGroup.SAVE,
    "set_standing": ActionGroup.SAVE,
    "admit_": ActionGroup.SAVE,
    "begin_plan_": ActionGroup.SAVE,
    "apply_plan_": ActionGroup.SAVE,
    "tick_off_plan_": ActionGroup.SAVE,
    "move_plan_": ActionGroup.SAVE,
    "import_": ActionGroup.IMPORT,
    "bulk_": ActionGroup.BULK,
    "retire_": ActionGroup.BULK,
    "restore_": ActionGroup.BULK,
    "restore_backup": ActionGroup.OTHER,
    "tag_": ActionGroup.BULK,
    "merge_": ActionGroup.MERGE,
    "distinguish_": ActionGroup.MERGE,
    "open_round": ActionGroup.ROUND,
    "save_post": ActionGroup.ROUND,
    "remove_post": ActionGroup.ROUND,
    "save_wishes": ActionGroup.ROUND,
    "suggest_wishes": ActionGroup.ROUND,
    "rule_pair": ActionGroup.ROUND,
    "close_post": ActionGroup.ROUND,
    "reopen_post": ActionGroup.ROUND,
    "add_recusal": ActionGroup.ROUND,
    "remove_recusal": ActionGroup.ROUND,
    "run_matching": ActionGroup.ROUND,
    "accept_run": ActionGroup.ROUND,
    "consent": ActionGroup.PAPER,
    "sign": ActionGroup.PAPER,
    "appoint": ActionGroup.PAPER,
    "draft": ActionGroup.PAPER,
    "start": ActionGroup.PAPER,
    "amend": ActionGroup.PAPER,
    "renew": ActionGroup.PAPER,
    "end": ActionGroup.PAPER,
    "withdraw": ActionGroup.PAPER,
    "snooze_": ActionGroup.PAPER,
    "save_bulletin": ActionGroup.PAPER,
    "issue_": ActionGroup.PAPER,
    "void_": ActionGroup.PAPER,
    "reissue": ActionGroup.PAPER,
    "fill_vacancy": ActionGroup.ROUND,
    "save_ceremony": ActionGroup.PAPER,
    "record_decision": ActionGroup.PAPER,
    "remove_decision": ActionGroup.PAPER,
    "save_policy": ActionGroup.SETTING,
    "save_layout": ActionGroup.SETTING,
    "use_layout": ActionGroup.SETTING,
    "retire_layout": ActionGroup.SETTING,
    "add_word": ActionGroup.SETTING,
    "add_places": ActionGroup.SETTING,
    "rename_word": ActionGroup.SETTING,
    "retire_word": ActionGroup.SETTING,
    "set_year": ActionGroup.SETTING,
    "create_workspace": ActionGroup.SETTING,
    "reveal_": ActionGroup.LOOK,
    "export_": ActionGroup.LOOK,
    "print": ActionGroup.LOOK,
    "sign_in": ActionGroup.SAFETY,
    "sign_out": ActionGroup.SAFETY,
    "lock": ActionGroup.SAFETY,
    "refused": ActionGroup.SAFETY,
    "failed": ActionGroup.SAFETY,
    "self_check": ActionGroup.SAFETY,
    "undo": ActionGroup.UNDO,
}


def group_of(code: str) -> ActionGroup:
    """Say which sort an action of this code is of."""
    fitting = [beginning for beginning in _GROUPS if code.startswith(beginning)]
    return _GROUPS[max(fitting, key=len)] if fitting else ActionGroup.OTHER


@dataclass(frozen=True, slots=True)
class ActionQuery:
    """What the user wants to see of the history.

    Attributes:
        text: Words that the label must hold, separated by spaces.
        groups: Sorts of actions, one of which it must be; none for all.
        who: Accounts, one of which acted; none for all.
        since: First day.
        until: Last day.
        standing_only: Only what can still be undone.
        offset: How many to leave out.
        limit: How many to give at most; None for all.
    """

    text: str = ""
    groups: tuple[ActionGroup, ...] = ()
    who: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    standing_only: bool = False
    offset: int = 0
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class TableCount:
    """How many rows of one table were, or would be, touched in one way.

    Attributes:
        title: What people call one row of it: 人才, 意愿.
        operation: ``insert``, ``update`` or ``delete``.
        count: How many.
    """

    title: str
    operation: str
    count: int


@dataclass(frozen=True, slots=True)
class TouchedRow:
    """One row that an action touched, or an undo would.

    Attributes:
        table: Name of the table; for records of a pool the pool's.
        row_id: The row's number; 记录号 of a record.
        title: What people call it: 人才“苏和”.
        operation: ``insert``, ``update`` or ``delete``.
        changes: The fields that moved, in words, sensitive ones masked.
        is_record: Whether it is a record of a pool that is there now and can be shown.
    """

    table: str
    row_id: int
    title: str
    operation: str
    changes: tuple[FieldChange, ...]
    is_record: bool


@dataclass(frozen=True, slots=True)
class ActionDetail:
    """One action and what it touched.

    Attributes:
        action: The action.
        counts: How many rows of which table.
        rows: Some of the rows, in the order in which they were touched.
        total: How many rows there are.
    """

    action: ActionEntry
    counts: tuple[TableCount, ...]
    rows: tuple[TouchedRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class UndoPreview:
    """What taking an action back would come to, tried out and not stored.

    Attributes:
        action: Number of the action.
        label: Its label.
        possible: Whether anything would be taken back.
        partial: Whether conflicts leave the rest of it to be taken back.
        restored: How many rows would be as they were before.
        counts: How many rows of which table would be changed.
        rows: Some of them with their fields before and after.
        conflicts: Why some rows, or the whole, would be left alone.
    """

    action: int
    label: str
    possible: bool
    partial: bool
    restored: int
    counts: tuple[TableCount, ...]
    rows: tuple[TouchedRow, ...]
    conflicts: tuple[str, ...]
