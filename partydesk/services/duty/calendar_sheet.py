"""本周工作提示 on paper: what is overdue, due this week, next week and later in the month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from partydesk.domain.agenda import Todo
from partydesk.domain.duty.week import When, agenda, sunday_of, when_of
from partydesk.reports.layout import Align
from partydesk.reports.papers import Paper
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.duty.calendar import list_due
from partydesk.services.print_kinds import Wanted, paper_kind
from partydesk.services.summary import get_summary

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_COLUMNS: Final = (
    TableColumn("时段", 8, Align.CENTRE),
    TableColumn("日期", 15, Align.CENTRE),
    TableColumn("事项", 32),
    TableColumn("对象", 48),
    TableColumn("办结", 8, Align.CENTRE),
)
#: Small enough for the page of an ordinary week.
_SIZE_PT: Final = 9.0
_WEEKDAYS: Final = "一二三四五六日"
_TITLE: Final = "本周工作提示"


def _papers(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    today = workspace.today()
    todo = get_summary(workspace, wanted.year).todo
    rows = agenda(todo, list_due(workspace, wanted.year), today)
    if not rows:
        return []
    monday, sunday = sunday_of(today) - dt.timedelta(days=6), sunday_of(today)
    table = Table(_COLUMNS, list(_cells(rows, today)), size_pt=_SIZE_PT)
    return [Paper(_TITLE, (table,), f"{_day(monday)}至{_day(sunday)}　共 {len(rows)} 件")]


def _cells(rows: Sequence[Todo], today: dt.date) -> Iterator[tuple[str, ...]]:
    """The lines by stretches of days; the first line of a stretch names it."""
    for when in (*When, None):
        word = when.value if when else "其他"
        for row in rows:
            if when_of(row.due, today) is when:
                day = f"{_day(row.due)} 周{_WEEKDAYS[row.due.weekday()]}" if row.due else ""
                yield word, day, row.title, row.detail, "□"
                word = ""


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


CALENDAR: Final = paper_kind("calendar", _TITLE, _papers)
