"""Runs migrations on the connection that ``partydesk.db.upgrade`` hands over."""

from alembic import context

from partydesk.db.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
