"""Moving everything that hangs on some rows over to another row of the same table.

What hangs on a row is read from the metadata, so that a table made tomorrow is not forgotten. Where
two links would become one and say the same, one of them goes; where they contradict each other,
nothing may be done before somebody has decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Column, ColumnElement, Index, Table, UniqueConstraint, and_, select
from sqlalchemy.orm import Session

from partydesk.db.base import Base

#: Rows asked for by number at once; the driver takes no more than 32,766 values.
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Move:
    """A row that will link to another row than before.

    Attributes:
        row: The row.
        values: Attribute → number of the row it will link to.
    """

    row: Base
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Clash:
    """Two rows that would become one and do not say the same.

    Attributes:
        table: Their table.
        standing: The one.
        other: The other.
        differing: Columns in which they differ.
    """

    table: str
    standing: Base
    other: Base
    differing: tuple[str, ...]


@dataclass(slots=True)
class Relinking:
    """What moving the links comes to; nothing is written yet.

    Attributes:
        moves: Rows that will link elsewhere.
        doubled: Rows that say what another one says, those that others hang on first.
        clashes: What stands in the way.
    """

    moves: list[Move] = field(default_factory=list)
    doubled: list[Base] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


def plan_relinking(
    session: Session, model: type[Base], kept: int, lost: Sequence[int]
) -> Relinking:
    """Look at everything that hangs on the lost rows; nothing is written.

    Args:
        session: Open session, flushed.
        model: Their table.
        kept: Number of the row that everything will hang on.
        lost: Numbers of the rows that will go.
    """
    plan = Relinking()
    # Table → number of a row that goes → number of the row that stands for it.
    heirs: dict[str, dict[int, int]] = {model.__tablename__: dict.fromkeys(lost, kept)}
    for table in Base.metadata.sorted_tables:  # parents first: their doubles decide below
        columns = [
            key.parent
            for key in table.foreign_keys
            if heirs.get(key.column.table.name) and key.column.table is not table
        ]
        if columns:
            heirs[table.name] = _Heirs(session, table, columns, heirs).settle(plan)
    return plan


def carry_out(session: Session, plan: Relinking) -> None:
    """Write a plan without clashes; nothing is committed.

    Each step is flushed by itself, so that the journal holds them in an order in which they can be
    taken back: what hangs on a row comes after the row.
    """
    for move in plan.moves:
        for attribute, number in move.values.items():
            setattr(move.row, attribute, number)
    session.flush()
    for row in reversed(plan.doubled):
        session.delete(row)
        session.flush()


class _Heirs:
    """Decides for one table which rows move and which go."""

    def __init__(
        self,
        session: Session,
        table: Table,
        columns: Sequence[Column[Any]],
        heirs: Mapping[str, Mapping[int, int]],
    ) -> None:
        self._session, self._table = session, table
        self._model: Any = _model_of(table)
        attributes = self._model.__mapper__.get_property_by_column
        self._moved = {
            str(attributes(column).key): heirs[key.column.table.name]
            for column in columns
            for key in column.foreign_keys
        }
        self._names = {column.name: str(attributes(column).key) for column in table.columns}

    def settle(self, plan: Relinking) -> dict[int, int]:
        """Put the table's rows into the plan; gives which row stands for one that goes."""
        moving = self._rows({name: heirs.keys() for name, heirs in self._moved.items()})
        if not moving:  # the usual case, and rows that stay do not contradict each other
            return {}
        leaving = {row.id for row in moving}
        standing = self._rows({name: set(heirs.values()) for name, heirs in self._moved.items()})
        standing = [row for row in standing if row.id not in leaving]
        doubles: dict[int, int] = {}
        clashing: set[int] = set()
        for one, other in self._meetings([*standing, *moving]):
            if other.id in doubles or other.id in clashing:
                continue
            differing = self._differing(one, other)
            if differing:
                clashing.add(other.id)
                plan.clashes.append(Clash(self._table.name, one, other, differing))
            else:
                doubles[other.id] = doubles.get(one.id, one.id)
                plan.doubled.append(other)
        plan.moves.extend(
            Move(row, self._new_links(row)) for row in moving if row.id not in doubles
        )
        return doubles

    def _rows(self, linking: Mapping[str, Any]) -> list[Any]:
        """Read the rows that link to some numbers, in the order of their own."""
        found: dict[int, Any] = {}
        for name, numbers in linking.items():
            some = sorted(numbers)
            for start in range(0, len(some), _BATCH):
                wanted = getattr(self._model, name).in_(some[start : start + _BATCH])
                rows = self._session.scalars(select(self._model).where(wanted))
                found.update((row.id, row) for row in rows.unique())
        return [found[number] for number in sorted(found)]

    def _new_links(self, row: Any) -> dict[str, int]:  # noqa: ANN401 - a row of any table
        """What a row will link to where that is another row than now."""
        links = ((name, getattr(row, name), heirs) for name, heirs in self._moved.items())
        return {name: heirs[now] for name, now, heirs in links if now in heirs}

    def _meetings(self, rows: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        """Give rows that could not stand beside each other, the one that came first in front."""
        for columns, condition in _unique_columns(self._table):
            names = [self._names[column.name] for column in columns]
            if not self._moved.keys() & set(names):
                continue
            concerned = rows if condition is None else self._meant(rows, condition)
            met: dict[tuple[object, ...], Any] = {}
            for row in concerned:
                links = self._new_links(row)
                key = tuple(links.get(name, getattr(row, name)) for name in names)
                if None in key:  # no equal of another empty one to SQL
                    continue
                first = met.setdefault(key, row)
                if first is not row:
                    yield first, row

    def _meant(self, rows: Sequence[Any], condition: ColumnElement[bool]) -> list[Any]:
        """Leave the rows that a partial index covers."""
        numbers = [row.id for row in rows]
        covered: set[int] = set()
        for start in range(0, len(numbers), _BATCH):
            some = self._model.id.in_(numbers[start : start + _BATCH])
            wanted = select(self._table.c.id).where(and_(some, condition))
            covered.update(self._session.scalars(wanted))
        return [row for row in rows if row.id in covered]

    def _differing(self, one: Any, other: Any) -> tuple[str, ...]:  # noqa: ANN401
        """Name the columns in which two rows differ, the links that move left aside."""
        same = {"id", *self._moved}
        return tuple(
            column
            for column, name in self._names.items()
            if name not in same and getattr(one, name) != getattr(other, name)
        )


def _unique_columns(
    table: Table,
) -> Iterator[tuple[Sequence[Column[Any]], ColumnElement[bool] | None]]:
    """Give the columns that must differ together, and the rows for which they must."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            yield list(constraint.columns), None
    for index in table.indexes:
        if index.unique:
            yield list(index.columns), _condition_of(index)


def _condition_of(index: Index) -> ColumnElement[bool] | None:
    """The condition of a partial index."""
    condition: ColumnElement[bool] | None = index.dialect_options["sqlite"].get("where")
    return condition


def _model_of(table: Table) -> type[Base]:
    """The model of a table."""
    return next(m.class_ for m in Base.registry.mappers if m.local_table is table)
