"""计分: points and words that people give, 述职, special rules, and who is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import EvaluatedRow, RuleMarkRow, ScoreRow
from partydesk.domain.changes import Changes
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, ValidationFailed
from partydesk.domain.evaluation.entries import SelfReport
from partydesk.domain.evaluation.inputs import Given, Marked
from partydesk.domain.evaluation.kinds import RuleKind, ScoredBy
from partydesk.domain.evaluation.scheme import Component, Scheme, Scorer, SpecialRule
from partydesk.domain.evaluation.scheme_values import scheme_from
from partydesk.domain.fields import fields_of
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


@dataclass(frozen=True, slots=True)
class PointsTyped:
    """What was typed for one scorer.

    Attributes:
        slot: Whose points to whom.
        points: As typed; empty for none.
        comment: The word that goes with them (点评).
    """

    slot: PointsSlot
    points: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class PointsSheet:
    """What people gave somebody, as it is typed.

    Attributes:
        evaluated_id: To whom.
        lines: Each scorer with the component's name, the unit's name, and what was typed.
        report: 述职 in words.
        reported_on: Day of the 述职.
    """

    evaluated_id: int
    lines: tuple[tuple[str, str, PointsTyped], ...]
    report: str
    reported_on: dt.date | None


def get_sheet(workspace: Workspace, evaluated_id: int) -> PointsSheet:
    """Give everything that people give points for, with what is known.

    Raises:
        NotFound: There is no such person.
    """
    with workspace.reading() as session:
        row = session.get(EvaluatedRow, evaluated_id)
        if row is None:
            raise NotFound("考核里没有这个人")
        lines = []
        for component, slot, unit in slots_in(session, row):
            known = find_score(session, slot)
            points = "" if known is None or known.points is None else f"{known.points:f}"
            typed = PointsTyped(slot, points, (known.comment or "") if known else "")
            lines.append((component.name, unit, typed))
        return PointsSheet(evaluated_id, tuple(lines), row.report or "", row.reported_on)


def save_sheet(
    workspace: Workspace,
    evaluated_id: int,
    typed: Sequence[PointsTyped],
    texts: Mapping[str, str],
) -> Changes:
    """Store what people gave somebody with the 述职, as one act.

    Args:
        workspace: Open workspace.
        evaluated_id: To whom.
        typed: What was typed for each scorer.
        texts: Field name of :class:`SelfReport` → what was typed.

    Raises:
        ValidationFailed: Points that cannot be read (field ``points_`` and the place of the line
            from 0), or the day of the 述职 lies ahead.
        NotFound: The scheme has no such scorer, or there is no such person.
        RuleViolation: The evaluation, or the year, is closed.
    """
    report, faults = _read_report(workspace, texts)
    for place, each in enumerate(typed):
        try:
            read_points(each.points)
        except ValidationFailed as error:
            faults[f"points_{place}"] = error.fields["points"]
    if faults:
        raise ValidationFailed(faults)
    with workspace.unit_of_work("save_points", "登记述职和打分") as uow:
        row = open_evaluated(uow.session, evaluated_id)
        for each in typed:
            store_points(uow.session, row, each)
        row.report, row.reported_on = report.report, report.reported_on
        uow.relabel(f"登记述职和打分：{_name(row)}")
        return uow.commit()


def _read_report(
    workspace: Workspace, texts: Mapping[str, str]
) -> tuple[SelfReport, dict[str, str]]:
    """Read the 述职 as typed, with what is wrong with it."""
    today = workspace.today()
    try:
        values = read_entry(fields_of(SelfReport), texts, today=today, words={}).values
    except ValidationFailed as error:
        return SelfReport(), dict(error.fields)
    report = SelfReport(**values)  # type: ignore[arg-type]  # read by name
    late = report.reported_on is not None and report.reported_on > today
    return report, {"reported_on": "述职日期不能晚于今天"} if late else {}


def give_points(workspace: Workspace, slot: PointsSlot, text: str, comment: str = "") -> Changes:
    """Store points with the word that goes with them (点评); nothing of both takes them out.

    Raises:
        ValidationFailed: The points cannot be read.
        NotFound: The scheme has no such scorer, or there is no such person.
        RuleViolation: The evaluation, or the year, is closed.
    """
    points = read_points(text)
    with workspace.unit_of_work("give_points", "登记考核打分") as uow:
        row = open_evaluated(uow.session, slot.evaluated_id)
        component = store_points(uow.session, row, PointsTyped(slot, text, comment))
        said = "清除" if points is None else f"{points:f} 分"
        uow.relabel(f"{component.name}打分：{_name(row)} {slot.scorer} {said}")
        return uow.commit()


def store_points(session: Session, evaluated: EvaluatedRow, typed: PointsTyped) -> Component:
    """Store what one scorer gave, on an open session.

    Raises:
        NotFound: The scheme has no such scorer.
        ValidationFailed: The points cannot be read.
    """
    component = _require_slot(session, evaluated, typed.slot)
    points, comment = read_points(typed.points), typed.comment.strip() or None
    row = find_score(session, typed.slot)
    if points is None and comment is None:
        if row is not None:
            session.delete(row)
        return component
    if row is None:
        row = ScoreRow(
            evaluated_id=typed.slot.evaluated_id,
            component=typed.slot.component,
            scorer=typed.slot.scorer,
            enterprise_id=typed.slot.enterprise_id,
        )
        session.add(row)
    if (row.points, row.comment) != (points, comment):
        row.points, row.comment = points, comment
    return component


def slots_in(
    session: Session, evaluated: EvaluatedRow
) -> tuple[tuple[Component, PointsSlot, str], ...]:
    """List everything that people give points for to somebody, on an open session."""
    scheme = scheme_from(evaluated.evaluation.scheme)
    units: Sequence[Unit] = ()
    if evaluated.talent_id is not None:
        units = units_of_year(session, evaluated.talent_id, evaluated.evaluation.year)
    return slots_of(evaluated.id, scheme, units)


def _require_slot(session: Session, evaluated: EvaluatedRow, slot: PointsSlot) -> Component:
    for component, known, _ in slots_in(session, evaluated):
        if known == slot:
            return component
    raise NotFound("考核方案里没有这一项打分")


def find_score(session: Session, slot: PointsSlot) -> ScoreRow | None:
    """Give what one scorer gave; None where nothing was."""
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


def list_rules(
    workspace: Workspace, evaluated_id: int
) -> tuple[tuple[SpecialRule, Marked | None], ...]:
    """List the special rules of the scheme, each with what is noted for somebody.

    Raises:
        NotFound: There is no such person.
    """
    with workspace.reading() as session:
        row = session.get(EvaluatedRow, evaluated_id)
        if row is None:
            raise NotFound("考核里没有这个人")
        marks = {mark.rule: mark for mark in marks_on(session, evaluated_id)}
        rules = scheme_from(row.evaluation.scheme).rules
        return tuple((rule, marks.get(rule.key)) for rule in rules)


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
