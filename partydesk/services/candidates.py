"""Who may be sent, how many posts they hold already, and how well they suit a post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from partydesk.db.models import (
    AgreementRow,
    PlacementRow,
    TalentRow,
)
from partydesk.db.queries.terms import sets_the_term
from partydesk.domain.fit import Fit, fit
from partydesk.domain.placements import LIVE
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


def fits_in(
    session: Session, year: int, posts: Sequence[Post], talents: Sequence[Talent], today: dt.date
) -> dict[tuple[int, int], Fit]:
    """Judge every pair: (post, talent) → fit."""
    policy = policy_in(session, year)
    running = running_posts(session, posts[0].round_id, today) if posts else {}
    return {
        (post.id or 0, talent.id or 0): fit(
            talent, post, policy, running=running.get(talent.id or 0, 0)
        )
        for post in posts
        for talent in talents
    }
