"""Postings: who was sent where, from when to when.

Which months a posting owes a report is said by :mod:`partydesk.domain.duty.reports`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from partydesk.domain.duty.leaves import Leave
from partydesk.domain.duty.reports import month_span
from partydesk.domain.selection import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointed:
    """One person with a letter for a post, whether the coming was recorded or not.

    Attributes:
        placement_id: The pair.
        talent_id: The person.
        person: The person's name.
        enterprise_id: The unit.
        enterprise: Its name.
        superior: The committee that the unit stands under; None where none is named.
        township: Where the unit lies; None where that is not known.
        role: What the person was sent as.
        days: Days on post a month that were agreed; None for the year's usual number.
        started_on: First day on post; None before the coming was recorded.
        ended_on: Last day; None while it goes on.
    """

    placement_id: int
    talent_id: int
    person: str
    enterprise_id: int
    enterprise: str
    superior: str | None = None
    township: str | None = None
    role: Role = Role.INSTRUCTOR
    days: int | None = None
    started_on: dt.date | None = None
    ended_on: dt.date | None = None

    @property
    def label(self) -> str:
        """What people call the posting: person and unit."""
        return f"{self.person}（{self.enterprise}）"

    @property
    def committee(self) -> str:
        """Who is in charge of the unit: its committee, else its township; empty for neither."""
        return self.superior or self.township or ""

    def days_wanted(self, usual: int) -> int:
        """Days on post that a month asks for.

        Args:
            usual: Those of the year's policy, where the post says nothing else.
        """
        return usual if self.days is None else self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting(Appointed):
    """One person on one post, from the first day on."""

    started_on: dt.date


def is_away_in(posting_id: int, leaves: Iterable[Leave], year: int, month: int) -> bool:
    """Tell whether a leave touches a month of a posting."""
    first, last = month_span(year, month)
    return any(
        leave.placement_id == posting_id and leave.from_on <= last and leave.to_on >= first
        for leave in leaves
    )
