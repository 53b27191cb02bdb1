"""考核结果: everything worked out, what the committee decides, and where it differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from partydesk.db.models import EvaluationRow
from partydesk.domain.changes import Changes
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.evaluation.inputs import Inputs, Share
from partydesk.domain.evaluation.kinds import Judged, ScoredBy
from partydesk.domain.evaluation.ranking import Entry, place_all
from partydesk.domain.evaluation.results import Placed
from partydesk.domain.evaluation.scheme import Scheme
from partydesk.domain.evaluation.scheme_values import scheme_from
from partydesk.domain.evaluation.scoring import score_subject
from partydesk.domain.policy import Policy
from partydesk.services.duty.owed import owed_in
from partydesk.services.evaluation.ballots import tallies_of
from partydesk.services.evaluation.data import Asked, share_of
from partydesk.services.evaluation.evaluations import (
    Evaluated,
    evaluated_in,
    evaluation_in,
    open_evaluated,
    open_row,
)
from partydesk.services.evaluation.frozen import thaw
from partydesk.services.evaluation.points import given_to, marks_on
from partydesk.services.evaluation.postings import postings_of_year
from partydesk.services.policies import policy_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Result:
    """What somebody's evaluation comes to.

    Attributes:
        evaluated: Who.
        inputs: What it was worked out from.
        placed: Points, place, suggested grade and reasons.
    """

    evaluated: Evaluated
    inputs: Inputs
    placed: Placed

    @property
    def grade(self) -> str | None:
        """The grade as decided, else as suggested."""
        return self.evaluated.grade or self.placed.suggested

    @property
    def differs(self) -> bool:
        """Whether the committee decided something else than was suggested."""
        decided = self.evaluated.grade
        return decided is not None and decided != self.placed.suggested


@dataclass(frozen=True, slots=True)
class Results:
    """A year's results.

    Attributes:
        year: The year.
        judged: Who is judged.
        scheme: By what.
        rows: Group by group, by place.
        policy: The year's.
        public_from: First day of the 公示; None before it was set.
        public_to: Last day.
        closed_on: When they were frozen; None while they can change.
    """

    year: int
    judged: Judged
    scheme: Scheme
    rows: tuple[Result, ...]
    policy: Policy
    public_from: dt.date | None = None
    public_to: dt.date | None = None
    closed_on: dt.date | None = None

    def of(self, evaluated_id: int) -> Result:
        """Give somebody's result.

        Raises:
            NotFound: There is nobody with that number.
        """
        for row in self.rows:
            if row.evaluated.id == evaluated_id:
                return row
        raise NotFound("考核里没有这个人")


def get_results(workspace: Workspace, year: int, judged: Judged) -> Results | None:
    """Work out a year's results; None where the evaluation was not begun.

    Results of a closed evaluation are given as they were frozen.
    """
    with workspace.reading() as session:
        row = evaluation_in(session, year, judged)
        return None if row is None else results_in(session, row, workspace.today())


def results_in(session: Session, row: EvaluationRow, today: dt.date) -> Results:
    """The same on an open session."""
    scheme, policy = scheme_from(row.scheme), policy_in(session, row.year)
    if row.results is not None:
        return Results(
            row.year,
            row.judged,
            scheme,
            thaw(row.results, Result),
            policy,
            row.public_from,
            row.public_to,
            row.closed_on,
        )
    people = evaluated_in(session, row)
    inputs = _inputs(session, row, scheme, people, today)
    entries: dict[int, Entry] = {
        each.id: (each.group, score_subject(scheme, inputs[each.id]), inputs[each.id].marks)
        for each in people
    }
    known = {each.id: each for each in people}
    rows = tuple(
        Result(known[placed.key], inputs[placed.key], placed)
        for placed in place_all(scheme, entries)
    )
    return Results(row.year, row.judged, scheme, rows, policy, row.public_from, row.public_to)


def _inputs(
    session: Session,
    row: EvaluationRow,
    scheme: Scheme,
    people: Sequence[Evaluated],
    today: dt.date,
) -> dict[int, Inputs]:
    postings = postings_of_year(session, row.year)
    whole = Asked(session, row.year, today, postings, owed=owed_in(session, row.year))
    totals = _totals(session, row, today)
    return {
        each.id: Inputs(
            points=given_to(session, each.id),
            tallies=tallies_of(session, each.id),
            shares=_shares(scheme, _asked(whole, each, totals)),
            marks=marks_on(session, each.id),
            months=each.months,
            left_out=each.left_out,
        )
        for each in people
    }


def _totals(session: Session, row: EvaluationRow, today: dt.date) -> Mapping[int, Decimal]:
    """The points of the people, for judging the committees above them: person → total."""
    if row.judged is not Judged.COMMITTEES:
        return {}
    people = evaluation_in(session, row.year, Judged.PEOPLE)
    if people is None:
        return {}
    return {
        each.evaluated.talent_id: each.placed.score.total
        for each in results_in(session, people, today).rows
        if each.evaluated.talent_id is not None and each.placed.score.total is not None
    }


def _asked(whole: Asked, who: Evaluated, totals: Mapping[int, Decimal]) -> Asked:
    """Narrow what is asked of the whole year down to one subject."""
    if who.talent_id is not None:
        mine = [each for each in whole.postings if each.talent_id == who.talent_id]
        return replace(whole, postings=mine)
    mine = [each for each in whole.postings if each.superior == who.name]
    under = dict.fromkeys(each.talent_id for each in mine)
    points = [totals[talent] for talent in under if talent in totals]
    return replace(whole, postings=mine, committee=who.name, totals=points)


def _shares(scheme: Scheme, asked: Asked) -> dict[str, Share]:
    return {
        component.key: share_of(component.datum, asked)
        for component in scheme.components
        if component.scored_by is ScoredBy.DATA and component.datum is not None
    }


def accept_suggestions(
    workspace: Workspace, year: int, judged: Judged, decided_on: dt.date
) -> Changes:
    """Decide the suggested grade for everybody who has no decision yet, as one act.

    Raises:
        ValidationFailed: The day lies ahead.
        NotFound: The evaluation was not begun.
        RuleViolation: It, or the year, is closed.
    """
    _require_past(workspace, decided_on)
    with workspace.unit_of_work("decide_grades", "确定考核等次") as uow:
        row = open_row(uow.session, year, judged)
        count = 0
        for each in results_in(uow.session, row, workspace.today()).rows:
            if each.evaluated.grade is None and each.placed.suggested is not None:
                mine = open_evaluated(uow.session, each.evaluated.id)
                mine.grade, mine.decided_on, mine.why = each.placed.suggested, decided_on, None
                count += 1
        uow.relabel(f"按建议确定 {year} 年{judged.value}考核等次：{count} 个")
        return uow.commit()


def decide_grade(
    workspace: Workspace, evaluated_id: int, grade: str | None, decided_on: dt.date, why: str = ""
) -> Changes:
    """Decide somebody's grade; where it differs from what was suggested, the reason is needed.

    Args:
        workspace: Open workspace.
        evaluated_id: Whose.
        grade: A grade of the scheme; None takes a decision back.
        decided_on: Day of the committee's decision.
        why: The reason.

    Raises:
        ValidationFailed: The scheme has no such grade, the reason is missing, the day lies ahead.
        NotFound: There is no such person.
        RuleViolation: The evaluation, or the year, is closed.
    """
    _require_past(workspace, decided_on)
    with workspace.unit_of_work("decide_grade", "确定考核等次") as uow:
        row = open_evaluated(uow.session, evaluated_id)
        results = results_in(uow.session, row.evaluation, workspace.today())
        result = results.of(evaluated_id)
        name = result.evaluated.name
        if grade is None:
            row.grade = row.decided_on = row.why = None
            uow.relabel(f"收回考核等次：{name}")
            return uow.commit()
        if grade not in {each.word for each in results.scheme.grades}:
            raise ValidationFailed({"grade": f"考核方案里没有“{grade}”这一等次"})
        if grade != result.placed.suggested and not why.strip():
            suggested = result.placed.suggested or "不予评定"
            raise ValidationFailed({"why": f"与建议的“{suggested}”不同，请写明理由"})
        row.grade, row.decided_on, row.why = grade, decided_on, why.strip() or None
        uow.relabel(f"确定考核等次：{name} {grade}")
        return uow.commit()


def _require_past(workspace: Workspace, day: dt.date) -> None:
    if day > workspace.today():
        raise ValidationFailed({"decided_on": "决定日期不能晚于今天"})
