"""月报: handing in, the state of a year, what is due, and who comes next when typing them in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import LedgerEntryRow, MonthlyReportRow, PlacementRow, TalentRow
from partydesk.domain.changes import Changes
from partydesk.domain.duty.due import Due
from partydesk.domain.duty.leaves import Leave, leave_words
from partydesk.domain.duty.ledger import LedgerEntry
from partydesk.domain.duty.postings import Posting
from partydesk.domain.duty.reports import (
    MONTHS,
    Judged,
    MonthFacts,
    MonthlyReport,
    MonthState,
    Wanted,
    faults_of_report,
    judge,
    month_span,
    months_over,
    overlap_days,
)
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.evaluation.months import months_on_post
from partydesk.domain.fields import fields_of
from partydesk.services.closed_years import require_open
from partydesk.services.dictionaries import words_in
from partydesk.services.duty.owed import leaves_of, owed_of, served_placement
from partydesk.services.duty.work_ledger import (
    delete_lines,
    entry_of,
    line_faults,
    read_line,
    write_line,
)
from partydesk.services.evaluation.postings import postings_of_year
from partydesk.services.policies import policy_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

FIELDS = fields_of(MonthlyReport)
#: What stands open with somebody: it is due, or the day has passed.
OPEN = frozenset({MonthState.DUE, MonthState.MISSING})


@dataclass(frozen=True, slots=True, order=True)
class ReportKey:
    """Which report is meant.

    Attributes:
        placement_id: The posting.
        year: The year.
        month: 1 to 12.
    """

    placement_id: int
    year: int
    month: int


@dataclass(frozen=True, slots=True)
class StatusRow:
    """How it stands with the reports of one posting in a year.

    Attributes:
        placement_id: The posting.
        talent_id: The person.
        person: The name.
        unit: The unit.
        started_on: First day on post.
        ended_on: Last day; None while it goes on.
        months: January to December.
        days: Days on post in the months that are owed and over, as reported.
        days_wanted: How many days that should have been.
        strays: Reports that stand here, as the person's posting in another unit owes them and has
            none.
    """

    placement_id: int
    talent_id: int
    person: str
    unit: str
    started_on: dt.date
    ended_on: dt.date | None
    months: tuple[Judged, ...]
    days: int
    days_wanted: int
    strays: tuple[ReportKey, ...] = ()

    def count(self, state: MonthState) -> int:
        """How many months are in a state."""
        return sum(each.state is state for each in self.months)


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """Everything that typing one report needs.

    Attributes:
        key: Which report.
        person: Whose it is.
        unit: The unit.
        days_wanted: Days on post that are asked for.
        report: What is stored; None while nothing is.
        lines: The lines of the month's ledger.
        leaves: The leaves that touch the month.
        duties: The duties, in their order.
        judged: How it stands now.
    """

    key: ReportKey
    person: str
    unit: str
    days_wanted: int
    report: MonthlyReport | None
    lines: tuple[LedgerEntry, ...]
    leaves: tuple[Leave, ...]
    duties: tuple[str, ...]
    judged: Judged


@dataclass(frozen=True, slots=True)
class TypedLine:
    """One line of the ledger as it was typed with a report.

    Attributes:
        texts: Field name of :class:`LedgerEntry` → what was typed.
        id: 记录号 of the line that it mends; None for a new one.
    """

    texts: Mapping[str, str]
    id: int | None = None


# -- reading -----------------------------------------------------------------------------------


def list_status(workspace: Workspace, year: int) -> tuple[StatusRow, ...]:
    """Say how it stands with every posting's reports of a year, by name and then by time."""
    with workspace.reading() as session:
        return status_in(session, year, workspace.today())


def status_in(
    session: Session, year: int, today: dt.date, talent_id: int | None = None
) -> tuple[StatusRow, ...]:
    """Do what :func:`list_status` does within a session, for one person only if asked."""
    postings = postings_of_year(session, year, talent_id)
    ids = [each.placement_id for each in postings]
    leaves = leaves_of(session, ids)
    owed = owed_of(postings, leaves, year)
    reports = _reports(session, year, ids)
    lines = _count_lines(session, year, ids)
    names = _names(session, postings)
    policy = policy_in(session, year)
    rows = []
    for each in postings:
        wanted = Wanted.of(policy, each.days)
        there = months_on_post([(each.started_on, each.ended_on)], (), year)
        facts = [
            MonthFacts(
                year,
                key.month,
                key.month in owed[each.placement_id],
                _away(leaves.get(each.placement_id, ()), key) if key.month in there else "",
                reports.get(key),
                lines.get(key, 0),
            )
            for key in (ReportKey(each.placement_id, year, month) for month in MONTHS)
        ]
        rows.append(_row(each, names[each.talent_id], facts, wanted, today))
    ordered = sorted(rows, key=lambda row: (row.person, row.talent_id, row.started_on))
    return tuple(replace(row, strays=_strays(row, ordered, year)) for row in ordered)


def _strays(row: StatusRow, rows: Sequence[StatusRow], year: int) -> tuple[ReportKey, ...]:
    """Find the reports that came to stand here because a change of unit was recorded late."""
    others = [
        each
        for each in rows
        if each.talent_id == row.talent_id and each.placement_id != row.placement_id
    ]
    found = []
    for month in MONTHS:
        if row.months[month - 1].not_owed:
            owing = (o.placement_id for o in others if o.months[month - 1].state in OPEN)
            found += [ReportKey(number, year, month) for number in islice(owing, 1)]
    return tuple(found)


def _row(
    posting: Posting, person: str, facts: Sequence[MonthFacts], wanted: Wanted, today: dt.date
) -> StatusRow:
    over = [each for each in facts if each.owed and each.month in months_over(each.year, today)]
    return StatusRow(
        placement_id=posting.placement_id,
        talent_id=posting.talent_id,
        person=person,
        unit=posting.enterprise,
        started_on=posting.started_on,
        ended_on=posting.ended_on,
        months=tuple(judge(each, wanted, today) for each in facts),
        days=sum(each.report.days for each in over if each.report),
        days_wanted=wanted.days * len(over),
    )


def _within(leaves: Sequence[Leave], key: ReportKey) -> tuple[Leave, ...]:
    """Give the leaves that touch a month."""
    month = month_span(key.year, key.month)
    return tuple(each for each in leaves if overlap_days((each.from_on, each.to_on), *month))


def _away(leaves: Sequence[Leave], key: ReportKey) -> str:
    return "、".join(map(leave_words, _within(leaves, key)))


def _reports(
    session: Session, year: int, placement_ids: Sequence[int]
) -> dict[ReportKey, MonthlyReport]:
    rows = session.scalars(
        select(MonthlyReportRow).where(
            MonthlyReportRow.year == year, MonthlyReportRow.placement_id.in_(placement_ids)
        )
    )
    return {ReportKey(row.placement_id, year, row.month): report_of(row) for row in rows}


def report_of(row: MonthlyReportRow) -> MonthlyReport:
    """Turn a row into the frozen report."""
    own = {field.name: getattr(row, field.name) for field in FIELDS}
    return MonthlyReport(
        id=row.id, placement_id=row.placement_id, year=row.year, month=row.month, **own
    )


def _count_lines(
    session: Session, year: int, placement_ids: Sequence[int]
) -> Mapping[ReportKey, int]:
    days = session.execute(
        select(LedgerEntryRow.placement_id, LedgerEntryRow.happened_on).where(
            LedgerEntryRow.placement_id.in_(placement_ids),
            LedgerEntryRow.happened_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        )
    )
    return Counter(ReportKey(number, year, day.month) for number, day in days)


def _names(session: Session, postings: Sequence[Posting]) -> dict[int, str]:
    wanted = {each.talent_id for each in postings}
    rows = session.execute(select(TalentRow.id, TalentRow.name).where(TalentRow.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def get_report_sheet(workspace: Workspace, key: ReportKey) -> ReportSheet:
    """Give what is stored of one report, and what typing it needs.

    Raises:
        NotFound: There is no such posting in that year.
    """
    with workspace.reading() as session:
        posting = session.get(PlacementRow, key.placement_id)
        person = posting.talent_id if posting else 0
        rows = status_in(session, key.year, workspace.today(), person)
        status = next((row for row in rows if row.placement_id == key.placement_id), None)
        if status is None or posting is None:
            raise NotFound(f"编号为 {key.placement_id} 的选派在 {key.year} 年没有在岗")
        stored = find_report(session, key)
        lines = _line_rows(session, key)
        policy = policy_in(session, key.year)
        leaves = leaves_of(session, [key.placement_id])[key.placement_id]
        return ReportSheet(
            key=key,
            person=status.person,
            unit=status.unit,
            days_wanted=Wanted.of(policy, posting.post.attendance_days).days,
            report=None if stored is None else report_of(stored),
            lines=tuple(entry_of(row) for row in lines),
            leaves=_within(leaves, key),
            duties=words_in(session, "duty"),
            judged=status.months[key.month - 1],
        )


def next_without(workspace: Workspace, key: ReportKey) -> ReportKey | None:
    """Give the next posting, in the order of the list, whose report of the month is open.

    After the last one it begins anew from the top; None when no report of the month is open.
    """
    rows = list_status(workspace, key.year)
    place = next((n for n, row in enumerate(rows) if row.placement_id == key.placement_id), -1)
    for row in (*rows[place + 1 :], *rows[: max(place, 0)]):
        if row.months[key.month - 1].state in OPEN:
            return ReportKey(row.placement_id, key.year, key.month)
    return None


def due_in(session: Session, year: int, today: dt.date) -> list[Due]:
    """List the reports that are due or overdue, for the calendar of the workbench."""
    found = []
    for row in status_in(session, year, today):
        for month, judged in enumerate(row.months, 1):
            if judged.state in OPEN:
                key = f"report:{row.placement_id}:{year}-{month:02}"
                who = f"{row.person}（{row.unit}）"
                title = f"交{month}月月报"
                found.append(Due(key, title, who, "duty", "reports", "录入月报", judged.due_on))
    return found


# -- writing -----------------------------------------------------------------------------------


def save_report(
    workspace: Workspace,
    key: ReportKey,
    texts: Mapping[str, str],
    lines: Sequence[TypedLine] | None = None,
) -> Changes:
    """Store a report with the lines of its month's ledger, all of it or nothing.

    Args:
        workspace: Open workspace.
        key: Which report; one that is stored already is mended.
        texts: Field name of :class:`MonthlyReport` → what was typed.
        lines: All lines of the month; stored ones that are missing are taken out. None leaves the
            ledger alone.

    Raises:
        ValidationFailed: Something is missing or cannot be right; a line's fields are named
            ``lines.0.content`` and so on.
        NotFound: There is no such posting.
        RuleViolation: The person was not on post in that month, it has not begun, or the year is
            closed.
    """
    today = workspace.today()
    with workspace.unit_of_work("save_monthly_report", "登记月报") as uow:
        session = uow.session
        placement = require_month(session, key, today)
        faults: dict[str, str] = {}
        values = _read_report(key, texts, today, faults)
        typed = [_read_typed(uow.session, placement, key, n, line, today, faults)
                 for n, line in enumerate(lines or ())]  # fmt: skip
        if faults:
            raise ValidationFailed(faults)
        row = find_report(session, key)
        act = "登记" if row is None else "修改"
        row = write_report(session, row, key, values)
        if lines is not None:
            _write_lines(session, placement, row, key, list(zip(lines, typed, strict=True)))
        uow.relabel(f"{act}月报“{placement.talent.name}”{key.year} 年 {key.month} 月")
        return uow.commit()


def _read_report(
    key: ReportKey, texts: Mapping[str, str], today: dt.date, faults: dict[str, str]
) -> dict[str, Any]:
    cells = {field.name: texts.get(field.name, "") for field in FIELDS}
    try:
        values: dict[str, Any] = read_entry(FIELDS, cells, today=today, words={}).values
    except ValidationFailed as problem:
        faults.update(problem.fields)
        return {}
    faults.update(
        faults_of_report(key.year, key.month, values["received_on"], values["days"], today)
    )
    return values


def _read_typed(
    session: Session,
    placement: PlacementRow,
    key: ReportKey,
    number: int,
    line: TypedLine,
    today: dt.date,
    faults: dict[str, str],
) -> dict[str, Any]:
    """Read one line that came with a report; its day lies in the report's month."""
    try:
        values = read_line(session, line.texts, today)
    except ValidationFailed as problem:
        found: Mapping[str, str] = problem.fields
        values = {}
    else:
        found = line_faults(placement, values, today)
        day = values["happened_on"]
        if (day.year, day.month) != (key.year, key.month):
            found = {**found, "happened_on": f"日期应在 {key.year} 年 {key.month} 月"}
    for name, message in found.items():
        faults[f"lines.{number}.{name}"] = f"台账第 {number + 1} 行：{message}"
    return values


def write_report(
    session: Session, row: MonthlyReportRow | None, key: ReportKey, values: Mapping[str, Any]
) -> MonthlyReportRow:
    """Put values into a report, a new one if need be; nothing is committed."""
    if row is None:
        row = MonthlyReportRow(placement_id=key.placement_id, year=key.year, month=key.month)
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return row


def _write_lines(
    session: Session,
    placement: PlacementRow,
    report: MonthlyReportRow,
    key: ReportKey,
    typed: Sequence[tuple[TypedLine, Mapping[str, Any]]],
) -> None:
    stored = {row.id: row for row in _line_rows(session, key)}
    kept = {line.id for line, _ in typed}
    delete_lines(session, [row for number, row in stored.items() if number not in kept])
    for line, values in typed:
        row = LedgerEntryRow() if line.id is None else stored.get(line.id)
        if row is None:
            raise NotFound("有一条台账已被删除，请重新打开这份月报")
        write_line(session, row, placement, values)
        row.report_id = report.id


def remove_report(workspace: Workspace, key: ReportKey) -> Changes:
    """Take a report out with the lines that came with it; undo brings all of it back.

    Raises:
        NotFound: There is no such report.
        RuleViolation: The year is closed.
    """
    with workspace.unit_of_work("remove_monthly_report", "删除月报") as uow:
        require_open(uow.session, key.year)
        row = find_report(uow.session, key)
        if row is None:
            raise NotFound("这份月报已不在工作区中")
        uow.relabel(f"删除月报“{row.placement.talent.name}”{key.year} 年 {key.month} 月")
        lines = select(LedgerEntryRow).where(LedgerEntryRow.report_id == row.id)
        delete_lines(uow.session, uow.session.scalars(lines).all())
        uow.session.flush()
        uow.session.delete(row)
        return uow.commit()


def move_reports(workspace: Workspace, placement_id: int, year: int) -> Changes:
    """Put a year's reports that stand under a unit the person had left where they belong.

    Lines of the ledger of days on which the person was in the new unit go with them; the others
    stay.

    Raises:
        RuleViolation: There is none, or the year is closed.
    """
    with workspace.unit_of_work("move_monthly_reports", "改月报的单位") as uow:
        session = uow.session
        require_open(session, year)
        rows = status_in(session, year, workspace.today())
        row = next((each for each in rows if each.placement_id == placement_id), None)
        if row is None or not row.strays:
            raise RuleViolation([Reason("no_strays", "没有要改到另一个单位的月报")])
        for key in row.strays:
            _move(session, ReportKey(placement_id, year, key.month), key)
        months = "、".join(str(key.month) for key in row.strays)
        uow.relabel(f"月报改到现在的单位“{row.person}”{year} 年 {months} 月")
        return uow.commit()


def _move(session: Session, key: ReportKey, to: ReportKey) -> None:
    report = find_report(session, key)
    target, begun = served_placement(session, to.placement_id)
    if report is None:
        raise NotFound("这份月报已不在工作区中")
    for line in _line_rows(session, key):
        if line.happened_on >= begun:
            line.placement_id, line.enterprise_id = target.id, target.post.enterprise_id
        elif line.report_id == report.id:
            line.report_id = None
    report.placement_id = target.id


def require_month(session: Session, key: ReportKey, today: dt.date) -> PlacementRow:
    """Refuse a month in which nothing can be reported.

    Raises:
        NotFound: There is no such posting.
        RuleViolation: The person was not on post in that month, it has not begun, or the year is
            closed.
    """
    require_open(session, key.year)
    placement, begun = served_placement(session, key.placement_id)
    first, last = month_span(key.year, key.month)
    if first > today:
        message = f"{key.year} 年 {key.month} 月还没有到"
        raise RuleViolation([Reason("month_to_come", message)])
    if not overlap_days((begun, placement.ended_on), first, last):
        ended = f"至 {placement.ended_on}" if placement.ended_on else "起"
        message = f"{placement.talent.name} {key.year} 年 {key.month} 月不在岗（{begun} {ended}）"
        raise RuleViolation([Reason("not_on_post", message)])
    return placement


def find_report(session: Session, key: ReportKey) -> MonthlyReportRow | None:
    """Give the stored report, if there is one."""
    return session.scalar(
        select(MonthlyReportRow).where(
            MonthlyReportRow.placement_id == key.placement_id,
            MonthlyReportRow.year == key.year,
            MonthlyReportRow.month == key.month,
        )
    )


def _line_rows(session: Session, key: ReportKey) -> Sequence[LedgerEntryRow]:
    """Read the month's lines of a posting, whether they came with the report or before it."""
    return session.scalars(
        select(LedgerEntryRow)
        .where(
            LedgerEntryRow.placement_id == key.placement_id,
            LedgerEntryRow.happened_on.between(*month_span(key.year, key.month)),
        )
        .order_by(LedgerEntryRow.happened_on, LedgerEntryRow.id)
    ).all()
