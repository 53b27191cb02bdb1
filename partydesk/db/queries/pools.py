"""Reading a pool: what a query finds, in which order, and one page of it, all in SQL.

What a query finds is given as the numbers of all records in their order: that is one walk through
the search index, from which count, place and every page follow without asking again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import compress
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, func, literal, or_, select, type_coerce
from sqlalchemy.orm import Session

from partydesk.db import search
from partydesk.db.base import Base
from partydesk.db.queries.conditions import Rules, asked_for
from partydesk.db.search import SearchRow
from partydesk.domain.fields import Field, Kind
from partydesk.domain.listing import Query
from partydesk.domain.partial_date import PartialDate
from partydesk.domain.ranges import Bound, Range

#: So many rows can be asked for by their numbers; the driver takes no more than 32,766 values.
_BATCH = 1000


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
    if query.limit == 0:
        return [], count_of(session, model, kind, fields, query, rules)
    numbers = numbers_of(session, model, kind, fields, query, rules)
    end = None if query.limit is None else query.offset + query.limit
    return rows_of(session, model, fields, numbers[query.offset : end]), len(numbers)


def count_of(
    session: Session,
    model: type[Base],
    kind: str,
    fields: Sequence[Field],
    query: Query,
    rules: Rules | None = None,
) -> int:
    """Count the records that a query finds."""
    found = select(func.count()).select_from(SearchRow)
    return session.scalar(_wanted(found, model, kind, fields, query, rules)) or 0


def rows_of(
    session: Session, model: type[Base], fields: Sequence[Field], numbers: Sequence[int]
) -> list[Any]:
    """Read records by their numbers, in the order of the numbers; those that are gone are left out.

    Args:
        session: Open session.
        model: The pool's table.
        fields: The record's described fields.
        numbers: 记录号.
    """
    table: Any = model
    linked = any(field.kind is Kind.REFERENCES for field in fields)
    # Plain columns cost half of what an object with its identity costs; links need the object.
    columns = (table,) if linked else (table.id, *(getattr(table, f.name) for f in fields))
    by_number: dict[int, Any] = {}
    for start in range(0, len(numbers), _BATCH):
        page = select(*columns).where(table.id.in_(numbers[start : start + _BATCH]))
        rows = session.scalars(page) if linked else session.execute(page)
        by_number.update((row.id, row) for row in rows)
    return [by_number[number] for number in numbers if number in by_number]


def numbers_of(
    session: Session,
    model: type[Base],
    kind: str,
    fields: Sequence[Field],
    query: Query,
    rules: Rules | None = None,
    within: Sequence[int] | None = None,
) -> list[int]:
    """Give the numbers of all records that a query finds, in its order, without reading them.

    ``offset`` and ``limit`` do not matter.

    Args:
        session: Open session.
        model: The pool's table.
        kind: Name of the pool.
        fields: The record's described fields.
        query: What the user wants to see.
        rules: What the query's conditions are held against; None where it has none.
        within: Records outside of which nothing can be found, as a narrower query follows a wider
            one with every key; None if nothing is known.
    """
    ranked = bool(query.text.strip()) and not query.sort
    columns: Select[Any] = select(SearchRow.record_id)
    if ranked:
        columns = columns.add_columns(search.tier_of(query.text).label("tier"))
    found = _wanted(columns, model, kind, fields, query, rules, within)
    numbers, tiers = _listed(session, _in_order(found, model, query))
    return _by_tier(numbers, tiers) if ranked else numbers


def _listed(session: Session, ordered: Select[Any]) -> tuple[list[int], str]:
    """Give the numbers of what is found and, where they are asked for, the tiers, a figure each."""
    found = ordered.subquery()
    # Two texts instead of a row for each number: a hundred thousand rows take four times as long.
    tiers = func.group_concat(found.c.tier, "") if "tier" in found.c else literal("")
    listed = session.execute(select(func.group_concat(found.c.record_id), tiers)).one()
    return json.loads(f"[{listed[0] or ''}]"), listed[1] or ""


def best_of(
    session: Session,
    model: type[Base],
    kind: str,
    fields: Sequence[Field],
    query: Query,
    limit: int,
    rules: Rules | None = None,
    better_within: Sequence[int] | None = None,
) -> tuple[list[int], int]:
    """Give the numbers of the first records that a query with a text finds, best first.

    They are those that :func:`numbers_of` begins with. Once there are enough, the walk in the order
    of names goes on only to what is better; so every row is looked at once, and few are where many
    are found.

    Args:
        session: Open session.
        model: The pool's table.
        kind: Name of the pool.
        fields: The record's described fields.
        query: What the user wants to see; has a text and no order.
        limit: How many numbers to give.
        rules: What the query's conditions are held against; None where it has none.
        better_within: Records outside of which nothing can begin with the text; None if nothing is
            known.

    Returns:
        The numbers, and how many of them are of names that begin with the text or are spelled so;
        fewer than ``limit`` are all there are.
    """
    chosen: list[Any] = [SearchRow.record_id, search.tier_of(query.text).label("tier")]
    numbers: list[int] = []
    tiers = ""
    for worst, grade in search.grades_of(query.text):
        wanted = limit - sum(int(tier) <= worst for tier in tiers)
        if wanted <= 0:
            continue
        # The grade stands first: it is the quicker to refuse a row.
        columns: Select[Any] = select(*chosen).where(grade)
        if numbers:
            columns = columns.where(_behind(session, kind, numbers[-1]))
        within = better_within if worst < search.INSIDE else None
        found = _wanted(columns, model, kind, fields, query, rules, within)
        further, theirs = _listed(session, _in_order(found, model, query).limit(wanted))
        numbers, tiers = numbers + further, tiers + theirs
        if len(further) < wanted:
            break
    better = sum(int(tier) < search.INSIDE for tier in tiers)
    return _by_tier(numbers, tiers)[:limit], min(better, limit)


def _behind(session: Session, kind: str, number: int) -> ColumnElement[bool]:
    """Only what stands behind a record in the order of names."""
    place = select(SearchRow.sort_key).where(
        search.finding(kind, "", include_retired=True, within=[number])
    )
    return search.behind(session.scalars(place).one(), number)


def _by_tier(numbers: list[int], tiers: str) -> list[int]:
    """Put better finds before others; within a tier the order, which is that of names, stays.

    Args:
        numbers: 记录号.
        tiers: One figure for each.
    """
    there = sorted(set(tiers))
    if len(there) < 2:  # noqa: PLR2004 - nothing to part
        return numbers
    return [number for tier in there for number in compress(numbers, map(tier.__eq__, tiers))]


def _wanted(
    found: Select[Any],
    model: type[Base],
    kind: str,
    fields: Sequence[Field],
    query: Query,
    rules: Rules | None,
    within: Sequence[int] | None = None,
) -> Select[Any]:
    """Leave what the search line and the filters leave."""
    retired = query.include_retired
    found = found.where(search.finding(kind, query.text, include_retired=retired, within=within))
    if query.picked is not None:
        found = found.where(search.among(query.picked.numbers))
    conditions = [*_filters(model, fields, query), *asked_for(kind, query, rules)]
    if conditions:
        # One walk through the table, then one through the index: joining them row by row would
        # read the wide rows in the order of names, criss-cross through the file.
        table: Any = model
        found = found.where(SearchRow.record_id.in_(select(table.id).where(*conditions)))
    return found


def _filters(model: type[Base], fields: Sequence[Field], query: Query) -> list[ColumnElement[bool]]:
    """What the filters ask of the pool's table."""
    conditions = []
    for field in fields:
        column = getattr(model, field.name, None)
        if words := query.filters.get(field.name):
            conditions.append(_one_of(column, field, words))
        if wanted := query.ranges.get(field.name):
            conditions.append(_between(column, wanted))
        if text := query.contains.get(field.name):
            conditions.append(column.icontains(text, autoescape=True))  # type: ignore[union-attr]
    return conditions


def _one_of(column: Any, field: Field, words: tuple[str, ...]) -> ColumnElement[bool]:  # noqa: ANN401
    """The record has one of the words in this field; the empty word means nothing is there."""
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


def _between(column: Any, wanted: Range) -> ColumnElement[bool]:  # noqa: ANN401
    """The value lies in the range; a date known to the year or month does if it can."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.low is not None:
        here, there = _alike(column, wanted.low)
        conditions.append(here >= there)
    if wanted.high is not None:
        here, there = _alike(column, wanted.high)
        conditions.append(here <= there)
    return and_(*conditions)


def _alike(column: Any, bound: Bound) -> tuple[Any, Any]:  # noqa: ANN401
    """Give value and bound as they can be compared: dates as far as both are known."""
    if not isinstance(bound, PartialDate):
        return column, bound
    text = type_coerce(column, Text)
    return func.substr(text, 1, len(str(bound))), func.substr(str(bound), 1, func.length(text))


def _in_order(found: Select[Any], model: type[Base], query: Query) -> Select[Any]:
    """Put the rows in order; names by pinyin, everything else by value and then by name."""
    by_name = (SearchRow.sort_key, SearchRow.record_id)
    if query.sort in {"", "name"}:
        return found.order_by(*(key.desc() if query.descending else key for key in by_name))
    table: Any = model
    column = getattr(table, query.sort)
    wanted = column.desc() if query.descending else column.asc()
    joined = found.join(table, table.id == SearchRow.record_id)
    return joined.order_by(wanted.nulls_last(), *by_name)
