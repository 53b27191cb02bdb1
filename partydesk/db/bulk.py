"""Many new rows of one table, written past the session: an import would drown it in objects.

What is stored and what the journal keeps of it are the same, to the letter, as if each row had
been an object of the session: the values go through the column types' own processors.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from partydesk.db import journal
from partydesk.db.base import Base
from partydesk.db.engine import last_number
from partydesk.db.journal import Entry

_ID = "id"


class BulkInsert:
    """Writes rows of one table and keeps their images for the journal."""

    def __init__(self, session: Session, model: type[Base]) -> None:
        """Prepare; rows the session still holds of this table must be flushed before.

        Args:
            session: The action's session.
            model: The table's model, whose key is a number that is never given twice.
        """
        self._session = session
        self._table: Table = Base.metadata.tables[model.__tablename__]
        #: In the order of the statement, and as the journal's images are sorted.
        self._order = [column.name for column in self._table.columns]
        self._columns = sorted(self._order)
        self._known: dict[str, dict[object, tuple[object, str]]] = {
            name: {} for name in self._columns if name != _ID
        }
        self._images: list[str] = []
        self._first = last_number(session, self._table.name) + 1
        compiled = insert(self._table).compile(
            dialect=session.get_bind().dialect, column_keys=self._order
        )
        self._statement = str(compiled)

    def insert(self, values: Mapping[str, Sequence[object]]) -> range:
        """Write some rows; nothing is committed.

        Args:
            values: Column → its values, one for each row; columns left out are left blank.

        Returns:
            The numbers given to the rows.
        """
        count = len(next(iter(values.values())))
        begin = self._first + len(self._images)
        numbers = range(begin, begin + count)
        stored: dict[str, Sequence[object]] = {_ID: numbers}
        written: dict[str, Sequence[str]] = {_ID: [f'"{_ID}":{number}' for number in numbers]}
        for name, known in self._known.items():
            column = values.get(name) or [None] * count
            self._learn(name, known, column)
            found = [known[value] for value in column]
            stored[name] = [plain for plain, _ in found]
            written[name] = [text for _, text in found]
        rows = list(zip(*(stored[name] for name in self._order), strict=True))
        self._session.connection().exec_driver_sql(self._statement, rows)
        images = zip(*(written[name] for name in self._columns), strict=True)
        self._images.extend(f"{{{','.join(parts)}}}" for parts in images)
        return numbers

    def _learn(
        self, name: str, known: dict[object, tuple[object, str]], column: Sequence[object]
    ) -> None:
        """Work out once what each different value is stored as, and how its image is written."""
        heading = f"{journal.as_text(name)}:"
        write = journal.writer(self._table, name)
        for value in set(column).difference(known):
            plain = write(value)
            known[value] = plain, heading + journal.as_text(plain)

    def entries(self) -> Iterator[Entry]:
        """Give the journal's entries of the rows written, in their order."""
        nothing = journal.as_text(None)
        for number, image in enumerate(self._images, self._first):
            yield self._table.name, number, "insert", nothing, image

    def __len__(self) -> int:
        return len(self._images)

    @property
    def table_name(self) -> str:
        """The table."""
        return self._table.name
