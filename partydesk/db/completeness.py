"""The four clears in SQL, from the same description that reads one record.

See :mod:`partydesk.domain.completeness`; a test holds both readings against each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    type_coerce,
)

from partydesk.domain.completeness import CLEARS, Asked


def is_blank(table: Any, name: str) -> ColumnElement[bool]:  # noqa: ANN401 - any mapped table
    """Nothing was said in a field of a table."""
    column = getattr(table, name)
    return or_(column.is_(None), type_coerce(column, Text).in_(("", "[]")))


def is_asked(table: Any, asked: Asked) -> ColumnElement[bool] | None:  # noqa: ANN401
    """The record is asked for this field; None where every record is."""
    conditions: list[ColumnElement[bool]] = []
    if asked.where:
        name, words = asked.where
        conditions.append(func.coalesce(getattr(table, name).in_(sorted(words)), False))
    if asked.unless:
        name, words = asked.unless
        conditions.append(~func.coalesce(getattr(table, name).in_(sorted(words)), False))
    return and_(*conditions) if conditions else None


def is_gap(table: Any, asked: Asked) -> ColumnElement[bool]:  # noqa: ANN401
    """The record is asked for this field and leaves it blank."""
    condition, blank = is_asked(table, asked), is_blank(table, asked.name)
    return blank if condition is None else and_(condition, blank)


def asked_count(table: Any, every: Iterable[Asked]) -> ColumnElement[int]:  # noqa: ANN401
    """How many of the fields the record is asked for."""
    return _added(1 if (c := is_asked(table, one)) is None else case((c, 1), else_=0)
                  for one in every)  # fmt: skip


def gap_count(table: Any, every: Iterable[Asked]) -> ColumnElement[int]:  # noqa: ANN401
    """How many of the fields the record is asked for and leaves blank."""
    return _added(case((is_gap(table, one), 1), else_=0) for one in every)


def clear_share(table: Any) -> ColumnElement[float]:  # noqa: ANN401
    """Share of what is known of a unit in all that the four clears ask for, 0 to 1."""
    every = [asked for clear in CLEARS.values() for asked in clear]
    asked = asked_count(table, every)
    return type_coerce(cast(asked - gap_count(table, every), Float) / asked, Float)


def _added(parts: Iterable[Any]) -> ColumnElement[int]:
    """Add numbers and expressions up."""
    plain, total = 0, None
    for part in parts:
        if isinstance(part, int):
            plain += part
        else:
            total = part if total is None else total + part
    return type_coerce(literal(plain) if total is None else total + plain, Integer)
