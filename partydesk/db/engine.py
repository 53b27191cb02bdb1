"""The one door to the file: opening, settings of the connection, and the driver's errors.

Only this module, ``backup.py``, ``encryption.py``, ``search.py`` and ``upgrade.py`` know that the
database is SQLite.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.pinyin import fits_spelling

_SETTINGS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA synchronous=FULL",
    # A rollback journal, not WAL: people copy the file by hand, and a copied live WAL database
    # holds none of the last work.
    "PRAGMA journal_mode=DELETE",
    # Without this a large import writes pages early and locks the window's reads out.
    "PRAGMA cache_spill=OFF",
    "PRAGMA busy_timeout=5000",
    # What is sorted or held for a moment is as secret as the file.
    "PRAGMA temp_store=MEMORY",
    # Connections are kept between readings, so that the search index stays in memory (KiB).
    "PRAGMA cache_size=-32768",
)


#: Bytes of the key of a database file.
KEY_BYTES = 32
#: What a plain file begins with; an encrypted one begins with its salt, of the same length.
PLAIN = b"SQLite format 3\x00"


def open_engine(path: Path, *, key: bytes | None = None, foreign_keys: bool = True) -> Engine:
    """Make the engine of a database file, which is created when it does not exist.

    Args:
        path: The file.
        key: 32 bytes; None for a file that is not encrypted.
        foreign_keys: Off for migrations only: rebuilding a parent table with them on deletes its
            children without a word.
    """
    # Not as text: a folder may be called 50% or 旗#2?.
    url = URL.create("sqlite+pysqlite", database=str(path))
    # A fault names its statement, never the values: they are people's numbers.
    engine = create_engine(url, module=sqlcipher, poolclass=QueuePool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's type
        # The driver's own BEGIN leaves savepoints and DDL outside; SQLAlchemy's begin is used.
        connection.isolation_level = None
        # A wrong key is said by an exception; SQLCipher would also write it to the console.
        connection.execute("PRAGMA cipher_log_level=NONE")
        if key is not None:
            connection.execute(f"PRAGMA key = {key_words(key)}")
        for setting in _SETTINGS:
            connection.execute(setting)
        if not foreign_keys:
            connection.execute("PRAGMA foreign_keys=OFF")
        connection.create_function("fits_spelling", 2, fits_spelling, deterministic=True)

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event passes it untyped
        connection.exec_driver_sql("BEGIN")

    return engine


def key_words(key: bytes, salt: bytes = b"") -> str:
    """Write a key as SQLCipher takes it raw, past its own derivation: 32 bytes of chance need none.

    Args:
        key: 32 bytes.
        salt: The 16 bytes a new file is to begin with; empty to let SQLCipher choose.
    """
    return f"\"x'{key.hex()}{salt.hex()}'\""


def beginning_of(path: Path) -> bytes:
    """Give the first 16 bytes of a database file: :data:`PLAIN`, or the salt of an encrypted one.

    Fewer where the file is shorter, none where there is no file.
    """
    try:
        with path.open("rb") as file:
            return file.read(len(PLAIN))
    except FileNotFoundError:
        return b""


def last_number(session: Session, table: str) -> int:
    """Give the highest number a table has ever given out, also to rows that are gone."""
    found = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
    return session.scalar(found, {"table": table}) or 0


def refer_ahead(session: Session) -> None:
    """Let rows of this transaction refer to one that is written at its end."""
    session.execute(text("PRAGMA defer_foreign_keys=ON"))


def write_anew(engine: Engine) -> None:
    """Write the whole file anew, so that nothing is left of what was deleted in it.

    Raises:
        sqlcipher3.dbapi2.Error: The disk is full, or somebody reads; the file is as it was.
    """
    # Past SQLAlchemy, which would begin a transaction first.
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("VACUUM")
    finally:
        connection.close()


#: What the driver complains of → the trouble it is (``damage.TROUBLES``), and the words for it.
_MESSAGES = (
    ("full", "disk_full", "磁盘空间不足，没有保存；请清理磁盘后重试"),
    ("locked", "busy", "工作区正被占用，没有保存；请关闭其他窗口后重试"),
    ("readonly", "read_only", "工作区文件是只读的；请检查文件夹的写入权限"),
    ("unable to open", "read_only", "打不开工作区文件；请检查文件夹是否存在、有无写入权限"),
    ("not a database", "not_ours", "这不是本程序的工作区文件，或文件已损坏"),
    ("malformed", "malformed", "工作区文件已损坏；请用最近的备份恢复"),
    ("disk i/o", "disk_error", "读写磁盘出错，没有保存；请检查磁盘或 U 盘"),
)


@contextmanager
def translated() -> Iterator[None]:
    """Turn the driver's complaints about the machine into words for people.

    Raises:
        EnvironmentProblem: Full disk, locked, read-only, damaged or foreign file.
    """
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        problem = problem_of(error)
        if problem is None:
            raise
        raise problem from error


def problem_of(error: BaseException) -> EnvironmentProblem | None:
    """Give the driver's complaint about the machine in words for people; None for other faults."""
    said = _said_of(error)
    if said is None:
        return None
    code, message = said
    return EnvironmentProblem(message, code)


def _said_of(error: BaseException) -> tuple[str, str] | None:
    """Find code and sentence for a complaint about the machine; None for any other fault.

    A full disk makes SQLite roll back by itself. Rolling back to a savepoint then fails too, and
    what comes out is that second error; the first stands behind it.
    """
    found: tuple[str, str] | None = None
    behind: BaseException | None = error
    while behind is not None and found is None:
        complaint = str(getattr(behind, "orig", behind)).lower()
        if isinstance(behind, DBAPIError | sqlcipher.Error):
            said = ((code, words) for mark, code, words in _MESSAGES if mark in complaint)
            found = next(said, None)
        behind = behind.__context__
    return found
