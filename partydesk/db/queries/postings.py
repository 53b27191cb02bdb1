"""Reading postings by their columns: a pair as a whole would bring all its papers along."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from partydesk.db.models import EnterpriseRow, PlacementRow, PostRow, TalentRow
from partydesk.domain.duty.postings import Appointed, Posting
from partydesk.domain.placements import POSTED

_Made = TypeVar("_Made", bound=Appointed)


def postings_between(
    session: Session, first: dt.date, last: dt.date, talent_id: int | None = None
) -> tuple[Posting, ...]:
    """List the postings that ran on some day of a stretch, the earliest first.

    Args:
        session: Open session.
        first: First day.
        last: Last day.
        talent_id: Only this person's; None for all.
    """
    conditions: list[ColumnElement[bool]] = [
        PlacementRow.started_on <= last,
        or_(PlacementRow.ended_on.is_(None), PlacementRow.ended_on >= first),
    ]
    if talent_id is not None:
        conditions.append(PlacementRow.talent_id == talent_id)
    return _read(session, Posting, *conditions)


def postings_of(session: Session, placement_ids: Collection[int]) -> dict[int, Posting]:
    """Give postings that have begun by their numbers."""
    begun = PlacementRow.started_on.is_not(None)
    found = _read(session, Posting, begun, PlacementRow.id.in_(placement_ids))
    return {posting.placement_id: posting for posting in found}


def appointed_now(session: Session) -> tuple[Appointed, ...]:
    """List who has a letter and whose posting goes on."""
    return _read(session, Appointed, PlacementRow.state.in_(POSTED))


def find_appointed(session: Session, placement_id: int) -> Appointed | None:
    """Give one posting; None where there is no such pair."""
    found = _read(session, Appointed, PlacementRow.id == placement_id)
    return found[0] if found else None


def _columns() -> Select[*tuple[Any, ...]]:
    return (
        select(
            PlacementRow.id.label("placement_id"),
            PlacementRow.talent_id,
            TalentRow.name.label("person"),
            PostRow.enterprise_id,
            EnterpriseRow.name.label("enterprise"),
            EnterpriseRow.superior,
            EnterpriseRow.township,
            PostRow.role,
            PostRow.attendance_days.label("days"),
            PlacementRow.started_on,
            PlacementRow.ended_on,
        )
        .join(TalentRow, TalentRow.id == PlacementRow.talent_id)
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .join(EnterpriseRow, EnterpriseRow.id == PostRow.enterprise_id)
        .order_by(PlacementRow.started_on, PlacementRow.id)
    )


def _read(
    session: Session, made: type[_Made], *conditions: ColumnElement[bool]
) -> tuple[_Made, ...]:
    statement = _columns().where(*conditions)
    return tuple(made(**row) for row in session.execute(statement).mappings())
