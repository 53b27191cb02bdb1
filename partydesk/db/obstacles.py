"""Which later action stands in the way of an undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Table, UniqueConstraint, column, func, select, table
from sqlalchemy.orm import Session

from partydesk.db.base import Base
from partydesk.db.journal import ActionRow, ChangeRow, Image
from partydesk.db.reversal import Conflict, Trouble, links_to

_BATCH = 500


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a later action left its trace.

    Attributes:
        table: The table.
        row_id: The row's number.
        columns: The columns that matter; none for the row as a whole.
    """

    table: str
    row_id: int
    columns: tuple[str, ...] = ()


def obstacles_of(
    session: Session, action_id: int, conflicts: Sequence[Conflict]
) -> list[ActionRow | None]:
    """Give for each conflict the last action that made it; None where that cannot be told.

    Args:
        session: Open session in which the action was tried to be taken back.
        action_id: The action.
        conflicts: What stood in the way.
    """
    places = _places(session, action_id, conflicts)
    traces = _traces(session, action_id, {place for place in places if place is not None})
    actions = {number: session.get(ActionRow, number) for number in {*traces.values()}}
    return [
        actions.get(traces[place]) if place is not None and place in traces else None
        for place in places
    ]


def _places(session: Session, action_id: int, conflicts: Sequence[Conflict]) -> list[_Place | None]:
    """Say for each conflict in which row to look."""
    linked = defaultdict(set)
    for conflict in conflicts:
        if conflict.trouble is Trouble.REFERENCED:
            linked[conflict.table].add(conflict.row_id)
    links = {table: _linking(session, table, sorted(rows)) for table, rows in linked.items()}
    found: list[_Place | None] = []
    for conflict in conflicts:
        if conflict.trouble is Trouble.REFERENCED:
            found.append(links[conflict.table].get(conflict.row_id))
        elif conflict.trouble in {Trouble.CLASHES, Trouble.NO_PLACE}:
            found.append(_rival(session, action_id, conflict))
        else:
            found.append(_Place(conflict.table, conflict.row_id, conflict.columns))
    return found


def _linking(session: Session, target: str, rows: Sequence[int]) -> dict[int, _Place]:
    """Find the youngest row that links to each of some rows."""
    found: dict[int, _Place] = {}
    for link in links_to(Base.metadata.tables[target]):
        for start in range(0, len(rows), _BATCH):
            asked = select(link, func.max(link.table.c.id)).where(
                link.in_(rows[start : start + _BATCH])
            )
            for row, other in session.execute(asked.group_by(link)):
                found[row] = _Place(link.table.name, other)
    return found


def _rival(session: Session, action_id: int, conflict: Conflict) -> _Place | None:
    """Find the row that holds by now what the conflicting row held and nobody else may."""
    described = Base.metadata.tables[conflict.table]
    # Images are as stored, and are compared with what is stored.
    plain = table(described.name, *(column(one.name) for one in described.columns))
    image = session.scalar(
        select(ChangeRow.before).where(
            ChangeRow.action_id == action_id,
            ChangeRow.table_name == conflict.table,
            ChangeRow.row_id == conflict.row_id,
        )
    )
    for names in _unique(described):
        if image and all(image.get(name) is not None for name in names):
            same = [plain.c[name] == image[name] for name in names]
            other = session.scalar(select(plain.c.id).where(*same, plain.c.id != conflict.row_id))
            if other is not None:
                return _Place(conflict.table, other, tuple(names))
    return None


def _unique(described: Table) -> list[list[str]]:
    """List the columns that no two rows of a table may share."""
    keys = [one.columns for one in described.constraints if isinstance(one, UniqueConstraint)]
    indexes = [one.columns for one in described.indexes if one.unique]
    return [[one.name for one in columns] for columns in (*keys, *indexes)]


def _traces(session: Session, action_id: int, places: set[_Place]) -> dict[_Place, int]:
    """Give for each place the last later action that moved what matters there."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for place in places:
        numbers[place.table].add(place.row_id)
    later: dict[tuple[str, int], list[tuple[int, Image | None]]] = defaultdict(list)
    for name, rows in numbers.items():
        wanted = sorted(rows)
        for start in range(0, len(wanted), _BATCH):
            _read(session, action_id, name, wanted[start : start + _BATCH], later)
    found = {}
    for place in places:
        for number, moved in later[place.table, place.row_id]:
            if not place.columns or moved is None or not moved.keys().isdisjoint(place.columns):
                found[place] = number
                break
    return found


def _read(
    session: Session,
    action_id: int,
    name: str,
    rows: Sequence[int],
    later: dict[tuple[str, int], list[tuple[int, Image | None]]],
) -> None:
    """Read what later actions did to some rows, the last first; of whole rows no image."""
    statement = select(
        ChangeRow.row_id, ChangeRow.action_id, ChangeRow.operation, ChangeRow.after
    ).where(
        ChangeRow.table_name == name, ChangeRow.row_id.in_(rows), ChangeRow.action_id > action_id
    )
    for row, number, operation, after in session.execute(statement.order_by(ChangeRow.id.desc())):
        later[name, row].append((number, after if operation == "update" else None))
