"""Reading the work on post: what stands written about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from partydesk.db.models import (
    InspectionRow,
    LeaveRow,
    LedgerEntryRow,
    MonthlyReportRow,
    ShortcomingRow,
)


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
