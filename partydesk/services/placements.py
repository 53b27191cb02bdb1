"""企业所需 → 个人同意 → 签订协议 → 组织委任: the pairs of a round on their way to the letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.db.models import AgreementRow, PlacementRow, PostRow, RoundRow, TalentRow
from partydesk.db.queries.measures import Decided, decided_changes
from partydesk.db.queries.terms import sets_the_term
from partydesk.domain import placements as rules
from partydesk.domain.agreements import AgreementKind
from partydesk.domain.changes import Changes
from partydesk.domain.commitments import Knowledge
from partydesk.domain.enterprises import CLOSED, Standing
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.evaluation.kinds import Measure
from partydesk.domain.placements import (
    LIVE,
    NUMBERED,
    POSTED,
    SIGNING,
    Action,
    Consent,
    Order,
    Party,
    Placement,
    State,
)
from partydesk.domain.policy import Policy
from partydesk.domain.selection import post_key
from partydesk.domain.talents import PoolState
from partydesk.services.closed_years import require_open
from partydesk.services.compliance import concerns_in, known_in
from partydesk.services.deeds import Deed, carry_out
from partydesk.services.issuing import Issue, Means, freeze
from partydesk.services.matching import Run, entries_in, run_of, run_row
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import TALENTS
from partydesk.services.selection import find_round, open_round_row, posts_in, round_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: States from which a pair could be renewed.
_RENEWABLE = POSTED | {State.EXPIRED}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an action on one or several pairs did.

    Attributes:
        placements: The pairs it moved, as they are now.
        numbers: Numbers of documents taken, in order.
        refused: Reasons by pair for those it could not move.
        changes: For the pages.
    """

    placements: tuple[Placement, ...]
    numbers: tuple[str, ...]
    refused: Mapping[int, tuple[Reason, ...]]
    changes: Changes


def list_placements(
    workspace: Workspace, year: int, *, withdrawn: bool = False
) -> tuple[Placement, ...]:
    """List the pairs of the year's round with their states, in the order of the posts.

    Args:
        workspace: Open workspace.
        year: The round's year.
        withdrawn: Whether those withdrawn are listed too.
    """
    with workspace.reading() as session:
        parent = find_round(session, year)
        if parent is None:
            return ()
        rows = placement_rows(session, parent.id)
        policy, known = policy_in(session, year), known_in(session)
        decided = decided_changes(session)
        return tuple(
            placement_of(session, row, policy, workspace.today(), known, decided)
            for row in rows
            if withdrawn or row.state in LIVE
        )


def posted_by_year(workspace: Workspace) -> dict[int, int]:
    """Count who is posted, by the year of the round: terms last longer than a year."""
    statement = (
        select(RoundRow.year, func.count(PlacementRow.id))
        .join(RoundRow, RoundRow.id == PlacementRow.round_id)
        .where(PlacementRow.state.in_(POSTED))
        .group_by(RoundRow.year)
        .order_by(RoundRow.year)
    )
    with workspace.reading() as session:
        return {year: count for year, count in session.execute(statement)}  # noqa: C416 - rows


def placement_rows(session: Session, round_id: int) -> list[PlacementRow]:
    """The round's placements in the order of the posts."""
    statement = select(PlacementRow).where(PlacementRow.round_id == round_id)
    return list(session.scalars(statement.order_by(PlacementRow.post_id, PlacementRow.id)))


def policy_of(session: Session, row: PlacementRow) -> Policy:
    """The policy of the year in whose round a pair was made."""
    return policy_in(session, session.get_one(RoundRow, row.round_id).year)


def placement_of(
    session: Session,
    row: PlacementRow,
    policy: Policy,
    today: dt.date,
    known: Knowledge | None = None,
    decided: Decided | None = None,
) -> Placement:
    """Turn a row into the frozen placement with all that the rules look at.

    ``known`` is everybody's commitments and ties, ``decided`` what evaluations decided about
    them, where many pairs are read in one go.
    """
    agreement, letter, notice = row.agreement, row.letter, row.notice
    talent, unit = TALENTS.read(row.talent), row.post.enterprise
    return Placement(
        id=row.id,
        round_id=row.round_id,
        year=policy.year,
        post_id=row.post_id,
        talent_id=row.talent_id,
        enterprise_id=unit.id,
        enterprise=unit.name,
        role=row.post.role,
        seat=row.post.seat,
        talent=row.talent.name,
        state=row.state,
        needed=tuple(Party(party) for party in row.needed),
        consents=tuple(Consent(c.party, c.given_on, c.approval) for c in row.consents),
        reason=row.reason,
        enterprise_in_pool=unit.standing is Standing.IN_POOL,
        talent_available=talent.state is PoolState.AVAILABLE,
        free_seats=talent.seats - _seats_taken(session, row, today),
        agreement_number=agreement.number.text if agreement else None,
        signed_on=agreement.signed_on if agreement else None,
        term_from=agreement.term_from if agreement else None,
        term_to=agreement.term_to if agreement else None,
        letter_number=letter.number.text if letter else None,
        appointed_on=row.appointed_on,
        notice_number=notice.number.text if notice else None,
        announced_on=notice.issued_on if notice else None,
        concerns=concerns_in(session, row, policy, today, known),
        why_withdrawn=row.why_withdrawn or "",
        enterprise_closed=unit.operation.value if unit.operation in CLOSED else "",
        talent_state=talent.state.value,
        post_taken=row.state in _RENEWABLE and _taken_over(session, row),
        term=agreement.term if agreement else 1,
        drafted_on=agreement.drafted_on if agreement else None,
        started_on=row.started_on,
        ended_on=row.ended_on,
        cause=row.cause,
        why_ended=row.why_ended or "",
        replaces_id=row.replaces_id,
        amendments=_amendments(row),
        measure=_measure(session, row, decided),
    )


def _measure(session: Session, row: PlacementRow, decided: Decided | None) -> Measure | None:
    """What an evaluation decided about the person while this posting went on."""
    since = row.started_on or row.appointed_on
    if row.state not in POSTED or since is None:
        return None
    found = decided_changes(session, row.talent_id) if decided is None else decided
    given_on, measure = found.get(row.talent_id, (dt.date.min, None))
    return measure if given_on >= since else None


def _amendments(row: PlacementRow) -> tuple[str, ...]:
    """Numbers of the amendments in force, in order."""
    return tuple(
        each.number.text
        for each in row.agreements
        if each.kind is AgreementKind.AMENDMENT and not each.number.void
    )


def _taken_over(session: Session, row: PlacementRow) -> bool:
    """Whether somebody else is in the procedure for the same seat of the unit, in any round."""
    post = row.post
    other = (
        select(PlacementRow.id)
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .where(
            PlacementRow.id != row.id,
            PlacementRow.state.in_(LIVE),
            PostRow.enterprise_id == post.enterprise_id,
            PostRow.role == post.role,
            PostRow.seat == post.seat,
        )
    )
    return session.scalar(other.limit(1)) is not None


def _seats_taken(session: Session, row: PlacementRow, today: dt.date) -> int:
    """How many of the person's seats other placements hold, ended terms left aside."""
    statement = (
        select(func.count())
        .select_from(PlacementRow)
        .join(AgreementRow, AgreementRow.placement_id == PlacementRow.id)
        .where(
            PlacementRow.talent_id == row.talent_id,
            PlacementRow.id != row.id,
            PlacementRow.state.in_(SIGNING),
            AgreementRow.term_to >= today,
            sets_the_term(),
        )
    )
    return session.scalar(statement) or 0


def accept_run(
    workspace: Workspace, year: int, run_id: int | None = None
) -> tuple[tuple[Placement, ...], Changes]:
    """Take a run's pairs into the procedure.

    Pairs of an earlier run that nobody has worked on and that the new run does not have are
    withdrawn; pairs with a consent of theirs stay, and their posts are left alone.

    Raises:
        NotFound: No round, or no such run.
        RuleViolation: The run has no pairs, its posts are not all there any more, or the year is
            closed.
    """
    with workspace.unit_of_work("accept_run", "提交认可") as uow:
        session = uow.session
        parent = open_round_row(session, year)
        row = run_row(session, parent.id, run_id)
        run, policy = run_of(row), policy_in(session, year)
        if not run.pairs:
            raise RuleViolation([Reason("no_pairs", f"第 {run.number} 次匹配没有配上任何岗位")])
        _refuse_outdated(session, run, parent.id)
        fresh = rules.new_pairs(run.pairs, entries_in(session, parent.id, run.id))
        only = set(row.options.get("posts", ()))
        for placement in placement_rows(session, parent.id):
            untouched = placement.state is State.PROPOSED and not placement.consents
            meant = not only or placement.post_id in only
            if untouched and meant and run.pairs.get(placement.post_id) != placement.talent_id:
                placement.state, placement.why_withdrawn = State.WITHDRAWN, rules.REPLACED
        session.flush()
        for post_id, talent_id in fresh:
            reason = run.reasons.get(post_key(post_id), "")
            session.add(new_pair(session, row.id, parent.id, (post_id, talent_id), reason, policy))
        uow.relabel(f"提交认可：第 {run.number} 次匹配 {len(run.pairs)} 对")
        changes = uow.commit()
        live = [p for p in placement_rows(session, parent.id) if p.state in LIVE]
        today = workspace.today()
        return tuple(placement_of(session, p, policy, today) for p in live), changes


def _refuse_outdated(session: Session, run: Run, round_id: int) -> None:
    """Refuse a run whose posts or people have gone since.

    Raises:
        RuleViolation: Something is missing.
    """
    posts = {row.id for row in posts_in(session, round_id) if row.closed_on is None}
    people = select(TalentRow.id).where(TalentRow.id.in_(set(run.pairs.values())))
    gone = (run.pairs.keys() - posts) | (set(run.pairs.values()) - set(session.scalars(people)))
    if gone:
        message = (
            f"第 {run.number} 次匹配之后有 {len(gone)} 个岗位或人员已被删除或关闭，请重新运行匹配"
        )
        raise RuleViolation([Reason("run_outdated", message)])


def new_pair(
    session: Session,
    run_id: int,
    round_id: int,
    pair: tuple[int, int],
    reason: str,
    policy: Policy,
) -> PlacementRow:
    """Make a new pair's row with the consents it needs.

    Args:
        session: Open session; nothing is added to it.
        run_id: The run it came from.
        round_id: The round.
        pair: Post and talent.
        reason: Why it is proposed, in words.
        policy: That of the round's year.
    """
    post_id, talent_id = pair
    talent = session.get_one(TalentRow, talent_id)
    needed = [Party.ENTERPRISE, Party.PERSON]
    if policy.needs_unit_consent(talent.source):
        needed.append(Party.UNIT)
    needed.append(Party.COMMITTEE)
    return PlacementRow(
        round_id=round_id,
        run_id=run_id,
        post_id=post_id,
        talent_id=talent_id,
        state=State.PROPOSED,
        needed=tuple(party.value for party in needed),
        reason=reason,
    )


def act(
    workspace: Workspace,
    year: int | None,
    action: Action,
    order: Order,
    placement_ids: Sequence[int] | None = None,
) -> Outcome:
    """Do one thing to the named pairs, all in one unit of work, in the order of the posts.

    Args:
        workspace: Open workspace.
        year: The round's year; None for named pairs of any round.
        action: What to do.
        order: The day and the other data the action needs.
        placement_ids: The pairs; None for every pair on which the action can be done (pairs
            that are further on, or do not need this party's consent, are passed over).

    Raises:
        RuleViolation: A named pair cannot be moved, with every reason; nothing is stored then.
            Also when ``None`` was given and no pair can be moved, and where the day lies in a
            closed year.
        NotFound: No round or no such pair.
    """
    undoable = action not in NUMBERED
    means = Means(workspace.clock(), order.allow_missing)
    with workspace.unit_of_work(action.value, action.label, undoable=undoable) as uow:
        require_open(uow.session, order.on.year)
        rows = _chosen(uow.session, year, placement_ids)
        today = workspace.today()
        moved: list[PlacementRow] = []
        numbers: list[str] = []
        issued: list[Issue] = []
        refused: dict[int, tuple[Reason, ...]] = {}
        for row in rows:
            policy = policy_of(uow.session, row)
            placement = placement_of(uow.session, row, policy, today)
            reasons = rules.reasons_against(placement, action, order, today)
            if reasons:
                refused[row.id] = reasons
                continue
            done = carry_out(action, Deed(uow.session, row, placement, order, policy, today))
            numbers += done.numbers
            issued += done.issued
            row.state = rules.apply(placement, action, order, today)
            uow.session.flush()
            moved.append(row)
        _refuse(refused, moved, strict=placement_ids is not None)
        freeze(uow.session, issued, means)
        uow.relabel(_label(action, order, moved))
        changes = uow.commit()
        for row in moved:
            uow.session.refresh(row)
        now = tuple(
            placement_of(uow.session, row, policy_of(uow.session, row), today) for row in moved
        )
        return Outcome(now, tuple(numbers), refused, changes)


def _label(action: Action, order: Order, moved: Sequence[PlacementRow]) -> str:
    """Say what was done to whom."""
    who = moved[0].talent.name if len(moved) == 1 else f"{len(moved)} 人"
    about = order.party or (order.outcome if action is Action.END else None)
    return f"{action.label}{f'（{about.label}）' if about else ''}：{who}"


def _refuse(
    refused: Mapping[int, tuple[Reason, ...]], moved: Sequence[PlacementRow], *, strict: bool
) -> None:
    """Stop when a named pair cannot be moved, or nothing at all can be."""
    if refused and (strict or not moved):
        raise RuleViolation([reason for reasons in refused.values() for reason in reasons])
    if not moved:
        raise RuleViolation([Reason("nothing_to_do", "没有可办理的对象，请先提交认可")])


def _chosen(
    session: Session, year: int | None, placement_ids: Sequence[int] | None
) -> list[PlacementRow]:
    """The rows meant, in the order of the posts, so that numbers follow the list.

    Raises:
        NotFound: No round, or a named pair is not in it.
    """
    if year is None:
        found = select(PlacementRow).where(PlacementRow.id.in_(placement_ids or ()))
        rows = list(session.scalars(found.order_by(PlacementRow.post_id, PlacementRow.id)))
    else:
        rows = placement_rows(session, round_row(session, year).id)
    if placement_ids is None:
        return [row for row in rows if row.state in LIVE]
    known = {row.id for row in rows}
    for number in placement_ids:
        if number not in known:
            raise NotFound(f"{'' if year is None else '本轮'}没有编号为 {number} 的拟配")
    return [row for row in rows if row.id in set(placement_ids)]
