"""Months on post in a year: what somebody is judged for at all."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from typing import TypeAlias

#: First and last day, both included; None for what goes on.
Span: TypeAlias = tuple[dt.date, dt.date | None]


def months_on_post(postings: Iterable[Span], leaves: Iterable[Span], year: int) -> tuple[int, ...]:
    """List the months of a year in more than half of which somebody was on post.

    Days on leave are no days on post; a day on two posts at once is one day.

    Args:
        postings: From the first day on post to the last.
        leaves: Leaves of any of them.
        year: The year.

    Returns:
        1 to 12, in order.
    """
    posted, left = tuple(postings), tuple(leaves)
    found = []
    for month in range(1, 13):
        days = monthrange(year, month)[1]
        there = sum(
            _within(posted, day) and not _within(left, day)
            for day in (dt.date(year, month, n) for n in range(1, days + 1))
        )
        if there * 2 > days:
            found.append(month)
    return tuple(found)


def _within(spans: Iterable[Span], day: dt.date) -> bool:
    return any(first <= day and (last is None or day <= last) for first, last in spans)
