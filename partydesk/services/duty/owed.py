"""Which posting owes a report of which month, and which leave excuses it: asked by everybody."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.models import LeaveRow, PlacementRow
from partydesk.domain.duty.leaves import Leave
from partydesk.domain.duty.postings import Posting
from partydesk.domain.duty.reports import months_owed
from partydesk.domain.errors import NotFound, Reason, RuleViolation
from partydesk.services.evaluation.postings import postings_of_year


def served_placement(session: Session, placement_id: int) -> tuple[PlacementRow, dt.date]:
    """Give a pair that has come to its post, with the first day there.

    Raises:
        NotFound: There is no such pair.
        RuleViolation: The person has not come to the post.
    """
    row = session.get(PlacementRow, placement_id)
    if row is None:
        raise NotFound(f"没有编号为 {placement_id} 的拟配")
    if row.started_on is None:
        message = f"{row.talent.name}还没有到岗，请先在“协议与委任”登记到岗"
        raise RuleViolation([Reason("not_on_post", message)])
    return row, row.started_on


def leaves_of(
    session: Session, placement_ids: Collection[int] | None = None
) -> dict[int, list[Leave]]:
    """Read leaves, posting by posting, the earliest first.

    Args:
        session: Open session.
        placement_ids: Only those of these postings; None for all.
    """
    statement = select(LeaveRow).order_by(LeaveRow.from_on, LeaveRow.id)
    if placement_ids is not None:
        statement = statement.where(LeaveRow.placement_id.in_(placement_ids))
    found: dict[int, list[Leave]] = defaultdict(list)
    for row in session.scalars(statement):
        found[row.placement_id].append(leave_of(row))
    return found


def leave_of(row: LeaveRow) -> Leave:
    """Turn a row into the frozen leave."""
    return Leave(
        id=row.id,
        placement_id=row.placement_id,
        kind=row.kind,
        from_on=row.from_on,
        to_on=row.to_on,
        why=row.why,
        approved_by=row.approved_by,
    )


def owed_in(
    session: Session, year: int, talent_ids: Collection[int] | None = None
) -> dict[int, tuple[int, ...]]:
    """Say which postings owe a report of which months of a year, over or not.

    Args:
        session: Open session.
        year: The year.
        talent_ids: Only these people's; None for all.

    Returns:
        记录号 of the pair → months.
    """
    if talent_ids is None:
        postings = postings_of_year(session, year)
    else:
        postings = tuple(p for each in talent_ids for p in postings_of_year(session, year, each))
    return owed_of(postings, leaves_of(session, [p.placement_id for p in postings]), year)


def owed_of(
    postings: Sequence[Posting], leaves: Mapping[int, Sequence[Leave]], year: int
) -> dict[int, tuple[int, ...]]:
    """Do what :func:`owed_in` does with postings and leaves that have been read."""
    by_person: dict[int, list[Posting]] = defaultdict(list)
    for each in postings:
        by_person[each.talent_id].append(each)
    owed: dict[int, tuple[int, ...]] = {}
    for own in by_person.values():
        spans = {p.placement_id: (p.started_on, p.ended_on) for p in own}
        left = {number: [(each.from_on, each.to_on) for each in leaves.get(number, ())]
                for number in spans}  # fmt: skip
        owed.update(months_owed(spans, left, year))
    return owed
