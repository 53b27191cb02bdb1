"""The days of an office's year, for entries that must not depend on the clock."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator

from partydesk.services.workspace import Workspace

#: 北京时间, in which the whole country works.
_ZONE = dt.timezone(dt.timedelta(hours=8))
_SATURDAY = 5
_CLERK = "演示经办人"


def workday(year: int, month: int, day: int) -> dt.date:
    """Give the day, or the Monday after it when it falls on a weekend."""
    date = dt.date(year, month, day)
    while date.weekday() >= _SATURDAY:
        date += dt.timedelta(days=1)
    return date


def moment(year: int, month: int, day: int, hour: int = 9) -> dt.datetime:
    """Give a moment of a working day."""
    return dt.datetime.combine(workday(year, month, day), dt.time(hour), _ZONE)


@contextlib.contextmanager
def acting_as_clerk(workspace: Workspace) -> Iterator[None]:
    """Act under the name of a clerk who does not exist; clock and account return afterwards."""
    clock, actor = workspace.clock, workspace.actor
    workspace.actor = _CLERK
    try:
        yield
    finally:
        workspace.clock, workspace.actor = clock, actor


def turn_to(workspace: Workspace, when: dt.datetime) -> None:
    """Let the workspace believe that it is this moment."""
    workspace.clock = lambda: when
