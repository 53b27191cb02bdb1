"""督查记录表, blank to take along or filled, and 整改台账."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from partydesk.db.models import PlacementRow
from partydesk.domain.duty.inspections import InspectionWay, Mending, Satisfaction, mending_of_one
from partydesk.domain.duty.postings import Appointed
from partydesk.domain.pinyin import matches
from partydesk.reports.bands import Blank, Fact
from partydesk.reports.fitting import ColumnWish, fit_columns
from partydesk.reports.layout import Align
from partydesk.reports.papers import Facts, Heading, Paper, Paragraphs, Part, Signing
from partydesk.reports.tables import Table, TableColumn
from partydesk.services.duty.inspections import InspectionLine, line_of, lines_in
from partydesk.services.duty.on_post import inspected_in_year, posting_of
from partydesk.services.print_kinds import Wanted, paper_kind

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_ROW_PT: Final = 30.0
_SPARE_ROWS: Final = 4
_FINDINGS: Final = (
    TableColumn("序号", 1.1, Align.CENTRE),
    TableColumn("发现的问题", 5.0),
    TableColumn("整改要求", 4.0),
    TableColumn("整改期限", 2.4, Align.CENTRE),
    TableColumn("整改情况", 4.0),
    TableColumn("销号日期", 2.4, Align.CENTRE),
)
#: What is looked at on a visit, from what the office expects of everybody on a post.
_LOOKED_AT: Final = (
    "到岗履职、请销假情况",
    "党组织组建和组织生活情况",
    "工作台账和月报情况",
    "为企业办理事项情况",
    "企业对派驻人员的评价",
)
_LEDGER: Final = (
    ColumnWish("序号", Align.CENTRE, rigid=True),
    ColumnWish("姓名", rigid=True),
    ColumnWish("单位"),
    ColumnWish("督查日期", Align.CENTRE, rigid=True),
    ColumnWish("方式"),
    ColumnWish("发现的问题"),
    ColumnWish("整改要求"),
    ColumnWish("整改期限", Align.CENTRE, rigid=True),
    ColumnWish("整改情况"),
    ColumnWish("销号日期", Align.CENTRE, rigid=True),
    ColumnWish("状态", Align.CENTRE, rigid=True),
)


def _forms(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """Filled forms of the chosen inspections, or blank ones of the chosen postings.

    With neither, the year's inspections; where there is none yet, a blank form for everybody.
    """
    chosen = wanted.choice.own_ids
    with workspace.reading() as session:
        if wanted.placement_ids is not None:
            return [_blank(session, number) for number in sorted(wanted.placement_ids)]
        if chosen is not None:
            lines = [line_of(session, number, workspace.today()) for number in sorted(chosen)]
        else:
            lines = _lines_of_year(session, wanted, workspace.today())
        if lines:
            return [_filled(session, line) for line in lines]
        return [
            _blank(session, one.placement_id)
            for one in inspected_in_year(session, wanted.year)
            if chosen is None and matches(wanted.query, one.label)
        ]


def _lines_of_year(session: Session, wanted: Wanted, today: dt.date) -> list[InspectionLine]:
    found = [
        line
        for line in lines_in(session, wanted.year, today)
        if matches(wanted.query, line.posting.label)
    ]
    return found[::-1]


def _blank(session: Session, placement_id: int) -> Paper:
    posting = posting_of(session, placement_id)
    ways = "　".join(f"□{way}" for way in InspectionWay)
    words = "　".join(f"□{word}" for word in Satisfaction)
    looked_at = [(str(n), words, "") for n, words in enumerate(_LOOKED_AT, 1)]
    columns = (
        TableColumn("序号", 1.1, Align.CENTRE),
        TableColumn("督查内容", 6.0),
        TableColumn("了解到的情况", 12.0),
    )
    empty = [(str(n), "", "", "", "", "") for n in range(1, _SPARE_ROWS + 1)]
    parts: tuple[Part, ...] = (
        Facts((*_about(session, posting), Fact("督查方式", ways, wide=True))),
        Paragraphs(("督查日期：　　　　年　　月　　日　　　　是否在岗：□是　□否",)),
        Table(columns, looked_at, ruled=True, least_pt=_ROW_PT),
        Paragraphs((f"企业评价：{words}",)),
        Heading("发现的问题和整改"),
        Table(_FINDINGS, empty, ruled=True, least_pt=_ROW_PT),
        Signing((Blank("督查人："), Blank("企业负责人："))),
    )
    return Paper("驻企工作督查记录表", parts, mark=posting.label)


def _filled(session: Session, line: InspectionLine) -> Paper:
    told = line.inspection
    on_post = {True: "是", False: "否", None: ""}[told.on_post]
    facts = (
        *_about(session, line.posting),
        Fact("督查日期", told.held_on.isoformat()),
        Fact("督查方式", told.way.value),
        Fact("反映人" if told.way is InspectionWay.ENTERPRISE else "督查人", told.by),
        Fact("是否在岗", on_post),
        Fact("企业评价", told.satisfaction.value if told.satisfaction else "", wide=True),
    )
    rows = [
        (
            str(number), one.problem, one.demand or "", one.due_on.isoformat(),
            one.follow_up or "", one.closed_on.isoformat() if one.closed_on else "",
        )
        for number, one in enumerate(line.shortcomings, 1)
    ]  # fmt: skip
    parts: list[Part] = [
        Facts(facts),
        Heading("情况记录"),
        Paragraphs((told.said or "（没有记录）",)),
    ]
    if rows:
        parts += [Heading("发现的问题和整改"), Table(_FINDINGS, rows, ruled=True)]
    parts.append(Signing((Blank("督查人："), Blank("企业负责人："))))
    return Paper("驻企工作督查记录表", tuple(parts), mark=line.posting.label)


def _about(session: Session, posting: Appointed) -> tuple[Fact, ...]:
    pair = session.get_one(PlacementRow, posting.placement_id)
    return (
        Fact("派驻人员", posting.person),
        Fact("职务", posting.role.value),
        Fact("单位及职务", pair.talent.unit_post or "", wide=True),
        Fact("派驻企业", posting.enterprise, wide=True),
        Fact("到岗日期", posting.started_on.isoformat() if posting.started_on else ""),
        Fact("企业联系人", pair.post.enterprise.contact or ""),
    )


def _ledger(workspace: Workspace, wanted: Wanted) -> list[Paper]:
    """All shortcomings of the year in one list, the earliest first."""
    chosen, today = wanted.choice.own_ids, workspace.today()
    with workspace.reading() as session:
        lines = [
            line
            for line in _lines_of_year(session, wanted, today)
            if chosen is None or line.id in chosen
        ]
    rows = [row for line in lines for row in _ledger_rows(line, today)]
    if not rows:
        return []
    numbered = [(str(number), *row) for number, row in enumerate(rows, 1)]
    fitted = fit_columns(_LEDGER, numbered)
    assert fitted is not None  # noqa: S101 - eleven columns, of which texts give way, always fit
    open_ones = sum(row[-1] != Mending.CLOSED.value for row in rows)
    return [
        Paper(
            f"{wanted.year}年驻企工作督查整改台账",
            (Table(fitted.columns, numbered, fitted.size_pt),),
            f"共 {len(rows)} 条，未销号 {open_ones} 条（截至 {today}）",
            landscape=fitted.landscape,
        )
    ]


def _ledger_rows(line: InspectionLine, today: dt.date) -> list[tuple[str, ...]]:
    return [
        (
            line.posting.person, line.posting.enterprise, line.inspection.held_on.isoformat(),
            line.inspection.way.value, one.problem, one.demand or "", one.due_on.isoformat(),
            one.follow_up or "", one.closed_on.isoformat() if one.closed_on else "",
            mending_of_one(one, today).value,
        )
        for one in line.shortcomings
    ]  # fmt: skip


INSPECTION_FORMS = paper_kind("inspection-forms", "督查记录表", _forms)
SHORTCOMINGS = paper_kind("shortcomings", "整改台账", _ledger)
