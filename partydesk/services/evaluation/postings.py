"""Where people were on post in a year: what the evaluation asks about and weighs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from partydesk.db.models import EnterpriseRow, PlacementRow, PostRow


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a year.

    Attributes:
        id: 记录号.
        name: 单位名称.
    """

    id: int
    name: str


def units_of_year(session: Session, talent_id: int, year: int) -> tuple[Unit, ...]:
    """List the units at which somebody was on post in a year, the earliest first."""
    statement = (
        select(EnterpriseRow.id, EnterpriseRow.name)
        .join(PostRow, PostRow.enterprise_id == EnterpriseRow.id)
        .join(PlacementRow, PlacementRow.post_id == PostRow.id)
        .where(
            PlacementRow.talent_id == talent_id,
            PlacementRow.started_on <= dt.date(year, 12, 31),
            or_(PlacementRow.ended_on.is_(None), PlacementRow.ended_on >= dt.date(year, 1, 1)),
        )
        .group_by(EnterpriseRow.id)
        .order_by(func.min(PlacementRow.started_on), EnterpriseRow.id)
    )
    return tuple(Unit(*row) for row in session.execute(statement))
