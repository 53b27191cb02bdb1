"""Lists of a pool as a window shows them: all numbers at once, the records page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from partydesk.db.queries.pools import numbers_of, rows_of
from partydesk.domain.finding import folded, terms_of
from partydesk.domain.listing import Query
from partydesk.domain.pinyin import all_cuts
from partydesk.services.pool_kinds import Pool, pool_of
from partydesk.services.pools import rules_for

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: A find of more records is no help to the next question.
_FEW = 20_000


@dataclass(frozen=True, slots=True)
class Listing:
    """What a query has found.

    Attributes:
        query: The query.
        numbers: 记录号 of all records found, in order.
        rows: The first records.
    """

    query: Query
    numbers: Sequence[int]
    rows: tuple[Any, ...]


def list_records(
    workspace: Workspace, kind: str, query: Query, *, first: int, after: Listing | None = None
) -> Listing:
    """Find records and read the first of them.

    Args:
        workspace: Open workspace.
        kind: The pool.
        query: What the user wants to see.
        first: How many records to read at once.
        after: What the last query has found, if nothing was changed since; typing on then looks
            only among those.
    """
    pool = pool_of(kind)
    within = after.numbers if after is not None and _narrower(query, after) else None
    with workspace.reading() as session:
        rules = rules_for(session, query, workspace.today())
        numbers = numbers_of(session, pool.model, kind, pool.fields, query, rules, within)
        rows = rows_of(session, pool.model, pool.fields, numbers[:first])
        return Listing(query, numbers, _read(pool, rows))


def read_records(workspace: Workspace, kind: str, numbers: Sequence[int]) -> tuple[Any, ...]:
    """Read records by their 记录号, in that order; those that are gone are left out."""
    pool = pool_of(kind)
    with workspace.reading() as session:
        return _read(pool, rows_of(session, pool.model, pool.fields, numbers))


def _read(pool: Pool[Any], rows: Sequence[Any]) -> tuple[Any, ...]:
    """Turn rows into frozen records; rows of plain columns without asking for each by name."""
    if rows and isinstance(rows[0], pool.model):
        return tuple(pool.read(row) for row in rows)
    names = ("id", *(field.name for field in pool.fields))
    return tuple(pool.record(**dict(zip(names, row, strict=True))) for row in rows)


def _narrower(query: Query, after: Listing) -> bool:
    """Whether all that a query can find is among what the last one has found.

    Letters typed on only narrow; a figure typed on may be the end of quite another number.
    """
    before, now = folded(after.query.text), folded(query.text)
    if len(after.numbers) > _FEW or not before.strip() or not now.startswith(before):
        return False
    if any(character.isdigit() for character in now) or not all(map(all_cuts, terms_of(before))):
        return False
    return _without_text(query) == _without_text(after.query)


def _without_text(query: Query) -> tuple[object, ...]:
    """What else a query asks for."""
    narrowing = (query.filters, query.ranges, query.contains)
    return (*map(dict, narrowing), query.conditions, query.include_retired)
