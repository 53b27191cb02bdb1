"""How a list is asked for and what comes back: search, filters, order and one page of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from partydesk.domain.finding import Marks
from partydesk.domain.ranges import Range

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Picked:
    """Records that somebody has picked out, such as those with one fault of 数据质量.

    Attributes:
        title: What they have in common, as shown.
        numbers: Their 记录号.
    """

    title: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What the user wants to see of a pool.

    Attributes:
        text: Words of the search line (Han, pinyin, initials, tail of a number), separated by
            spaces; a record must match each.
        filters: Field name → words, one of which the record must have.
        ranges: Field name → from–to; figures and dates.
        contains: Field name → words that the field's text must contain.
        conditions: Names of conditions that no single field holds, such as ``unbuilt`` (应建未建);
            all of them must hold.
        picked: The only records wanted; None for no such limit.
        sort: Field name, ``name`` for the order of names by pinyin; empty for the best finds first
            where there is a text, else for the order of names.
        descending: Whether the order is turned round.
        include_retired: Whether retired records are shown too.
        offset: How many rows to leave out.
        limit: How many rows to give at most; None for all.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, Range] = field(default_factory=dict)
    contains: Mapping[str, str] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    picked: Picked | None = None
    sort: str = ""
    descending: bool = False
    include_retired: bool = False
    offset: int = 0
    limit: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is left out besides retired records."""
        asked = self.filters or self.ranges or self.contains or self.conditions
        return bool(self.text.strip() or asked) or self.picked is not None


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list and how many there are in all."""

    rows: tuple[Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One find of the search line.

    Attributes:
        kind: Name of the pool, such as ``talents``.
        id: 记录号.
        label: What people call the record.
        matched: Label of the field in which the words were found.
        marks: Places in the label that the words stand for.
    """

    kind: str
    id: int
    label: str
    matched: str
    marks: Marks = ()
