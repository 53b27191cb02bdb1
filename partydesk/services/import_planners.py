"""What becomes of one row of each kind of sheet."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import EnterpriseRow, PostRow, TalentRow
from partydesk.domain.changes import FieldChange
from partydesk.domain.errors import Reason
from partydesk.domain.fields import Field, fields_of
from partydesk.domain.selection import Attitude, Post, Role, Side
from partydesk.domain.values import Cell, ValueRefused, parse, show
from partydesk.services.imports import RECORD_NUMBER, Duplicate, PlannedRow, ReadCell, RowReport
from partydesk.services.pools import ENTERPRISES, TALENTS, Pool, places_in, store
from partydesk.services.selection import (
    find_post,
    find_wish,
    reasons_against_post,
    round_row,
    write_post,
    write_wish,
)

Cells = Mapping[str, ReadCell]
Words = Mapping[str, Collection[str]]


class Planner(Protocol):
    """Plans rows one after another; it remembers those before."""

    duplicates: list[Duplicate]

    def plan(self, cells: Cells, report: RowReport) -> PlannedRow:
        """Say what would become of a row; problems go into the report."""


def shown_cell(field: Field, cell: Cell) -> str:
    """Write a cell for a report: short, personal numbers masked."""
    if cell is None:
        return ""
    return show(field, str(cell)) if field.sensitive else str(cell)[:80]


def read_cells(
    cells: Cells, report: RowReport, today: dt.date, words: Words
) -> tuple[dict[str, Any], dict[str, str]]:
    """Read the cells of a row.

    Returns:
        Field name → value for the columns of the sheet, and label → raw text that could not be
        turned into a value but must not be lost.
    """
    values: dict[str, Any] = {}
    kept: dict[str, str] = {}
    for name, read in cells.items():
        field, cell = read.field, read.cell
        if field.sensitive and isinstance(cell, str) and "*" in cell:
            continue  # masked by our own export: the number stays as it is
        try:
            parsed = parse(field, cell, today=today, words=words.get(field.dictionary, ()))
        except ValueRefused as problem:
            report.refuse(problem.reason, field, shown_cell(field, cell))
            continue
        values[name] = parsed.value
        if parsed.keep:
            kept[field.label] = parsed.keep
        for warning in parsed.warnings:
            report.warn(warning, field, shown_cell(field, cell))
    return values, kept


class PoolPlanner:
    """Plans the rows of a roster or a register."""

    def __init__(
        self, pool: Pool[Any], session: Session, words: Words, today: dt.date, year: int
    ) -> None:
        """Read what identifies the existing records."""
        del year
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


class _RoundPlanner:
    """What planners of a round's sheets share: finding units and people by what people write."""

    def __init__(self, session: Session, words: Words, today: dt.date, year: int) -> None:
        """Find the round.

        Raises:
            NotFound: The year's round has not been opened.
        """
        self.duplicates: list[Duplicate] = []
        self._session, self._words, self._today = session, words, today
        self._round = round_row(session, year)
        self._seen: dict[object, int] = {}

    def _one(
        self,
        model: type[EnterpriseRow | TalentRow],
        what: str,
        report: RowReport,
        **by: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401 - a row of the model, or None
        """Find the one record that has the first given value; say so when there is not just one."""
        for name, value in by.items():
            if not value:
                continue
            rows = self._session.scalars(
                select(model).where(getattr(model, name) == value).limit(2)
            ).all()
            if len(rows) == 1:
                return rows[0]
            if len(rows) > 1:
                message = f"有多个{what}叫“{value}”，请填写号码以区分"
                report.refuse(Reason("ambiguous", message))
                return None
            if name == "name":
                report.refuse(Reason("unknown", f"{what}库里没有“{value}”，请先录入或更正名称"))
                return None
        if not any(by.values()):
            report.refuse(Reason("required", f"缺少{what}名称，请补填"))
        else:
            report.refuse(Reason("unknown", f"{what}库里没有这个号码，请核对"))
        return None

    def _twice(self, key: object, report: RowReport) -> None:
        """Refuse a row that says again what an earlier one said."""
        earlier = self._seen.setdefault(key, report.row)
        if earlier != report.row:
            report.refuse(Reason("doubled_row", f"与第 {earlier} 行重复，请只留一行"))


class PostPlanner(_RoundPlanner):
    """Plans the rows of a sheet of posts."""

    def plan(self, cells: Cells, report: RowReport) -> PlannedRow:
        """Say what would become of a row."""
        values, _ = read_cells(cells, report, self._today, self._words)
        label = str(values.get("enterprise") or values.get("credit_code") or "")
        role: Role | None = values.get("role")
        if role is None and not report.problems:
            report.refuse(Reason("required", "缺少岗位，请填党组织书记、党组织副书记或党建指导员"))
        unit: EnterpriseRow | None = self._one(
            EnterpriseRow, "企业", report,
            credit_code=values.get("credit_code"), name=values.get("enterprise"),
        )  # fmt: skip
        if unit is None or role is None or report.problems:
            return PlannedRow(report.row, "rejected", label)
        self._twice((unit.id, role), report)
        existing = find_post(self._session, self._round.id, unit.id, role)
        for reason in reasons_against_post(
            self._session, self._round.id, unit, role, existing.id if existing else None
        ):
            report.refuse(reason)
        return self._planned(unit, role, existing, values, report)

    def _planned(
        self,
        unit: EnterpriseRow,
        role: Role,
        existing: PostRow | None,
        values: dict[str, Any],
        report: RowReport,
    ) -> PlannedRow:
        """Compare with the post there may be."""
        label = f"{unit.name} · {role}"
        had = existing or PostRow(specialties=(), note=None)
        specialties = values.get("specialties") or had.specialties
        note = values.get("note") or had.note
        changes = tuple(
            FieldChange(field.label, show(field, old), show(field, new))
            for field, old, new in (
                (_POST_SPECIALTIES, had.specialties, specialties),
                (_POST_NOTE, had.note, note),
            )
            if old != new
        )
        if existing is not None and not changes:
            return PlannedRow(report.row, "unchanged", label)
        round_id, unit_id, existing_id = self._round.id, unit.id, existing and existing.id

        def write(session: Session) -> None:
            row = session.get(PostRow, existing_id) if existing_id else None
            row = row or PostRow(round_id=round_id)
            unit_row = session.get_one(EnterpriseRow, unit_id)
            write_post(session, row, unit_row, role, tuple(specialties), note)

        return PlannedRow(
            report.row, "created" if existing is None else "updated", label, changes, write
        )


_POST_SPECIALTIES = next(f for f in fields_of(Post) if f.name == "specialties")
_POST_NOTE = next(f for f in fields_of(Post) if f.name == "note")


class WishPlanner(_RoundPlanner):
    """Plans the rows of a sheet of wishes."""

    def plan(self, cells: Cells, report: RowReport) -> PlannedRow:
        """Say what would become of a row."""
        values, _ = read_cells(cells, report, self._today, self._words)
        side: Side | None = values.get("side")
        attitude: Attitude | None = values.get("attitude")
        for name, value in (("一方", side), ("意愿", attitude)):
            if value is None and not report.problems:
                report.refuse(Reason("required", f"缺少{name}，请补填"))
        if values.get("rank") == 0:
            report.refuse(Reason("rank", "顺序从 1 开始"))
        label = self._label(values)
        if side is None or attitude is None or report.problems:
            return PlannedRow(report.row, "rejected", label)
        posts = self._posts(values, side, report)
        talent_id = self._talent(values, side, report)
        if report.problems:
            return PlannedRow(report.row, "rejected", label)
        for post_id in posts:
            self._twice((side, post_id, talent_id), report)
        return self._planned(side, posts, talent_id, attitude, values.get("rank"), label, report)

    def _label(self, values: dict[str, Any]) -> str:
        """Write who says what of whom."""
        post = " · ".join(str(values[n]) for n in ("enterprise", "role") if values.get(n))
        person = str(values.get("talent") or "")
        pair = (person, post) if values.get("side") is Side.PERSON else (post, person)
        return " → ".join(word or "其余" for word in pair)

    def _posts(self, values: dict[str, Any], side: Side, report: RowReport) -> list[int | None]:
        """Find the posts meant; an enterprise without a role speaks for all its posts."""
        if side is Side.PERSON and not values.get("enterprise"):
            return [None]
        unit: EnterpriseRow | None = self._one(
            EnterpriseRow, "企业", report, name=values.get("enterprise")
        )
        if unit is None:
            return []
        statement = select(PostRow).where(
            PostRow.round_id == self._round.id, PostRow.enterprise_id == unit.id
        )
        rows = self._session.scalars(statement.order_by(PostRow.id)).all()
        role = values.get("role")
        found: list[int | None] = [row.id for row in rows if role is None or row.role is role]
        if not found:
            what = f"{role}岗位" if role else "岗位"
            report.refuse(Reason("unknown_post", f"{unit.name}本轮没有{what}，请先登记岗位需求"))
        return found

    def _talent(self, values: dict[str, Any], side: Side, report: RowReport) -> int | None:
        """Find the person meant; an enterprise may speak of everybody not named."""
        name, number = values.get("talent"), values.get("citizen_number")
        if side is Side.ENTERPRISE and not name and not number:
            return None
        row: TalentRow | None = self._one(
            TalentRow, "人才", report, citizen_number=number, name=name
        )
        return row.id if row else None

    def _planned(
        self,
        side: Side,
        posts: list[int | None],
        talent_id: int | None,
        attitude: Attitude,
        rank: int | None,
        label: str,
        report: RowReport,
    ) -> PlannedRow:
        """Compare with what the side said before."""
        rank = rank if attitude is Attitude.WILLING else None
        existing = [
            find_wish(self._session, self._round.id, side, post, talent_id) for post in posts
        ]
        same = [w and (w.attitude, w.rank) == (attitude, rank) for w in existing]
        if all(same):
            return PlannedRow(report.row, "unchanged", label)
        outcome = "updated" if any(existing) else "created"
        old = next((_said(w.attitude, w.rank) for w in existing if w), "")
        changes = (FieldChange("意愿", old, _said(attitude, rank)),)
        round_id = self._round.id

        def write(session: Session) -> None:
            for post in posts:
                write_wish(session, round_id, side, post, talent_id, attitude, rank)

        return PlannedRow(report.row, outcome, label, changes, write)


def _said(attitude: Attitude, rank: int | None) -> str:
    """Write a wish in words."""
    return f"{attitude}（第 {rank}）" if rank else attitude.value


def _pool_planner(pool: Pool[Any]) -> Callable[[Session, Words, dt.date, int], Planner]:
    def make(session: Session, words: Words, today: dt.date, year: int) -> Planner:
        return PoolPlanner(pool, session, words, today, year)

    return make


PLANNERS: dict[str, Callable[[Session, Words, dt.date, int], Planner]] = {
    "talents": _pool_planner(TALENTS),
    "enterprises": _pool_planner(ENTERPRISES),
    "posts": PostPlanner,
    "wishes": WishPlanner,
}
