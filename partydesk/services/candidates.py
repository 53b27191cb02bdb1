"""Who may be sent, how many posts they hold already, and how well they suit a post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    AgreementRow,
    PlacementRow,
    PostRow,
    TalentRow,
)
from partydesk.db.queries.terms import sets_the_term
from partydesk.domain.fit import FitTable
from partydesk.domain.person_history import Person, Stint, person_of
from partydesk.domain.placements import LIVE, SERVED, Cause
from partydesk.domain.selection import Post
from partydesk.domain.talents import PoolState, Talent
from partydesk.services.policies import policy_in
from partydesk.services.pool_kinds import TALENTS


def candidates_in(session: Session) -> list[Talent]:
    """People who may be sent now, in the order of their numbers."""
    statement = select(TalentRow).where(TalentRow.state == PoolState.AVAILABLE)
    return [TALENTS.read(row) for row in session.scalars(statement.order_by(TalentRow.id))]


def running_posts(session: Session, except_round: int, today: dt.date) -> dict[int, int]:
    """How many seats each person has taken in other rounds; a term that is over takes none."""
    counts: dict[int, int] = {}
    statement = (
        select(PlacementRow.talent_id)
        .outerjoin(
            AgreementRow, and_(AgreementRow.placement_id == PlacementRow.id, sets_the_term())
        )
        .where(
            PlacementRow.state.in_(LIVE),
            PlacementRow.round_id != except_round,
            or_(AgreementRow.id.is_(None), AgreementRow.term_to >= today),
        )
    )
    for talent_id in session.scalars(statement):
        counts[talent_id] = counts.get(talent_id, 0) + 1
    return counts


#: Why a placement ended, where that speaks against sending the person there again.
_AGAINST = frozenset({Cause.ABILITY, Cause.EVALUATION})


def stints_in(
    session: Session, except_round: int, enterprises: Collection[int]
) -> dict[int, dict[int, Stint]]:
    """Where people served in other rounds: person → enterprise → the latest service there."""
    statement = (
        select(
            PlacementRow.talent_id,
            PostRow.enterprise_id,
            AgreementRow.term_from,
            AgreementRow.term_to,
            PlacementRow.ended_on,
            PlacementRow.cause,
        )
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .join(AgreementRow, and_(AgreementRow.placement_id == PlacementRow.id, sets_the_term()))
        .where(
            PlacementRow.state.in_(SERVED),
            PlacementRow.round_id != except_round,
            PostRow.enterprise_id.in_(enterprises),
        )
        .order_by(AgreementRow.term_from)
    )
    found: dict[int, dict[int, Stint]] = {}
    for talent, enterprise, since, until, ended, cause in session.execute(statement):
        against = cause.value if cause in _AGAINST else ""
        found.setdefault(talent, {})[enterprise] = Stint(since.year, (ended or until).year, against)
    return found


def fits_in(
    session: Session, year: int, posts: Sequence[Post], talents: Sequence[Talent], today: dt.date
) -> FitTable:
    """Hold every post of a round against everybody, what they did in earlier years included."""
    round_id = posts[0].round_id if posts else 0
    running = running_posts(session, round_id, today)
    stints = stints_in(session, round_id, {post.enterprise_id for post in posts})
    people: list[Person] = [
        person_of(talent, running.get(talent.id or 0, 0), stints.get(talent.id or 0))
        for talent in talents
    ]
    return FitTable(posts, people, policy_in(session, year))
