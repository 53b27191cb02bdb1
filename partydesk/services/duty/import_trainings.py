"""What becomes of one row of a sheet of trainings; courses and sessions it names are begun."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import CourseRow, ParticipationRow, TalentRow, TrainingSessionRow
from partydesk.domain.changes import FieldChange
from partydesk.domain.duty.trainings import (
    CourseKind,
    TrainingResult,
    TrainingRow,
    faults_of_result,
    faults_of_session,
)
from partydesk.domain.errors import Reason
from partydesk.domain.field_changes import field_change
from partydesk.domain.fields import fields_of
from partydesk.domain.values import show
from partydesk.services.closed_years import is_closed, require_open
from partydesk.services.duty.training_results import certificate_of, settled_training
from partydesk.services.duty.trainings import begin_course, find_course
from partydesk.services.import_rounds import NamingPlanner, Sought
from partydesk.services.import_rows import PlannedRow, RowCells, RowReport

_FIELDS: Final = {field.name: field for field in fields_of(TrainingRow)}
_RESULTS: Final = ("presence", "score", "result")


@dataclass(frozen=True, slots=True)
class _Meant:
    """The session that a row means.

    Attributes:
        course: Name of the course.
        kind: Which training.
        hours: How long it takes.
        held_from: First day.
        held_to: Last day.
    """

    course: str
    kind: CourseKind
    hours: int
    held_from: dt.date
    held_to: dt.date


class TrainingPlanner(NamingPlanner):
    """Plans the rows of a sheet of trainings."""

    def __init__(self, session: Session, today: dt.date, year: int) -> None:
        """Know no course of the sheet yet; a sheet may hold the trainings of several years."""
        del today, year
        super().__init__(session)
        self._courses: dict[str, tuple[CourseKind, int]] = {}
        self._lasting: dict[tuple[str, dt.date], dt.date] = {}

    def plan(self, cells: RowCells, report: RowReport) -> PlannedRow:
        """Say what would become of a row."""
        values = cells.values
        label = f"{values.get('talent') or ''} · {values.get('course') or ''}"
        for name in ("course", "held_from"):
            if not values.get(name) and not report.problems:
                field = _FIELDS[name]
                report.refuse(Reason("required", f"缺少{field.label}，请补填"), field)
        for field, text in cells.masked:
            message = f"{field.label}“{text}”打了星号，没有读入，按姓名查找；请核对是否同名"
            report.warn(Reason("masked", message), field, text)
        if report.problems:
            return PlannedRow(report.row, "rejected", label)
        meant = self._meant(values, report)
        talent: TalentRow | None = self._one(
            TalentRow, "人才", report,
            Sought(_FIELDS["citizen_number"], "citizen_number", values.get("citizen_number")),
            Sought(_FIELDS["talent"], "name", values.get("talent")),
        )  # fmt: skip
        if meant is None or talent is None or report.problems:
            return PlannedRow(report.row, "rejected", label)
        key = (meant.course, meant.held_from, talent.id)
        self._twice(key, report, _FIELDS["talent"], talent.name)
        return self._planned(meant, talent, values, report)

    # -- which session -------------------------------------------------------------------------

    def _meant(self, values: Mapping[str, Any], report: RowReport) -> _Meant | None:
        """Find the session that a row means, or what a new one needs."""
        name, first = str(values["course"]), values["held_from"]
        known = self._known_course(name)
        kind = values.get("kind") or (known and known[0])
        hours = values.get("hours") or (known and known[1])
        if kind is None or hours is None:
            missing = _FIELDS["kind" if kind is None else "hours"]
            message = f"“{name}”是新的培训班，请填写{missing.label}"
            report.refuse(Reason("required", message), missing)
            return None
        if known is not None and (kind, hours) != known:
            field = _FIELDS["kind" if kind is not known[0] else "hours"]
            message = f"“{name}”已登记为{known[0]}、{known[1]} 学时，与本行不同"
            report.refuse(Reason("contradiction", message), field, show(field, values[field.name]))
            return None
        last = self._last_day(name, first, values, report)
        faults = faults_of_session({"held_from": first, "held_to": last, "hours": hours})
        for field_name, message in faults.items():
            field = _FIELDS[field_name]
            report.refuse(Reason("unbelievable", message), field, str(values.get(field_name)))
        if is_closed(self._session, first.year):
            message = f"{first.year} 年度已经办结，不再改动"
            report.refuse(Reason("year_closed", message), _FIELDS["held_from"], str(first))
        if report.problems:
            return None
        self._courses[name] = (kind, hours)
        self._lasting[name, first] = last
        return _Meant(name, kind, hours, first, last)

    def _known_course(self, name: str) -> tuple[CourseKind, int] | None:
        """What is stored of a course, or what an earlier row of the sheet told."""
        row = find_course(self._session, name)
        return self._courses.get(name) if row is None else (row.kind, row.hours)

    def _last_day(
        self, name: str, first: dt.date, values: Mapping[str, Any], report: RowReport
    ) -> dt.date:
        """Give the last day of a session; one that is known lasts as it does."""
        stored = _find_session(self._session, name, first)
        known = stored.held_to if stored is not None else self._lasting.get((name, first))
        told: dt.date | None = values.get("held_to")
        if known is not None and told is not None and known != told:
            message = f"“{name}”{first} 这一期到 {known} 结束，与本行不同"
            report.refuse(Reason("contradiction", message), _FIELDS["held_to"], str(told))
        return known or told or first

    # -- what is stored ------------------------------------------------------------------------

    def _planned(
        self, meant: _Meant, talent: TalentRow, values: Mapping[str, Any], report: RowReport
    ) -> PlannedRow:
        """Compare with what is stored of the person in the session."""
        label = f"{talent.name} · {meant.course}（{meant.held_from}）"
        stored = _find_session(self._session, meant.course, meant.held_from)
        existing = None if stored is None else _find_person(self._session, stored.id, talent.id)
        had = {name: getattr(existing, name, None) for name in _RESULTS}
        given = {name: values[name] for name in _RESULTS if values.get(name) is not None}
        for name, message in faults_of_result(**{**had, **given}).items():
            report.refuse(Reason("contradiction", message), _FIELDS[name], str(given.get(name)))
        self._keep_certified(existing, given, report)
        if report.problems:
            return PlannedRow(report.row, "rejected", label)
        changes = tuple(
            field_change(_FIELDS[name], had[name], new)
            for name, new in given.items()
            if had[name] != new
        )
        if existing is not None and not changes:
            return PlannedRow(report.row, "unchanged", label)
        talent_id = talent.id

        def write(session: Session) -> None:
            _write(session, meant, talent_id, given)

        if existing is not None:
            return PlannedRow(report.row, "updated", label, changes, write)
        began = () if stored is not None else (FieldChange("培训", "", _words(meant)),)
        return PlannedRow(report.row, "created", label, (*began, *changes), write)

    def _keep_certified(
        self, existing: ParticipationRow | None, given: Mapping[str, Any], report: RowReport
    ) -> None:
        """Refuse to fail somebody who holds a certificate."""
        if given.get("result") is not TrainingResult.FAILED or existing is None:
            return
        number = certificate_of(self._session, existing)
        if number:
            message = f"已有证书 {number}，请先作废证书再改结论"
            report.refuse(Reason("certified", message), _FIELDS["result"], "不合格")


def _words(meant: _Meant) -> str:
    return f"新一期：{meant.kind}，{meant.held_from} 至 {meant.held_to}，{meant.hours} 学时"


def _find_session(session: Session, course: str, first: dt.date) -> TrainingSessionRow | None:
    statement = (
        select(TrainingSessionRow)
        .join(CourseRow, CourseRow.id == TrainingSessionRow.course_id)
        .where(CourseRow.name == course, TrainingSessionRow.held_from == first)
        .order_by(TrainingSessionRow.id)
        .limit(1)
    )
    return session.scalar(statement)


def _find_person(session: Session, number: int, talent_id: int) -> ParticipationRow | None:
    statement = select(ParticipationRow).where(
        ParticipationRow.session_id == number, ParticipationRow.talent_id == talent_id
    )
    return session.scalar(statement)


def _write(session: Session, meant: _Meant, talent_id: int, given: Mapping[str, Any]) -> None:
    """Store one row, with course and session where they are new."""
    require_open(session, meant.held_from.year)
    row = _find_session(session, meant.course, meant.held_from)
    if row is None:
        course = find_course(session, meant.course) or begin_course(
            session, meant.course, meant.kind, meant.hours
        )
        row = TrainingSessionRow(course=course, held_from=meant.held_from, held_to=meant.held_to)
        session.add(row)
        session.flush()
    person = _find_person(session, row.id, talent_id)
    person = person or ParticipationRow(session_id=row.id, talent_id=talent_id)
    with settled_training(session, row.id):
        for name, value in given.items():
            setattr(person, name, value)
        session.add(person)
