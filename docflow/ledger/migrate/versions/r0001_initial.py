"""The ledger's first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from docflow.ledger.migrate import guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WORD = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")

APPEND_ONLY = (
    "run",
    "run_close",
    "run_part",
    "fact",
    "payload",
    "leaf",
    "erasure",
    "blob",
    "verdict",
    "outcome",
    "amendment",
    "attempt",
    "document_version",
    "holding_version",
    "file_version",
    "rollup",
)


def upgrade() -> None:
    """Make the tables and guard those that are append only."""
    _runs()
    _facts()
    _files()
    _documents()
    _counts()
    dialect = op.get_bind().dialect.name
    for statement in (*guards.functions(dialect), *guards.statements(dialect, APPEND_ONLY)):
        op.execute(statement)


def _runs() -> None:
    op.create_table(
        "run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("clock", WORD, nullable=False),
        sa.Column("tools", WORD, nullable=False),
        sa.Column("settings", WORD, nullable=False),
        sa.CheckConstraint("kind IN ('ingest', 'import')", name="ck_run_kind"),
        sa.PrimaryKeyConstraint("id", name="pk_run"),
    )
    op.create_table(
        "run_close",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("closed_at", WORD, nullable=False),
        sa.Column("state_root", WORD, nullable=False),
        sa.Column("leaves", sa.Integer(), nullable=False),
        sa.Column("balance", WORD, nullable=False),
        sa.Column("seal", WORD, nullable=False),
        sa.CheckConstraint("leaves >= 0", name="ck_run_close_leaves"),
        sa.CheckConstraint("length(seal) = 64", name="ck_run_close_seal"),
        sa.CheckConstraint("length(state_root) = 64", name="ck_run_close_state_root"),
        sa.CheckConstraint("number >= 1", name="ck_run_close_number"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_run_close_run_id"),
        sa.PrimaryKeyConstraint("run_id", name="pk_run_close"),
        sa.UniqueConstraint("number", name="uq_run_close_number"),
    )
    op.create_table(
        "run_part",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["run_close.number"], name="fk_run_part_number", initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_run_part_run_id"),
        sa.PrimaryKeyConstraint("run_id", name="pk_run_part"),
    )
    op.create_index("ix_run_part_number", "run_part", ["number"], unique=False)


def _facts() -> None:
    op.create_table(
        "fact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("subject", WORD, nullable=False),
        sa.Column("digest", WORD, nullable=False),
        sa.CheckConstraint("length(digest) = 64", name="ck_fact_digest"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_fact_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_fact"),
    )
    op.create_index("ix_fact_kind_subject", "fact", ["kind", "subject"], unique=False)
    op.create_index("ix_fact_run_id", "fact", ["run_id"], unique=False)
    op.create_table(
        "payload",
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("salt", WORD, nullable=False),
        sa.Column("body", WORD, nullable=False),
        sa.CheckConstraint("length(salt) = 32", name="ck_payload_salt"),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name="fk_payload_fact_id"),
        sa.PrimaryKeyConstraint("fact_id", name="pk_payload"),
    )
    op.create_table(
        "leaf",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("hash", WORD, nullable=False),
        sa.CheckConstraint("length(hash) = 64", name="ck_leaf_hash"),
        sa.CheckConstraint("position >= 0", name="ck_leaf_position"),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name="fk_leaf_fact_id"),
        sa.PrimaryKeyConstraint("position", name="pk_leaf"),
        sa.UniqueConstraint("fact_id", name="uq_leaf_fact_id"),
    )
    op.create_table(
        "erasure",
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("author", WORD, nullable=False),
        sa.Column("reason", WORD, nullable=False),
        sa.Column("at", WORD, nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name="fk_erasure_fact_id"),
        sa.PrimaryKeyConstraint("fact_id", name="pk_erasure"),
    )
    op.create_table(
        "current_fact",
        sa.Column("kind", WORD, nullable=False),
        sa.Column("subject", WORD, nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["fact.id"], name="fk_current_fact_fact_id"),
        sa.PrimaryKeyConstraint("kind", "subject", name="pk_current_fact"),
        sa.UniqueConstraint("fact_id", name="uq_current_fact_fact_id"),
    )
    op.create_table(
        "accumulator",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", WORD, nullable=False),
        sa.CheckConstraint("id = 1", name="ck_accumulator_id"),
        sa.CheckConstraint("length(state) = 4096", name="ck_accumulator_state"),
        sa.PrimaryKeyConstraint("id", name="pk_accumulator"),
    )


def _files() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", WORD, nullable=False),
        sa.Column("media", WORD, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name="ck_blob_sha256"),
        sa.PrimaryKeyConstraint("sha256", name="pk_blob"),
    )
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("sha256", WORD, nullable=False),
        sa.Column("field", WORD, nullable=False),
        sa.Column("policy", WORD, nullable=False),
        sa.Column("policy_sha256", WORD, nullable=False),
        sa.Column("trust_sha256", WORD, nullable=False),
        sa.Column("at", WORD, nullable=False),
        sa.Column("body", WORD, nullable=False),
        sa.CheckConstraint("length(policy_sha256) = 64", name="ck_verdict_policy_sha256"),
        sa.CheckConstraint("length(sha256) = 64", name="ck_verdict_sha256"),
        sa.CheckConstraint("length(trust_sha256) = 64", name="ck_verdict_trust_sha256"),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_verdict_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_verdict"),
    )
    op.create_index("ix_verdict_run_id", "verdict", ["run_id"], unique=False)
    op.create_index("ix_verdict_sha256", "verdict", ["sha256"], unique=False)
    op.create_table(
        "outcome",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("path_hash", WORD, nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("sha256", WORD, nullable=True),
        sa.Column("path", WORD, nullable=True),
        sa.Column("reason", WORD, nullable=True),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'duplicate', 'rejected', 'quarantined', 'ignored', 'known', 'due')",
            name="ck_outcome_outcome",
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_outcome_run_id"),
        sa.PrimaryKeyConstraint("run_id", "path_hash", name="pk_outcome"),
    )
    op.create_index("ix_outcome_sha256", "outcome", ["sha256"], unique=False)
    op.create_table(
        "amendment",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("path_hash", WORD, nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'duplicate', 'rejected', 'quarantined', 'ignored', 'known', 'due')",
            name="ck_amendment_outcome",
        ),
        sa.ForeignKeyConstraint(
            ["run_id", "path_hash"], ["outcome.run_id", "outcome.path_hash"], name="fk_amendment_run_id_path_hash"
        ),
        sa.PrimaryKeyConstraint("run_id", "path_hash", name="pk_amendment"),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("path_hash", WORD, nullable=False),
        sa.Column("sha256", WORD, nullable=True),
        sa.Column("code", WORD, nullable=False),
        sa.Column("detail", WORD, nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_attempt_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_attempt"),
    )
    op.create_index("ix_attempt_run_id", "attempt", ["run_id"], unique=False)
    op.create_table(
        "known_file",
        sa.Column("path_hash", WORD, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=False),
        sa.Column("ctime_ns", sa.BigInteger(), nullable=False),
        sa.Column("inode", WORD, nullable=False),
        sa.Column("sha256", WORD, nullable=True),
        sa.Column("tools", WORD, nullable=False),
        sa.Column("outcome", WORD, nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'duplicate', 'rejected', 'quarantined', 'ignored', 'known', 'due')",
            name="ck_known_file_outcome",
        ),
        sa.ForeignKeyConstraint(["run_id"], ["run.id"], name="fk_known_file_run_id"),
        sa.PrimaryKeyConstraint("path_hash", name="pk_known_file"),
    )


def _documents() -> None:
    op.create_table(
        "document_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_number", sa.Integer(), nullable=False),
        sa.Column("key", WORD, nullable=False),
        sa.Column("issuer", WORD, nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("number", WORD, nullable=True),
        sa.Column("notation", WORD, nullable=True),
        sa.Column("document_type", WORD, nullable=True),
        sa.Column("promulgated_on", WORD, nullable=True),
        sa.Column("standing", WORD, nullable=False),
        sa.Column("origin", WORD, nullable=False),
        sa.Column("form", WORD, nullable=False),
        sa.Column("basis", WORD, nullable=False),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("body", WORD, nullable=False),
        sa.CheckConstraint("basis IN ('witnessed', 'presumed', 'none')", name="ck_document_version_basis"),
        sa.CheckConstraint("form IN ('electronic', 'both', 'paper', 'unknown')", name="ck_document_version_form"),
        sa.CheckConstraint("origin IN ('e_original', 'digitised', 'paper', 'unknown')", name="ck_document_version_origin"),
        sa.CheckConstraint("standing IN ('issued', 'draft', 'withdrawn', 'secret')", name="ck_document_version_standing"),
        sa.ForeignKeyConstraint(
            ["run_number"], ["run_close.number"], name="fk_document_version_run_number", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_document_version"),
    )
    op.create_index("ix_document_version_key_run_number", "document_version", ["key", "run_number"], unique=False)
    op.create_index("ix_document_version_notation_number", "document_version", ["notation", "number"], unique=False)
    op.create_index("ix_document_version_run_number", "document_version", ["run_number"], unique=False)
    op.create_table(
        "holding_version",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("unit", WORD, nullable=False),
        sa.Column("direction", WORD, nullable=False),
        sa.Column("day", WORD, nullable=True),
        sa.Column("has_line", sa.Boolean(), nullable=False),
        sa.Column("has_file", sa.Boolean(), nullable=False),
        sa.CheckConstraint("direction IN ('outgoing', 'incoming')", name="ck_holding_version_direction"),
        sa.ForeignKeyConstraint(["version_id"], ["document_version.id"], name="fk_holding_version_version_id"),
        sa.PrimaryKeyConstraint("version_id", "ordinal", name="pk_holding_version"),
    )
    op.create_index("ix_holding_version_unit_direction", "holding_version", ["unit", "direction"], unique=False)
    op.create_table(
        "file_version",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("sha256", WORD, nullable=False),
        sa.ForeignKeyConstraint(["version_id"], ["document_version.id"], name="fk_file_version_version_id"),
        sa.PrimaryKeyConstraint("version_id", "sha256", name="pk_file_version"),
    )
    op.create_index("ix_file_version_sha256", "file_version", ["sha256"], unique=False)


def _counts() -> None:
    op.create_table(
        "rollup",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_number", sa.Integer(), nullable=False),
        sa.Column("unit", WORD, nullable=False),
        sa.Column("direction", WORD, nullable=False),
        sa.Column("day", WORD, nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("document_type", WORD, nullable=True),
        sa.Column("standing", WORD, nullable=False),
        sa.Column("form", WORD, nullable=False),
        sa.Column("basis", WORD, nullable=False),
        sa.Column("possible", WORD, nullable=False),
        sa.Column("origin", WORD, nullable=False),
        sa.Column("has_line", sa.Boolean(), nullable=False),
        sa.Column("has_file", sa.Boolean(), nullable=False),
        sa.Column("placed", sa.Boolean(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("basis IN ('witnessed', 'presumed', 'none')", name="ck_rollup_basis"),
        sa.CheckConstraint("direction IN ('outgoing', 'incoming')", name="ck_rollup_direction"),
        sa.CheckConstraint("form IN ('electronic', 'both', 'paper', 'unknown')", name="ck_rollup_form"),
        sa.CheckConstraint("origin IN ('e_original', 'digitised', 'paper', 'unknown')", name="ck_rollup_origin"),
        sa.CheckConstraint("standing IN ('issued', 'draft', 'withdrawn', 'secret', 'copy')", name="ck_rollup_standing"),
        sa.CheckConstraint("count <> 0", name="ck_rollup_count"),
        sa.ForeignKeyConstraint(
            ["run_number"], ["run_close.number"], name="fk_rollup_run_number", initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name="pk_rollup"),
    )
    op.create_index("ix_rollup_run_number", "rollup", ["run_number"], unique=False)
    op.create_index("ix_rollup_unit_direction", "rollup", ["unit", "direction"], unique=False)
    op.create_table(
        "index_entry",
        sa.Column("relation", WORD, nullable=False),
        sa.Column("name", WORD, nullable=False),
        sa.Column("subject", WORD, nullable=False),
        sa.PrimaryKeyConstraint("relation", "name", "subject", name="pk_index_entry"),
    )
    op.create_index("ix_index_entry_relation_subject", "index_entry", ["relation", "subject"], unique=False)
