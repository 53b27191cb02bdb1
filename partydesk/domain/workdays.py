"""工作日: which days count where a period is counted in working days.

Monday to Friday, less the days off and with the weekends worked instead, as the State Council's
office announces them for each year (全国年节及纪念日放假办法): a list that somebody types, because
the program is not connected to anything.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SATURDAY: Final = 5
_BETWEEN: Final = re.compile(r"[，,、；;\s]+")
_UNTIL: Final = re.compile(r"至|到|~|～")


@dataclass(frozen=True, slots=True)
class Holidays:
    """The days of a year that are not what their weekday says.

    Attributes:
        off: Days off.
        worked: Weekends that are worked instead.
    """

    off: frozenset[dt.date] = frozenset()
    worked: frozenset[dt.date] = frozenset()

    def is_workday(self, day: dt.date) -> bool:
        """Tell whether a day is worked."""
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.off

    def last_of(self, first: dt.date, count: int) -> dt.date:
        """Give the last of so many working days, the first day included if it is one."""
        days = self._from(first)
        last = first
        for _ in range(count):
            last = next(days)
        return last

    def between(self, first: dt.date, last: dt.date) -> int:
        """Count the working days of a period, both ends included."""
        days = (last - first).days + 1
        return sum(self.is_workday(first + dt.timedelta(days=n)) for n in range(days))

    def _from(self, day: dt.date) -> Iterator[dt.date]:
        while True:
            if self.is_workday(day):
                yield day
            day += dt.timedelta(days=1)


def read_days(text: str | None) -> tuple[frozenset[dt.date], tuple[str, ...]]:
    """Read a list of days and spans as somebody types it, such as ``2026-10-01至2026-10-07``.

    Returns:
        The days, and the parts that are none.
    """
    days: set[dt.date] = set()
    odd = []
    for part in filter(None, _BETWEEN.split(text or "")):
        try:
            first, last = _span(part)
        except ValueError:
            odd.append(part)
            continue
        days.update(first + dt.timedelta(days=n) for n in range((last - first).days + 1))
    return frozenset(days), tuple(odd)


def _span(part: str) -> tuple[dt.date, dt.date]:
    """Read a day, or a span of at most a month.

    Raises:
        ValueError: It is none.
    """
    ends = [dt.date.fromisoformat(each) for each in _UNTIL.split(part)]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or not 0 <= (last - first).days <= 31:  # noqa: PLR2004 - from, to; a month
        raise ValueError(part)
    return first, last
