"""工作安排: the year's targets of everybody on post, how far they are, and what is due."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sqlalchemy.orm import Session

from partydesk.db.queries.plans import (
    Counted,
    counted_outcomes,
    items_of_year,
    names_of_people,
    open_items,
)
from partydesk.domain.duty.due import Due
from partydesk.domain.duty.plans import (
    PlanItem,
    PlanProgress,
    Target,
    in_order,
    progress_of,
)
from partydesk.domain.duty.postings import Posting
from partydesk.domain.policy import add_months
from partydesk.services.closed_years import is_closed
from partydesk.services.duty.plan_template import item_of, origin_of_draft
from partydesk.services.evaluation.postings import postings_of_year
from partydesk.services.policies import policy_in

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_PAGE: Final = "duty"
_TAB: Final = "plans"


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody on a post is to reach in a year.

    Attributes:
        posting: The posting.
        person: Whose it is.
        targets: Under their duties, in order.
        progress: How far it is.
        over: Whether the posting is over.
    """

    posting: Posting
    person: str
    targets: tuple[Target, ...]
    progress: PlanProgress
    over: bool

    @property
    def placement_id(self) -> int:
        """The posting's number."""
        return self.posting.placement_id

    @property
    def who(self) -> str:
        """The person with the unit."""
        return f"{self.person}（{self.posting.enterprise}）"


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of a year.

    Attributes:
        year: The year.
        today: The day for which they are told.
        template: The year's template, under its duties; empty where there is none.
        origin: What a template would be drafted from.
        plans: One for each posting of the year, the earliest first; it may have no target.
        duties: The year's duties.
        closed: Whether the year is closed.
    """

    year: int
    today: dt.date
    template: tuple[PlanItem, ...]
    origin: str
    plans: tuple[Plan, ...]
    duties: tuple[str, ...]
    closed: bool


def get_plans(workspace: Workspace, year: int) -> Plans:
    """Give the template and everybody's plan of a year."""
    with workspace.reading() as session:
        return plans_in(session, year, workspace.today())


def plans_in(session: Session, year: int, today: dt.date) -> Plans:
    """Do what :func:`get_plans` does within a session."""
    duties = policy_in(session, year).duties
    items: dict[int | None, list[PlanItem]] = defaultdict(list)
    for row in items_of_year(session, year):
        items[row.placement_id].append(item_of(row))
    postings = postings_of_year(session, year)
    names = names_of_people(session, {each.talent_id for each in postings})
    counted = counted_outcomes(session, year, {each.placement_id for each in postings})
    plans = []
    for posting in postings:
        over = posting.ended_on is not None and posting.ended_on < today
        own = in_order(items[posting.placement_id], duties)
        targets = tuple(target_of(item, counted, over=over) for item in own)
        person, progress = names[posting.talent_id], progress_of(targets, today)
        plans.append(Plan(posting, person, targets, progress, over))
    return Plans(
        year=year,
        today=today,
        template=tuple(in_order(items[None], duties)),
        origin=origin_of_draft(session, year),
        plans=tuple(plans),
        duties=duties,
        closed=is_closed(session, year),
    )


def target_of(item: PlanItem, counted: Counted, *, over: bool = False) -> Target:
    """Put a target together with what the ledger has of it."""
    if item.outcome is None or item.placement_id is None:
        return Target(item, over=over)
    return Target(item, counted.get((item.placement_id, item.outcome), Decimal(0)), over)


def due_in(session: Session, year: int, today: dt.date) -> list[Due]:
    """List the targets that are late or due by the end of next month, the earliest first.

    Args:
        session: Open session.
        year: The year.
        today: The day on which it is asked.
    """
    until = add_months(today.replace(day=1), 2) - dt.timedelta(days=1)
    rows = open_items(session, year, until)
    known = {each.placement_id: each for each in postings_of_year(session, year)}
    names = names_of_people(session, {each.talent_id for each in known.values()})
    counted = counted_outcomes(
        session, year, {row.placement_id for row in rows if row.placement_id}
    )
    return [
        _due(target.item, known[row.placement_id], names)
        for row in rows
        if row.placement_id in known
        for target in [target_of(item_of(row), counted)]
        if not target.is_reached
    ]


def _due(item: PlanItem, posting: Posting, names: Mapping[int, str]) -> Due:
    who = f"{names[posting.talent_id]}（{posting.enterprise}）"
    return Due(f"target:{item.id}", f"工作安排：{item.task}", who, _PAGE, _TAB, "查看", item.due_on)
