"""Who is, was or is about to be on a post: what training and inspection ask about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy.orm import Session

from partydesk.db.queries import postings
from partydesk.domain.duty.postings import Appointed
from partydesk.domain.errors import NotFound


def on_post_in(session: Session, first: dt.date, last: dt.date) -> tuple[Appointed, ...]:
    """List who was on a post on one of some days, unit by unit.

    Args:
        session: Open session.
        first: First of the days.
        last: Last of them.
    """
    return _by_unit(postings.postings_between(session, first, last))


def on_post_now(session: Session) -> tuple[Appointed, ...]:
    """List who has a letter and whose posting goes on, unit by unit."""
    return _by_unit(postings.appointed_now(session))


def inspected_in_year(session: Session, year: int) -> tuple[Appointed, ...]:
    """List whose work in a year can be looked at: who was on post, and who has a letter now."""
    during = on_post_in(session, dt.date(year, 1, 1), dt.date(year, 12, 31))
    return (*during, *(one for one in on_post_now(session) if one.started_on is None))


def posting_of(session: Session, placement_id: int) -> Appointed:
    """Give one posting.

    Raises:
        NotFound: There is no such pair.
    """
    found = postings.find_appointed(session, placement_id)
    if found is None:
        raise NotFound(f"没有编号为 {placement_id} 的拟配")
    return found


def _by_unit(found: Iterable[Appointed]) -> tuple[Appointed, ...]:
    return tuple(sorted(found, key=lambda one: (one.enterprise_id, one.placement_id)))
