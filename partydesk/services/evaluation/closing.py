"""办结: freezing a year's results, and what follows from them: pool, honours, measures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import CertificateRow, EvaluatedRow, EvaluationRow, MeasureRow, TalentRow
from partydesk.domain.certificates import CertificateKind, Holder
from partydesk.domain.changes import Changes
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.evaluation.kinds import Judged, Measure
from partydesk.services.certificates import Order, issue_certificates
from partydesk.services.evaluation.evaluations import evaluation_in, open_row
from partydesk.services.evaluation.frozen import freeze
from partydesk.services.evaluation.publicity import objection_rows
from partydesk.services.evaluation.results import Result, get_results, results_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """Something put on paper for somebody because of the result.

    Attributes:
        id: 记录号.
        evaluated_id: For whom.
        name: That name.
        measure: What it is.
        given_on: Its day.
        text: Its words.
    """

    id: int
    evaluated_id: int
    name: str
    measure: Measure
    given_on: dt.date
    text: str


def reasons_against_closing(
    session: Session, row: EvaluationRow, today: dt.date
) -> tuple[Reason, ...]:
    """Say everything that stands in the way of freezing a year's results."""
    found = []
    results = results_in(session, row, today)
    undecided = [
        each.evaluated.name
        for each in results.rows
        if each.placed.suggested is not None and each.evaluated.grade is None
    ]
    if not results.rows:
        found.append(Reason("nobody", "没有考核对象"))
    if undecided:
        message = f"还有 {len(undecided)} 个没有确定等次：{'、'.join(undecided[:5])}"
        found.append(Reason("undecided", message))
    if row.public_from is None or row.public_to is None:
        found.append(Reason("unpublished", "考核结果还没有公示"))
    elif today <= row.public_to:
        found.append(Reason("public", f"公示到 {row.public_to} 结束，期满后才能办结"))
    waiting = [each for each in objection_rows(session, row) if each.settled_on is None]
    if waiting:
        found.append(Reason("objections", f"还有 {len(waiting)} 条反映没有答复"))
    return tuple(found)


def why_not_closed(workspace: Workspace, year: int, judged: Judged) -> tuple[Reason, ...]:
    """Say what stands in the way of freezing a year's results; nothing where it was not begun."""
    with workspace.reading() as session:
        row = evaluation_in(session, year, judged)
        if row is None or row.closed_on is not None:
            return ()
        return reasons_against_closing(session, row, workspace.today())


def close_evaluation(workspace: Workspace, year: int, judged: Judged) -> Changes:
    """Freeze a year's results; people's grades go into the pool with them.

    Raises:
        RuleViolation: Something stands in the way, all of it named; or it is closed already.
        NotFound: The evaluation was not begun.
    """
    label = f"办结 {year} 年{judged.value}考核"
    with workspace.unit_of_work("close_evaluation", label, undoable=False) as uow:
        row = open_row(uow.session, year, judged)
        against = reasons_against_closing(uow.session, row, workspace.today())
        if against:
            raise RuleViolation(against)
        rows = results_in(uow.session, row, workspace.today()).rows
        row.results, row.closed_on = freeze(rows), workspace.today()
        for each in rows:
            _tell_pool(uow.session, each, year)
        return uow.commit()


def _tell_pool(session: Session, result: Result, year: int) -> None:
    """Put a grade into the person's record; a later year's stays."""
    talent_id = result.evaluated.talent_id
    if talent_id is None or result.evaluated.grade is None:
        return
    talent = session.get_one(TalentRow, talent_id)
    if talent.grade_year is None or talent.grade_year <= year:
        talent.grade, talent.grade_year = result.evaluated.grade, year


def list_commended(workspace: Workspace, year: int) -> tuple[Result, ...]:
    """List those whose grade leads to an honour (表彰)."""
    results = get_results(workspace, year, Judged.PEOPLE)
    if results is None:
        return ()
    words = {grade.word for grade in results.scheme.grades if grade.commended}
    return tuple(row for row in results.rows if row.evaluated.grade in words)


def _merit(year: int) -> str:
    """What an honour of the evaluation is for; it tells its certificates from all others."""
    return f"{year}年度驻企党建工作"


def list_honoured(workspace: Workspace, year: int) -> frozenset[int]:
    """Name the people who have an honour of a year's evaluation that is in force."""
    with workspace.reading() as session:
        rows = session.scalars(
            select(CertificateRow).where(CertificateRow.kind == CertificateKind.HONOUR)
        )
        return frozenset(
            row.talent_id
            for row in rows
            if row.talent_id is not None
            and not row.number.void
            and row.content.get("merit") == _merit(year)
        )


def issue_honours(
    workspace: Workspace, year: int, title: str, on: dt.date
) -> tuple[tuple[str, ...], Changes]:
    """Issue an honour for everybody whose grade leads to one and who has none yet, as one act.

    Args:
        workspace: Open workspace.
        year: The year.
        title: The honour, such as 优秀党建指导员.
        on: Date of the certificates.

    Returns:
        Their numbers and what changed.

    Raises:
        RuleViolation: The evaluation is not closed, all have theirs, or one cannot be issued.
        NotFound: Nobody's grade leads to an honour.
        ValidationFailed: The title is missing.
    """
    results = get_results(workspace, year, Judged.PEOPLE)
    if results is None or results.closed_on is None:
        raise RuleViolation([Reason("open", f"{year} 年考核还没有办结，办结后才能表彰")])
    commended = list_commended(workspace, year)
    if not commended:
        raise NotFound(f"{year} 年考核没有应表彰的人员")
    honoured = list_honoured(workspace, year)
    people = [each for each in commended if each.evaluated.talent_id not in honoured]
    if not people:
        message = f"{year} 年应表彰的人员都已有荣誉证书；要更换请在文号登记簿里作废后再颁发"
        raise RuleViolation([Reason("honoured", message)])
    holders = [
        Holder(
            each.evaluated.name,
            "、".join(unit.name for unit in each.evaluated.units) or None,
            each.evaluated.talent_id,
        )
        for each in people
    ]
    texts = {"merit": _merit(year), "title": title}
    return issue_certificates(workspace, Order(CertificateKind.HONOUR, holders, texts, on))


def measures_due(workspace: Workspace, year: int, judged: Judged) -> tuple[Result, ...]:
    """List those whose grade asks for a measure that was not put on paper yet."""
    results = get_results(workspace, year, judged)
    if results is None:
        return ()
    wanted = {grade.word for grade in results.scheme.grades if grade.measure is not None}
    done = {each.evaluated_id for each in list_measures(workspace, year, judged)}
    return tuple(
        row
        for row in results.rows
        if row.evaluated.grade in wanted and row.evaluated.id not in done
    )


def list_measures(workspace: Workspace, year: int, judged: Judged) -> tuple[MeasureLine, ...]:
    """List what was put on paper because of a year's results, the oldest first."""
    with workspace.reading() as session:
        row = evaluation_in(session, year, judged)
        if row is None:
            return ()
        rows = session.execute(
            select(MeasureRow, EvaluatedRow)
            .join(EvaluatedRow, EvaluatedRow.id == MeasureRow.evaluated_id)
            .where(EvaluatedRow.evaluation_id == row.id)
            .order_by(MeasureRow.id)
        )
        return tuple(_line(measure, evaluated) for measure, evaluated in rows)


def _line(row: MeasureRow, evaluated: EvaluatedRow) -> MeasureLine:
    owner = evaluated.talent or evaluated.organization
    name = owner.name if owner else ""
    return MeasureLine(row.id, row.evaluated_id, name, row.measure, row.given_on, row.text)


def give_measure(
    workspace: Workspace, evaluated_id: int, measure: Measure, text: str, given_on: dt.date
) -> tuple[int, Changes]:
    """Put a measure on paper; 调整 and 解聘 then stand among what is to be changed in selection.

    Raises:
        ValidationFailed: The words are missing, or the day lies ahead.
        NotFound: There is no such person.
        RuleViolation: The evaluation is not closed: results may still change.
    """
    faults = {}
    if not text.strip():
        faults["text"] = "请写明内容"
    if given_on > workspace.today():
        faults["given_on"] = "日期不能晚于今天"
    if faults:
        raise ValidationFailed(faults)
    with workspace.unit_of_work("give_measure", f"考核结果运用：{measure.value}") as uow:
        row = uow.session.get(EvaluatedRow, evaluated_id)
        if row is None:
            raise NotFound("考核里没有这个人")
        if row.evaluation.closed_on is None:
            message = f"{row.evaluation.year} 年考核还没有办结，办结后才能运用结果"
            raise RuleViolation([Reason("open", message)])
        made = MeasureRow(
            evaluated_id=evaluated_id, measure=measure, given_on=given_on, text=text.strip()
        )
        uow.session.add(made)
        owner = row.talent or row.organization
        uow.relabel(f"考核结果运用：{measure.value} {owner.name if owner else ''}")
        changes = uow.commit()
        return made.id, changes
