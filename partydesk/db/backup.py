"""A copy of the database for a backup, and what can be told of such a copy where it lies.

What is read here is read by plain statements: backups are made before an upgrade, too, of files
whose tables the models do not describe any more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

import partydesk.db.models  # noqa: F401 - so that the metadata knows every table
from partydesk.db import journal, soundness
from partydesk.db.encryption import counts_of
from partydesk.db.engine import key_words, open_engine, translated
from partydesk.domain.backups import Inside
from partydesk.domain.errors import EnvironmentProblem
from partydesk.domain.evidence import Head

_SAMPLES = 5
_FILES = "stored_files"
#: Complaints of SQLite about what stands in a row, not about the file.
_OF_VALUES = re.compile(r"(CHECK constraint failed in|(NULL|TEXT|NUMERIC) value in) (\w+)")


def copy_database(source: Path, key: bytes | None, target: Path) -> Inside:
    """Write a sound copy of a database that may be in use; the copy has the same key.

    Args:
        source: The database; others may read it meanwhile, and writers wait.
        key: 32 bytes; None for a file that is not encrypted.
        target: Does not exist yet; stays behind when something goes wrong.

    Returns:
        What the original holds.

    Raises:
        EnvironmentProblem: The original is damaged, the disk is full, and so on.
    """
    engine = open_engine(source, key=key, foreign_keys=False)
    try:
        with translated(), engine.connect() as reading:
            # Whoever reads keeps writers out, so that what is counted is what is copied.
            inside = _inside(reading, engine)
            with closing(engine.raw_connection()) as connection:
                connection.cursor().execute("VACUUM INTO ?", (str(target),))
    finally:
        engine.dispose()
    return inside


@contextmanager
def reading_sealed(path: Path, key: bytes | None) -> Iterator[Engine]:
    """Open the database at the beginning of a file where it lies; nothing is ever written.

    Raises:
        EnvironmentProblem: It is damaged, or the key is another one.
    """
    # What stands behind the pages is not looked at: the first page says how many there are.
    # Immutable also means that no journal beside it is rolled back into it.
    place = f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1"

    def connect() -> Any:  # noqa: ANN401 - the driver's type
        connection = sqlcipher.connect(place, uri=True, check_same_thread=False)
        connection.isolation_level = None
        connection.execute("PRAGMA cipher_log_level=NONE")
        if key is not None:
            connection.execute(f"PRAGMA key = {key_words(key)}")
        connection.execute("PRAGMA temp_store=MEMORY")
        return connection

    engine = create_engine(
        "sqlite+pysqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=NullPool,
        hide_parameters=True,
    )
    try:
        with translated():
            yield engine
    finally:
        engine.dispose()


def inside_of(engine: Engine) -> Inside:
    """Tell what a database holds."""
    with engine.connect() as connection:
        return _inside(connection, engine)


def _inside(connection: Connection, engine: Engine) -> Inside:
    """Read whose a database is and where its journal stands, whatever its schema."""
    tables = set(inspect(connection).get_table_names())
    if not {"alembic_version", "profile", "actions"} <= tables:
        raise EnvironmentProblem("这不是本程序的工作区文件，或文件已损坏")
    columns = {column["name"] for column in inspect(connection).get_columns("profile")}
    whose = "workspace_id" if "workspace_id" in columns else "''"
    profile = connection.execute(text(f"SELECT name, year, {whose} FROM profile")).first()  # noqa: S608 - one of two words
    if profile is None:
        raise EnvironmentProblem("工作区没有建完，不能备份；请删除文件夹后重新建立")
    newest = connection.execute(text("SELECT id, hash FROM actions ORDER BY id DESC LIMIT 1"))
    sequence, digest = newest.first() or (0, "")
    counts = counts_of(engine)  # last: the reading before keeps everybody from writing
    return Inside(
        schema=str(connection.scalar(text("SELECT version_num FROM alembic_version"))),
        workspace_id=str(profile[2]),
        name=str(profile[0]),
        year=int(profile[1]),
        counts=counts,
        head=Head(int(sequence), counts["actions"], str(digest)),
    )


@dataclass(frozen=True, slots=True)
class Integrity:
    """What SQLite finds wrong with a file.

    Attributes:
        pages: Damaged pages, and tables and indexes that do not agree.
        values: Values that their table does not allow: a copy can hold them, too.
    """

    pages: tuple[str, ...]
    values: tuple[str, ...]


def integrity_of(engine: Engine) -> Integrity:
    """Let SQLite look at every page; reading an encrypted one also proves that it is authentic.

    A backup has more bytes than pages, which the look of SQLCipher at whole files would call a
    fault, so that look is not taken here.
    """
    with translated(), engine.connect() as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    faults = [str(fault) for fault in found if fault != "ok"]
    values = tuple(fault for fault in faults if _OF_VALUES.match(fault))
    return Integrity(tuple(fault for fault in faults if fault not in values), values)


def content_faults(engine: Engine, values: Sequence[str] = ()) -> list[str]:
    """List, in Chinese, what is wrong with the content of a database of the newest schema.

    References that lead nowhere, values that cannot be read back, files that are not what their
    name says, and links of the journal that do not hold.

    Args:
        engine: Of the database.
        values: What :func:`integrity_of` has found in the rows.
    """
    tables = sorted({found[3] for one in values if (found := _OF_VALUES.match(one))})
    faults = [f"表 {_listed(tables)} 里有不合规定的内容"] if tables else []
    with translated(), engine.connect() as connection, Session(connection) as session:
        faults += [*_loose_references(connection), *_unreadable_rows(connection)]
        faults += _changed_files(connection)
        broken = journal.broken_links(session)
        if broken:
            faults.append(f"操作历史的链在操作 {_listed(broken)} 处断开")
    return faults


def _loose_references(connection: Connection) -> Iterator[str]:
    found = soundness.loose_references(connection)
    if found:
        tables = sorted({table for table, _ in found})
        yield f"有 {len(found)} 条记录引用了不存在的记录（表 {_listed(tables)}）"


def _unreadable_rows(connection: Connection) -> Iterator[str]:
    for table in soundness.unreadable_tables(connection):
        yield f"表 {table} 里有读不出的内容（日期、状态或金额）"


def _changed_files(connection: Connection) -> Iterator[str]:
    changed = soundness.changed_files(connection)
    if changed:
        yield f"有 {len(changed)} 个存档文件与存入时不一致"


def _listed(things: list[Any]) -> str:
    more = f" 等 {len(things)} 处" if len(things) > _SAMPLES else ""
    return "、".join(str(one) for one in things[:_SAMPLES]) + more
