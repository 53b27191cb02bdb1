"""Reading the journal page by page: narrowed, counted and ordered in SQL."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from partydesk.db.journal import ActionRow, ChangeRow
from partydesk.domain.action_log import ActionQuery, group_of
from partydesk.domain.changes import ActionEntry

#: So many actions can be asked for by their numbers; the driver takes no more than 32,766 values.
_PAGE = 1000


def standing_undos(session: Session) -> dict[int, int]:
    """Give the actions that stand undone, each with the undo that took it back.

    An undo that was itself undone does not count.
    """
    undos = select(ActionRow.id, ActionRow.undoes).where(ActionRow.undoes.is_not(None))
    undone: dict[int, int] = {}
    for number, undoes in session.execute(undos.order_by(ActionRow.id.desc())):
        if undoes is not None and number not in undone:
            undone[undoes] = number
    return undone


def page_of_actions(session: Session, query: ActionQuery) -> tuple[tuple[ActionEntry, ...], int]:
    """Give the actions of one page, newest first, and how many there are in all."""
    undone = standing_undos(session)
    conditions = _conditions(session, query, undone)
    wanted = select(ActionRow).where(*conditions).order_by(ActionRow.id.desc())
    actions = session.scalars(wanted.offset(query.offset).limit(query.limit)).all()
    counts = _counts(session, [action.id for action in actions])
    entries = tuple(entry_of(action, undone, counts.get(action.id, 0)) for action in actions)
    total = session.scalar(select(func.count()).select_from(ActionRow).where(*conditions)) or 0
    return entries, total


def entry_of(action: ActionRow, undone: dict[int, int], count: int) -> ActionEntry:
    """Write down an action as people see it."""
    return ActionEntry(
        action.id,
        action.label,
        action.happened_at.astimezone().isoformat(timespec="seconds"),
        action.actor,
        action.undoable,
        action.id in undone,
        count,
        action.code,
        action.undoes,
        undone.get(action.id),
    )


def actors(session: Session) -> tuple[str, ...]:
    """List who has acted."""
    return tuple(session.scalars(select(ActionRow.actor).distinct().order_by(ActionRow.actor)))


def _counts(session: Session, numbers: list[int]) -> dict[int, int]:
    """Count the rows that the actions of a page touched."""
    if not numbers:
        return {}
    counted = select(ChangeRow.action_id, func.count()).group_by(ChangeRow.action_id)
    within = (
        ChangeRow.action_id.in_(numbers)
        if len(numbers) <= _PAGE
        else ChangeRow.action_id.between(min(numbers), max(numbers))
    )
    return {number: count for number, count in session.execute(counted.where(within)).all()}  # noqa: C416 - rows are not pairs to the type checker


def _conditions(
    session: Session, query: ActionQuery, undone: dict[int, int]
) -> list[ColumnElement[bool]]:
    """Say in SQL what the user wants to see."""
    conditions: list[ColumnElement[bool]] = [
        func.instr(func.lower(ActionRow.label), word.lower()) > 0 for word in query.text.split()
    ]
    if query.groups:
        codes = session.scalars(select(ActionRow.code).distinct()).all()
        conditions.append(ActionRow.code.in_([c for c in codes if group_of(c) in query.groups]))
    if query.who:
        conditions.append(ActionRow.actor.in_(query.who))
    if query.since:
        conditions.append(ActionRow.happened_at >= _midnight(query.since))
    if query.until:
        conditions.append(ActionRow.happened_at < _midnight(query.until + dt.timedelta(days=1)))
    if query.standing_only:
        gone = or_(ActionRow.undoable.is_(False), ActionRow.id.in_(undone))
        conditions.append(~gone)
    return conditions


def _midnight(day: dt.date) -> dt.datetime:
    """The moment a day begins on this PC."""
    return dt.datetime.combine(day, dt.time.min).astimezone()
