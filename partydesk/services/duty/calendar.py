"""What is due at the desk: collected from every part of the work, put off, and put in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from partydesk.db.models import SnoozeRow
from partydesk.domain.agenda import Todo
from partydesk.domain.changes import Changes
from partydesk.domain.duty.due import Due
from partydesk.domain.duty.week import agenda
from partydesk.domain.errors import ValidationFailed
from partydesk.domain.placements import SNOOZE_DAYS
from partydesk.services.closed_years import is_closed
from partydesk.services.duty import inspections, monthly_reports, plans, trainings
from partydesk.services.summary import Summary, get_summary

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from partydesk.services.workspace import Workspace

Source = Callable[["Session", int, dt.date], list[Due]]
_DECEMBER: Final = 12


def _reports_due(session: Session, year: int, today: dt.date) -> list[Due]:
    """Reports of the year, and in January those of the December before it."""
    found = monthly_reports.due_in(session, year, today)
    if (today.year, today.month) == (year, 1):
        before = monthly_reports.due_in(session, year - 1, today)
        found = [*(due for due in before if due.key.endswith(f"-{_DECEMBER}")), *found]
    return found


#: Everything that can be due by a day; a part of the work that offers ``due_in`` is named here.
#: Terms, consents, agreements and letters come with the year's todo list.
SOURCES: Final[tuple[Source, ...]] = (
    _reports_due,
    inspections.due_in,
    plans.due_in,
    trainings.due_in,
)


def due_in(session: Session, year: int, today: dt.date) -> list[Due]:
    """List what is due in a year and was not put off; nothing is due in a closed one."""
    if is_closed(session, year):
        return []
    waiting = set(session.scalars(select(SnoozeRow.key).where(SnoozeRow.until > today)))
    found = [due for source in SOURCES for due in source(session, year, today)]
    return [due for due in found if due.key not in waiting]


def list_due(workspace: Workspace, year: int) -> tuple[Due, ...]:
    """List what is due in a year, by its day."""
    today = workspace.today()
    with workspace.reading() as session:
        found = due_in(session, year, today)
    return tuple(sorted(found, key=lambda due: due.due or today))


def get_agenda(workspace: Workspace, year: int, summary: Summary | None = None) -> tuple[Todo, ...]:
    """List all that is to be done, with and without a day, in the order of the desk.

    Args:
        workspace: Open workspace.
        year: The year.
        summary: The figures of that year where they are at hand; None to count them.
    """
    known = summary or get_summary(workspace, year)
    return agenda(known.todo, list_due(workspace, year), workspace.today())


def put_off(workspace: Workspace, keys: Sequence[str]) -> Changes:
    """Remind of things a week later, as one action.

    Raises:
        ValidationFailed: Nothing is named.
    """
    if not keys:
        raise ValidationFailed({"keys": "没有选择要推迟提醒的事项"})
    until = workspace.today() + dt.timedelta(days=SNOOZE_DAYS)
    with workspace.unit_of_work("snooze_due", f"下周再提醒：{len(keys)} 件事") as uow:
        known = {
            row.key: row
            for row in uow.session.scalars(select(SnoozeRow).where(SnoozeRow.key.in_(keys)))
        }
        for key in dict.fromkeys(keys):
            if key in known:
                known[key].until = until
            else:
                uow.session.add(SnoozeRow(key=key, until=until))
        return uow.commit()
