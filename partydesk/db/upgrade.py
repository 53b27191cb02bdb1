"""Bringing a database file to the schema of this program, and refusing a newer one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

import partydesk.db.journal
import partydesk.db.models
import partydesk.db.search  # noqa: F401 - so that the metadata knows every table
from partydesk.db.base import Base
from partydesk.db.engine import open_engine, translated
from partydesk.domain.errors import EnvironmentProblem

_SCRIPTS = Path(__file__).parent / "migrations"


def head() -> str:
    """Number of the newest schema this program knows."""
    return str(_scripts().get_current_head())


def is_known(schema: str) -> bool:
    """Whether this program can open, or upgrade, a file of a schema."""
    return any(script.revision == schema for script in _scripts().walk_revisions())


def schema_of(path: Path, key: bytes | None = None) -> str | None:
    """Read the number of a file's schema; None for a file that has none.

    Raises:
        EnvironmentProblem: It cannot be read, or the key is another one.
    """
    engine = open_engine(path, key=key, foreign_keys=False)
    try:
        with translated(), engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()
    finally:
        engine.dispose()


def bring_up_to_date(
    path: Path, key: bytes | None = None, *, before: Callable[[str], None] | None = None
) -> str:
    """Create or upgrade the database file.

    Args:
        path: The file; made when it does not exist.
        key: 32 bytes; None for a file that is not encrypted.
        before: Called with the number of the older schema before a file that holds work is
            upgraded, and while nothing of it is open; where it fails, nothing is upgraded.

    Returns:
        Number of the schema.

    Raises:
        EnvironmentProblem: The file was written by a newer program, or is not ours.
    """
    # Foreign keys stay off here: with them on, rebuilding a parent table deletes its children.
    engine = open_engine(path, key=key, foreign_keys=False)
    try:
        with translated(), engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
            if current == head():
                return current
            _refuse_foreign(connection, current)
            connection.rollback()
        if current is not None and before is not None:
            engine.dispose()
            before(current)
        with translated(), engine.connect() as connection:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    finally:
        engine.dispose()
    return head()


def _refuse_foreign(connection: Connection, current: str | None) -> None:
    """Stop before touching a file that this program did not make or does not understand."""
    if current is None:
        if inspect(connection).get_table_names():
            message = "这不是本程序的工作区文件；请选择由本程序建立的工作区"
            raise EnvironmentProblem(message, "not_ours")
        return
    if not is_known(current):
        raise EnvironmentProblem(
            f"工作区由更新版本的程序建立（数据格式 {current}，本程序最高 {head()}）；"
            "请升级程序后再打开",
            "newer_schema",
        )


def drift(path: Path) -> list[object]:
    """List the differences between a migrated file and the models; empty when they agree."""
    engine = open_engine(path)
    try:
        with engine.connect() as connection:
            return drift_of(connection)
    finally:
        engine.dispose()


def drift_of(connection: Connection) -> list[object]:
    """The same on an open connection."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return list(compare_metadata(context, Base.metadata))


def _config() -> Config:
    """Alembic's settings, built in code: there is no ini file to lose."""
    config = Config()
    # The option takes % for the start of a variable; the program may lie in a folder called 50%.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    """The migrations shipped with this program."""
    return ScriptDirectory.from_config(_config())
