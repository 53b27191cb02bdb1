"""考核: opening a year's evaluation, its scheme, and who is judged in it."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import EvaluatedRow, EvaluationRow, OrganizationRow
from partydesk.domain.changes import Changes
from partydesk.domain.duty.postings import Posting
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.evaluation.kinds import Judged
from partydesk.domain.evaluation.scheme import Scheme
from partydesk.domain.evaluation.scheme_values import faults_of_scheme, plain_scheme, scheme_from
from partydesk.domain.organizations import SUPERIORS, OrganizationState
from partydesk.resources import resource_path
from partydesk.services.closed_years import is_closed, require_open
from partydesk.services.evaluation.postings import (
    Unit,
    months_of,
    postings_of_year,
    units_of,
)

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_SHIPPED: Final = {Judged.PEOPLE: "people", Judged.COMMITTEES: "committees"}
#: Group of all committees: they are ranked together.
COMMITTEES: Final = "基层党委"


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One person or committee of an evaluation.

    Attributes:
        id: 记录号 in the evaluation.
        name: Name of the person or the committee.
        group: Within which it is ranked.
        talent_id: The person; None for a committee.
        organization_id: The committee; None for a person.
        units: Where the person was on post in the year.
        months: Months on post; None for a committee.
        left_out: Why the office leaves it out; empty where it is judged.
        report: 述职 in words.
        reported_on: Day of the 述职.
        grade: As decided; None before.
        decided_on: When.
        why: Reason where it differs from what was suggested.
    """

    id: int
    name: str
    group: str
    talent_id: int | None
    organization_id: int | None
    units: tuple[Unit, ...]
    months: int | None
    left_out: str
    report: str
    reported_on: dt.date | None
    grade: str | None
    decided_on: dt.date | None
    why: str


@cache
def _shipped(judged: Judged) -> dict[str, Any]:
    path = resource_path("policies", f"evaluation-{_SHIPPED[judged]}.json")
    read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return read


def shipped_scheme(judged: Judged) -> Scheme:
    """Give the scheme that a first year begins with."""
    return scheme_from(_shipped(judged)["scheme"])


def sources_of_scheme(judged: Judged) -> dict[str, str]:
    """Say where the shipped scheme comes from, part by part."""
    return dict(_shipped(judged)["sources"])


def evaluation_in(session: Session, year: int, judged: Judged) -> EvaluationRow | None:
    """Give a year's evaluation; None where it was not begun."""
    return session.scalar(
        select(EvaluationRow).where(EvaluationRow.year == year, EvaluationRow.judged == judged)
    )


def open_row(session: Session, year: int, judged: Judged) -> EvaluationRow:
    """Give a year's evaluation where it may still be changed.

    Raises:
        NotFound: It was not begun.
        RuleViolation: It, or the year, is closed.
    """
    require_open(session, year)
    row = evaluation_in(session, year, judged)
    if row is None:
        raise NotFound(f"{year} 年{judged.value}考核还没有开始")
    require_unfrozen(row)
    return row


def open_evaluated(session: Session, evaluated_id: int) -> EvaluatedRow:
    """Give somebody of an evaluation that may still be changed.

    Raises:
        NotFound: There is nobody with that number.
        RuleViolation: The evaluation, or the year, is closed.
    """
    row = session.get(EvaluatedRow, evaluated_id)
    if row is None:
        raise NotFound("考核里没有这个人")
    require_open(session, row.evaluation.year)
    require_unfrozen(row.evaluation)
    return row


def require_unfrozen(row: EvaluationRow) -> None:
    """Refuse what would change results that are frozen.

    Raises:
        RuleViolation: The evaluation is closed.
    """
    if row.closed_on is not None:
        raise RuleViolation([Reason("evaluation_closed", _frozen_words(row))])


def _frozen_words(row: EvaluationRow) -> str:
    return f"{row.year} 年{row.judged.value}考核已于 {row.closed_on} 办结，不再改动"


def open_evaluation(workspace: Workspace, year: int, judged: Judged) -> Changes:
    """Begin a year's evaluation: last year's scheme is its draft, those on post are judged.

    Raises:
        RuleViolation: It was begun already, or the year is closed.
    """
    with workspace.unit_of_work("open_evaluation", f"开始 {year} 年{judged.value}考核") as uow:
        require_open(uow.session, year)
        if evaluation_in(uow.session, year, judged) is not None:
            message = f"{year} 年{judged.value}考核已经开始"
            raise RuleViolation([Reason("begun", message)])
        earlier = uow.session.scalar(
            select(EvaluationRow)
            .where(EvaluationRow.year < year, EvaluationRow.judged == judged)
            .order_by(EvaluationRow.year.desc())
            .limit(1)
        )
        scheme = earlier.scheme if earlier else plain_scheme(shipped_scheme(judged))
        row = EvaluationRow(year=year, judged=judged, scheme=scheme)
        uow.session.add(row)
        uow.session.flush()
        count = _fill(uow.session, row)
        uow.relabel(f"开始 {year} 年{judged.value}考核：{count} {_measure(judged)}")
        return uow.commit()


def refresh_evaluated(workspace: Workspace, year: int, judged: Judged) -> Changes:
    """Take in those who came on post since; nobody who stands in it is taken out.

    Raises:
        NotFound: It was not begun.
        RuleViolation: It, or the year, is closed.
    """
    with workspace.unit_of_work("refresh_evaluated", "补入考核对象") as uow:
        count = _fill(uow.session, open_row(uow.session, year, judged))
        uow.relabel(f"{year} 年{judged.value}考核补入 {count} {_measure(judged)}")
        return uow.commit()


def _measure(judged: Judged) -> str:
    return "人" if judged is Judged.PEOPLE else "个党委"


def _fill(session: Session, row: EvaluationRow) -> int:
    """Add whoever belongs into it and is not there; say how many."""
    if row.judged is Judged.COMMITTEES:
        return _fill_committees(session, row)
    known = set(
        session.scalars(select(EvaluatedRow.talent_id).where(EvaluatedRow.evaluation_id == row.id))
    )
    latest: dict[int, Posting] = {}
    for posting in postings_of_year(session, row.year):
        latest[posting.talent_id] = posting
    new = {talent: posting for talent, posting in latest.items() if talent not in known}
    for talent, posting in new.items():
        session.add(EvaluatedRow(evaluation_id=row.id, talent_id=talent, group=posting.role))
    return len(new)


def _fill_committees(session: Session, row: EvaluationRow) -> int:
    known = set(
        session.scalars(
            select(EvaluatedRow.organization_id).where(EvaluatedRow.evaluation_id == row.id)
        )
    )
    found = session.scalars(
        select(OrganizationRow.id)
        .where(
            OrganizationRow.kind.in_(SUPERIORS), OrganizationRow.state == OrganizationState.ACTIVE
        )
        .order_by(OrganizationRow.id)
    )
    new = [number for number in found if number not in known]
    for number in new:
        session.add(EvaluatedRow(evaluation_id=row.id, organization_id=number, group=COMMITTEES))
    return len(new)


def get_scheme(workspace: Workspace, year: int, judged: Judged) -> Scheme | None:
    """Give the scheme of a year's evaluation; None where it was not begun."""
    with workspace.reading() as session:
        row = evaluation_in(session, year, judged)
        return None if row is None else scheme_from(row.scheme)


def why_frozen(workspace: Workspace, year: int, judged: Judged) -> str:
    """Say why nothing of a year's evaluation can be changed any more; empty while it can."""
    with workspace.reading() as session:
        row = evaluation_in(session, year, judged)
        if row is not None and row.closed_on is not None:
            return _frozen_words(row)
        return f"{year} 年度已经办结，考核方案不再改动" if is_closed(session, year) else ""


def save_scheme(workspace: Workspace, year: int, judged: Judged, scheme: Scheme) -> Changes:
    """Store a year's scheme; what was entered under a component that stays is kept.

    Raises:
        ValidationFailed: Nobody could be judged by it, every fault is named; or somebody has a
            grade that it does not know.
        NotFound: The evaluation was not begun.
        RuleViolation: It, or the year, is closed.
    """
    faults = faults_of_scheme(scheme)
    if faults:
        raise ValidationFailed({"scheme": "；".join(faults)})
    with workspace.unit_of_work("save_scheme", f"修改 {year} 年{judged.value}考核方案") as uow:
        row = open_row(uow.session, year, judged)
        _require_known_grades(uow.session, row, scheme)
        values = plain_scheme(scheme)
        if row.scheme != values:
            row.scheme = values
        return uow.commit()


def _require_known_grades(session: Session, row: EvaluationRow, scheme: Scheme) -> None:
    """Refuse a ladder on which a grade that was decided does not stand."""
    known = {grade.word for grade in scheme.grades}
    decided = session.scalars(
        select(EvaluatedRow.grade)
        .where(EvaluatedRow.evaluation_id == row.id, EvaluatedRow.grade.is_not(None))
        .distinct()
    )
    lost = sorted({grade for grade in decided if grade is not None} - known)
    if lost:
        words = "、".join(lost)
        message = f"已有人确定为“{words}”，新的等次里没有；请先在“考核结果”里撤回这些等次，再换等次"
        raise ValidationFailed({"scheme": message})


def list_evaluated(workspace: Workspace, year: int, judged: Judged) -> tuple[Evaluated, ...]:
    """List who is judged in a year; nobody where the evaluation was not begun."""
    with workspace.reading() as session:
        row = evaluation_in(session, year, judged)
        return () if row is None else evaluated_in(session, row)


def evaluated_in(session: Session, row: EvaluationRow) -> tuple[Evaluated, ...]:
    """The same on an open session, in the order in which they came in."""
    by_talent: dict[int, list[Posting]] = {}
    for posting in postings_of_year(session, row.year):
        by_talent.setdefault(posting.talent_id, []).append(posting)
    rows = session.scalars(
        select(EvaluatedRow).where(EvaluatedRow.evaluation_id == row.id).order_by(EvaluatedRow.id)
    )
    return tuple(_evaluated(session, each, by_talent) for each in rows)


def _evaluated(
    session: Session, row: EvaluatedRow, by_talent: dict[int, list[Posting]]
) -> Evaluated:
    postings = by_talent.get(row.talent_id or 0, [])
    months = None
    if row.talent_id is not None:
        months = len(months_of(session, postings, row.evaluation.year))
    owner = row.talent or row.organization
    return Evaluated(
        id=row.id,
        name=owner.name if owner else "",
        group=row.group,
        talent_id=row.talent_id,
        organization_id=row.organization_id,
        units=units_of(postings),
        months=months,
        left_out=row.left_out or "",
        report=row.report or "",
        reported_on=row.reported_on,
        grade=row.grade,
        decided_on=row.decided_on,
        why=row.why or "",
    )
