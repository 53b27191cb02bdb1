"""Which records of a pool are meant, and reading and writing them so many at a time.

They are named by their numbers, or by the query that lists them, so that "all 100,000 found" need
not pass through the window.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from partydesk.db.base import Base
from partydesk.domain.fields import Field
from partydesk.domain.listing import Query
from partydesk.services.pool_kinds import Pool
from partydesk.services.pools import find_numbers

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

#: Which records: their numbers, or the query that lists them.
Chosen = Sequence[int] | Query

#: Rows asked for by number at once; the driver takes no more than 32,766 values.
_BATCH = 500
_COUNTERS = {"talents": "人", "enterprises": "家", "organizations": "个"}


def counter_of(kind: str) -> str:
    """The counting word of a pool's records."""
    return _COUNTERS.get(kind, "条")


def chosen_numbers(workspace: Workspace, kind: str, chosen: Chosen) -> Sequence[int]:
    """Give the numbers of the chosen records, each once."""
    if isinstance(chosen, Query):
        return find_numbers(workspace, kind, chosen)
    return tuple(dict.fromkeys(chosen))


def read_batches(
    session: Session, pool: Pool[Any], numbers: Sequence[int]
) -> Iterator[tuple[int, list[tuple[int, Base | None]]]]:
    """Read rows so many at a time, in the order of the numbers; None for those that are gone."""
    model: Any = pool.model
    for start in range(0, len(numbers), _BATCH):
        part = numbers[start : start + _BATCH]
        found = {row.id: row for row in session.scalars(select(model).where(model.id.in_(part)))}
        yield start + len(part), [(number, found.get(number)) for number in part]


def write_moved(row: Base, fields: Sequence[Field], before: object, after: object) -> None:
    """Write what differs between two records into a row."""
    for field in fields:
        value = getattr(after, field.name)
        if value != getattr(before, field.name):
            setattr(row, field.name, value)
