"""The journal as people use it: what was done, a record's history, and taking things back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from partydesk.db import journal
from partydesk.db.base import Base
from partydesk.db.journal import ActionRow, ChangeRow
from partydesk.db.models import ConsentRow, PlacementRow, RoundRow
from partydesk.domain.changes import ActionEntry, Changes, FieldChange, HistoryEntry, Undone
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.placements import contradictions
from partydesk.domain.values import show
from partydesk.services.placements import placement_of
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import POOLS, pool_of

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_TITLES = {
    "talents": "人才",
    "enterprises": "单位",
    "posts": "岗位",
    "wishes": "意愿",
    "rounds": "选派轮次",
    "rulings": "锁定与不配",
    "runs": "匹配结果",
    "placements": "拟配",
    "consents": "同意",
    "dictionary_words": "词条",
    "policies": "年度政策",
    "profile": "工作区",
    "import_mappings": "列对应",
}
_TABLES: dict[str, type[Base]] = {
    mapper.local_table.name: mapper.class_  # type: ignore[attr-defined]  # tables only
    for mapper in Base.registry.mappers
}


def list_actions(workspace: Workspace, limit: int | None = None) -> tuple[ActionEntry, ...]:
    """List what was done, newest first."""
    with workspace.reading() as session:
        counts = dict(
            session.execute(
                select(ChangeRow.action_id, func.count()).group_by(ChangeRow.action_id)
            ).all()
        )
        actions = session.scalars(select(ActionRow).order_by(ActionRow.id.desc())).all()
        undone = _undone(actions)
        return tuple(
            ActionEntry(
                action.id,
                action.label,
                action.happened_at.astimezone().isoformat(timespec="seconds"),
                action.actor,
                action.undoable,
                action.id in undone,
                counts.get(action.id, 0),
            )
            for action in actions[:limit]
        )


def _undone(newest_first: Any) -> set[int]:  # noqa: ANN401 - a sequence of rows
    """Numbers of the actions that stand undone; an undo that was itself undone does not count."""
    undone: set[int] = set()
    for action in newest_first:
        if action.undoes is not None and action.id not in undone:
            undone.add(action.undoes)
    return undone


def record_history(workspace: Workspace, kind: str, record_id: int) -> tuple[HistoryEntry, ...]:
    """Tell what happened to one record, oldest first; sensitive values are masked."""
    pool = pool_of(kind)
    statement = (
        select(ChangeRow, ActionRow)
        .join(ActionRow, ActionRow.id == ChangeRow.action_id)
        .where(ChangeRow.table_name == kind, ChangeRow.row_id == record_id)
        .order_by(ChangeRow.id)
    )
    with workspace.reading() as session:
        return tuple(
            HistoryEntry(
                action.id,
                action.label,
                action.happened_at.astimezone().isoformat(timespec="seconds"),
                action.actor,
                change.operation,
                _field_changes(pool.fields, pool.model, change),
            )
            for change, action in session.execute(statement)
        )


def _field_changes(fields: Any, model: Any, change: ChangeRow) -> tuple[FieldChange, ...]:  # noqa: ANN401
    """Write the moved fields in words."""
    before, after = change.before or {}, change.after or {}
    moved = []
    for field in fields:
        # The images are compared, not the words: two numbers may look alike once masked.
        if before.get(field.name) == after.get(field.name):
            continue
        values = [
            show(field, journal.restored(model.__table__, field.name, image.get(field.name)))
            for image in (before, after)
        ]
        if any(values):
            moved.append(FieldChange(field.label, *values))
    return tuple(moved)


def undo(workspace: Workspace, action_id: int | None = None) -> Undone:
    """Take an action back; later work is never overwritten.

    An import of many records gives back what nobody touched since and lists the rest. Every
    other action is taken back whole or not at all: half of it could contradict what came later,
    such as a consent gone under a signed agreement.

    Args:
        workspace: Open workspace.
        action_id: The action; None for the last one. Undoing an undo does the thing again.

    Raises:
        NotFound: There is no such action, or nothing to undo.
        RuleViolation: This kind of action cannot be undone, or it has been undone already.
    """
    with workspace.unit_of_work("undo", "撤销") as uow:
        action = _action_to_undo(uow.session, action_id)
        uow.relabel(f"撤销：{action.label}")
        uow.mark_as_undo_of(action.id)
        rows = uow.session.scalars(
            select(ChangeRow).where(ChangeRow.action_id == action.id).order_by(ChangeRow.id.desc())
        ).all()
        conflicts: list[str] = []
        restored = 0
        for row in rows:
            trouble = _take_back(uow.session, row)
            conflicts.extend(trouble)
            restored += not trouble
        conflicts.extend(_contradictions(workspace, uow.session, rows))
        partial = action.code.startswith("import_") and restored > 0
        if conflicts and not partial:
            return Undone(None, action.label, 0, tuple(conflicts), Changes())
        # What the action made may be gone already; that it was taken back is still written down.
        uow.note()
        changes = uow.commit()
        return Undone(action.id, action.label, restored, tuple(conflicts), changes)


def _contradictions(
    workspace: Workspace, session: Session, changes: Sequence[ChangeRow]
) -> list[str]:
    """Say where a pair would stand in a state that its consents and seats do not carry."""
    session.flush()
    found: list[str] = []
    for number in sorted({n for change in changes for n in _placements_of(change)}):
        row = session.get(PlacementRow, number)
        if row is None:
            continue
        session.refresh(row)  # its consents may have come or gone
        policy = policy_in(session, session.get_one(RoundRow, row.round_id).year)
        placement = placement_of(session, row, policy, workspace.today())
        found.extend(reason.message for reason in contradictions(placement))
    return found


def _placements_of(change: ChangeRow) -> tuple[int, ...]:
    """The pair that a change concerns, if it concerns one."""
    if change.table_name == PlacementRow.__tablename__:
        return (change.row_id,)
    image = change.before or change.after or {}
    if change.table_name == ConsentRow.__tablename__ and "placement_id" in image:
        return (int(image["placement_id"]),)
    return ()


def _action_to_undo(session: Session, action_id: int | None) -> ActionRow:
    """Find the action and check that it can be taken back."""
    actions = session.scalars(select(ActionRow).order_by(ActionRow.id.desc())).all()
    undone = _undone(actions)
    if action_id is None:
        candidates = [
            a for a in actions if a.undoes is None and not a.passive and a.id not in undone
        ]
        if not candidates:
            raise NotFound("没有可以撤销的操作")
        action = candidates[0]
    else:
        named = session.get(ActionRow, action_id)
        if named is None:
            raise NotFound(f"没有编号为 {action_id} 的操作")
        action = named
    if action.id in undone:
        message = f"操作 {action.id}“{action.label}”已经撤销过"
        raise RuleViolation([Reason("already_undone", message)])
    if not action.undoable:
        message = f"操作 {action.id}“{action.label}”不能撤销"
        raise RuleViolation([Reason("not_undoable", message)])
    return action


def _take_back(session: Session, change: ChangeRow) -> list[str]:
    """Reverse one row's change.

    Returns:
        Conflicts; empty when the row is as it was before.
    """
    model = _TABLES[change.table_name]
    row = session.get(model, change.row_id)
    if change.operation == "insert":
        return _remove(session, model, row, change)
    if change.operation == "delete":
        return _bring_back(session, model, row, change)
    if row is None:
        return [f"{_called(model, None, change)}已被删除，未恢复"]
    return _set_back(session, model, row, change)


def _remove(session: Session, model: Any, row: Any, change: ChangeRow) -> list[str]:  # noqa: ANN401
    """Delete a row that the action made, unless somebody worked on it or with it since."""
    if row is None:
        return []
    called = _called(model, row, change)
    touched = [name for name in change.after or {} if not _is_as(model, row, name, change.after)]
    if touched:
        return [f"{called}此后修改过（{_labels(change.table_name, touched)}），未删除"]
    try:
        with session.begin_nested():
            session.delete(row)
    except IntegrityError:
        return [f"{called}已被其他资料引用，未删除"]
    return []


def _bring_back(session: Session, model: Any, row: Any, change: ChangeRow) -> list[str]:  # noqa: ANN401
    """Insert a deleted row again under its own number."""
    if row is not None:
        return [f"{_called(model, row, change)}已存在，未恢复"]
    values = {
        _attribute(model, name): journal.restored(model.__table__, name, plain)
        for name, plain in (change.before or {}).items()
    }
    try:
        with session.begin_nested():
            session.add(model(**values))
    except IntegrityError:
        return [f"{_called(model, None, change)}与现有资料冲突，未恢复"]
    return []


def _set_back(session: Session, model: Any, row: Any, change: ChangeRow) -> list[str]:  # noqa: ANN401
    """Give the changed columns their old values where nobody changed them since."""
    called = _called(model, row, change)
    before = change.before or {}
    later = [name for name in before if not _is_as(model, row, name, change.after)]
    try:
        with session.begin_nested():
            for name in before.keys() - later:
                value = journal.restored(model.__table__, name, before[name])
                setattr(row, _attribute(model, name), value)
    except IntegrityError:
        return [f"{called}原来的内容与现有资料冲突，未恢复"]
    if not later:
        return []
    return [f"{called}的{_labels(change.table_name, later)}此后又改过，保留现值"]


def _is_as(model: Any, row: Any, name: str, image: Mapping[str, object] | None) -> bool:  # noqa: ANN401
    """Whether a column still holds what an image says."""
    now = journal.stored(model.__table__, name, getattr(row, _attribute(model, name)))
    return bool(now == (image or {}).get(name))


def _attribute(model: Any, column: str) -> str:  # noqa: ANN401
    """Name of the attribute of a column."""
    return str(model.__mapper__.get_property_by_column(model.__table__.c[column]).key)


def _called(model: Any, row: Any, change: ChangeRow) -> str:  # noqa: ANN401
    """What people call a row."""
    title = _TITLES.get(model.__tablename__, "记录")
    name = getattr(row, "name", None) or (change.before or change.after or {}).get("name")
    return f"{title}“{name}”" if name else f"{title}（编号 {change.row_id}）"


def _labels(table: str, columns: list[str]) -> str:
    """The columns' words on screen, in the order of the form."""
    if table not in POOLS:
        return f"{len(columns)} 项"
    return "、".join(field.label for field in POOLS[table].fields if field.name in columns)
