"""Reading the log itself: its tree, and its entries with what they stand for, to be proven one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Engine, select

from docflow.ledger.bulk import AnySelect, portions, selected
from docflow.ledger.engine import guarded
from docflow.ledger.merkle import Tree
from docflow.ledger.tables import ERASURE, FACT, INDEX_ENTRY, LEAF, PAYLOAD


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact in the log: ``position`` from 0, ``leaf`` in hex; ``salt`` (hex) and ``body`` are None once it was erased."""

    kind: str
    subject: str
    position: int
    leaf: str
    salt: str | None
    body: str | None
    erased: bool


class LogReader:
    """Questions about the first ``leaves`` entries of a log; each raises ``LedgerError`` where the database fails."""

    __slots__ = ("_engine", "leaves")

    def __init__(self, engine: Engine, leaves: int) -> None:
        self._engine = engine
        self.leaves = leaves

    def tree(self) -> Tree:
        """The tree over the leaves."""
        statement = select(LEAF.c.hash).where(LEAF.c.position < self.leaves).order_by(LEAF.c.position)
        with guarded(self._engine), self._engine.connect() as connection:
            rows = connection.execute(statement.execution_options(yield_per=10_000)).scalars()
            return Tree(bytes.fromhex(one) for one in rows)

    def last_entries(self, wanted: Iterable[tuple[str, str]]) -> list[Entry]:
        """For each (kind, subject) its last entry, by position; unknown ones are left out."""
        asked = set(wanted)
        statement = (
            self._of_log(FACT.c.kind, FACT.c.subject, LEAF.c.position, LEAF.c.hash, PAYLOAD.c.salt, PAYLOAD.c.body)
            .add_columns(ERASURE.c.fact_id)
            .outerjoin(ERASURE, ERASURE.c.fact_id == FACT.c.id)
            .order_by(LEAF.c.position)
        )
        last: dict[tuple[str, str], Entry] = {}
        with guarded(self._engine), self._engine.connect() as connection:
            for kind in sorted({kind for kind, _ in asked}):
                for portion in portions(sorted(subject for one, subject in asked if one == kind)):
                    for row in connection.execute(statement.where(FACT.c.kind == kind, FACT.c.subject.in_(portion))):
                        erased = row.fact_id is not None
                        last[kind, row.subject] = Entry(kind, row.subject, row.position, row.hash, row.salt, row.body, erased)
        return sorted(last.values(), key=lambda entry: entry.position)

    def sightings_of(self, sha256s: Iterable[str]) -> list[str]:
        """The subjects of the sightings of some files, sorted."""
        # By the index, which also knows those whose content was erased.
        statement = select(INDEX_ENTRY.c.name, INDEX_ENTRY.c.subject).where(INDEX_ENTRY.c.relation == "of-file")
        with guarded(self._engine), self._engine.connect() as connection:
            return sorted({row.subject for row in selected(connection, statement, INDEX_ENTRY.c.name, sha256s)})

    def _of_log(self, *columns: object) -> AnySelect:
        statement: AnySelect = select(*columns)  # type: ignore[call-overload]
        return (
            statement.select_from(LEAF)
            .join(FACT, FACT.c.id == LEAF.c.fact_id)
            .outerjoin(PAYLOAD, PAYLOAD.c.fact_id == FACT.c.id)
            .where(LEAF.c.position < self.leaves)
        )
