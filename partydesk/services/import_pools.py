"""What becomes of one row of a roster or a register."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.domain.changes import FieldChange
from partydesk.domain.errors import Reason
from partydesk.domain.fields import Field
from partydesk.domain.values import show
from partydesk.services.import_rows import (
    RECORD_NUMBER,
    Cells,
    Duplicate,
    PlannedRow,
    RowReport,
    Words,
    read_cells,
)
from partydesk.services.pools import Pool, places_in, store


class PoolPlanner:
    """Plans the rows of a roster or a register."""

    def __init__(self, pool: Pool[Any], session: Session, words: Words, today: dt.date) -> None:
        """Read what identifies the existing records."""
        self.duplicates: list[Duplicate] = []
        self._pool, self._words, self._today = pool, words, today
        self._places = places_in(session)
        records = [pool.read(row) for row in session.scalars(select(pool.model))]
        self._by_id = {record.id: record for record in records}
        self._by_number = {getattr(r, pool.number): r for r in records if getattr(r, pool.number)}
        self._by_name: dict[str, list[Any]] = {}
        for record in records:
            self._by_name.setdefault(record.name, []).append(record)
        self._rows_by_number: dict[str, int] = {}
        self._rows_by_name: dict[str, int] = {}

    def plan(self, cells: Cells, report: RowReport) -> PlannedRow:
        """Say what would become of a row."""
        values, kept = read_cells(cells, report, self._today, self._words)
        number = values.pop("id", None)
        exported = number is not None
        if not exported:
            values = {name: value for name, value in values.items() if value not in (None, ())}
        name = str(values.get("name") or "")
        if report.problems:
            return PlannedRow(report.row, "rejected", name)
        existing = self._by_id.get(number) if exported else self._existing(values, report)
        self._check(values, number, existing, report)
        if report.problems:
            return PlannedRow(report.row, "rejected", name)
        return self._planned(existing, values, kept, report)

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
        if not code and len(same) == 1:
            return same[0]
        for twin in namesakes[:1]:
            why = "同名，号码不同或缺少号码" if code else "有多条同名记录"
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
        for field in self._pool.fields:
            gone = field.name in values and not values[field.name]
            absent = existing is None and not values.get(field.name)
            if field.required and (gone or absent):
                report.refuse(Reason("required", f"缺少{field.label}，请补填"), field)
        self._check_twice(values, existing, report)

    def _check_twice(self, values: dict[str, Any], existing: Any, report: RowReport) -> None:  # noqa: ANN401
        """Refuse a number that another row or another record has."""
        pool = self._pool
        field = next(f for f in pool.fields if f.name == pool.number)
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
        elif name and existing is None:
            earlier = self._rows_by_name.setdefault(name, report.row)
            if earlier != report.row:
                self.duplicates.append(Duplicate(report.row, 0, f"与本表第 {earlier} 行同名"))

    def _planned(
        self,
        existing: Any,  # noqa: ANN401
        values: dict[str, Any],
        kept: dict[str, str],
        report: RowReport,
    ) -> PlannedRow:
        """Complete the record and compare it with what is stored."""
        pool = self._pool
        values = self._always_set(values, existing)
        record = (
            pool.record(**values) if existing is None else dataclasses.replace(existing, **values)
        )
        done = pool.complete(_noted(record, kept), self._places)
        for name, reason in done.warnings.items():
            field = next(f for f in pool.fields if f.name == name)
            report.warn(reason, field, show(field, getattr(done.record, name)))
        changes = _differences(pool.fields, existing, done.record)
        if existing is not None and not changes:
            return PlannedRow(report.row, "unchanged", record.name)
        outcome = "created" if existing is None else "updated"
        write = _writer(pool, existing, done.record)
        return PlannedRow(report.row, outcome, done.record.name, changes, write)

    def _always_set(self, values: dict[str, Any], existing: Any) -> dict[str, Any]:  # noqa: ANN401
        """An emptied choice that a record cannot be without keeps its value."""
        del existing
        return {
            name: value
            for name, value in values.items()
            if value is not None or name not in ("state", "standing")
        }


def _noted(record: Any, kept: dict[str, str]) -> Any:  # noqa: ANN401 - a record of either pool
    """Keep in the note what could not be turned into a value, once."""
    lines = [f"{label}原文：{text}" for label, text in kept.items()]
    missing = [line for line in lines if line not in (record.note or "")]
    if not missing:
        return record
    return dataclasses.replace(record, note="\n".join(filter(None, [record.note, *missing])))


def _differences(
    fields: tuple[Field, ...],
    before: Any,  # noqa: ANN401
    after: Any,  # noqa: ANN401
) -> tuple[FieldChange, ...]:
    """List the fields that would move, as words on screen."""
    changes = []
    for field in fields:
        old = None if before is None else getattr(before, field.name)
        new = getattr(after, field.name)
        if old != new and not (before is None and new in (None, ())):
            changes.append(FieldChange(field.label, show(field, old), show(field, new)))
    return tuple(changes)


def _writer(pool: Pool[Any], existing: Any, record: Any) -> Callable[[Session], object]:  # noqa: ANN401
    """Store a record: all of a new one, of an old one only what the sheet changes."""

    def write(session: Session) -> None:
        if existing is None:
            store(session, pool, pool.model(), record)
            return
        row = session.get_one(pool.model, existing.id)
        moved = {
            field.name: getattr(record, field.name)
            for field in pool.fields
            if getattr(record, field.name) != getattr(existing, field.name)
        }
        store(session, pool, row, dataclasses.replace(pool.read(row), **moved))

    return write
