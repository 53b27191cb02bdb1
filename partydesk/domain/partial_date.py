"""A date known to the year, the month or the day.

Birth dates and dates of joining the Party often come as year and month only; storing a made-up
first of the month would turn ignorance into a fact.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from functools import total_ordering

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A calendar date whose day, or month and day, may be unknown.

    Attributes:
        year: 1–9999.
        month: 1–12, or None when only the year is known.
        day: 1–31, or None; never without a month.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse dates that no calendar has.

        Raises:
            ValueError: Such as a thirteenth month or a day without a month.
        """
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        dt.date(
            self.year,
            1 if self.month is None else self.month,
            1 if self.day is None else self.day,
        )

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read ``2005``, ``2005-06`` or ``2005-06-30``.

        Raises:
            ValueError: The text is none of these.
        """
        found = _ISO.fullmatch(text)
        if not found:
            raise ValueError(text)
        year, month, day = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @classmethod
    def of(cls, date: dt.date) -> PartialDate:
        """Take a full date."""
        return cls(date.year, date.month, date.day)

    def __str__(self) -> str:
        """Write the ISO form, as long as what is known."""
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def __lt__(self, other: PartialDate) -> bool:
        """Order by what is known; the less precise stands first."""
        return str(self) < str(other)

    def agrees_with(self, other: PartialDate) -> bool:
        """Whether both can be the same day as far as each is known."""
        mine, theirs = str(self), str(other)
        return mine.startswith(theirs) or theirs.startswith(mine)

    def precedes(self, other: PartialDate) -> bool:
        """Whether this date is the earlier one, whatever the unknown parts are."""
        return self.last_day() < other.first_day()

    def first_day(self) -> dt.date:
        """The first day the date may mean."""
        return dt.date(self.year, self.month or 1, self.day or 1)

    def last_day(self) -> dt.date:
        """The last day that this date can mean."""
        month = 12 if self.month is None else self.month
        last = monthrange(self.year, month)[1]
        return dt.date(self.year, month, last if self.day is None else self.day)

    def age_on(self, day: dt.date) -> int:
        """Completed years on ``day``; an unknown month or day counts as the earliest."""
        birthday = (self.month or 1, self.day or 1)
        return day.year - self.year - ((day.month, day.day) < birthday)
