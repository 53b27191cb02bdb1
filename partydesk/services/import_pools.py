"""What becomes of one row of a roster or a register."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.errors import Reason
from partydesk.domain.fields import Kind
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.values import show
from partydesk.domain.values.cells import text_of
from partydesk.services.import_rows import (
    RECORD_NUMBER,
    Duplicate,
    PlannedRow,
    RecordChanges,
    RecordUpdate,
    RowCells,
    RowReport,
)
from partydesk.services.import_twins import MOST_TWINS, RowTwins
from partydesk.services.pool_kinds import Pool, places_in
from partydesk.services.pools import without_blank_defaults
from partydesk.services.references import References, resolve_values

_NOTHING: tuple[object, ...] = (None, ())


class PoolPlanner:
    """Plans the rows of a roster or a register."""

    def __init__(self, pool: Pool[Any], session: Session, today: dt.date) -> None:
        """Read what identifies the existing records."""
        self.duplicates: list[Duplicate] = []
        self._pool = pool
        self._fields = {field.name: field for field in pool.fields}
        self._required = tuple(field for field in pool.fields if field.required)
        self._linking = tuple(field for field in pool.fields if field.kind is Kind.REFERENCES)
        self._places = places_in(session, today)
        self._references = References(session)
        records = _all_records(session, pool)
        self._by_id = {record.id: record for record in records}
        self._by_number = {getattr(r, pool.number): r for r in records if getattr(r, pool.number)}
        self._by_name: dict[str, list[Any]] = {}
        for record in records:
            self._by_name.setdefault(record.name, []).append(record)
        self._twins = RowTwins(session, pool.kind, records)
        self._rows_by_number: dict[str, int] = {}
        self._rows_by_name: dict[str, int] = {}
        self._rows_by_record: dict[int, int] = {}

    def plan(self, cells: RowCells, report: RowReport) -> PlannedRow:
        """Say what would become of a row."""
        values = cells.values
        number = values.pop("id", None)
        exported = number is not None
        if not exported:
            for gap in cells.gaps:  # what the row says nothing of is left out
                if values.get(gap) in _NOTHING:
                    values.pop(gap, None)
        name = str(values.get("name") or "")
        if report.problems:
            faulty = cells.refused.get(self._pool.number)
            if faulty is not None:
                written = text_of(faulty.cell)
                self.duplicates += self._twins.meant(report.row, values, faulty.field.name, written)
            return PlannedRow(report.row, "rejected", name)
        existing = self._by_id.get(number) if exported else self._existing(values, report)
        if existing is not None and not exported:
            values = _without_coarser_dates(values, existing)
        if self._linking:
            self._resolve(values, existing, report)
        self._check(values, number, existing, report)
        if cells.masked:
            self._check_masked(cells, existing, report, exported=exported)
        if report.problems:
            return PlannedRow(report.row, "rejected", name)
        return self._planned(existing, values, cells, report)

    def _resolve(self, values: dict[str, Any], existing: Any, report: RowReport) -> None:  # noqa: ANN401
        """Put records in the place of what was written to mean them."""
        written = {name: show(f, values[name]) for f in self._linking if (name := f.name) in values}
        refused = resolve_values(self._references, self._linking, values, existing)
        for field in self._linking:
            if field.name in refused:
                report.refuse(refused[field.name], field, written[field.name])

    def _existing(self, values: dict[str, Any], report: RowReport) -> Any:  # noqa: ANN401
        """Find the record a row means; what only looks like it is listed as a duplicate."""
        code, name = values.get(self._pool.number), values.get("name")
        if code and code in self._by_number:
            return self._by_number[code]
        namesakes = self._by_name.get(name or "", [])
        birth = values.get("birth")
        if birth is not None:
            namesakes = [n for n in namesakes if n.birth is None or n.birth.agrees_with(birth)]
            same = [n for n in namesakes if n.birth is not None]
        else:
            same = namesakes
        # Of twins without a number, the one of whom the row says nothing new is meant.
        told = [n for n in same if _says_nothing_new(values, n)]
        free = [n for n in same if n.id not in self._rows_by_record]
        if not code and (told or len(same) == len(free) == 1):
            return next((n for n in told if n in free), (told or free)[0])
        twins = self._twins.look(report.row, values)
        self.duplicates += twins
        for twin in [] if twins else namesakes[:1]:
            why = "同名，号码不同或缺少号码" if code else "同名，不能确定是同一条记录"
            self.duplicates.append(Duplicate(report.row, twin.id, f"与“{twin.name}”{why}"))
        return None

    def _check(
        self,
        values: dict[str, Any],
        number: int | None,
        existing: Any,  # noqa: ANN401
        report: RowReport,
    ) -> None:
        """Refuse rows that cannot be a record of their own."""
        if number is not None and existing is None:
            message = f"没有记录号为 {number} 的{self._pool.title}；新增的行请把记录号留空"
            report.refuse(Reason("unknown_record", message), RECORD_NUMBER, str(number))
        for field in self._required:
            gone = field.name in values and not values[field.name]
            absent = existing is None and not values.get(field.name)
            if gone or absent:
                report.refuse(Reason("required", f"缺少{field.label}，请补填"), field)
        self._check_twice(values, existing, report)

    def _check_twice(self, values: dict[str, Any], existing: Any, report: RowReport) -> None:  # noqa: ANN401
        """Refuse a number that another row or another record has."""
        pool = self._pool
        field = self._fields[pool.number]
        code, name = values.get(pool.number), str(values.get("name") or "")
        if code:
            earlier = self._rows_by_number.setdefault(code, report.row)
            if earlier != report.row:
                message = f"与第 {earlier} 行的{field.label}相同，请只留一行"
                report.refuse(Reason("doubled_row", message), field, show(field, code))
            owner = self._by_number.get(code)
            if owner is not None and existing is not None and owner.id != existing.id:
                message = f"这个{field.label}已属于“{owner.name}”（记录号 {owner.id}）"
                report.refuse(Reason("number_taken", message), field, show(field, code))
        if existing is not None:
            self._check_meant(values, existing, report)
        elif name and not code:
            earlier = self._rows_by_name.setdefault(name, report.row)
            listed = any(twin.row == report.row for twin in self.duplicates[-MOST_TWINS:])
            if earlier != report.row and not listed:
                self.duplicates.append(Duplicate(report.row, 0, f"与本表第 {earlier} 行同名"))

    def _check_meant(self, values: dict[str, Any], existing: Any, report: RowReport) -> None:  # noqa: ANN401
        """Refuse a second row about one record, and tell when a record gets another name."""
        earlier = self._rows_by_record.setdefault(existing.id, report.row)
        name = str(values.get("name") or "")
        field = self._fields["name"]
        if earlier != report.row and not report.problems:
            if not _says_nothing_new(values, existing):
                message = f"与第 {earlier} 行说的是同一条记录（记录号 {existing.id}），请只留一行"
                report.refuse(Reason("doubled_row", message), field, name)
        elif name and name != existing.name:
            message = (
                f"{field.label}将由“{existing.name}”改为“{name}”；如不是同一条记录，请核对号码"
            )
            report.warn(Reason("renamed", message), field, name)

    def _check_masked(
        self,
        cells: RowCells,
        existing: Any,  # noqa: ANN401
        report: RowReport,
        *,
        exported: bool,
    ) -> None:
        """Leave a hidden number as it is; tell when it is not the record's own."""
        for field, text in cells.masked:
            own = "" if existing is None else show(field, getattr(existing, field.name))
            if text == own or (exported and existing is None):
                continue
            if exported and field.name == self._pool.number:
                message = (
                    f"表中的{field.label} {text} 与这个记录号的记录不符：可能改动过记录号，"
                    "或记录已有变动；请重新导出，或填写完整号码"
                )
                report.refuse(Reason("record_mismatch", message), field, text)
            else:
                message = f"{field.label}“{text}”打了星号，没有读入；需要时请填写完整号码"
                report.warn(Reason("masked", message), field, text)

    def _planned(
        self,
        existing: Any,  # noqa: ANN401
        values: dict[str, Any],
        cells: RowCells,
        report: RowReport,
    ) -> PlannedRow:
        """Complete the record and compare it with what is stored."""
        pool = self._pool
        values = without_blank_defaults(pool, values)
        record = (
            pool.record(**values) if existing is None else dataclasses.replace(existing, **values)
        )
        if cells.kept:
            record = _noted(record, cells.kept)
        done = pool.complete(record, self._places)
        for name, reason in done.warnings.items():
            field = self._fields[name]
            report.warn(reason, field, show(field, getattr(done.record, name)))
        if existing is not None and done.record == existing:
            return PlannedRow(report.row, "unchanged", record.name)
        changes = RecordChanges(pool.fields, existing, done.record)
        if existing is None:
            return PlannedRow(report.row, "created", record.name, changes, new=done.record)
        update = _update(pool, existing, done.record)
        return PlannedRow(report.row, "updated", done.record.name, changes, update=update)


def _all_records(session: Session, pool: Pool[Any]) -> list[Any]:
    """Read a whole pool, past the session's objects where the records are plain rows."""
    columns = pool.model.__table__.columns
    names = [field.name for field in pool.fields]
    if not all(name in columns for name in names):
        return [pool.read(row) for row in session.scalars(select(pool.model))]
    wanted = select(*(columns[name] for name in ("id", *names)))
    return [
        pool.record(id=number, **dict(zip(names, values, strict=True)))
        for number, *values in session.execute(wanted)
    ]


def _without_coarser_dates(values: dict[str, Any], record: Any) -> dict[str, Any]:  # noqa: ANN401
    """Leave out a month where the record knows the day: a roster that is vague corrects nothing."""
    return {
        name: value
        for name, value in values.items()
        if not (
            isinstance(value, PartialDate)
            and isinstance(known := getattr(record, name), PartialDate)
            and str(known).startswith(str(value))
        )
    }


def _says_nothing_new(values: dict[str, Any], record: Any) -> bool:  # noqa: ANN401
    """Whether a record holds already everything a row says."""
    return all(getattr(record, name) == value for name, value in values.items())


def _noted(record: Any, kept: Mapping[str, str]) -> Any:  # noqa: ANN401 - a record of either pool
    """Keep in the note what could not be turned into a value, once."""
    lines = [f"{label}原文：{text}" for label, text in kept.items()]
    missing = [line for line in lines if line not in (record.note or "")]
    if not missing:
        return record
    return dataclasses.replace(record, note="\n".join(filter(None, [record.note, *missing])))


def _update(pool: Pool[Any], existing: Any, record: Any) -> RecordUpdate:  # noqa: ANN401
    """Name what the sheet changes of a record."""
    moved = {
        field.name: getattr(record, field.name)
        for field in pool.fields
        if getattr(record, field.name) != getattr(existing, field.name)
    }
    return RecordUpdate(existing.id, moved)
