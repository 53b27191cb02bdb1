"""What migrations do with tables that SQLite cannot change in place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


def make_anew(table: str, lines: tuple[str, ...]) -> None:
    """Give a table its new constraints; the numbers of deleted rows stay used up.

    Args:
        table: Its name.
        lines: Columns and constraints; columns that are new are empty or have their default.
    """
    connection = op.get_bind()
    kept = [column["name"] for column in sa.inspect(connection).get_columns(table)]
    names = ", ".join(kept)
    op.execute(f"CREATE TABLE {table}_new ({', '.join(lines)})")
    op.execute(f"INSERT INTO {table}_new ({names}) SELECT {names} FROM {table}")  # noqa: S608
    last = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :table")
    number = connection.execute(last, {"table": table}).scalar()
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_new RENAME TO {table}")
    if number is not None:
        again = (
            sa.text("UPDATE sqlite_sequence SET seq = :number WHERE name = :table"),
            sa.text(
                "INSERT INTO sqlite_sequence (name, seq) SELECT :table, :number"
                " WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = :table)"
            ),
        )
        for statement in again:
            connection.execute(statement, {"table": table, "number": number})
