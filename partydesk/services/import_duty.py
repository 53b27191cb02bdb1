"""What becomes of one row of the sheets that people on posts fill in: reports and ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    EnterpriseRow,
    LedgerEntryRow,
    PlacementRow,
    PostRow,
    TalentRow,
)
from partydesk.domain.duty.ledger import SERVED, LedgerEntry, settled_count
from partydesk.domain.duty.reports import MonthlyReport, faults_of_report, month_span, overlap_days
from partydesk.domain.duty.sheets import LEDGER_FIELDS, MONTH, REPORT_FIELDS, WHOSE
from partydesk.domain.errors import Reason, RuleViolation, ValidationFailed
from partydesk.domain.field_changes import field_change
from partydesk.domain.fields import Field, fields_of
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.values import show
from partydesk.domain.values.cells import key_of
from partydesk.services.closed_years import require_open
from partydesk.services.duty.monthly_reports import (
    ReportKey,
    find_report,
    require_month,
    write_report,
)
from partydesk.services.duty.work_ledger import line_faults, served_unit, write_line
from partydesk.services.import_rows import Duplicate, PlannedRow, RowCells, RowReport

_NAME, _NUMBER, _UNIT = WHOSE
_REPORT: Final = {field.name: field for field in REPORT_FIELDS}
_LINE: Final = {field.name: field for field in LEDGER_FIELDS}
_OWN_OF_REPORT: Final = tuple(field.name for field in fields_of(MonthlyReport))
_OWN_OF_LINE: Final = tuple(field.name for field in fields_of(LedgerEntry))


@dataclass(frozen=True, slots=True)
class _Served:
    """A posting, as a row of a sheet may name it."""

    placement_id: int
    person: str
    number: str | None
    unit: str
    started_on: dt.date
    ended_on: dt.date | None


def _served(session: Session) -> list[_Served]:
    """Read who is or was on which post."""
    rows = session.execute(
        select(
            PlacementRow.id,
            TalentRow.name,
            TalentRow.citizen_number,
            EnterpriseRow.name,
            PlacementRow.started_on,
            PlacementRow.ended_on,
        )
        .join(TalentRow, TalentRow.id == PlacementRow.talent_id)
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .join(EnterpriseRow, EnterpriseRow.id == PostRow.enterprise_id)
        .order_by(PlacementRow.id)
    )
    return [
        _Served(number, person, citizen, unit, started, ended)
        for number, person, citizen, unit, started, ended in rows
        if started is not None
    ]


class _DutyPlanner:
    """What the planners share: finding the posting that a row means."""

    def __init__(self, session: Session, today: dt.date, year: int) -> None:
        """Read who is or was on which post."""
        del year  # a row says itself of which year it is
        self.duplicates: list[Duplicate] = []
        self._session, self._today = session, today
        self._seen: dict[object, tuple[int, str]] = {}
        self._served = _served(session)

    def _posting(
        self, cells: RowCells, report: RowReport, first: dt.date, last: dt.date
    ) -> PlacementRow | None:
        """Find the one posting that a row names and that ran on one of some days."""
        values = cells.values
        for field, text in cells.masked:
            message = f"{field.label}“{text}”打了星号，没有读入，按姓名查找；请核对是否同名"
            report.warn(Reason("masked", message), field, text)
        name, number = values.get("person") or "", values.get("citizen_number")
        own = [each for each in self._served if each.person == name]
        if number:
            own = [each for each in own if each.number in (None, number)]
        if not own:
            message = f"没有叫“{name}”的驻企人员，或号码与姓名不符；请核对，或先登记到岗"
            report.refuse(Reason("unknown", message), _NAME, name)
            return None
        there = [e for e in own if overlap_days((e.started_on, e.ended_on), first, last)]
        if not there:
            spans = "、".join(f"{e.unit} {e.started_on} 至 {e.ended_on or '今'}" for e in own)
            message = f"“{name}”{first} 至 {last} 不在岗（{spans}），请核对日期"
            report.refuse(Reason("not_on_post", message), _NAME, name)
            return None
        unit = values.get("enterprise")
        found = [e for e in there if not unit or key_of(e.unit) == key_of(unit)]
        return self._only(found, there, report, name, unit)

    def _only(
        self, found: Sequence[_Served], there: Sequence[_Served], report: RowReport, name: str,
        unit: str | None,
    ) -> PlacementRow | None:  # fmt: skip
        """Take the one that is left, or say why there is not just one."""
        if len(found) == 1:
            return self._session.get(PlacementRow, found[0].placement_id)
        if not found:
            units = "、".join(dict.fromkeys(each.unit for each in there))
            message = f"“{name}”那时不驻“{unit}”，而驻{units}，请核对单位名称"
            report.refuse(Reason("unknown_unit", message), _UNIT, unit or "")
            return None
        units = "、".join(each.unit for each in found)
        same = len({each.unit for each in found}) == 1
        more = _NUMBER.label if same else _UNIT.label
        message = f"“{name}”可能指 {len(found)} 个岗位（{units}），请填写{more}"
        report.refuse(Reason("ambiguous", message), _NUMBER if same else _UNIT, name)
        return None

    def _twice(self, key: object, report: RowReport, of: Field, value: str) -> None:
        """Refuse a row that says again what an earlier one said."""
        row, sheet = self._seen.setdefault(key, (report.row, report.sheet))
        if row != report.row and not report.problems:
            where = f"第 {row} 行" if sheet == report.sheet else f"“{sheet}”"
            report.refuse(Reason("doubled_row", f"与{where}重复，请只留一处"), of, value)

    def _refuse_faults(
        self, faults: Mapping[str, str], fields: Mapping[str, Field], values: Mapping[str, Any],
        report: RowReport,
    ) -> None:  # fmt: skip
        for name, message in faults.items():
            field = fields[name]
            report.refuse(Reason("unbelievable", message), field, show(field, values.get(name)))

    def _allowed(self, check: Callable[[], object], report: RowReport) -> bool:
        """Tell whether a rule lets the row pass; its reasons go into the report."""
        try:
            check()
        except RuleViolation as problem:
            for reason in problem.reasons:
                report.refuse(reason)
            return False
        return True


def _is_blank(
    names: Sequence[str], fields: Mapping[str, Field], cells: RowCells, report: RowReport
) -> bool:
    """Tell whether a row says only whose it is, as in a sheet that came back as it went out."""
    if cells.refused or cells.kept or any(cells.values.get(name) is not None for name in names):
        return False
    message = "这一行只有姓名，没有填写，没有导入"
    report.warn(Reason("empty_row", message), fields[names[0]])
    return True


def _require(names: Sequence[str], fields: Mapping[str, Field], values: Mapping[str, Any],
             cells: RowCells, report: RowReport) -> None:  # fmt: skip
    """Refuse a row that lacks what it cannot do without."""
    for name in names:
        field = fields[name]
        if values.get(name) is None and name not in cells.refused:
            kept = cells.kept.get(field.label)
            message = f"{field.label}“{kept}”不在选项中" if kept else f"缺少{field.label}，请补填"
            report.refuse(Reason("required", message), field, kept or "")


class ReportPlanner(_DutyPlanner):
    """Plans the rows of a sheet of monthly reports."""

    def plan(self, cells: RowCells, report: RowReport) -> PlannedRow:
        """Say what would become of a row."""
        values = cells.values
        month: PartialDate | None = values.get("month")
        label = f"{values.get('person') or ''} {month or ''}".strip()
        if _is_blank(_OWN_OF_REPORT, _REPORT, cells, report):
            return PlannedRow(report.row, "unchanged", label)
        _require(("person", "month"), _REPORT, values, cells, report)
        if month is not None and month.month is None:
            message = f"月份“{month}”只有年，请写成 {month}-03"
            report.refuse(Reason("no_month", message), MONTH, str(month))
        if report.problems or month is None or month.month is None:
            return PlannedRow(report.row, "rejected", label)
        first, last = month_span(month.year, month.month)
        placement = self._posting(cells, report, first, last)
        if placement is None:
            return PlannedRow(report.row, "rejected", label)
        key = ReportKey(placement.id, month.year, month.month)
        label = f"{placement.talent.name} {key.year} 年 {key.month} 月"
        self._twice(key, report, MONTH, str(month))
        self._allowed(lambda: require_month(self._session, key, self._today), report)
        return self._planned(key, cells, label, report)

    def _planned(
        self, key: ReportKey, cells: RowCells, label: str, report: RowReport
    ) -> PlannedRow:
        """Compare with what was handed in before; blank cells clear nothing."""
        row = find_report(self._session, key)
        given = {n: cells.values[n] for n in _OWN_OF_REPORT if cells.values.get(n) is not None}
        had = {} if row is None else {name: getattr(row, name) for name in _OWN_OF_REPORT}
        values = {"received_on": self._today, **had, **given}
        _require(("days",), _REPORT, values, cells, report)
        if not report.problems:
            faults = faults_of_report(
                key.year, key.month, values["received_on"], values["days"], self._today
            )
            self._refuse_faults(faults, _REPORT, values, report)
        moved = {n: v for n, v in values.items() if had.get(n) != v}
        if report.problems or (row is not None and not moved):
            outcome = "rejected" if report.problems else "unchanged"
            return PlannedRow(report.row, outcome, label)
        changes = tuple(field_change(_REPORT[n], had.get(n), v) for n, v in moved.items())

        def write(session: Session) -> None:
            write_report(session, find_report(session, key), key, moved)

        return PlannedRow(
            report.row, "created" if row is None else "updated", label, changes, write
        )


class LedgerPlanner(_DutyPlanner):
    """Plans the rows of a sheet of ledger lines.

    A line is the same if posting, day, duty and content are: the same sheet again is no new lines.
    """

    def plan(self, cells: RowCells, report: RowReport) -> PlannedRow:
        """Say what would become of a row."""
        values = cells.values
        label = f"{values.get('person') or ''} {values.get('content') or ''}"[:40].strip()
        if _is_blank((*_OWN_OF_LINE, SERVED.name), _LINE, cells, report):
            return PlannedRow(report.row, "unchanged", label)
        _require(("person", "happened_on", "duty", "content"), _LINE, values, cells, report)
        if report.problems:
            return PlannedRow(report.row, "rejected", label)
        day: dt.date = values["happened_on"]
        placement = self._posting(cells, report, day, day)
        if placement is None:
            return PlannedRow(report.row, "rejected", label)
        self._twice(
            (placement.id, day, values["duty"], values["content"]), report, _LINE["content"],
            values["content"],
        )  # fmt: skip
        self._allowed(lambda: require_open(self._session, day.year), report)
        return self._planned(placement, values, label, report)

    def _planned(
        self, placement: PlacementRow, values: Mapping[str, Any], label: str, report: RowReport
    ) -> PlannedRow:
        """Compare with the line there may be; blank cells clear nothing."""
        place = (placement.id, values["happened_on"], values["duty"], values["content"])
        row = _find_line(self._session, *place)
        given = {n: values[n] for n in _OWN_OF_LINE if values.get(n) is not None}
        had = {} if row is None else {name: getattr(row, name) for name in _OWN_OF_LINE}
        merged = {**dict.fromkeys(_OWN_OF_LINE), **had, **given}
        merged["count"] = settled_count(merged["outcome"], merged["count"])
        self._refuse_faults(line_faults(placement, merged, self._today), _LINE, merged, report)
        unit = self._unit_served(placement, values.get(SERVED.name), report)
        other = unit is not None and (row is None or unit != row.enterprise_id)
        moved = {n: v for n, v in merged.items() if had.get(n) != v}
        if report.problems or (row is not None and not moved and not other):
            outcome = "rejected" if report.problems else "unchanged"
            return PlannedRow(report.row, outcome, label)
        changes = [field_change(_LINE[n], had.get(n), v) for n, v in moved.items()]
        if other:
            named = row.enterprise.name if row is not None and row.enterprise else None
            changes.append(field_change(SERVED, named, values[SERVED.name]))
        placement_id = placement.id

        def write(session: Session) -> None:
            stored = _find_line(session, *place) or LedgerEntryRow()
            write_line(session, stored, session.get_one(PlacementRow, placement_id), moved, unit)

        return PlannedRow(
            report.row, "created" if row is None else "updated", label, tuple(changes), write
        )

    def _unit_served(
        self, placement: PlacementRow, name: str | None, report: RowReport
    ) -> int | None:
        """Find the unit that a row names beside the post's; a blank cell changes nothing."""
        if name is None:
            return None
        try:
            return served_unit(self._session, placement, name)
        except ValidationFailed as error:
            report.refuse(Reason("unknown_unit", error.fields[SERVED.name]), SERVED, name)
            return None


def _find_line(
    session: Session, placement_id: int, day: dt.date, duty: str, content: str
) -> LedgerEntryRow | None:
    return session.scalars(
        select(LedgerEntryRow)
        .where(
            LedgerEntryRow.placement_id == placement_id,
            LedgerEntryRow.happened_on == day,
            LedgerEntryRow.duty == duty,
            LedgerEntryRow.content == content,
        )
        .order_by(LedgerEntryRow.id)
    ).first()
