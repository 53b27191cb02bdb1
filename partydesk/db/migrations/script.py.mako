"""${message}.

Never import the models here: they are today's, the script is of its day. Count rows before and
after any step that rebuilds a table.
"""

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Bring the schema to ${up_revision}."""
    ${upgrades if upgrades else "pass"}
