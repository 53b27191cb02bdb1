"""本周工作提示 on paper: what is overdue, due this week, next week and later in the month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from partydesk.domain.agenda import Todo
from partydesk.domain.duty.week import When, agenda, sunday_of, when_of
from partydesk.reports.layout import Align
from partydesk.reports.papers import Heading, Paper, Part
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.duty.calendar import list_due
from partydesk.services.print_kinds import Wanted, paper_kind
from partydesk.services.summary import get_summary

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_COLUMNS: Final = (
    TableColumn("日期", 15, Align.CENTRE),
    TableColumn("事项", 34),
    TableColumn("对象", 48),
    TableColumn("办结", 10, Align.CENTRE),
)
_WEEKDAYS: Final = "一二三四五六日"
_UNDATED: Final = "没有期限的待办"
_TITLE: Final = "本周工作提示"


def _papers(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    today = workspace.today()
    todo = get_summary(workspace, wanted.year).todo
    rows = agenda(todo, list_due(workspace, wanted.year), today)
    parts = tuple(_parts(rows, today))
    if not parts:
        return []
    monday, sunday = sunday_of(today) - dt.timedelta(days=6), sunday_of(today)
    return [Paper(_TITLE, parts, f"{_day(monday)}至{_day(sunday)}")]


def _parts(rows: Sequence[Todo], today: dt.date) -> Iterator[Part]:
    """One table for each stretch of days in which something is due."""
    groups = {when.value: [row for row in rows if when_of(row.due, today) is when] for when in When}
    groups[_UNDATED] = [row for row in rows if row.due is None]
    for title, group in groups.items():
        if group:
            yield Heading(f"{title}（{len(group)} 件）")
            yield Table(_COLUMNS, [_cells(row) for row in group])


def _cells(row: Todo) -> tuple[str, ...]:
    day = f"{_day(row.due)} 周{_WEEKDAYS[row.due.weekday()]}" if row.due else ""
    return day, row.title, row.detail, "□"


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


CALENDAR: Final = paper_kind("calendar", _TITLE, _papers)
