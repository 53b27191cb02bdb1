"""What the journal's rows, fields and conflicts are called on screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from partydesk.db import journal
from partydesk.db.journal import ActionRow, RowChange
from partydesk.db.reversal import Conflict, Trouble
from partydesk.domain.changes import FieldChange
from partydesk.domain.field_changes import field_change
from partydesk.services.pool_kinds import POOLS

_TITLES = {
    **{kind: pool.title for kind, pool in POOLS.items()},
    "posts": "岗位",
    "wishes": "意愿",
    "actions": "操作记录",
    "rounds": "选派轮次",
    "rulings": "锁定与不配",
    "runs": "匹配结果",
    "recusals": "回避关系",
    "decisions": "党工委决定",
    "placements": "拟配",
    "consents": "同意",
    "numbers": "文号",
    "agreements": "协议",
    "letters": "委任书",
    "notices": "任职通知",
    "notice_placements": "任职通知",
    "ceremonies": "签约仪式",
    "prints": "打印记录",
    "printer_profiles": "打印机校准",
    "layouts": "版式",
    "dictionary_words": "词条",
    "policies": "年度政策",
    "profile": "工作区",
    "import_mappings": "列对应",
    "coverages": "覆盖关系",
    "organization_events": "组织事项",
    "attachments": "附件",
    "consultations": "沟通记录",
    "monthly_reports": "月报",
    "ledger_entries": "工作台账",
    "leaves": "请假",
    "distinctions": "不同一认定",
    "saved_filters": "常用筛选",
    "snoozes": "推迟的提醒",
    "bulletins": "通报",
    "courses": "培训课程",
    "training_sessions": "培训",
    "participations": "参训记录",
    "inspections": "督查",
    "shortcomings": "督查问题",
    "plan_items": "工作安排",
}
#: Columns of other tables that later work changes most.
_COLUMNS = {"state": "状态", "attitude": "意愿", "rank": "顺序", "word": "词", "year": "年度"}
_WHY = {
    Trouble.TOUCHED: "{called}此后修改过（{columns}），未删除",
    Trouble.REFERENCED: "{called}已被其他资料引用，未删除",
    Trouble.EXISTS: "{called}已存在，未恢复",
    Trouble.NO_PLACE: "{called}与现有资料冲突，未恢复",
    Trouble.GONE: "{called}已被删除，未恢复",
    Trouble.CHANGED: "{called}的{columns}此后又改过，保留现值",
    Trouble.CLASHES: "{called}原来的内容与现有资料冲突，未恢复",
}


def title_of(table: str) -> str:
    """What people call a row of a table."""
    return _TITLES.get(table, "记录")


def called(table: str, row_id: int, name: object) -> str:
    """What people call one row: by its name, else by its number."""
    return f"{title_of(table)}“{name}”" if name else f"{title_of(table)}（编号 {row_id}）"


def conflict_words(
    conflict: Conflict, about: str | None = None, later: ActionRow | None = None
) -> str:
    """Say why a row was left alone.

    Args:
        conflict: What stood in the way.
        about: Names a row that has no name of its own.
        later: The action that made the conflict, if that is known.
    """
    why = _WHY[conflict.trouble].format(
        called=called(conflict.table, conflict.row_id, conflict.name or about),
        columns=_labels(conflict.table, conflict.columns),
    )
    if later is None:
        return why
    when = later.happened_at.astimezone()
    return f"{why}——后来的操作 {later.id}：{later.label}（{when:%Y-%m-%d %H:%M}）"


def _labels(table: str, columns: Sequence[str]) -> str:
    """The columns' words on screen, in the order of the form."""
    if table not in POOLS:
        words = [_COLUMNS[name] for name in columns if name in _COLUMNS]
        return "、".join(words) if len(words) == len(columns) else f"{len(columns)} 项"
    return "、".join(field.label for field in POOLS[table].fields if field.name in columns)


def field_changes(
    kind: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[FieldChange, ...]:
    """Write the moved fields of a pool's record in words; sensitive values are masked.

    Args:
        kind: Name of the pool; for other tables nothing can be said.
        before: Stored values before; None for a new row.
        after: Stored values after; None for a deleted row.
    """
    if kind not in POOLS:
        return ()
    before, after = before or {}, after or {}
    moved = []
    for field in POOLS[kind].fields:
        # The images are compared, not the words: two numbers may look alike once masked.
        if before.get(field.name) == after.get(field.name):
            continue
        table = POOLS[kind].model.__table__
        values = [
            journal.restored(table, field.name, image.get(field.name))  # type: ignore[arg-type]
            for image in (before, after)
        ]
        change = field_change(field, *values)
        if change.before or change.after:
            moved.append(change)
    return tuple(moved)


def name_in(change: RowChange) -> object:
    """The name that a change's images hold, if any."""
    return (change.after or {}).get("name") or (change.before or {}).get("name")
