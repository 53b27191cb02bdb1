"""Many new rows in one statement.

SQLite makes ready what a row is checked against (the words of a choice) once for each statement,
and a statement of many rows lets other threads of Python work as long as it runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from sqlalchemy import Table, insert
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect
from sqlalchemy.orm import Session

_DIALECT = sqlite_dialect(paramstyle="qmark")
#: So many values go into one statement at most; SQLite itself takes 32,766 and more, but of more
#: it becomes slower again.
_VALUES = 4000


def insert_rows(
    session: Session, table: Table, columns: tuple[str, ...], rows: Sequence[Sequence[object]]
) -> None:
    """Write rows past the column types: the values are what is stored; nothing is committed.

    Args:
        session: The action's session.
        table: The table.
        columns: Names of the columns that are written.
        rows: For each row its values in the order of ``columns``.
    """
    connection = session.connection()
    at_once = _VALUES // len(columns)
    for begin in range(0, len(rows), at_once):
        some = rows[begin : begin + at_once]
        values = tuple(chain.from_iterable(some))
        connection.exec_driver_sql(_statement(table, columns, len(some)), values)


@lru_cache(maxsize=64)
def _statement(table: Table, columns: tuple[str, ...], count: int) -> str:
    """Write the statement of so many rows; one text, so that the driver knows it again."""
    one = str(insert(table).compile(dialect=_DIALECT, column_keys=list(columns)))
    head, word, marks = one.partition(" VALUES ")
    return head + word + ", ".join([marks] * count)
