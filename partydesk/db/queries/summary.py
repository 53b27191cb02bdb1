"""Counting for the workbench; everything that can be is counted in SQL."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from partydesk.db.journal import ActionRow, ChangeRow
from partydesk.db.models import (
    AgreementRow,
    ConsentRow,
    EnterpriseRow,
    LetterRow,
    OrganizationRow,
    PlacementRow,
    PolicyRow,
    PostRow,
    PrintRow,
    RoundRow,
    RunRow,
    TalentRow,
    WishRow,
)
from partydesk.db.queries.conditions import Rules, operating, term_due, there, unbuilt
from partydesk.db.queries.runs import newest_run
from partydesk.db.queries.terms import sets_the_term
from partydesk.domain.enterprises import Ownership, PartyOrganization, Standing
from partydesk.domain.organizations import OrganizationState
from partydesk.domain.placements import LIVE, Party, State
from partydesk.domain.selection import Role, Side
from partydesk.domain.talents import PoolState


def _count(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).where(*conditions)) or 0


def talent_counts(session: Session) -> dict[str, int]:
    """Count the talent pool."""
    return {
        "talents": _count(session, TalentRow.state != PoolState.RETIRED),
        "available": _count(session, TalentRow.state == PoolState.AVAILABLE),
    }


def enterprise_counts(session: Session, rules: Rules) -> dict[str, int]:
    """Count the enterprise pool and how far it is covered by organizations.

    The denominator of the coverage is the units in normal operation that are not public.

    Args:
        session: Open session.
        rules: What makes a unit due to found an organization.
    """
    table = EnterpriseRow
    party = table.party_organization
    return {
        "enterprises": _count(session, there()),
        "in_pool": _count(session, there(), table.standing == Standing.IN_POOL),
        "undecided": _count(
            session,
            there(),
            func.coalesce(table.ownership, Ownership.UNDECIDED) == Ownership.UNDECIDED,
        ),
        "operating": _count(session, operating()),
        "own": _count(session, operating(), party == PartyOrganization.OWN),
        "joint": _count(session, operating(), party == PartyOrganization.JOINT),
        "due_to_found": _count(session, unbuilt(rules)),
    }


def organization_counts(session: Session, rules: Rules) -> dict[str, int]:
    """Count the register of organizations, and the elections that are due.

    Args:
        session: Open session.
        rules: How long terms are, and how early they are to be thought of.
    """
    active = OrganizationRow.state == OrganizationState.ACTIVE
    return {
        "organizations": _count(session, active),
        "terms_due": _count(session, term_due(rules)),
    }


def round_counts(session: Session, round_id: int) -> dict[str, int]:
    """Count the people who have said something, and the runs."""
    said = select(WishRow.id).where(WishRow.round_id == round_id)
    of_talent = said.where(WishRow.side == Side.PERSON, WishRow.talent_id == TalentRow.id)
    return {
        "wished_talents": _count(
            session, TalentRow.state == PoolState.AVAILABLE, of_talent.exists()
        ),
        "runs": _count(session, RunRow.round_id == round_id),
    }


def newest_pairs(session: Session, round_id: int) -> list[tuple[str, str]]:
    """Give the newest run's pairs as keys of the problem; empty before the first run."""
    result = session.scalar(select(RunRow.result).where(RunRow.id == newest_run(session, round_id)))
    return [(post, talent) for post, talent in (result or {}).get("pairs", ())]


@dataclass(frozen=True, slots=True)
class Pair:
    """A live placement with only what the workbench asks.

    Attributes:
        unit: The enterprise's name.
        post: Enterprise and role.
        talent: The person's name.
        missing: Parties that have not consented.
        term_to: Last day of the term, once signed.
    """

    post_id: int
    talent_id: int
    unit: str
    post: str
    talent: str
    state: State
    missing: tuple[Party, ...]
    term_to: dt.date | None


def live_pairs(session: Session, round_id: int | None) -> list[Pair]:
    """List the live placements of a round (None: of every round) in the order of the posts."""
    statement = (
        select(
            PlacementRow.id,
            PlacementRow.post_id,
            PlacementRow.talent_id,
            EnterpriseRow.name,
            PostRow.role,
            TalentRow.name,
            PlacementRow.state,
            PlacementRow.needed,
            AgreementRow.term_to,
        )
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .join(EnterpriseRow, EnterpriseRow.id == PostRow.enterprise_id)
        .join(TalentRow, TalentRow.id == PlacementRow.talent_id)
        .outerjoin(
            AgreementRow, and_(AgreementRow.placement_id == PlacementRow.id, sets_the_term())
        )
        .where(PlacementRow.state.in_(LIVE))
        .order_by(PlacementRow.post_id)
    )
    if round_id is not None:
        statement = statement.where(PlacementRow.round_id == round_id)
    given = _consents(session)
    return [
        Pair(
            post_id,
            talent_id,
            unit,
            _post(unit, role),
            talent,
            state,
            tuple(Party(p) for p in needed if (number, Party(p)) not in given),
            term_to,
        )
        for number, post_id, talent_id, unit, role, talent, state, needed, term_to in (
            session.execute(statement)
        )
    ]


def _post(unit: str, role: Role) -> str:
    return f"{unit} · {role.value}"


def _consents(session: Session) -> set[tuple[int, Party]]:
    rows = session.execute(select(ConsentRow.placement_id, ConsentRow.party))
    return {(placement, party) for placement, party in rows}


def letters_unprinted(session: Session) -> bool:
    """Whether letters were issued after the last printing of letters."""
    if not _count(session, LetterRow.id.is_not(None)):
        return False
    issued = session.scalar(
        select(func.max(ActionRow.happened_at))
        .join(ChangeRow, ChangeRow.action_id == ActionRow.id)
        .where(ChangeRow.table_name == LetterRow.__tablename__, ChangeRow.operation == "insert")
    )
    printed = session.scalar(
        select(func.max(PrintRow.printed_at)).where(PrintRow.kind == "letters")
    )
    return printed is None or (issued is not None and issued > printed)


def years_at_hand(session: Session) -> set[int]:
    """List the years that have a round or a policy."""
    return {*session.scalars(select(RoundRow.year)), *session.scalars(select(PolicyRow.year))}
