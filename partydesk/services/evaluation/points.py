"""计分: points and words that people give, 述职, special rules, and who is left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import EvaluatedRow, RuleMarkRow, ScoreRow
from partydesk.domain.changes import Changes
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.evaluation.inputs import Given, Marked
from partydesk.domain.evaluation.kinds import RuleKind, ScoredBy
from partydesk.domain.evaluation.scheme import Component, Scheme, Scorer, SpecialRule
from partydesk.domain.evaluation.scheme_values import scheme_from
from partydesk.services.evaluation.evaluations import open_evaluated
from partydesk.services.evaluation.postings import Unit, units_of_year

if TYPE_CHECKING:
    import datetime as dt

    from partydesk.services.workspace import Workspace

_FULL = Decimal(100)
_DIGITS = 2


@dataclass(frozen=True, slots=True)
class PointsSlot:
    """Who gives points to whom for what.

    Attributes:
        evaluated_id: To whom.
        component: Key of the component.
        scorer: One of its scorers.
        enterprise_id: The unit whose leader speaks; None for others.
    """

    evaluated_id: int
    component: str
    scorer: str
    enterprise_id: int | None = None


def slots_of(
    evaluated_id: int, scheme: Scheme, units: Sequence[Unit]
) -> tuple[tuple[Component, PointsSlot, str], ...]:
    """List everything that people give points for, with the name of the unit where one speaks."""
    found = []
    for component in scheme.components:
        if component.scored_by is ScoredBy.POINTS:
            for scorer in component.scorers:
                for unit in _units(scorer, units):
                    number = unit.id if unit else None
                    slot = PointsSlot(evaluated_id, component.key, scorer.name, number)
                    found.append((component, slot, unit.name if unit else ""))
    return tuple(found)


def _units(scorer: Scorer, units: Sequence[Unit]) -> Sequence[Unit | None]:
    return units if scorer.of_unit else (None,)


def read_points(text: str) -> Decimal | None:
    """Read points as typed; nothing typed is nothing given.

    Raises:
        ValidationFailed: It is no figure from 0 to 100 with at most two digits after the point.
    """
    said = text.strip().translate(_NARROW)
    if not said:
        return None
    try:
        value = Decimal(said)
    except InvalidOperation:
        raise ValidationFailed({"points": f"“{text.strip()}”不是分数，请填 0 至 100"}) from None
    if not value.is_finite() or not 0 <= value <= _FULL:
        raise ValidationFailed({"points": f"“{text.strip()}”不在 0 至 100 之间"})
    if -int(value.as_tuple().exponent) > _DIGITS:
        raise ValidationFailed({"points": f"“{text.strip()}”小数多于两位"})
    return value


#: Figures as an input method types them.
_NARROW = str.maketrans("０１２３４５６７８９．。", "0123456789..")


def give_points(
    workspace: Workspace,
    slot: PointsSlot,
    text: str,
    comment: str = "",
    given_on: dt.date | None = None,
) -> Changes:
    """Store points with the word that goes with them (点评); nothing of both takes them out.

    Raises:
        ValidationFailed: The points cannot be read, or the day lies ahead.
        NotFound: The scheme has no such scorer, or there is no such person.
        RuleViolation: The evaluation, or the year, is closed.
    """
    points = read_points(text)
    if given_on is not None and given_on > workspace.today():
        raise ValidationFailed({"given_on": "日期不能晚于今天"})
    with workspace.unit_of_work("give_points", "登记考核打分") as uow:
        evaluated = open_evaluated(uow.session, slot.evaluated_id)
        component = _require_slot(uow.session, evaluated, slot)
        row = _score_row(uow.session, slot)
        if points is None and not comment.strip():
            if row is not None:
                uow.session.delete(row)
        else:
            if row is None:
                row = ScoreRow(
                    evaluated_id=slot.evaluated_id,
                    component=slot.component,
                    scorer=slot.scorer,
                    enterprise_id=slot.enterprise_id,
                )
                uow.session.add(row)
            row.points, row.comment, row.given_on = points, comment.strip() or None, given_on
        said = "清除" if points is None else f"{points:f} 分"
        uow.relabel(f"{component.name}打分：{_name(evaluated)} {slot.scorer} {said}")
        return uow.commit()


def _require_slot(session: Session, evaluated: EvaluatedRow, slot: PointsSlot) -> Component:
    scheme = scheme_from(evaluated.evaluation.scheme)
    units: Sequence[Unit] = ()
    if evaluated.talent_id is not None:
        units = units_of_year(session, evaluated.talent_id, evaluated.evaluation.year)
    for component, known, _ in slots_of(evaluated.id, scheme, units):
        if known == slot:
            return component
    raise NotFound("考核方案里没有这一项打分")


def _score_row(session: Session, slot: PointsSlot) -> ScoreRow | None:
    rows = session.scalars(
        select(ScoreRow).where(
            ScoreRow.evaluated_id == slot.evaluated_id,
            ScoreRow.component == slot.component,
            ScoreRow.scorer == slot.scorer,
        )
    )
    return next((row for row in rows if row.enterprise_id == slot.enterprise_id), None)


def given_to(session: Session, evaluated_id: int) -> dict[str, tuple[Given, ...]]:
    """Give the points of somebody, component by component."""
    rows = session.scalars(
        select(ScoreRow).where(ScoreRow.evaluated_id == evaluated_id).order_by(ScoreRow.id)
    )
    found: dict[str, list[Given]] = {}
    for row in rows:
        unit = row.enterprise.name if row.enterprise else None
        one = Given(row.scorer, row.points, unit, row.comment or "")
        found.setdefault(row.component, []).append(one)
    return {component: tuple(points) for component, points in found.items()}


def save_report(
    workspace: Workspace, evaluated_id: int, text: str, reported_on: dt.date | None
) -> Changes:
    """Keep the words of a 述职 and its day.

    Raises:
        ValidationFailed: The day lies ahead.
        NotFound: There is no such person.
        RuleViolation: The evaluation, or the year, is closed.
    """
    if reported_on is not None and reported_on > workspace.today():
        raise ValidationFailed({"reported_on": "述职日期不能晚于今天"})
    with workspace.unit_of_work("save_report", "登记述职") as uow:
        row = open_evaluated(uow.session, evaluated_id)
        row.report, row.reported_on = text.strip() or None, reported_on
        uow.relabel(f"登记述职：{_name(row)}")
        return uow.commit()


def leave_out(workspace: Workspace, evaluated_id: int, why: str) -> Changes:
    """Leave somebody out of the judging, with the reason (不予评定); no reason takes them in again.

    Raises:
        NotFound: There is no such person.
        RuleViolation: The evaluation, or the year, is closed.
    """
    with workspace.unit_of_work("leave_out", "不予评定") as uow:
        row = open_evaluated(uow.session, evaluated_id)
        row.left_out = why.strip() or None
        uow.relabel(f"{'不予评定' if row.left_out else '恢复评定'}：{_name(row)}")
        return uow.commit()


def mark_rule(
    workspace: Workspace, evaluated_id: int, rule: str, why: str, points_text: str = ""
) -> Changes:
    """Note that a special rule of the scheme applies, with what happened.

    Args:
        workspace: Open workspace.
        evaluated_id: To whom.
        rule: Key of the rule.
        why: What happened.
        points_text: Points of a bonus or deduction as typed.

    Raises:
        ValidationFailed: The reason or the points are missing or cannot be read.
        NotFound: There is no such rule or person.
        RuleViolation: The evaluation, or the year, is closed.
    """
    with workspace.unit_of_work("mark_rule", "登记附加规则") as uow:
        row = open_evaluated(uow.session, evaluated_id)
        known = _rule_of(row, rule)
        mark = _mark_row(uow.session, evaluated_id, rule)
        if mark is None:
            mark = RuleMarkRow(evaluated_id=evaluated_id, rule=rule)
            uow.session.add(mark)
        mark.points = _read_mark(known, why, points_text)
        mark.why, mark.noted_on = why.strip(), workspace.today()
        uow.relabel(f"登记{known.name}：{_name(row)}")
        return uow.commit()


def unmark_rule(workspace: Workspace, evaluated_id: int, rule: str) -> Changes:
    """Take a special rule off again.

    Raises:
        NotFound: It was not noted.
        RuleViolation: The evaluation, or the year, is closed.
    """
    with workspace.unit_of_work("unmark_rule", "撤销附加规则") as uow:
        row = open_evaluated(uow.session, evaluated_id)
        mark = _mark_row(uow.session, evaluated_id, rule)
        if mark is None:
            raise NotFound("没有登记过这一条")
        uow.session.delete(mark)
        uow.relabel(f"撤销{_rule_of(row, rule).name}：{_name(row)}")
        return uow.commit()


def marks_on(session: Session, evaluated_id: int) -> tuple[Marked, ...]:
    """Give the rules that apply to somebody, with what happened."""
    rows = session.scalars(
        select(RuleMarkRow).where(RuleMarkRow.evaluated_id == evaluated_id).order_by(RuleMarkRow.id)
    )
    return tuple(Marked(row.rule, row.why, row.points) for row in rows)


def _rule_of(row: EvaluatedRow, key: str) -> SpecialRule:
    for rule in scheme_from(row.evaluation.scheme).rules:
        if rule.key == key:
            return rule
    raise NotFound("考核方案里没有这一条附加规则")


def _read_mark(rule: SpecialRule, why: str, text: str) -> Decimal | None:
    faults = {}
    if not why.strip():
        faults["why"] = "请写明事由和依据"
    points = None
    if rule.kind is not RuleKind.CAP:
        points = read_points(text)
        limit = rule.limit or Decimal(0)
        if points is None or not 0 < points <= limit:
            faults["points"] = f"请填大于 0、不超过 {limit:f} 的分数"
    if faults:
        raise ValidationFailed(faults)
    return points


def _mark_row(session: Session, evaluated_id: int, rule: str) -> RuleMarkRow | None:
    return session.scalar(
        select(RuleMarkRow).where(
            RuleMarkRow.evaluated_id == evaluated_id, RuleMarkRow.rule == rule
        )
    )


def _name(row: EvaluatedRow) -> str:
    owner = row.talent or row.organization
    return owner.name if owner else ""
