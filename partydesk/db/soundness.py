"""What can be wrong with the content of a database whose pages are whole, as plain findings.

The self-check and the making of a backup ask the same questions and say the answers each in words
of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection, select

from partydesk.db.base import Base
from partydesk.db.models import FileRow

_FILES = FileRow.__table__


def loose_references(connection: Connection) -> list[tuple[str, str]]:
    """List rows that name a row which is not there, as their table and the other one."""
    found = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    return [(str(row[0]), str(row[2])) for row in found]


def unreadable_tables(connection: Connection) -> Iterator[str]:
    """Read every row the way the program does, and name the tables where that does not go well."""
    for table in Base.metadata.sorted_tables:
        if table is _FILES:
            continue
        try:
            for _ in connection.execute(table.select()).yield_per(1000):
                pass
        except (ValueError, LookupError, TypeError, ArithmeticError):
            yield table.name


def changed_files(connection: Connection) -> list[str]:
    """List stored files whose content is not what they are called by."""
    rows = connection.execute(select(_FILES.c.sha256, _FILES.c.content)).yield_per(1)
    return [str(name) for name, content in rows if hashlib.sha256(content).hexdigest() != name]
