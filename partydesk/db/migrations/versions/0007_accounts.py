"""Accounts, whose file it is, the generation of its key, and images purged from the journal."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ACCOUNTS = (
    "id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
    "name VARCHAR NOT NULL",
    "role VARCHAR(3) NOT NULL",
    "created_at TEXT NOT NULL",
    "retired_at TEXT",
    "CONSTRAINT uq_accounts_name UNIQUE (name)",
    "CONSTRAINT ck_accounts_role CHECK (role IN ('管理员', '经办人', '负责人', '查阅'))",
)


def upgrade() -> None:
    """Bring the schema to 0007; column by column, so that the checks of the tables stay."""
    op.execute(f"CREATE TABLE accounts ({', '.join(_ACCOUNTS)})")
    op.execute("ALTER TABLE profile ADD COLUMN workspace_id VARCHAR NOT NULL DEFAULT ''")
    op.execute("UPDATE profile SET workspace_id = lower(hex(randomblob(16)))")
    op.execute("ALTER TABLE profile ADD COLUMN key_generation INTEGER NOT NULL DEFAULT 0")
    op.execute(
        "ALTER TABLE actions ADD COLUMN purged_by INTEGER "
        "CONSTRAINT fk_actions_purged_by_actions REFERENCES actions (id)"
    )
