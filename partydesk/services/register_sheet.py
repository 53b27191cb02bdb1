"""文号登记簿 on paper: the year's numbers by kind, with every gap explained at the end."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from partydesk.reports.layout import Align
from partydesk.reports.papers import Heading, Paper, Paragraphs, Part
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.number_register import TITLES, Entry, find_gaps, list_entries
from partydesk.services.print_kinds import Wanted, paper_kind

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_TITLE: Final = "文号登记簿"
_COLUMNS: Final = (
    TableColumn("编号", 22),
    TableColumn("文书", 9),
    TableColumn("姓名", 10),
    TableColumn("内容", 39),
    TableColumn("成文日期", 12, Align.CENTRE),
    TableColumn("状态", 8, Align.CENTRE),
    TableColumn("打印次数", 12, Align.CENTRE),
    TableColumn("备注", 22),
)
_WHOLE: Final = "各类文书的编号连续，没有缺号。"


def _papers(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """One paper of all kinds of the year, narrowed by words; none where nothing fits."""
    entries = [e for e in list_entries(workspace, wanted.year) if e.is_about(wanted.query)]
    if not entries:
        return []
    parts: list[Part] = []
    for series, group in groupby(entries, key=lambda entry: entry.series):
        rows = [_cells(entry) for entry in group]
        parts.append(Heading(f"{TITLES[series]}（{len(rows)} 个编号）"))
        parts.append(Table(_COLUMNS, rows))
    if not wanted.query:
        said = tuple(f"{gap.words}。" for gap in find_gaps(workspace, wanted.year))
        parts += [Heading("缺号说明"), Paragraphs(said or (_WHOLE,))]
    void = sum(entry.void for entry in entries)
    narrowed = f"　只列“{wanted.query}”" if wanted.query else ""
    about = f"共 {len(entries)} 个编号，其中作废 {void} 个{narrowed}"
    return [Paper(f"{wanted.year}年{_TITLE}", tuple(parts), about, _TITLE, landscape=True)]


def _cells(entry: Entry) -> tuple[str, ...]:
    return (
        entry.number,
        entry.title,
        entry.who,
        entry.about,
        entry.issued_on.isoformat() if entry.issued_on else "",
        entry.state,
        entry.prints,
        entry.remark,
    )


REGISTER: Final = paper_kind("register", _TITLE, _papers)
