"""Who is, was or is about to be on a post: what training and inspection ask about."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from partydesk.db.models import EnterpriseRow, PlacementRow, PostRow, TalentRow
from partydesk.domain.errors import NotFound
from partydesk.domain.placements import POSTED
from partydesk.domain.selection import Role


@dataclass(frozen=True, slots=True)
class OnPost:
    """One posting.

    Attributes:
        placement_id: The pair.
        talent_id: The person.
        person: The name.
        enterprise: The unit.
        role: What the person was sent as.
        since: First day at the unit; None before the coming was recorded.
        until: Last day; None while it goes on.
    """

    placement_id: int
    talent_id: int
    person: str
    enterprise: str
    role: Role
    since: dt.date | None
    until: dt.date | None

    @property
    def label(self) -> str:
        """What people call the posting: person and unit."""
        return f"{self.person}（{self.enterprise}）"


def on_post_in(session: Session, first: dt.date, last: dt.date) -> tuple[OnPost, ...]:
    """List who was on a post on one of some days, unit by unit.

    Args:
        session: Open session.
        first: First of the days.
        last: Last of them.
    """
    wanted = _postings().where(
        PlacementRow.started_on <= last,
        or_(PlacementRow.ended_on.is_(None), PlacementRow.ended_on >= first),
    )
    return _read(session, wanted)


def on_post_now(session: Session) -> tuple[OnPost, ...]:
    """List who has a letter and whose posting goes on, unit by unit."""
    return _read(session, _postings().where(PlacementRow.state.in_(POSTED)))


def postings_of_year(session: Session, year: int) -> tuple[OnPost, ...]:
    """List whose work in a year can be looked at: who was on post, and who has a letter now."""
    during = on_post_in(session, dt.date(year, 1, 1), dt.date(year, 12, 31))
    known = {one.placement_id for one in during}
    more = (one for one in on_post_now(session) if one.placement_id not in known)
    return (*during, *(one for one in more if one.since is None))


def posting_of(session: Session, placement_id: int) -> OnPost:
    """Give one posting.

    Raises:
        NotFound: There is no such pair.
    """
    found = _read(session, _postings().where(PlacementRow.id == placement_id))
    if not found:
        raise NotFound(f"没有编号为 {placement_id} 的拟配")
    return found[0]


_Columns = Select[int, int, str, str, Role, dt.date | None, dt.date | None]


def _postings() -> _Columns:
    return (
        select(
            PlacementRow.id,
            PlacementRow.talent_id,
            TalentRow.name,
            EnterpriseRow.name,
            PostRow.role,
            PlacementRow.started_on,
            PlacementRow.ended_on,
        )
        .join(TalentRow, TalentRow.id == PlacementRow.talent_id)
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .join(EnterpriseRow, EnterpriseRow.id == PostRow.enterprise_id)
        .order_by(EnterpriseRow.id, PlacementRow.id)
    )


def _read(session: Session, statement: _Columns) -> tuple[OnPost, ...]:
    return tuple(OnPost(*row) for row in session.execute(statement))
