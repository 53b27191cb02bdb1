"""Warnings about pairs, and the committee's decisions to go on in spite of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    AgreementRow,
    DecisionRow,
    NumberRow,
    PlacementRow,
    PostRow,
    RecusalRow,
    RoundRow,
)
from partydesk.domain.agreements import AgreementKind
from partydesk.domain.cautions import Caution, Concern, Decision
from partydesk.domain.changes import Changes
from partydesk.domain.commitments import Commitment, Knowledge
from partydesk.domain.compliance import concerns
from partydesk.domain.entry import read_entry
from partydesk.domain.errors import NotFound, Reason, RuleViolation, ValidationFailed
from partydesk.domain.fields import fields_of
from partydesk.domain.placements import LIVE, POSTED, SERVED
from partydesk.domain.placements.reminders import stage_at
from partydesk.domain.policy import Policy
from partydesk.domain.recusals import Tie
from partydesk.domain.values import Cell
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import TALENTS
from partydesk.services.selection import post_of

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


def known_in(session: Session, talents: Collection[int] | None = None) -> Knowledge:
    """Gather the commitments and ties of these people; None for everybody."""
    statement = (
        select(
            PlacementRow.id,
            PlacementRow.talent_id,
            PlacementRow.post_id,
            PlacementRow.state,
            PlacementRow.ended_on,
            PostRow.enterprise_id,
            func.max(AgreementRow.term),
            func.min(AgreementRow.term_from),
            func.max(AgreementRow.term_to),
        )
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .outerjoin(
            AgreementRow,
            (AgreementRow.placement_id == PlacementRow.id)
            & (AgreementRow.kind != AgreementKind.AMENDMENT)
            & AgreementRow.number_id.in_(select(NumberRow.id).where(NumberRow.void.is_(False))),
        )
        .where(PlacementRow.state.in_(LIVE | SERVED))
        .group_by(PlacementRow.id)
    )
    ties_of = select(RecusalRow.talent_id, RecusalRow.enterprise_id, RecusalRow.tie)
    if talents is not None:
        statement = statement.where(PlacementRow.talent_id.in_(talents))
        ties_of = ties_of.where(RecusalRow.talent_id.in_(talents))
    held: dict[int, list[Commitment]] = defaultdict(list)
    for number, talent, post, state, ended, enterprise, terms, since, until in session.execute(
        statement
    ):
        held[talent].append(
            Commitment(
                placement_id=number, post_id=post, enterprise_id=enterprise, live=state in LIVE,
                served=state in SERVED, terms=terms or 0, since=since, until=ended or until,
            )
        )  # fmt: skip
    ties: dict[tuple[int, int], list[Tie]] = defaultdict(list)
    for talent, enterprise, tie in session.execute(ties_of.order_by(RecusalRow.id)):
        ties[talent, enterprise].append(tie)
    return Knowledge(held, ties)


def get_knowledge(workspace: Workspace) -> Knowledge:
    """Gather everybody's commitments and ties."""
    with workspace.reading() as session:
        return known_in(session)


def concerns_in(
    session: Session,
    row: PlacementRow,
    policy: Policy,
    today: dt.date,
    known: Knowledge | None = None,
) -> tuple[Concern, ...]:
    """List the warnings about a pair in the procedure, with what was decided about them.

    When the office is reminded that the term ends, they are about the term that would follow.

    Args:
        session: Open session.
        row: The pair.
        policy: The policy of its year.
        today: The day.
        known: Everybody's commitments and ties, where many pairs are looked at in one go.
    """
    post, agreement = post_of(row.post), row.agreement
    renewal = agreement is not None and _ends_soon(session, row, agreement.term_to, policy, today)
    if agreement is None:
        term = policy.term(today, post.term_months)
    elif renewal:
        first = agreement.term_to + dt.timedelta(days=1)
        term = (first, policy.term_to(first, post.term_months))
    else:
        term = (agreement.term_from, agreement.term_to)
    known = known or known_in(session, {row.talent_id})
    case = known.case(
        TALENTS.read(row.talent),
        post,
        term,
        today,
        gap=policy.terms_gap,
        approval=next((c.approval for c in row.consents if c.approval), None),
    )
    if renewal:
        case = dataclasses.replace(case, term=case.term + 1, renewal=True)
    return concerns(case, policy, decisions_in(session, row.id))


def _ends_soon(
    session: Session, row: PlacementRow, term_to: dt.date, policy: Policy, today: dt.date
) -> bool:
    """Whether the office is reminded of the end of a term that could be renewed.

    The policy of the running year says when, as in the list of reminders; ``policy`` is the
    round's.
    """
    if row.state not in POSTED:
        return False
    now = policy if policy.year == today.year else policy_in(session, today.year)
    return stage_at(term_to, now.expiry_days, today) is not None


def decisions_in(session: Session, placement_id: int) -> dict[Caution, Decision]:
    """The decisions about one pair."""
    rows = session.scalars(select(DecisionRow).where(DecisionRow.placement_id == placement_id))
    return {
        Caution(row.warning): Decision(
            decided_by=row.decided_by,
            reason=row.reason,
            decided_on=row.decided_on,
            approval=row.approval,
        )
        for row in rows
    }


def record_decision(
    workspace: Workspace, placement_id: int, caution: Caution, cells: Mapping[str, Cell]
) -> Changes:
    """Record that the committee goes on with a pair in spite of a warning; replaces an earlier one.

    Args:
        workspace: Open workspace.
        placement_id: The pair.
        caution: The warning.
        cells: Field of :class:`Decision` → what was typed.

    Raises:
        ValidationFailed: Something is missing or cannot be read.
        RuleViolation: The pair has no such warning.
        NotFound: There is no such pair.
    """
    fields = fields_of(Decision)
    given = {**dict.fromkeys((field.name for field in fields), ""), **cells}
    values = read_entry(fields, given, today=workspace.today(), words={}).values
    if values["decided_on"] > workspace.today():  # type: ignore[operator]  # a date, just read
        raise ValidationFailed({"decided_on": "决定日期不能晚于今天"})
    with workspace.unit_of_work("record_decision", "记录党工委决定") as uow:
        placement = _placement(uow.session, placement_id)
        year = uow.session.get_one(RoundRow, placement.round_id).year
        policy = policy_in(uow.session, year)
        found = concerns_in(uow.session, placement, policy, workspace.today())
        if caution not in {each.caution for each in found}:
            message = f"{placement.talent.name}这一对没有“{caution.word}”的提醒，不需要决定"
            raise RuleViolation([Reason("no_such_warning", message)])
        row = _decision(uow.session, placement_id, caution)
        if row is None:
            row = DecisionRow(placement_id=placement_id, warning=caution.value)
        for name, value in values.items():
            setattr(row, name, value)
        uow.session.add(row)
        uow.relabel(f"记录决定：{placement.talent.name}，{caution.word}")
        return uow.commit()


def remove_decision(workspace: Workspace, placement_id: int, caution: Caution) -> Changes:
    """Take a decision back; the warning stands as before.

    Raises:
        NotFound: There is no such pair or decision.
    """
    with workspace.unit_of_work("remove_decision", "取消决定") as uow:
        placement = _placement(uow.session, placement_id)
        row = _decision(uow.session, placement_id, caution)
        if row is None:
            raise NotFound(f"没有关于“{caution.word}”的决定")
        uow.session.delete(row)
        uow.relabel(f"取消决定：{placement.talent.name}，{caution.word}")
        return uow.commit()


def _placement(session: Session, placement_id: int) -> PlacementRow:
    row = session.get(PlacementRow, placement_id)
    if row is None:
        raise NotFound(f"没有编号为 {placement_id} 的拟配")
    return row


def _decision(session: Session, placement_id: int, caution: Caution) -> DecisionRow | None:
    return session.scalar(
        select(DecisionRow).where(
            DecisionRow.placement_id == placement_id, DecisionRow.warning == caution.value
        )
    )
