"""公示: the days on which results are public, and what is said against them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import EvaluationRow, ObjectionRow
from partydesk.domain.changes import Changes
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.evaluation.kinds import Judged
from partydesk.services.closed_years import require_open
from partydesk.services.evaluation.evaluations import (
    evaluation_in,
    open_evaluated,
    open_row,
    require_unfrozen,
)
from partydesk.services.evaluation.results import results_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Objection:
    """What was said against results.

    Attributes:
        id: 记录号.
        evaluated_id: Whom it is about; None for the whole.
        about: That name.
        received_on: When it came.
        by: Who said it; empty for somebody unnamed.
        text: What was said.
        answer: What the office found; empty while it is open.
        settled_on: When it was answered.
    """

    id: int
    evaluated_id: int | None
    about: str
    received_on: dt.date
    by: str
    text: str
    answer: str
    settled_on: dt.date | None


def publish_results(
    workspace: Workspace, year: int, judged: Judged, begins_on: dt.date
) -> tuple[dt.date, Changes]:
    """Set the days of the 公示, as many as the year's policy says, the first included.

    Returns:
        The last day, and what changed.

    Raises:
        RuleViolation: Somebody has no grade yet, or the evaluation or the year is closed.
        NotFound: The evaluation was not begun.
    """
    with workspace.unit_of_work("publish_results", "公示考核结果") as uow:
        row = open_row(uow.session, year, judged)
        results = results_in(uow.session, row, workspace.today())
        waiting = [
            each.evaluated.name
            for each in results.rows
            if each.placed.suggested is not None and each.evaluated.grade is None
        ]
        if waiting:
            message = f"还有 {len(waiting)} 个没有确定等次：{'、'.join(waiting[:5])}"
            raise RuleViolation([Reason("undecided", message)])
        row.public_from = begins_on
        row.public_to = results.policy.public_until(begins_on)
        uow.relabel(f"公示 {year} 年{judged.value}考核结果：{row.public_from} 至 {row.public_to}")
        return row.public_to, uow.commit()


def list_objections(workspace: Workspace, year: int, judged: Judged) -> tuple[Objection, ...]:
    """List what was said against a year's results, the oldest first."""
    with workspace.reading() as session:
        row = evaluation_in(session, year, judged)
        return () if row is None else tuple(map(_objection, objection_rows(session, row)))


def objection_rows(session: Session, row: EvaluationRow) -> list[ObjectionRow]:
    """Give the rows of an evaluation, the oldest first."""
    return list(
        session.scalars(
            select(ObjectionRow)
            .where(ObjectionRow.evaluation_id == row.id)
            .order_by(ObjectionRow.received_on, ObjectionRow.id)
        )
    )


def _objection(row: ObjectionRow) -> Objection:
    about = ""
    if row.evaluated is not None:
        owner = row.evaluated.talent or row.evaluated.organization
        about = owner.name if owner else ""
    return Objection(
        row.id,
        row.evaluated_id,
        about,
        row.received_on,
        row.by or "",
        row.text,
        row.answer or "",
        row.settled_on,
    )


def add_objection(
    workspace: Workspace,
    year: int,
    judged: Judged,
    evaluated_id: int | None,
    text: str,
    by: str,
    received_on: dt.date,
) -> tuple[int, Changes]:
    """Record what was said against results.

    Raises:
        ValidationFailed: Nothing was said, or the day lies ahead.
        NotFound: There is no such person or evaluation.
        RuleViolation: The evaluation, or the year, is closed.
    """
    if not text.strip():
        raise ValidationFailed({"text": "请写明反映的内容"})
    if received_on > workspace.today():
        raise ValidationFailed({"received_on": "收到日期不能晚于今天"})
    with workspace.unit_of_work("add_objection", "登记公示期反映") as uow:
        parent = open_row(uow.session, year, judged)
        if evaluated_id is not None:
            open_evaluated(uow.session, evaluated_id)
        row = ObjectionRow(
            evaluation_id=parent.id,
            evaluated_id=evaluated_id,
            received_on=received_on,
            by=by.strip() or None,
            text=text.strip(),
        )
        uow.session.add(row)
        changes = uow.commit()
        return row.id, changes


def settle_objection(
    workspace: Workspace, objection_id: int, answer: str, settled_on: dt.date
) -> Changes:
    """Answer an objection.

    Raises:
        ValidationFailed: There is no answer, or the day lies ahead or before the objection.
        NotFound: There is no such objection.
        RuleViolation: The evaluation, or the year, is closed.
    """
    with workspace.unit_of_work("settle_objection", "答复公示期反映") as uow:
        row = uow.session.get(ObjectionRow, objection_id)
        if row is None:
            raise NotFound("没有这条反映")
        parent = uow.session.get_one(EvaluationRow, row.evaluation_id)
        require_open(uow.session, parent.year)
        require_unfrozen(parent)
        faults = {}
        if not answer.strip():
            faults["answer"] = "请写明核查情况和处理意见"
        if not row.received_on <= settled_on <= workspace.today():
            faults["settled_on"] = "答复日期应在收到之后、不晚于今天"
        if faults:
            raise ValidationFailed(faults)
        row.answer, row.settled_on = answer.strip(), settled_on
        return uow.commit()
