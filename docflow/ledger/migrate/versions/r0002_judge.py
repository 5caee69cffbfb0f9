"""Runs of further kinds: judging stored signatures again, corrections, erasures, closures of a period."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from docflow.ledger.migrate import guards

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
KINDS = "kind IN ('ingest', 'import', 'judge', 'correction', 'erasure', 'closure')"


def upgrade() -> None:
    """Widen the check on a run's kind; no row changes, so every seal stays as it was."""
    if op.get_bind().dialect.name == "postgresql":
        # The first revision's names went through the naming convention twice.
        op.drop_constraint(op.f("ck_run_ck_run_kind"), "run")
        op.create_check_constraint(op.f("ck_run_kind"), "run", KINDS)
    else:
        _rebuild()


def _rebuild() -> None:
    """SQLite cannot alter a check: the table is made anew (sqlite.org/lang_altertable.html, section 7).

    The caller has switched foreign keys off for the connection, since other tables refer to the one that is dropped.
    """
    op.create_table(
        "run_rebuilt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("clock", WORD, nullable=False),
        sa.Column("tools", WORD, nullable=False),
        sa.Column("settings", WORD, nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_run_kind")),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.execute("INSERT INTO run_rebuilt (id, kind, clock, tools, settings) SELECT id, kind, clock, tools, settings FROM run")
    op.drop_table("run")
    op.rename_table("run_rebuilt", "run")
    for statement in guards.statements("sqlite", ("run",)):
        op.execute(statement)
