"""成立日期, 本届选举日期 and the dates of events may be known to the month or year only."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: Table, column, and what a new column must say where the old one was never empty.
_COLUMNS = (
    ("organizations", "established_on", ""),
    ("organizations", "elected_on", ""),
    ("organization_events", "happened_on", " NOT NULL DEFAULT ''"),
)


def upgrade() -> None:
    """Bring the schema to 0003; full dates stay the texts that they are.

    A DATE column would turn a year on its own into a number, and an older program would stumble
    over a month. Column by column, because making the table anew would lose its CHECKs.
    """
    for table, column, rest in _COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}_text TEXT{rest}")
        op.execute(f"UPDATE {table} SET {column}_text = {column}")  # noqa: S608 - names from above
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {column}_text TO {column}")
