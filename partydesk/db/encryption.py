"""A copy of a database under another key, under none, or under the first one."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from partydesk.db.engine import key_words, open_engine, translated
from partydesk.domain.errors import EnvironmentProblem

#: Bytes that an encrypted file begins with.
SALT_BYTES = 16


def export_copy(
    source: Path, key: bytes | None, target: Path, to: tuple[bytes, bytes] | None
) -> None:
    """Write a database into a new file under another key, and prove the copy.

    Args:
        source: The database; nobody else writes to it meanwhile.
        key: Its key; None where it is not encrypted.
        target: Does not exist yet; stays behind when something goes wrong.
        to: Key (32 bytes) and salt (16 bytes) of the copy; None for a plain one.

    Raises:
        EnvironmentProblem: Full disk, no right to write, or the copy is not what the original is.
    """
    engine = open_engine(source, key=key, foreign_keys=False)
    try:
        with translated(), closing(engine.raw_connection()) as connection:
            new_key = "''" if to is None else key_words(*to)
            cursor = connection.cursor()
            version = cursor.execute("PRAGMA user_version").fetchone()[0]
            cursor.execute(f"ATTACH DATABASE ? AS fresh KEY {new_key}", (str(target),))
            # Each table would wait for the disk; the whole is proven and put there at the end.
            cursor.execute("PRAGMA fresh.synchronous = OFF")
            cursor.execute("PRAGMA fresh.journal_mode = MEMORY")
            cursor.execute("SELECT sqlcipher_export('fresh')")
            cursor.execute(f"PRAGMA fresh.user_version = {int(version)}")
            cursor.execute("DETACH DATABASE fresh")
        _prove(engine, target, None if to is None else to[0])
    finally:
        engine.dispose()
    _keep(target)


def _prove(engine: Engine, target: Path, key: bytes | None) -> None:
    copy = open_engine(target, key=key, foreign_keys=False)
    try:
        with translated():
            faults = faults_of(copy)
            if faults or counts_of(copy) != counts_of(engine):
                raise EnvironmentProblem("写出的文件与原来的不一致，没有更换；请检查磁盘后重试")
    finally:
        copy.dispose()


def faults_of(engine: Engine) -> list[str]:
    """List what SQLite finds wrong with a file: damaged pages, and those that are not authentic."""
    found: list[str] = []
    with engine.connect() as connection:
        for check in ("integrity_check", "cipher_integrity_check"):
            try:
                rows = connection.exec_driver_sql(f"PRAGMA {check}")
                # The second gives no rows at all, rather than none, where there is nothing to say.
                found += [str(row[0]) for row in rows] if rows.returns_rows else []
            except DBAPIError as error:  # so damaged that the check itself breaks off
                found.append(str(error.orig))
    return [fault for fault in found if fault != "ok"]


def counts_of(engine: Engine) -> dict[str, int]:
    """Count the rows of every table."""
    tables = text(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND rootpage > 0 ORDER BY name"
    )
    with engine.connect() as connection:
        names = [str(row[0]) for row in connection.execute(tables)]
        return {
            name: int(connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() or 0)  # noqa: S608 - names from the schema
            for name in names
        }


def _keep(target: Path) -> None:
    """See that the copy is on the disk before anything is put in its place."""
    with target.open("rb+") as file:
        os.fsync(file.fileno())
