"""企业所需 → 个人同意 → 签订协议 → 组织委任: the pairs of a round on their way to the letter."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    AgreementRow,
    ConsentRow,
    LetterRow,
    NumberRow,
    NumberSeries,
    PlacementRow,
    TalentRow,
)
from partydesk.db.queries.terms import sets_the_term
from partydesk.db.unit_of_work import UnitOfWork
from partydesk.domain import placements as rules
from partydesk.domain.agreements import Agreement
from partydesk.domain.appointments import Letter
from partydesk.domain.changes import Changes
from partydesk.domain.enterprises import Standing
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.domain.numbering import document_number
from partydesk.domain.placements import (
    LIVE,
    SEATED,
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
from partydesk.domain.values import mask_number
from partydesk.services.compliance import concerns_in
from partydesk.services.matching import Run, entries_in, run_of, run_row
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import TALENTS
from partydesk.services.selection import find_round, posts_in, round_row

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace


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
        policy = policy_in(session, year)
        return tuple(
            placement_of(session, row, policy, workspace.today())
            for row in rows
            if withdrawn or row.state in LIVE
        )


def placement_rows(session: Session, round_id: int) -> list[PlacementRow]:
    """The round's placements in the order of the posts."""
    statement = select(PlacementRow).where(PlacementRow.round_id == round_id)
    return list(session.scalars(statement.order_by(PlacementRow.post_id, PlacementRow.id)))


def placement_of(session: Session, row: PlacementRow, policy: Policy, today: dt.date) -> Placement:
    """Turn a row into the frozen placement with all that the rules look at."""
    agreement, letter = row.agreement, row.letter
    talent = TALENTS.read(row.talent)
    return Placement(
        id=row.id,
        round_id=row.round_id,
        year=policy.year,
        post_id=row.post_id,
        talent_id=row.talent_id,
        enterprise_id=row.post.enterprise_id,
        enterprise=row.post.enterprise.name,
        role=row.post.role,
        seat=row.post.seat,
        talent=row.talent.name,
        state=row.state,
        needed=tuple(Party(party) for party in row.needed),
        consents=tuple(Consent(c.party, c.given_on, c.approval) for c in row.consents),
        reason=row.reason,
        enterprise_in_pool=row.post.enterprise.standing is Standing.IN_POOL,
        talent_available=talent.state is PoolState.AVAILABLE,
        free_seats=talent.seats - _seats_taken(session, row, today),
        agreement_number=agreement.number.text if agreement else None,
        signed_on=agreement.signed_on if agreement else None,
        term_from=agreement.term_from if agreement else None,
        term_to=agreement.term_to if agreement else None,
        letter_number=letter.number.text if letter else None,
        appointed_on=letter.issued_on if letter else None,
        concerns=concerns_in(session, row, policy, today),
        why_withdrawn=row.why_withdrawn or "",
    )


def _seats_taken(session: Session, row: PlacementRow, today: dt.date) -> int:
    """How many of the person's seats other signed placements hold, ended terms left aside."""
    statement = (
        select(func.count())
        .select_from(PlacementRow)
        .join(AgreementRow, AgreementRow.placement_id == PlacementRow.id)
        .where(
            PlacementRow.talent_id == row.talent_id,
            PlacementRow.id != row.id,
            PlacementRow.state.in_(SEATED),
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
        RuleViolation: The run has no pairs, or its posts are not all there any more.
    """
    with workspace.unit_of_work("accept_run", "提交认可") as uow:
        session = uow.session
        parent = round_row(session, year)
        row = run_row(session, parent.id, run_id)
        run, policy = run_of(row), policy_in(session, year)
        if not run.pairs:
            raise RuleViolation([Reason("no_pairs", f"第 {run.number} 次匹配没有配上任何岗位")])
        _refuse_outdated(session, run, parent.id)
        fresh = rules.new_pairs(run.pairs, entries_in(session, parent.id, run.id))
        for placement in placement_rows(session, parent.id):
            untouched = placement.state is State.PROPOSED and not placement.consents
            if untouched and run.pairs.get(placement.post_id) != placement.talent_id:
                placement.state, placement.why_withdrawn = State.WITHDRAWN, rules.REPLACED
        session.flush()
        for post_id, talent_id in fresh:
            reason = run.reasons.get(post_key(post_id), "")
            session.add(_new(session, row.id, parent.id, post_id, talent_id, reason, policy))
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


def _new(
    session: Session,
    run_id: int,
    round_id: int,
    post_id: int,
    talent_id: int,
    reason: str,
    policy: Policy,
) -> PlacementRow:
    """Make a new pair's row with the consents it needs."""
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


Effect = Callable[[UnitOfWork, PlacementRow, Placement, Order, Policy], str | None]


def act(
    workspace: Workspace,
    year: int,
    action: Action,
    order: Order,
    placement_ids: Sequence[int] | None = None,
) -> Outcome:
    """Do one thing to the named pairs, all in one unit of work, in the order of the posts.

    Args:
        workspace: Open workspace.
        year: The round's year.
        action: What to do.
        order: The day and the other data the action needs.
        placement_ids: The pairs; None for every pair on which the action can be done (pairs
            that are further on, or do not need this party's consent, are passed over).

    Raises:
        RuleViolation: A named pair cannot be moved, with every reason; nothing is stored then.
            Also when ``None`` was given and no pair can be moved.
        NotFound: No round or no such pair.
    """
    undoable = action in (Action.CONSENT, Action.WITHDRAW)
    with workspace.unit_of_work(action.value, action.label, undoable=undoable) as uow:
        parent, policy = round_row(uow.session, year), policy_in(uow.session, year)
        rows = _chosen(uow.session, parent.id, placement_ids)
        today = workspace.today()
        moved: list[PlacementRow] = []
        numbers: list[str] = []
        refused: dict[int, tuple[Reason, ...]] = {}
        for row in rows:
            placement = placement_of(uow.session, row, policy, today)
            reasons = rules.reasons_against(placement, action, order, today)
            if reasons:
                refused[row.id] = reasons
                continue
            number = _EFFECTS[action](uow, row, placement, order, policy)
            numbers.extend([number] if number else [])
            row.state = rules.apply(placement, action, order, today)
            uow.session.flush()
            moved.append(row)
        _refuse(refused, moved, strict=placement_ids is not None)
        uow.relabel(_label(action, order, moved))
        changes = uow.commit()
        for row in moved:
            uow.session.refresh(row)
        now = tuple(placement_of(uow.session, row, policy, today) for row in moved)
        return Outcome(now, tuple(numbers), refused, changes)


def _label(action: Action, order: Order, moved: Sequence[PlacementRow]) -> str:
    """Say what was done to whom."""
    who = moved[0].talent.name if len(moved) == 1 else f"{len(moved)} 人"
    party = f"（{order.party.label}）" if order.party else ""
    return f"{action.label}{party}：{who}"


def _refuse(
    refused: Mapping[int, tuple[Reason, ...]], moved: Sequence[PlacementRow], *, strict: bool
) -> None:
    """Stop when a named pair cannot be moved, or nothing at all can be."""
    if refused and (strict or not moved):
        raise RuleViolation([reason for reasons in refused.values() for reason in reasons])
    if not moved:
        raise RuleViolation([Reason("nothing_to_do", "没有可办理的对象，请先提交认可")])


def _chosen(
    session: Session, round_id: int, placement_ids: Sequence[int] | None
) -> list[PlacementRow]:
    """The rows meant, in the order of the posts, so that numbers follow the list.

    Raises:
        NotFound: A named pair is not in this round.
    """
    rows = placement_rows(session, round_id)
    if placement_ids is None:
        return [row for row in rows if row.state in LIVE]
    known = {row.id for row in rows}
    for number in placement_ids:
        if number not in known:
            raise NotFound(f"本轮没有编号为 {number} 的拟配")
    return [row for row in rows if row.id in set(placement_ids)]


def _consent(
    uow: UnitOfWork, row: PlacementRow, _: Placement, order: Order, policy: Policy
) -> str | None:
    """Write down one party's consent."""
    del policy
    assert order.party is not None  # noqa: S101 - the guard party_missing has checked it
    approval = (order.approval or "").strip() or None
    row.consents.append(ConsentRow(party=order.party, given_on=order.on, approval=approval))
    uow.session.flush()
    return None


def _sign(
    uow: UnitOfWork, row: PlacementRow, placement: Placement, order: Order, policy: Policy
) -> str | None:
    """Take a number and freeze what was signed."""
    term_from = policy.term_from(order.on)
    number = take_number(uow.session, NumberSeries.AGREEMENT, policy.agreement_code, placement.year)
    talent, unit = row.talent, row.post.enterprise
    content = Agreement(
        number=number.text,
        organ=policy.organ,
        enterprise=unit.name,
        enterprise_code=unit.credit_code,
        representative=unit.legal_person,
        person=talent.name,
        person_number_masked=mask_number(talent.citizen_number) if talent.citizen_number else None,
        person_unit=talent.unit_post if Party.UNIT.value in row.needed else None,
        role=row.post.role.value,
        term_from=term_from,
        term_to=policy.term_to(term_from),
        attendance_days=policy.attendance_days,
        duties=policy.duties,
        support=policy.support,
        signed_on=order.on,
        copies=policy.copies,
    )
    row.agreements.append(
        AgreementRow(
            number=number,
            drafted_on=order.on,
            signed_on=order.on,
            term_from=content.term_from,
            term_to=content.term_to,
            content=frozen(content),
        )
    )
    return number.text


def _appoint(
    uow: UnitOfWork, row: PlacementRow, placement: Placement, order: Order, policy: Policy
) -> str | None:
    """Take a number and freeze what the letter says."""
    agreement = row.agreement
    assert agreement is not None  # noqa: S101 - the life cycle comes here from SIGNED only
    number = take_number(uow.session, NumberSeries.LETTER, policy.letter_code, placement.year)
    content = Letter(
        number=number.text,
        person=row.talent.name,
        enterprise=row.post.enterprise.name,
        role=row.post.role.value,
        term_from=agreement.term_from,
        term_to=agreement.term_to,
        organ=policy.organ,
        issued_on=order.on,
    )
    row.letters.append(LetterRow(number=number, issued_on=order.on, content=frozen(content)))
    return number.text


def _withdraw(
    uow: UnitOfWork, row: PlacementRow, _: Placement, order: Order, policy: Policy
) -> str | None:
    """Say why, and mark the agreement's number as void; it stays in the ledger."""
    del uow, policy
    row.why_withdrawn = (order.why or "").strip()
    if row.agreement is not None:
        row.agreement.number.void = True
    return None


_EFFECTS: Mapping[Action, Effect] = {
    Action.CONSENT: _consent,
    Action.SIGN: _sign,
    Action.APPOINT: _appoint,
    Action.WITHDRAW: _withdraw,
}


def take_number(session: Session, series: NumberSeries, code: str, year: int) -> NumberRow:
    """Take the next number of a series; numbers once taken are never given again.

    Args:
        session: Open session; nothing is committed.
        series: Which run of numbers.
        code: 机关代字 of the year's policy.
        year: Year in the brackets.

    Raises:
        RuleViolation: The other kind of document had this code before and took the number.
    """
    last = select(func.max(NumberRow.serial)).where(
        NumberRow.series == series, NumberRow.year == year
    )
    serial = (session.scalar(last) or 0) + 1
    number = document_number(code, year, serial)
    if session.scalar(select(NumberRow.id).where(NumberRow.text == number)) is not None:
        message = f"编号“{number}”已用于另一种文书，请在年度政策中改用别的代字"
        raise RuleViolation([Reason("number_taken", message)])
    row = NumberRow(series=series, year=year, serial=serial, text=number)
    session.add(row)
    session.flush()
    return row


def frozen(content: Any) -> dict[str, Any]:  # noqa: ANN401 - any of the printed data classes
    """Turn a printed data class into plain values for keeping."""
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in dataclasses.asdict(content).items()
    }
