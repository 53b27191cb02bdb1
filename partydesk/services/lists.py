"""Lists of a pool as a window shows them: all numbers at once, the records page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from partydesk.db.queries.pools import best_of, numbers_of, rows_of
from partydesk.domain.finding import folded, terms_of
from partydesk.domain.listing import Query
from partydesk.domain.pinyin import all_cuts
from partydesk.services.pool_kinds import Pool, pool_of
from partydesk.services.pools import rules_for

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Looking so many records up one by one still takes less time than walking through all.
_FEW = 4_000


@dataclass(frozen=True, slots=True)
class Listing:
    """What a query has found.

    Attributes:
        query: The query.
        numbers: 记录号 of all records found, in order.
        rows: The first records.
        wider: A find among which this one was looked for.
        complete: Whether ``numbers`` are all; else they are the first, and there may be more.
        better: How many of ``numbers``, from the first, are of names that begin with the text or
            are spelled so, if these are known to be all such; else None.
    """

    query: Query
    numbers: Sequence[int]
    rows: tuple[Any, ...]
    wider: Listing | None = None
    complete: bool = True
    better: int | None = None


def list_records(
    workspace: Workspace,
    kind: str,
    query: Query,
    *,
    first: int,
    after: Listing | None = None,
    quick: bool = False,
) -> Listing:
    """Find records and read the first of them.

    Args:
        workspace: Open workspace.
        kind: The pool.
        query: What the user wants to see.
        first: How many records to read at once.
        after: What the last query has found, if nothing was changed since; typing on then looks
            only among those.
        quick: Whether the first records will do for the moment, where there are many.
    """
    pool = pool_of(kind)
    wider = _wider(query, after)
    within = None if wider is None else wider.numbers
    with workspace.reading() as session:
        rules = rules_for(session, query, workspace.today())
        complete = True
        better = after.better if after is not None and after.query == query else None
        best_first = query.text.strip() and not query.sort and not query.descending
        if quick and within is None and best_first:
            # As many as help the next question; who types on quickly never gets further.
            likely = _likely(query, after)
            numbers, some = best_of(
                session, pool.model, kind, pool.fields, query, _FEW, rules, likely
            )
            complete = len(numbers) < _FEW
            better = some if some < _FEW else None
        else:
            numbers = numbers_of(session, pool.model, kind, pool.fields, query, rules, within)
        rows = rows_of(session, pool.model, pool.fields, numbers[:first])
        return Listing(query, numbers, _read(pool, rows), wider, complete, better)


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


def _wider(query: Query, after: Listing | None) -> Listing | None:
    """Give an earlier find that holds all that a query can find; None if there is none."""
    if after is None:
        return None
    whole = after if after.complete and _all_cuts(after.query) else after.wider
    short = whole is not None and len(whole.numbers) <= _FEW
    return whole if whole is not None and short and _narrower(query, whole.query) else None


def _likely(query: Query, after: Listing | None) -> Sequence[int] | None:
    """Give the records outside of which no name can begin with what a query asks for, if known."""
    if after is None or after.better is None or not _all_cuts(after.query):
        return None
    return after.numbers[: after.better] if _narrower(query, after.query) else None


def _all_cuts(query: Query) -> bool:
    """Whether a find holds what the next letter can find.

    Of a long run of letters only the likeliest cuts are looked up; the next letter may make another
    one likely.
    """
    return all(map(all_cuts, terms_of(query.text)))


def _narrower(query: Query, wider: Query) -> bool:
    """Whether a query can only find what an earlier one has found.

    Letters typed on only narrow; a figure typed on may be the end of quite another number.
    """
    before, now = folded(wider.text), folded(query.text)
    if not before.strip() or not now.startswith(before):
        return False
    if any(character.isdigit() for character in now):
        return False
    return _without_text(query) == _without_text(wider)


def _without_text(query: Query) -> tuple[object, ...]:
    """What else a query asks for."""
    narrowing = (query.filters, query.ranges, query.contains)
    return (*map(dict, narrowing), query.conditions, query.picked, query.include_retired)
