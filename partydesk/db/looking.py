"""A look at a database file that writes nothing, for one that may be damaged."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from partydesk.db.engine import translated

#: Faults listed; a damaged file can have thousands.
_MOST = 20


def faults_in(path: Path) -> list[str]:
    """List what SQLite finds wrong with a file that is not encrypted; the file is not touched.

    Args:
        path: The file; a journal beside it is left alone, too.

    Raises:
        EnvironmentProblem: It cannot be read at all: damaged beyond that, locked, or with a journal
            that must be played back first.
    """
    address = f"{path.absolute().as_uri()}?mode=ro"
    with translated(), closing(sqlcipher.connect(address, uri=True)) as connection:
        connection.execute("PRAGMA cipher_log_level=NONE")
        rows = connection.execute(f"PRAGMA integrity_check({_MOST})").fetchall()
    return [str(row[0]) for row in rows if row[0] != "ok"]
