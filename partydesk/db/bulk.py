"""Many new rows of one table, written past the session: an import would drown it in objects.

What is stored and what the journal keeps of it are the same, to the letter, as if each row had
been an object of the session: the values go through the column types' own processors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Table
from sqlalchemy.orm import Session

from partydesk.db import journal
from partydesk.db.base import Base
from partydesk.db.engine import last_number
from partydesk.db.journal import Entry
from partydesk.db.many_rows import insert_rows

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
        self._order = tuple(column.name for column in self._table.columns)
        self._columns = sorted(self._order)
        headings = [f",{journal.as_text(name)}:" for name in self._columns]
        headings[0] = "{" + headings[0][1:]
        self._known = {
            name: _Column(self._table, name, heading)
            for name, heading in zip(self._columns, headings, strict=True)
        }
        self._images: list[str] = []
        self._first = last_number(session, self._table.name) + 1

    def insert(self, values: Mapping[str, Sequence[object]]) -> range:
        """Write some rows; nothing is committed.

        Args:
            values: Column → its values, one for each row; columns left out are left blank.

        Returns:
            The numbers given to the rows.
        """
        begin = self._first + len(self._images)
        count = len(next(iter(values.values())))
        numbers = range(begin, begin + count)
        given = {_ID: numbers, **values}
        stored: dict[str, Iterable[object]] = {}
        written: list[Iterable[str]] = []
        for name, known in self._known.items():
            stored[name], texts = known.write(given.get(name) or [None] * count)
            written.append(texts)
        rows = list(zip(*(stored[name] for name in self._order), strict=True))
        insert_rows(self._session, self._table, self._order, rows)
        self._images.extend(map("".join, zip(*written, ["}"] * count, strict=True)))
        return numbers

    def entries(self) -> Iterator[Entry]:
        """Give the journal's entries of the rows written, in their order."""
        table, nothing = self._table.name, journal.as_text(None)
        return (
            (table, number, "insert", nothing, image)
            for number, image in enumerate(self._images, self._first)
        )


class _Column:
    """What the values of a column are stored as, and how the journal writes them.

    Each different value is worked out once.
    """

    def __init__(self, table: Table, name: str, heading: str) -> None:
        self._heading = heading
        self._process = journal.writer(table, name)
        self._plain: dict[object, object] = {}
        self._texts: dict[object, str] = {}

    def write(self, column: Sequence[object]) -> tuple[Iterable[object], Iterable[str]]:
        """Give what is stored of the values, and what the journal writes of them."""
        new = list(set(column).difference(self._texts))
        plain = list(map(self._process, new)) if self._process is not None else new
        texts = map(self._heading.__add__, journal.as_texts(plain))
        self._texts.update(zip(new, texts, strict=True))
        written = map(self._texts.__getitem__, column)
        if self._process is None:
            return column, written
        self._plain.update(zip(new, plain, strict=True))
        return map(self._plain.__getitem__, column), written
