"""培训: courses and the sessions in which they are held; what training still asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from partydesk.db.models import AttachmentRow, CourseRow, ParticipationRow, TrainingSessionRow
from partydesk.domain.changes import Changes
from partydesk.domain.duty.due import Due
from partydesk.domain.duty.trainings import (
    Course,
    CourseKind,
    Presence,
    TrainingResult,
    TrainingSession,
    faults_of_session,
)
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.fields import Field, Kind, field_of, fields_of
from partydesk.services.closed_years import require_open
from partydesk.services.duty.training_needs import due_people
from partydesk.services.duty.training_results import certificate_of, settled_training
from partydesk.services.policies import policy_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: The course, as the form of a session names it: one that is not known yet begins with it.
COURSE: Final = Field(
    "培训班",
    Kind.DICTIONARY,
    name="course",
    dictionary="courses",
    required=True,
    wide=True,
    hint="选已有的，或写一个新的，如：党建指导员岗前培训班",
)
#: What the form of a session asks.
SESSION_FIELDS: Final = (
    COURSE,
    field_of(Course, "kind"),
    field_of(Course, "hours"),
    *fields_of(TrainingSession),
)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session in a list.

    Attributes:
        session: The session.
        course: What is taught.
        people: How many take part.
        present: How many of them came.
        passed: How many passed.
        certified: How many have a certificate.
        papers: How many attachments it has.
    """

    session: TrainingSession
    course: Course
    people: int
    present: int
    passed: int
    certified: int
    papers: int

    @property
    def id(self) -> int:
        """记录号 of the session."""
        assert self.session.id is not None  # noqa: S101 - it was read
        return self.session.id

    @property
    def span(self) -> str:
        """When it is held."""
        first, last = self.session.held_from, self.session.held_to
        return f"{first}" if first == last else f"{first} 至 {last:%m-%d}"

    @property
    def short_span(self) -> str:
        """When it is held, without the year."""
        first, last = self.session.held_from, self.session.held_to
        return f"{first:%m-%d}" if first == last else f"{first:%m-%d}～{last:%m-%d}"

    @property
    def days(self) -> int:
        """How many days it takes."""
        return (self.session.held_to - self.session.held_from).days + 1


# -- courses ------------------------------------------------------------------------------------


def list_courses(workspace: Workspace) -> tuple[tuple[Course, int], ...]:
    """List the courses by name, each with how often it was held."""
    with workspace.reading() as session:
        held = func.count(TrainingSessionRow.id)
        statement = (
            select(CourseRow, held)
            .outerjoin(TrainingSessionRow, TrainingSessionRow.course_id == CourseRow.id)
            .group_by(CourseRow.id)
            .order_by(CourseRow.name)
        )
        return tuple((course_of(row), count) for row, count in session.execute(statement))


def save_course(
    workspace: Workspace, number: int | None, texts: Mapping[str, str]
) -> tuple[int, Changes]:
    """Store a course.

    Args:
        workspace: Open workspace.
        number: 记录号; None for a new one.
        texts: Field name of :class:`Course` → what was typed.

    Returns:
        记录号 and what changed.

    Raises:
        ValidationFailed: Something is missing or cannot be read, or the name is taken.
        NotFound: There is no such course.
    """
    values = read_entry(fields_of(Course), texts, today=workspace.today(), words={}).values
    _refuse(faults_of_session(values))
    act = "登记" if number is None else "修改"
    with workspace.unit_of_work("save_course", f"{act}培训课程") as uow:
        row = CourseRow() if number is None else _course_row(uow.session, number)
        taken = find_course(uow.session, str(values["name"]))
        if taken is not None and taken.id != number:
            raise ValidationFailed({"name": f"已有叫“{taken.name}”的培训班"})
        if number is not None and row.kind is not values["kind"]:
            _refuse_if_passed(uow.session, row)
        _put(row, values)
        uow.session.add(row)
        uow.relabel(f"{act}培训课程“{row.name}”")
        changes = uow.commit()
        return row.id, changes


def _refuse_if_passed(session: Session, row: CourseRow) -> None:
    """Refuse to make a course another kind once somebody has passed it.

    Raises:
        ValidationFailed: Somebody has.
    """
    passed = (
        select(func.count(ParticipationRow.id))
        .join(TrainingSessionRow, TrainingSessionRow.id == ParticipationRow.session_id)
        .where(
            TrainingSessionRow.course_id == row.id,
            ParticipationRow.result == TrainingResult.PASSED,
        )
    )
    count = session.scalar(passed)
    if count:
        raise ValidationFailed({"kind": f"已有 {count} 人结业，不能改类别；请另设一个培训班"})


def remove_course(workspace: Workspace, number: int) -> Changes:
    """Take out a course that is not held.

    Raises:
        NotFound: There is no such course.
        RuleViolation: It has sessions.
    """
    with workspace.unit_of_work("remove_course", "删除培训课程") as uow:
        row = _course_row(uow.session, number)
        held = select(func.count(TrainingSessionRow.id)).where(
            TrainingSessionRow.course_id == number
        )
        count = uow.session.scalar(held)
        if count:
            message = f"“{row.name}”已办过 {count} 期，请先删除这些培训"
            raise RuleViolation([Reason("course_held", message)])
        uow.relabel(f"删除培训课程“{row.name}”")
        uow.session.delete(row)
        return uow.commit()


def find_course(session: Session, name: str) -> CourseRow | None:
    """Give the course of a name."""
    return session.scalar(select(CourseRow).where(CourseRow.name == name))


# -- sessions -----------------------------------------------------------------------------------


def list_sessions(workspace: Workspace, year: int) -> tuple[SessionLine, ...]:
    """List the sessions that begin in a year, the newest first."""
    with workspace.reading() as session:
        return lines_in(session, year)


def lines_in(session: Session, year: int) -> tuple[SessionLine, ...]:
    """Do what :func:`list_sessions` does within a session."""
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return _lines(session, TrainingSessionRow.held_from.between(first, last))


def line_of(session: Session, number: int) -> SessionLine:
    """Give one session.

    Raises:
        NotFound: There is none.
    """
    session_row(session, number)
    return _lines(session, TrainingSessionRow.id == number)[0]


def _lines(session: Session, wanted: ColumnElement[bool]) -> tuple[SessionLine, ...]:
    passed = case((ParticipationRow.result == TrainingResult.PASSED, 1), else_=0)
    came = case((ParticipationRow.presence == Presence.PRESENT, 1), else_=0)
    papers = (
        select(func.count(AttachmentRow.id))
        .where(AttachmentRow.training_session_id == TrainingSessionRow.id)
        .scalar_subquery()
    )
    statement = (
        select(
            TrainingSessionRow,
            func.count(ParticipationRow.id),
            func.coalesce(func.sum(came), 0),
            func.coalesce(func.sum(passed), 0),
            func.count(ParticipationRow.certificate_id),
            papers,
        )
        .outerjoin(ParticipationRow, ParticipationRow.session_id == TrainingSessionRow.id)
        .where(wanted)
        .group_by(TrainingSessionRow.id)
        .order_by(TrainingSessionRow.held_from.desc(), TrainingSessionRow.id.desc())
    )
    return tuple(
        SessionLine(session_of(row), course_of(row.course), *counts)
        for row, *counts in session.execute(statement)
    )


def save_session(
    workspace: Workspace, number: int | None, texts: Mapping[str, str]
) -> tuple[int, Changes]:
    """Store a session, and its course where that is new.

    Args:
        workspace: Open workspace.
        number: 记录号; None for a new one.
        texts: Field name of :data:`SESSION_FIELDS` → what was typed.

    Returns:
        记录号 and what changed.

    Raises:
        ValidationFailed: Something is missing or cannot be read, or contradicts the course.
        NotFound: There is no such session.
        RuleViolation: The year is closed.
    """
    words = {"courses": ()}
    values = read_entry(SESSION_FIELDS, texts, today=workspace.today(), words=words).values
    _refuse(faults_of_session(values))
    act = "登记" if number is None else "修改"
    with workspace.unit_of_work("save_training", f"{act}培训") as uow:
        session = uow.session
        row = TrainingSessionRow() if number is None else session_row(session, number)
        if number is not None:
            require_open(session, row.held_from.year)
        course = _course_for(session, values)
        with settled_training(session, number):
            _put(row, {field.name: values.get(field.name) for field in fields_of(TrainingSession)})
            row.course = course
            session.add(row)
            session.flush()
        require_open(session, row.held_from.year)
        uow.relabel(f"{act}培训“{course.name}”（{row.held_from}）")
        changes = uow.commit()
        return row.id, changes


def begin_course(session: Session, name: str, kind: CourseKind, hours: int) -> CourseRow:
    """Store a new course, before what hangs on it: an undo takes them back the other way round."""
    row = CourseRow(name=name, kind=kind, hours=hours)
    session.add(row)
    session.flush()
    return row


def _course_for(session: Session, values: Mapping[str, Any]) -> CourseRow:
    """Give the course that a form names, or begin it."""
    name, kind, hours = str(values["course"]), values["kind"], values["hours"]
    known = find_course(session, name)
    if known is None:
        return begin_course(session, name, kind, hours)
    told = f"“{name}”已登记为{known.kind}、{known.hours} 学时；要改请到“培训课程…”里修改"
    _refuse(
        {
            **({"kind": told} if kind is not known.kind else {}),
            **({"hours": told} if hours != known.hours else {}),
        }
    )
    return known


def remove_session(workspace: Workspace, number: int) -> Changes:
    """Take out a session with its participants and papers; undo brings all of it back.

    Raises:
        NotFound: There is no such session.
        RuleViolation: Certificates were issued for it, or the year is closed.
    """
    with workspace.unit_of_work("remove_training", "删除培训") as uow:
        session = uow.session
        row = session_row(session, number)
        require_open(session, row.held_from.year)
        people = session.scalars(
            select(ParticipationRow).where(ParticipationRow.session_id == number)
        ).all()
        issued = sum(bool(certificate_of(session, each)) for each in people)
        if issued:
            message = f"这期培训已颁发证书 {issued} 份，不能删除"
            raise RuleViolation([Reason("certified", message)])
        uow.relabel(f"删除培训“{row.course.name}”（{row.held_from}），{len(people)} 人")
        with settled_training(session, number):
            for each in people:
                session.delete(each)
        papers = select(AttachmentRow).where(AttachmentRow.training_session_id == number)
        for paper in session.scalars(papers):
            session.delete(paper)
        session.flush()
        session.delete(row)
        return uow.commit()


def session_row(session: Session, number: int) -> TrainingSessionRow:
    """Give the row of a session.

    Raises:
        NotFound: There is none.
    """
    row = session.get(TrainingSessionRow, number)
    if row is None:
        raise NotFound("这期培训已不在工作区中")
    return row


def _course_row(session: Session, number: int) -> CourseRow:
    row = session.get(CourseRow, number)
    if row is None:
        raise NotFound("这门培训课程已不在工作区中")
    return row


def course_of(row: CourseRow) -> Course:
    """Turn a row into the frozen course."""
    return Course(id=row.id, name=row.name, kind=row.kind, hours=row.hours, content=row.content)


def session_of(row: TrainingSessionRow) -> TrainingSession:
    """Turn a row into the frozen session."""
    return TrainingSession(
        id=row.id,
        course_id=row.course_id,
        held_from=row.held_from,
        held_to=row.held_to,
        place=row.place,
        teacher=row.teacher,
        note=row.note,
    )


def _put(row: CourseRow | TrainingSessionRow, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _refuse(faults: Mapping[str, str]) -> None:
    """Refuse where there are faults.

    Raises:
        ValidationFailed: With them.
    """
    if faults:
        raise ValidationFailed(faults)


# -- what is due --------------------------------------------------------------------------------


def due_in(session: Session, year: int, today: dt.date) -> list[Due]:
    """List what training asks for: sessions to come, results to be typed, people to be trained.

    Args:
        session: Open session.
        year: The chosen year.
        today: The day.
    """
    found: list[Due] = []
    within = policy_in(session, year).results_within
    for line in lines_in(session, year):
        if line.session.held_from >= today:
            who = f"{line.course.name}，{line.people} 人"
            found.append(_due(f"training:{line.id}", "举办培训", who, "打印签到表",
                              line.session.held_from))  # fmt: skip
        elif line.session.held_to < today and line.people and not line.present:
            who = f"{line.course.name}（{line.span}），{line.people} 人"
            found.append(_due(f"results:{line.id}", "登记培训结果", who, "登记结果",
                              line.session.held_to + dt.timedelta(days=within)))  # fmt: skip
    return [*found, *due_people(session, year, today)]


def _due(key: str, title: str, who: str, act: str, due: dt.date) -> Due:
    return Due(key=key, title=title, who=who, page="duty", tab="trainings", act=act, due=due)
