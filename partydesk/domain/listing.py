"""How a list is asked for and what comes back: search, filters, order and one page of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Query:
    """What the user wants to see of a pool.

    Attributes:
        text: Words of the search line (Han, pinyin, initials, tail of a number), separated by
            spaces; a record must match each.
        filters: Field name → words, one of which the record must have.
        conditions: Names of conditions that no single field holds, such as ``unbuilt`` (应建未建);
            all of them must hold.
        sort: Field name; empty for the order of names by pinyin.
        descending: Whether the order is turned round.
        include_retired: Whether retired records are shown too.
        offset: How many rows to leave out.
        limit: How many rows to give at most; None for all.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    sort: str = ""
    descending: bool = False
    include_retired: bool = False
    offset: int = 0
    limit: int | None = None


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
    """

    kind: str
    id: int
    label: str
    matched: str
