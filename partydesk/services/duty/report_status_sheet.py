"""月报报送情况 on paper: month by month, and everything that is missing, late or thin, with why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from partydesk.domain.duty.reports import MONTHS, MonthState
from partydesk.domain.numbering import paper_date
from partydesk.domain.pinyin import matches
from partydesk.reports.bands import Fact
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Heading, Paper, Part
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.duty.monthly_reports import StatusRow, list_status
from partydesk.services.policies import get_policy
from partydesk.services.print_kinds import Wanted, paper_kind

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_TROUBLES: Final = (MonthState.MISSING, MonthState.LATE, MonthState.THIN)


def _papers(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    rows = [
        row
        for row in list_status(workspace, wanted.year)
        if matches(wanted.query, row.person) or matches(wanted.query, row.unit)
        if wanted.placement_ids is None or row.placement_id in wanted.placement_ids
    ]
    if not rows:
        return []
    policy = get_policy(workspace, wanted.year)
    states = Counter(month.state for row in rows for month in row.months)
    counts = "，".join(f"{state} {states[state]} 次" for state in _TROUBLES)
    facts = (
        Fact("填报单位", policy.organ, wide=True),
        Fact("统计日期", paper_date(workspace.today())),
        Fact("报送要求", f"次月 {policy.report_due_day} 日前"),
        Fact("合计", f"{len(rows)} 个岗位，{counts}", wide=True),
    )
    parts: list[Part] = [Facts(facts), Heading("一、各月报送情况"), _grid(rows)]
    parts += [Heading("二、未报、迟报和单薄的月份"), _troubles(rows)]
    return [Paper(f"{wanted.year}年月报报送情况", tuple(parts), landscape=True)]


def _grid(rows: Sequence[StatusRow]) -> Table:
    columns = (
        TableColumn("姓名", 15),
        TableColumn("单位", 30),
        *(TableColumn(f"{month}月", 8, Align.CENTRE) for month in MONTHS),
        TableColumn("到岗", 12, Align.RIGHT),
    )
    return Table(
        columns,
        [
            (row.person, row.unit, *(each.state.value for each in row.months), days_words(row))
            for row in rows
        ],
        10.0,
    )


def days_words(row: StatusRow) -> str:
    """Write days on post against what was asked for, such as 21/24."""
    return f"{row.days}/{row.days_wanted}" if row.days_wanted else "—"


def _troubles(rows: Sequence[StatusRow]) -> Table:
    columns = (
        TableColumn("姓名", 14),
        TableColumn("单位", 34),
        TableColumn("月份", 9, Align.CENTRE),
        TableColumn("情况", 9, Align.CENTRE),
        TableColumn("原因", 70),
    )
    found = [
        (row.person, row.unit, f"{month}月", judged.state.value, judged.words)
        for row in rows
        for month, judged in enumerate(row.months, 1)
        if judged.state in _TROUBLES
    ]
    return Table(columns, found)


REPORT_STATUS = paper_kind("report-status", "报送情况", _papers, with_head=True)
