"""Which automatic backups are kept: close together of late, far apart long ago."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_DAYS_IN_MONTH = 31
_DAYS_IN_YEAR = 366
#: Field → its words on screen, least and most.
LIMITS: Mapping[str, tuple[str, int, int]] = {
    "all_days": ("全部保留", 1, 30),
    "daily_days": ("每天保留一份", 1, 366),
    "monthly_months": ("每月保留一份", 0, 120),
    "yearly_years": ("每年保留一份", 0, 30),
}


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long how many are kept; counted back from today.

    Attributes:
        all_days: So many days every backup.
        daily_days: So many days the last one of each day.
        monthly_months: So many months the last one of each month.
        yearly_years: So many years the last one of each year.
    """

    all_days: int
    daily_days: int
    monthly_months: int
    yearly_years: int


def spare_ones(moments: Iterable[dt.datetime], now: dt.datetime, keeping: Keeping) -> set[int]:
    """Name the places of those that may go.

    The days are told by what the backups themselves say, never by the times of files. Those that
    are later than now were made under a wrong clock, or the clock is wrong now: they stay and
    push nothing out. The newest always stays.

    Args:
        moments: When the automatic, sound backups were made; each with its offset.
        now: The moment it is.
        keeping: The rule.
    """
    placed = sorted(((moment, place) for place, moment in enumerate(moments)), reverse=True)
    past = [(moment, place) for moment, place in placed if moment <= now]
    kept = {place for moment, place in placed if moment > now}
    kept.update(place for _, place in past[:1])
    today = now.date()
    spans: tuple[tuple[int, Callable[[dt.date], Hashable]], ...] = (
        (keeping.daily_days, lambda day: day),
        (keeping.monthly_months * _DAYS_IN_MONTH, lambda day: (day.year, day.month)),
        (keeping.yearly_years * _DAYS_IN_YEAR, lambda day: day.year),
    )
    for moment, place in past:
        if _age(moment, today) < keeping.all_days:
            kept.add(place)
    for days, period in spans:
        seen: set[Hashable] = set()
        for moment, place in past:
            if _age(moment, today) < days and period(moment.date()) not in seen:
                seen.add(period(moment.date()))
                kept.add(place)
    return {place for _, place in placed} - kept


def _age(moment: dt.datetime, today: dt.date) -> int:
    return (today - moment.date()).days


def keeping_from(plain: Mapping[str, Any]) -> Keeping:
    """Read a rule as it is stored; what is out of bounds is brought to the nearest bound."""
    values = {
        name: min(max(int(plain[name]), least), most) for name, (_, least, most) in LIMITS.items()
    }
    return Keeping(**values)
