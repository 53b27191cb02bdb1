"""Postings as the bulletin tells of them: who was where from when to when.

Which months a posting owes a report is said by :mod:`partydesk.domain.duty.reports`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from partydesk.domain.duty.leaves import Leave
from partydesk.domain.duty.reports import month_span


@dataclass(frozen=True, slots=True)
class Posting:
    """One person on one post.

    Attributes:
        id: Number of the pair.
        talent_id: The person.
        name: The person's name.
        unit: The enterprise.
        committee: The committee in charge of it; empty where none is known.
        started_on: First day on post.
        ended_on: Last day; None while it goes on.
        days: Days on post that a month asks for.
    """

    id: int
    talent_id: int
    name: str
    unit: str
    committee: str
    started_on: dt.date
    ended_on: dt.date | None
    days: int

    @property
    def who(self) -> str:
        """The person with the unit."""
        return f"{self.name}（{self.unit}）"


def is_away_in(posting_id: int, leaves: Iterable[Leave], year: int, month: int) -> bool:
    """Tell whether a leave touches a month of a posting."""
    first, last = month_span(year, month)
    return any(
        leave.placement_id == posting_id and leave.from_on <= last and leave.to_on >= first
        for leave in leaves
    )
