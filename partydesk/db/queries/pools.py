"""Reading one page of a pool: search, filters, order and count, all in SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from partydesk.db import search
from partydesk.db.base import Base
from partydesk.db.queries.conditions import Rules, asked_for
from partydesk.db.search import SearchRow
from partydesk.domain.fields import Field
from partydesk.domain.listing import Query

#: So many rows can be asked for by their numbers; the driver takes no more than 32,766 values.
_PAGE = 1000


def page_of(
    session: Session,
    model: type[Base],
    kind: str,
    fields: Sequence[Field],
    query: Query,
    rules: Rules | None = None,
) -> tuple[list[Any], int]:
    """Give the rows of one page and the total.

    Args:
        session: Open session.
        model: The pool's table.
        kind: Name of the pool.
        fields: The record's described fields.
        query: What the user wants to see.
        rules: What the query's conditions are held against; None where it has none.
    """
    table: Any = model
    statement = _wanted(table, kind, fields, query, rules)
    ordered = statement.order_by(*_order(table, query)).offset(query.offset).limit(query.limit)
    if query.limit is None or query.limit > _PAGE:
        return list(session.scalars(ordered)), _count(session, statement, table)
    # Numbers and count in one look through the index; then only the page's rows are read.
    found = session.execute(ordered.with_only_columns(table.id, func.count().over())).all()
    if not found:
        return [], _count(session, statement, table)
    page = select(table).where(table.id.in_([number for number, _ in found]))
    by_number = {row.id: row for row in session.scalars(page)}
    return [by_number[number] for number, _ in found], found[0][1]


def _count(session: Session, statement: Select[Any], table: Any) -> int:  # noqa: ANN401
    """Count the rows that are wanted."""
    counted = statement.with_only_columns(table.id).subquery()
    return session.scalar(select(func.count()).select_from(counted)) or 0


def numbers_of(
    session: Session,
    model: type[Base],
    kind: str,
    fields: Sequence[Field],
    query: Query,
    rules: Rules | None = None,
) -> list[int]:
    """Give the numbers of all records that a query finds, in its order, without reading them."""
    table: Any = model
    wanted = _wanted(table, kind, fields, query, rules).with_only_columns(table.id)
    return list(session.scalars(wanted.order_by(*_order(table, query))))


def place_of(
    session: Session,
    model: type[Base],
    kind: str,
    fields: Sequence[Field],
    query: Query,
    record_id: int,
    rules: Rules | None = None,
) -> int | None:
    """Give the place of a record in the list a query describes, from 0; None if it is not there.

    Its ``offset`` and ``limit`` do not matter.
    """
    table: Any = model
    numbered = (
        _wanted(table, kind, fields, query, rules)
        .with_only_columns(
            table.id.label("id"), func.row_number().over(order_by=_order(table, query)).label("n")
        )
        .subquery()
    )
    number = session.scalar(select(numbered.c.n).where(numbered.c.id == record_id))
    return None if number is None else number - 1


def _wanted(
    table: Any,  # noqa: ANN401
    kind: str,
    fields: Sequence[Field],
    query: Query,
    rules: Rules | None,
) -> Select[Any]:
    """Select what the search line and the filters leave."""
    return (
        select(table)
        .join(SearchRow, SearchRow.record_id == table.id)
        .where(
            search.finding(kind, query.text, include_retired=query.include_retired),
            *(
                _one_of(table, field, query.filters[field.name])
                for field in fields
                if query.filters.get(field.name)
            ),
            *asked_for(kind, query, rules),
        )
    )


def _one_of(table: Any, field: Field, words: tuple[str, ...]) -> ColumnElement[bool]:  # noqa: ANN401
    """The record has one of the words in this field; the empty word means nothing is there."""
    column = getattr(table, field.name)
    if field.several:
        text = type_coerce(column, Text)
        return or_(
            *(text.contains(_quoted(w), autoescape=True) if w else text == "[]" for w in words)
        )
    conditions = [column.is_(None)] if "" in words else []
    named = [field.choices(word) if field.choices else word for word in words if word]
    return or_(column.in_(named), *conditions)


def _quoted(word: str) -> str:
    """A word as the stored list writes it."""
    return json.dumps(word, ensure_ascii=False)


def _order(table: Any, query: Query) -> tuple[Any, ...]:  # noqa: ANN401
    """Put the rows in order; names by pinyin, everything else by value and then by name."""
    if not query.sort or query.sort == "name":
        first = SearchRow.sort_key.desc() if query.descending else SearchRow.sort_key.asc()
        return (first, table.id)
    column = getattr(table, query.sort)
    wanted = column.desc() if query.descending else column.asc()
    return (wanted.nulls_last(), SearchRow.sort_key, table.id)
