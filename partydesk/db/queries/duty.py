"""Reading the work on post: who was on which post, and what stands written about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, lazyload

from partydesk.db.models import (
    EnterpriseRow,
    InspectionRow,
    LeaveRow,
    LedgerEntryRow,
    MonthlyReportRow,
    PlacementRow,
    PostRow,
    ShortcomingRow,
    TalentRow,
)
from partydesk.domain.duty.postings import Posting


def postings_between(session: Session, first: dt.date, last: dt.date, days: int) -> list[Posting]:
    """List the postings that ran on some day of a stretch, first and last day included.

    Args:
        session: Open session.
        first: First day.
        last: Last day.
        days: Days on post that a month asks for where the post says nothing else.
    """
    return _postings(
        session,
        days,
        PlacementRow.started_on <= last,
        PlacementRow.ended_on.is_(None) | (PlacementRow.ended_on >= first),
    )


def postings_of(session: Session, placement_ids: Collection[int], days: int) -> dict[int, Posting]:
    """Give postings by their numbers; see :func:`postings_between`."""
    found = _postings(session, days, PlacementRow.id.in_(placement_ids))
    return {posting.id: posting for posting in found}


def _postings(session: Session, days: int, *conditions: ColumnElement[bool]) -> list[Posting]:
    """Read just what a posting says; whole pairs bring papers along that nobody asks for."""
    committee = func.coalesce(EnterpriseRow.superior, EnterpriseRow.township, "")
    statement = (
        select(
            PlacementRow.id,
            PlacementRow.talent_id,
            TalentRow.name,
            EnterpriseRow.name,
            committee,
            PlacementRow.started_on,
            PlacementRow.ended_on,
            func.coalesce(PostRow.attendance_days, days),
        )
        .join(PostRow, PostRow.id == PlacementRow.post_id)
        .join(EnterpriseRow, EnterpriseRow.id == PostRow.enterprise_id)
        .join(TalentRow, TalentRow.id == PlacementRow.talent_id)
        .where(PlacementRow.started_on.is_not(None), *conditions)
        .order_by(PlacementRow.post_id, PlacementRow.id)
    )
    # The query asks for those that have begun, which the type of the column cannot tell.
    return [Posting(*row) for row in session.execute(statement)]  # type: ignore[arg-type]


def reports_between(
    session: Session, first: tuple[int, int], last: tuple[int, int]
) -> Sequence[MonthlyReportRow]:
    """List the monthly reports of a stretch of months, given as year and month."""
    month = MonthlyReportRow.year * 12 + MonthlyReportRow.month
    low, high = first[0] * 12 + first[1], last[0] * 12 + last[1]
    return session.scalars(
        select(MonthlyReportRow)
        .options(lazyload("*"))
        .where(month.between(low, high))
        .order_by(MonthlyReportRow.id)
    ).all()


def ledger_between(session: Session, first: dt.date, last: dt.date) -> Sequence[LedgerEntryRow]:
    """List the lines of the ledger of a stretch of days, in the order of the days."""
    statement = (
        select(LedgerEntryRow)
        .options(lazyload("*"))
        .where(LedgerEntryRow.happened_on.between(first, last))
        .order_by(LedgerEntryRow.happened_on, LedgerEntryRow.id)
    )
    return session.scalars(statement).all()


def leaves_between(session: Session, first: dt.date, last: dt.date) -> Sequence[LeaveRow]:
    """List the leaves that touch a stretch of days."""
    statement = select(LeaveRow).where(LeaveRow.from_on <= last, LeaveRow.to_on >= first)
    return session.scalars(statement.options(lazyload("*"))).all()


def inspections_between(session: Session, first: dt.date, last: dt.date) -> Sequence[InspectionRow]:
    """List the inspections of a stretch of days."""
    statement = select(InspectionRow).where(InspectionRow.held_on.between(first, last))
    return session.scalars(statement.options(lazyload("*"))).all()


def open_shortcomings(session: Session, until: dt.date) -> list[tuple[ShortcomingRow, int]]:
    """List what is still to be mended by a day with its posting, the most urgent first."""
    statement = (
        select(ShortcomingRow, InspectionRow.placement_id)
        .join(InspectionRow, InspectionRow.id == ShortcomingRow.inspection_id)
        .where(ShortcomingRow.closed_on.is_(None), ShortcomingRow.due_on <= until)
        .order_by(ShortcomingRow.due_on, ShortcomingRow.id)
    )
    return [(row, placement) for row, placement in session.execute(statement)]
