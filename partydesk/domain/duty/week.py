"""This week and what comes after it: things that are due, put in order and gathered into lines.

A week runs from Monday to Sunday. What many people have to do by the same day is one line.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Final

from partydesk.domain.agenda import Todo
from partydesk.domain.duty.due import Due

#: So many people with the same thing to do keep a line each.
_APART: Final = 3
_LAST_WEEKDAY: Final = 6


class When(StrEnum):
    """How near a day is."""

    OVERDUE = "逾期"
    THIS_WEEK = "本周"
    NEXT_WEEK = "下周"
    THIS_MONTH = "本月"


def sunday_of(day: dt.date) -> dt.date:
    """Give the last day of a day's week."""
    return day + dt.timedelta(days=_LAST_WEEKDAY - day.weekday())


def horizon(today: dt.date) -> dt.date:
    """Give the last day the desk looks at: the end of next week or of the month."""
    last = today.replace(day=calendar.monthrange(today.year, today.month)[1])
    return max(last, sunday_of(today) + dt.timedelta(weeks=1))


def when_of(day: dt.date | None, today: dt.date) -> When | None:
    """Say how near a day is; None for none, or one that is out of sight."""
    if day is None or day > horizon(today):
        return None
    if day < today:
        return When.OVERDUE
    sunday = sunday_of(today)
    if day <= sunday:
        return When.THIS_WEEK
    return When.NEXT_WEEK if day <= sunday + dt.timedelta(weeks=1) else When.THIS_MONTH


def gathered(dues: Iterable[Due], *, names: int = 2) -> list[Todo]:
    """Make one line of what more than a few people have to do by the same day.

    Args:
        dues: In any order.
        names: How many people a line names; the others are counted.
    """
    groups: dict[tuple[str, str, str, str, dt.date | None], list[Due]] = {}
    for due in dues:
        alike = due.title, due.page, due.tab, due.act, due.due
        groups.setdefault(alike, []).append(due)
    return [line for group in groups.values() for line in _lines(group, names)]


def _lines(group: Sequence[Due], names: int) -> list[Todo]:
    if len(group) <= _APART:
        return [_todo([due], due.who) for due in group]
    named = "、".join(due.who for due in group[:names])
    more = "等" if len(group) > names else ""
    return [_todo(group, f"{named}{more} {len(group)} 人")]


def _todo(group: Sequence[Due], detail: str) -> Todo:
    first, keys = group[0], tuple(due.key for due in group)
    # What a line does is told by the first word of its key: report:17:2026-05.
    kind = first.key.partition(":")[0]
    return Todo(
        kind, first.title, detail, first.page, first.act, first.due, tab=first.tab, keys=keys
    )


def agenda(todos: Sequence[Todo], dues: Iterable[Due], today: dt.date) -> tuple[Todo, ...]:
    """Put what is to be done in order.

    What is overdue or due this week comes first, by its day; then what has no day, in its own
    order; then what is due later.

    Args:
        todos: What follows from the figures of the year, the most urgent first.
        dues: What is due; days that are out of sight are left out.
        today: The day it is.
    """
    near = (due for due in dues if due.due is None or when_of(due.due, today) is not None)
    lines = [*todos, *gathered(near)]
    sunday = sunday_of(today)

    def place(line: Todo) -> tuple[int, dt.date]:
        if line.due is None:
            return 1, today
        return (0 if line.due <= sunday else 2), line.due

    return tuple(sorted(lines, key=place))
