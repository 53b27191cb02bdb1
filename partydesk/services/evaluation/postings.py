"""Where people were on post in a year: what the evaluation asks about and weighs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from partydesk.db.models import EnterpriseRow, LeaveRow, PlacementRow, PostRow
from partydesk.domain.evaluation.months import months_on_post


@dataclass(frozen=True, slots=True)
class Posting:
    """One posting of a year.

    Attributes:
        placement_id: The pair.
        talent_id: The person.
        enterprise_id: The unit.
        enterprise: Its name.
        superior: The committee that the unit stands under; None where none is named.
        role: What the person was sent as.
        days: Days a month that were agreed for this post; None for the year's usual number.
        started_on: First day.
        ended_on: Last day; None while it goes on.
    """

    placement_id: int
    talent_id: int
    enterprise_id: int
    enterprise: str
    superior: str | None
    role: str
    days: int | None
    started_on: dt.date
    ended_on: dt.date | None


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
    statement = (
        select(
            PlacementRow.id,
            PlacementRow.talent_id,
            PostRow.enterprise_id,
            EnterpriseRow.name,
            EnterpriseRow.superior,
            PostRow.role,
            PostRow.attendance_days,
            PlacementRow.started_on,
            PlacementRow.ended_on,
        )
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .join(EnterpriseRow, EnterpriseRow.id == PostRow.enterprise_id)
        .where(
            PlacementRow.started_on <= dt.date(year, 12, 31),
            or_(PlacementRow.ended_on.is_(None), PlacementRow.ended_on >= dt.date(year, 1, 1)),
        )
        .order_by(PlacementRow.started_on, PlacementRow.id)
    )
    if talent_id is not None:
        statement = statement.where(PlacementRow.talent_id == talent_id)
    # By columns: a pair as a whole would bring all its papers along. The query asks for those
    # that have begun, which the type of the column cannot tell.
    return tuple(Posting(*row) for row in session.execute(statement))  # type: ignore[arg-type]


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
