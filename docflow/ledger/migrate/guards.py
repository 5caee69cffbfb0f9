"""The triggers that keep the ledger append only, for both databases; revisions call these when they make a table.

They stop accidents and other programs, not an attacker who may drop them: for that there are the hashes.
"""

from __future__ import annotations

from collections.abc import Iterable

ERASABLE = "payload"
"""The one table that rows may leave, and only those of facts that have an erasure row."""


def names(dialect: str, table: str) -> frozenset[str]:
    """The triggers that a table must have."""
    if dialect == "postgresql":
        return frozenset({f"{table}_append_only", f"{table}_no_truncate"} | ({"payload_erased"} if table == ERASABLE else set()))
    return frozenset({f"{table}_no_update", f"{table}_no_delete"} | ({"payload_erased"} if table == ERASABLE else set()))


def statements(dialect: str, tables: Iterable[str]) -> list[str]:
    """The DDL that guards some tables; on PostgreSQL ``functions`` must have been made."""
    make = _postgresql if dialect == "postgresql" else _sqlite
    return [statement for table in tables for statement in make(table)]


def functions(dialect: str) -> list[str]:
    """The DDL of what the triggers call."""
    if dialect != "postgresql":
        return []
    refuse = "RAISE EXCEPTION 'append only: %', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'"
    erased = "EXISTS (SELECT 1 FROM erasure WHERE fact_id = {row}.fact_id)"
    return [
        f"CREATE FUNCTION docflow_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$",
        (
            "CREATE FUNCTION docflow_payload_leaves() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF TG_OP = 'DELETE' AND {erased.format(row='OLD')} THEN RETURN OLD; END IF; {refuse}; END $$"
        ),
        (
            "CREATE FUNCTION docflow_payload_enters() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {erased.format(row='NEW')} THEN {refuse}; END IF; RETURN NEW; END $$"
        ),
    ]


def _postgresql(table: str) -> list[str]:
    function = "docflow_payload_leaves" if table == ERASABLE else "docflow_append_only"
    made = [
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()",
        (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION docflow_append_only()"
        ),
    ]
    if table == ERASABLE:
        made.append(
            "CREATE TRIGGER payload_erased BEFORE INSERT ON payload FOR EACH ROW EXECUTE FUNCTION docflow_payload_enters()"
        )
    return made


def _sqlite(table: str) -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END"
    unless = "WHEN NOT EXISTS (SELECT 1 FROM erasure WHERE fact_id = OLD.fact_id) " if table == ERASABLE else ""
    made = [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {unless}{refuse}",
    ]
    if table == ERASABLE:
        made.append(
            "CREATE TRIGGER payload_erased BEFORE INSERT ON payload "  # noqa: S608 - nothing here comes from outside
            f"WHEN EXISTS (SELECT 1 FROM erasure WHERE fact_id = NEW.fact_id) {refuse}"
        )
    return made
