"""The journal as people use it: what was done, a record's history, and taking things back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db import reversal
from partydesk.db.journal import ActionRow, ChangeRow, RowChange
from partydesk.db.models import CoverageRow, PlacementRow, RoundRow
from partydesk.db.obstacles import obstacles_of
from partydesk.db.queries.actions import page_of_actions, standing_undos
from partydesk.db.unit_of_work import UnitOfWork
from partydesk.domain.action_log import ActionQuery, UndoPreview
from partydesk.domain.changes import ActionEntry, Changes, FieldChange, HistoryEntry, Undone
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.placements import contradictions
from partydesk.domain.progress import Progress, silent
from partydesk.services.action_log import counts_of, touched_rows
from partydesk.services.closed_changes import require_none_closed
from partydesk.services.journal_words import conflict_words, field_changes
from partydesk.services.link_history import linked_history
from partydesk.services.placements import placement_of
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import POOLS, pool_of
from partydesk.services.rights import demand
from partydesk.services.row_names import Key, names_of

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Actions on many records that do not depend on each other: what nobody touched since goes back,
#: the rest is listed.
_PARTIAL = ("import_", "bulk_")
_FIRST_ROWS = 200


def list_actions(
    workspace: Workspace, limit: int | None = None, offset: int = 0
) -> tuple[ActionEntry, ...]:
    """List what was done, newest first."""
    with workspace.reading() as session:
        return page_of_actions(session, ActionQuery(offset=offset, limit=limit))[0]


def record_history(workspace: Workspace, kind: str, record_id: int) -> tuple[HistoryEntry, ...]:
    """Tell what happened to one record, oldest first; sensitive values are masked."""
    pool_of(kind)
    statement = (
        select(ChangeRow, ActionRow)
        .join(ActionRow, ActionRow.id == ChangeRow.action_id)
        .where(ChangeRow.table_name == kind, ChangeRow.row_id == record_id)
        .order_by(ChangeRow.id)
    )
    with workspace.reading() as session:
        linked = linked_history(session, kind, record_id)
        entries = [
            _history_entry(
                action,
                change.operation,
                (
                    *field_changes(kind, change.before, change.after),
                    *(linked.pop(action.id).changes if action.id in linked else ()),
                ),
            )
            for change, action in session.execute(statement)
        ]
        entries += [_history_entry(one.action, "update", one.changes) for one in linked.values()]
    return tuple(sorted(entries, key=lambda entry: entry.action))


def _history_entry(
    action: ActionRow, operation: str, changes: tuple[FieldChange, ...]
) -> HistoryEntry:
    """Write one action as it touched one record."""
    when = action.happened_at.astimezone().isoformat(timespec="seconds")
    return HistoryEntry(action.id, action.label, when, action.actor, operation, changes)


def undo(
    workspace: Workspace, action_id: int | None = None, *, progress: Progress = silent
) -> Undone:
    """Take an action back; later work is never overwritten.

    An import of many records, or a change of many at once, gives back what nobody touched since
    and lists the rest. Every other action is taken back whole or not at all: half of it could
    contradict what came later, such as a consent gone under a signed agreement.

    Args:
        workspace: Open workspace.
        action_id: The action; None for the last one. Undoing an undo does the thing again.
        progress: Told how far it is; may cancel, and then everything stays.

    Raises:
        NotFound: There is no such action, or nothing to undo.
        RuleViolation: This kind of action cannot be undone, it has been undone already, it
            touched a year that is closed, or the account has no right to what is taken back.
        Cancelled: The user asked to stop.
    """
    with workspace.unit_of_work("undo", "撤销") as uow:
        action = _action_to_undo(uow.session, action_id)
        demand(workspace.account, _code_of_act(uow.session, action))
        uow.relabel(f"撤销：{action.label}")
        uow.mark_as_undo_of(action.id)
        outcome, conflicts = _tried(workspace, uow.session, action, progress)
        if conflicts and not _gives_in(action, outcome):
            return Undone(None, action.label, 0, tuple(conflicts), Changes())
        uow.take_over(outcome.changes)
        _renew_index(uow, outcome.changes)
        # What the action made may be gone already; that it was taken back is still written down.
        uow.note()
        changes = uow.commit(progress)
        return Undone(action.id, action.label, outcome.restored, tuple(conflicts), changes)


def undo_preview(
    workspace: Workspace, action_id: int | None = None, *, progress: Progress = silent
) -> UndoPreview:
    """Try what taking an action back would come to; nothing is stored.

    Args:
        workspace: Open workspace.
        action_id: The action; None for the last one.
        progress: Told how far it is; may cancel.

    Raises:
        NotFound: There is no such action, or nothing to undo.
        RuleViolation: This kind of action cannot be undone, it has been undone already, or it
            touched a year that is closed.
        Cancelled: The user asked to stop.
    """
    with workspace.unit_of_work("undo", "撤销") as uow:  # left without commit: rolled back
        uow.only_try()
        action = _action_to_undo(uow.session, action_id)
        outcome, conflicts = _tried(workspace, uow.session, action, progress)
        possible = not conflicts or _gives_in(action, outcome)
        first = outcome.changes[:_FIRST_ROWS]
        return UndoPreview(
            action.id,
            action.label,
            possible,
            bool(conflicts) and possible,
            outcome.restored if possible else 0,
            counts_of((change.table, change.operation) for change in outcome.changes),
            touched_rows(uow.session, first),
            tuple(conflicts),
        )


def _tried(
    workspace: Workspace, session: Session, action: ActionRow, progress: Progress
) -> tuple[reversal.Reversed, list[str]]:
    """Take an action's rows back and say what is in the way."""
    outcome = reversal.take_back(session, action.id, progress)
    require_none_closed(session, outcome.changes)
    nameless: dict[Key, dict[str, object]] = {
        (c.table, c.row_id): {} for c in outcome.conflicts if not c.name
    }
    names = names_of(session, nameless)
    later = obstacles_of(session, action.id, outcome.conflicts)
    conflicts = [
        conflict_words(one, names.get((one.table, one.row_id)), act)
        for one, act in zip(outcome.conflicts, later, strict=True)
    ]
    return outcome, conflicts + _contradictions(workspace, session, outcome.changes)


def _gives_in(action: ActionRow, outcome: reversal.Reversed) -> bool:
    """Whether an action with conflicts is taken back as far as it can be."""
    return action.code.startswith(_PARTIAL) and outcome.restored > 0


def _renew_index(uow: UnitOfWork, changes: Sequence[RowChange]) -> None:
    """Bring what the records are found by up to date."""
    for change in changes:
        if change.table in POOLS:
            uow.renew_index(change.table, [change.row_id])
        elif change.table == CoverageRow.__tablename__:
            image = change.before or change.after or {}
            if "organization_id" in image:  # a link moved to another unit is found on commit
                uow.renew_index("organizations", [int(image["organization_id"])])


def _contradictions(
    workspace: Workspace, session: Session, changes: Iterable[RowChange]
) -> list[str]:
    """Say where a pair would stand in a state that its consents and seats do not carry."""
    found: list[str] = []
    for number in sorted({n for change in changes for n in _placements_of(change)}):
        row = session.get(PlacementRow, number)
        if row is None:
            continue
        policy = policy_in(session, session.get_one(RoundRow, row.round_id).year)
        placement = placement_of(session, row, policy, workspace.today())
        found.extend(reason.message for reason in contradictions(placement))
    return found


def _placements_of(change: RowChange) -> tuple[int, ...]:
    """The pair that a change concerns, if it concerns one."""
    if change.table == PlacementRow.__tablename__:
        return (change.row_id,)
    image = change.before or change.after or {}
    if change.table == "consents" and "placement_id" in image:
        return (int(image["placement_id"]),)
    return ()


def _action_to_undo(session: Session, action_id: int | None) -> ActionRow:
    """Find the action and check that it can be taken back.

    Raises:
        NotFound: There is none.
        RuleViolation: It was taken back already, or cannot be.
    """
    undone = standing_undos(session)
    action = _last_standing(session, undone) if action_id is None else _named(session, action_id)
    reason = why_not(action.id, action.label, undoable=action.undoable, undone=action.id in undone)
    if reason is not None:
        raise RuleViolation([reason])
    return action


def _code_of_act(session: Session, action: ActionRow) -> str:
    """Give the code of what is done or taken back in the end: undoing an undo does it again."""
    while action.undoes is not None:
        action = session.get_one(ActionRow, action.undoes)
    return action.code


def why_not(number: int, label: str, *, undoable: bool, undone: bool) -> Reason | None:
    """Say why an action cannot be taken back, whatever came after it; None where it can."""
    if undone:
        return Reason("already_undone", f"操作 {number}“{label}”已经撤销过")
    if not undoable:
        return Reason("not_undoable", f"操作 {number}“{label}”不能撤销")
    return None


def _named(session: Session, action_id: int) -> ActionRow:
    """Give an action by its number.

    Raises:
        NotFound: There is none.
    """
    action = session.get(ActionRow, action_id)
    if action is None:
        raise NotFound(f"没有编号为 {action_id} 的操作")
    return action


def _last_standing(session: Session, undone: dict[int, int]) -> ActionRow:
    """Give the last action that was not taken back.

    Raises:
        NotFound: Everything was.
    """
    acts = (
        select(ActionRow)
        .where(ActionRow.undoes.is_(None), ActionRow.passive.is_(False))
        .order_by(ActionRow.id.desc())
        .execution_options(yield_per=100)
    )
    action = next((act for act in session.scalars(acts) if act.id not in undone), None)
    if action is None:
        raise NotFound("没有可以撤销的操作")
    return action
