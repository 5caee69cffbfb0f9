"""Alembic's entry: runs revisions on the connection that ``docflow.ledger.engine`` hands over, in one transaction."""

from __future__ import annotations

from alembic import context

from docflow.ledger.tables import RUN

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=RUN.metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
