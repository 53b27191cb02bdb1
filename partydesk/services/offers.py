"""Offering records by what somebody begins to write, so that nobody has to know a name by heart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from partydesk.db.queries.pools import page_of
from partydesk.domain.listing import Query
from partydesk.domain.references import Offer
from partydesk.services.pool_kinds import Pool, pool_of, row_of
from partydesk.services.references import numbered_label

if TYPE_CHECKING:
    from partydesk.services.workspace import Workspace

_TAIL = 4


def offer_records(
    workspace: Workspace, kind: str, typed: str, limit: int = 20
) -> tuple[Offer, ...]:
    """Offer the records of a pool that may be meant by what was typed.

    Args:
        workspace: Open workspace.
        kind: The pool.
        typed: Han, pinyin, initials or the tail of a number.
        limit: How many at most.

    Returns:
        The offers; the label of a namesake is its number, so that it means one record only.

    Raises:
        NotFound: There is no such pool.
    """
    pool = pool_of(kind)
    with workspace.reading() as session:
        wanted = Query(text=typed, limit=limit)
        rows, _ = page_of(session, pool.model, kind, pool.fields, wanted)
        records = [pool.read(row) for row in rows]
        twice = _namesakes(session, pool, [record.name for record in records])
    return tuple(_offer(pool, record, twice=record.name in twice) for record in records)


def offer_record(workspace: Workspace, kind: str, record_id: int) -> Offer:
    """Give what is to be written to mean one record.

    Raises:
        NotFound: There is no such pool or record.
    """
    pool = pool_of(kind)
    with workspace.reading() as session:
        record = pool.read(row_of(session, pool, record_id))
        return _offer(pool, record, twice=bool(_namesakes(session, pool, [record.name])))


def _namesakes(session: Session, pool: Pool[Any], names: list[str]) -> set[str]:
    """Tell which of the names several records of the pool have."""
    name = pool.model.name  # type: ignore[attr-defined]
    counted = select(name).where(name.in_(names)).group_by(name).having(func.count() > 1)
    return set(session.scalars(counted))


def _offer(pool: Pool[Any], record: Any, *, twice: bool) -> Offer:  # noqa: ANN401 - by pool
    """Write one offer."""
    number = getattr(record, pool.number) or ""
    place = getattr(record, "township", "") or ""
    if twice:
        label = number or numbered_label(record.name, record.id)
        return Offer(label, " · ".join(word for word in (record.name, place) if word))
    tail = f"…{number[-_TAIL:]}" if number else ""
    return Offer(record.name, " · ".join(word for word in (place, tail) if word))
