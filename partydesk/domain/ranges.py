"""From–to for figures and dates: what a filter asks of a field whose values have an order."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from partydesk.domain.errors import Reason
from partydesk.domain.fields import Field, Kind
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.values import ValueRefused, parse

#: A bound of a range; dates of either kind are bounded by dates known to the year, month or day.
Bound = int | Decimal | PartialDate
DATES = frozenset({Kind.DATE, Kind.PARTIAL_DATE})
FIGURES = frozenset({Kind.INTEGER, Kind.MONEY})
#: Kinds that can be asked for from–to.
RANGED = DATES | FIGURES
#: Kinds that can be asked whether they contain some words.
CONTAINING = frozenset({Kind.TEXT, Kind.LONG_TEXT, Kind.NAME})


@dataclass(frozen=True, slots=True)
class Range:
    """From–to, both ends included; an end that is None is open.

    A date known only to the year or month lies in a range if it can: 1970 lies in from 1970-07.
    """

    low: Bound | None = None
    high: Bound | None = None

    def __bool__(self) -> bool:
        """Whether it asks for anything."""
        return self.low is not None or self.high is not None


def read_bound(field: Field, text: str, today: dt.date) -> Bound | None:
    """Read one end of a range as typed; None where nothing was typed.

    Raises:
        ValueRefused: It is no figure or no date.
    """
    if not text.strip():
        return None
    kind = Kind.PARTIAL_DATE if field.kind in DATES else field.kind
    value = parse(dataclasses.replace(field, kind=kind), text, today=today).value
    if isinstance(value, int | Decimal | PartialDate):
        return value
    raise ValueRefused(Reason("range_kind", f"{field.label}不能按范围查找"))


def read_range(field: Field, low: str, high: str, today: dt.date) -> Range:
    """Read both ends as typed.

    Raises:
        ValueRefused: One is no figure or no date, or nothing can lie between them.
    """
    first, last = read_bound(field, low, today), read_bound(field, high, today)
    if first is not None and last is not None and _after(first, last):
        raise ValueRefused(Reason("range_empty", "起点在终点之后，请对调"))
    return Range(first, last)


def _after(first: Bound, last: Bound) -> bool:
    """Whether nothing can lie between the two."""
    if isinstance(first, PartialDate) and isinstance(last, PartialDate):
        return not first.agrees_with(last) and last < first
    if isinstance(first, PartialDate) or isinstance(last, PartialDate):
        raise TypeError(first, last)
    return first > last


def range_in_words(wanted: Range) -> str:
    """Say a range as people write it: ``20 至 50``, ``1970 起``, ``至 2020-06``; without unit."""
    if wanted.low == wanted.high:
        return str(wanted.low)
    if wanted.low is None:
        return f"至 {wanted.high}"
    return f"{wanted.low} 起" if wanted.high is None else f"{wanted.low} 至 {wanted.high}"


def written_bound(bound: Bound | None) -> str:
    """Write an end of a range so that :func:`read_bound` reads it again."""
    return "" if bound is None else str(bound)
