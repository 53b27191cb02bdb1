"""The four clears in SQL, from the same description that reads one record.

See :mod:`partydesk.domain.completeness`; a test holds both readings against each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    type_coerce,
)

from partydesk.db.base import Words
from partydesk.domain.completeness import CLEARS, Asked


def is_blank(table: Any, name: str) -> ColumnElement[bool]:  # noqa: ANN401 - any mapped table
    """Nothing was said in a field of a table; an absent text is never stored as an empty one."""
    column = getattr(table, name)
    if isinstance(column.type, Words):
        return type_coerce(column, Text) == "[]"
    blank: ColumnElement[bool] = column.is_(None)
    return blank


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
    plain, parts = 0, []
    for condition, names in _by_condition(table, every):
        if condition is None:
            plain += len(names)
        else:
            parts.append(case((condition, len(names)), else_=0))
    return _added(parts, plain)


def gap_count(table: Any, every: Iterable[Asked]) -> ColumnElement[int]:  # noqa: ANN401
    """How many of the fields the record is asked for and leaves blank."""
    parts = []
    for condition, names in _by_condition(table, every):
        blanks = _added([case((is_blank(table, name), 1), else_=0) for name in names], 0)
        parts.append(blanks if condition is None else case((condition, blanks), else_=0))
    return _added(parts, 0)


def _by_condition(
    table: Any,  # noqa: ANN401
    every: Iterable[Asked],
) -> list[tuple[ColumnElement[bool] | None, list[str]]]:
    """Put fields together that are asked for on the same condition, so that it is looked at once.

    Over a hundred thousand records that is half of the time.
    """
    groups: dict[object, tuple[ColumnElement[bool] | None, list[str]]] = {}
    for one in every:
        key = (one.where, one.unless)
        groups.setdefault(key, (is_asked(table, one), []))[1].append(one.name)
    return list(groups.values())


def clear_share(table: Any) -> ColumnElement[float]:  # noqa: ANN401
    """Share of what is known of a unit in all that the four clears ask for, 0 to 1."""
    every = [asked for clear in CLEARS.values() for asked in clear]
    asked = asked_count(table, every)
    return type_coerce(cast(asked - gap_count(table, every), Float) / asked, Float)


def _added(parts: Sequence[ColumnElement[int]], plain: int) -> ColumnElement[int]:
    """Add expressions and a number up."""
    total: ColumnElement[int] = literal(plain)
    for place, part in enumerate(parts):
        total = part if not (place or plain) else total + part
    return type_coerce(total, Integer)
