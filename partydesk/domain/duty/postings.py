"""Postings as the work of the year sees them: who was where from when to when.

A month asks for one report of each posting; who changes in its course reports from the new post,
and who was on leave for all of it does not report.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from partydesk.domain.duty.leaves import Leave

_DECEMBER: Final = 12


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

    def ran(self, first: dt.date, last: dt.date) -> bool:
        """Tell whether it ran on some day of a stretch."""
        return self.started_on <= last and (self.ended_on is None or self.ended_on >= first)


def month_end(year: int, month: int) -> dt.date:
    """Give the last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def is_away_in(posting_id: int, leaves: Iterable[Leave], year: int, month: int) -> bool:
    """Tell whether a leave touches a month of a posting."""
    first, last = dt.date(year, month, 1), month_end(year, month)
    return any(
        leave.placement_id == posting_id and leave.from_on <= last and leave.to_on >= first
        for leave in leaves
    )
