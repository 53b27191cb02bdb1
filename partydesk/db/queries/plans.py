"""Reading 工作安排: targets of a year, and what the ledger counts towards them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.db.models import LedgerEntryRow, PlacementRow, PlanItemRow, TalentRow
from partydesk.domain.duty.outcomes import Outcome

#: Posting and outcome → what the ledger counts; funds in 万元.
Counted = Mapping[tuple[int, Outcome], Decimal]


def items_of_year(session: Session, year: int) -> Sequence[PlanItemRow]:
    """List all targets of a year, those of its template too."""
    statement = (
        select(PlanItemRow)
        .where(PlanItemRow.year == year)
        .order_by(PlanItemRow.position, PlanItemRow.id)
    )
    return session.scalars(statement).all()


def items_of(session: Session, year: int, placement_id: int | None) -> Sequence[PlanItemRow]:
    """List the targets of one posting, or of the template, in a year."""
    statement = (
        select(PlanItemRow)
        .where(
            PlanItemRow.year == year, PlanItemRow.placement_id.is_not_distinct_from(placement_id)
        )
        .order_by(PlanItemRow.position, PlanItemRow.id)
    )
    return session.scalars(statement).all()


def last_template_year(session: Session, before: int) -> int | None:
    """Give the last year before one that has a template."""
    return session.scalar(
        select(func.max(PlanItemRow.year)).where(
            PlanItemRow.placement_id.is_(None), PlanItemRow.year < before
        )
    )


def open_items(session: Session, year: int, until: dt.date) -> Sequence[PlanItemRow]:
    """List the targets of postings that go on, due by a day and not ticked off."""
    statement = (
        select(PlanItemRow)
        .join(PlacementRow, PlacementRow.id == PlanItemRow.placement_id)
        .where(
            PlanItemRow.year == year,
            PlanItemRow.done_on.is_(None),
            PlanItemRow.due_on <= until,
            PlacementRow.ended_on.is_(None),
        )
        .order_by(PlanItemRow.due_on, PlanItemRow.position, PlanItemRow.id)
    )
    return session.scalars(statement).all()


def counted_outcomes(session: Session, year: int, placement_ids: Collection[int]) -> Counted:
    """Count what postings have reached in a year, by the ledger.

    An outcome of which no number is given counts once; funds are added up wherever they stand.
    """
    lines = (
        select(
            LedgerEntryRow.placement_id,
            LedgerEntryRow.outcome,
            LedgerEntryRow.count,
            LedgerEntryRow.funds,
        )
        .where(
            LedgerEntryRow.placement_id.in_(placement_ids),
            LedgerEntryRow.happened_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        )
        .order_by(LedgerEntryRow.id)
    )
    found: dict[tuple[int, Outcome], Decimal] = defaultdict(Decimal)
    for placement, outcome, count, funds in session.execute(lines):
        if outcome is not None and outcome is not Outcome.FUNDS:
            found[placement, outcome] += 1 if count is None else count
        if funds:
            found[placement, Outcome.FUNDS] += funds
    return found


def names_of_people(session: Session, talent_ids: Collection[int]) -> dict[int, str]:
    """Name people: 记录号 → name."""
    rows = session.execute(select(TalentRow.id, TalentRow.name).where(TalentRow.id.in_(talent_ids)))
    return {row.id: row.name for row in rows}
