"""Where people were on post in a year: what the evaluation asks about and weighs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import LeaveRow
from partydesk.db.queries.postings import postings_between
from partydesk.domain.duty.postings import Posting
from partydesk.domain.evaluation.months import months_on_post


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a year.

    Attributes:
        id: 记录号.
        name: 单位名称.
    """

    id: int
    name: str


def postings_of_year(
    session: Session, year: int, talent_id: int | None = None
) -> tuple[Posting, ...]:
    """List who was on post where in a year, the earliest first.

    Args:
        session: Open session.
        year: The year.
        talent_id: Only this person's; None for all.
    """
    return postings_between(session, dt.date(year, 1, 1), dt.date(year, 12, 31), talent_id)


def units_of(postings: Sequence[Posting]) -> tuple[Unit, ...]:
    """List the units of some postings, each once, in their order."""
    names = {each.enterprise_id: each.enterprise for each in postings}
    return tuple(Unit(number, name) for number, name in names.items())


def units_of_year(session: Session, talent_id: int, year: int) -> tuple[Unit, ...]:
    """List the units at which somebody was on post in a year, the earliest first."""
    return units_of(postings_of_year(session, year, talent_id))


def months_of(session: Session, postings: Sequence[Posting], year: int) -> tuple[int, ...]:
    """List the months of a year in which some postings were served; leave taken off."""
    ids = [each.placement_id for each in postings]
    leaves = session.execute(
        select(LeaveRow.from_on, LeaveRow.to_on).where(LeaveRow.placement_id.in_(ids))
    )
    spans = [(each.started_on, each.ended_on) for each in postings]
    return months_on_post(spans, [(first, last) for first, last in leaves], year)
