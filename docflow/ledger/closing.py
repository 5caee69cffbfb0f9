"""The closing transaction: what a run has found becomes what is known, all of it or nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from docflow.canonical import canonical
from docflow.ledger import changes, erasing, find, versions
from docflow.ledger.batch import NOTHING
from docflow.ledger.bulk import AnyRow, append, portions, selected
from docflow.ledger.outcomes import accepted_before, final_outcomes, numbered_outcomes
from docflow.ledger.rollup import Deltas
from docflow.ledger.rows import Change, Numbering, OutcomeRow, RunSummary
from docflow.ledger.seal import FIRST, seal
from docflow.ledger.state import State
from docflow.ledger.tables import ACCUMULATOR, AMENDMENT, CURRENT_FACT, INDEX_ENTRY, PAYLOAD, RUN_CLOSE, RUN_PART
from docflow.model import Clock, Document, Outcome


class Closing:
    """What deriving may ask and write while a run closes; facts and ``current`` are already those after the run."""

    def __init__(self, connection: Connection, run_number: int, parts: Sequence[int]) -> None:
        self._connection = connection
        self._parts = list(parts)
        self._deltas = Deltas()
        self._amended: dict[str, Outcome] = {}
        self.run_number = run_number

    # ------------------------------------------------------------ facts

    def changes(self) -> Iterator[Change]:
        """Each (kind, subject) that the run's facts change, once, the last written of each, by kind and subject."""
        for row in changes.rows(self._connection):
            before = None if row.before_body is None else json.loads(row.before_body)
            yield Change(row.kind, row.subject, before, json.loads(row.body), is_new=row.before_id is None)

    def current(self, kind: str, subjects: Iterable[str] | None = None) -> dict[str, Any]:
        """The payloads that hold after this run by subject; of an erased one what stayed, vanished ones are left out."""
        statement = (
            select(CURRENT_FACT.c.subject, PAYLOAD.c.body)
            .join(PAYLOAD, PAYLOAD.c.fact_id == CURRENT_FACT.c.fact_id)
            .where(CURRENT_FACT.c.kind == kind, PAYLOAD.c.body != NOTHING)
        )
        if subjects is not None:
            found: Iterable[AnyRow] = selected(self._connection, statement, CURRENT_FACT.c.subject, subjects)
        else:
            found = self._connection.execute(statement.order_by(CURRENT_FACT.c.subject))
        standing = {row.subject: json.loads(row.body) for row in found}
        return standing | erasing.residues(self._connection, kind, subjects)

    # ------------------------------------------------------------ the index of what touches what

    def lookup(self, relation: str, names: Iterable[str]) -> dict[str, set[str]]:
        """The subjects that each name stands in; a name without any is left out."""
        return self._entries(relation, names, by="name", give="subject")

    def reverse(self, relation: str, subjects: Iterable[str]) -> dict[str, set[str]]:
        """The names that stand in each subject; a subject without any is left out."""
        return self._entries(relation, subjects, by="subject", give="name")

    def _entries(self, relation: str, values: Iterable[str], *, by: str, give: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        statement = select(INDEX_ENTRY.c[by], INDEX_ENTRY.c[give]).where(INDEX_ENTRY.c.relation == relation)
        for row in selected(self._connection, statement, INDEX_ENTRY.c[by], values):
            found.setdefault(row[0], set()).add(row[1])
        return found

    def relink(self, relation: str, subject_to_names: Mapping[str, Iterable[str]]) -> None:
        """Replace all entries of the subjects in a relation."""
        for portion in portions(sorted(subject_to_names)):
            replaced = (INDEX_ENTRY.c.relation == relation) & INDEX_ENTRY.c.subject.in_(portion)
            self._connection.execute(delete(INDEX_ENTRY).where(replaced))
            rows = [{"relation": relation, "name": n, "subject": s} for s in portion for n in sorted(set(subject_to_names[s]))]
            append(self._connection, INDEX_ENTRY, rows)

    # ------------------------------------------------------------ documents

    def numbering(self, keys: Iterable[str]) -> dict[str, Numbering]:
        """The numbering of the current version of each key that has one."""
        return versions.numberings(self._connection, keys)

    def keys_numbered(self, number: str, notation: str) -> list[str]:
        """Every key that ever had a version with this number and notation, as they are compared."""
        return find.keys_numbered(self._connection, number, notation)

    def keys_issued(self, units: Iterable[str]) -> set[str]:
        """Every key that ever had a version issued by one of these units."""
        return find.keys_issued(self._connection, units)

    def documents(self, keys: Iterable[str]) -> dict[str, Document]:
        """The current version of each key that has one."""
        return versions.documents_of(self._connection, keys)

    def put_documents(self, documents: Iterable[Document]) -> int:
        """Write those that differ from the current version of their key, with holdings and counts; how many did."""
        return versions.put(self._connection, self.run_number, documents, self._deltas)

    # ------------------------------------------------------------ outcomes

    def outcomes(self) -> list[OutcomeRow]:
        """The outcomes of this run and those it adopted, by path hash; the last settled of each path."""
        return final_outcomes(self._connection, self._parts, self._amended)

    def first_seen(self, sha256s: Iterable[str]) -> set[str]:
        """Those files that a run closed before this one accepted."""
        return accepted_before(self._connection, sha256s)

    def amend_outcomes(self, amended: Iterable[OutcomeRow]) -> None:
        """Decide the final outcome of paths of this run otherwise than the batch did (accepted or duplicate)."""
        self._amended.update((row.path_hash, row.outcome) for row in amended)

    # ------------------------------------------------------------ the end

    def finish(self) -> None:
        """Write what deriving left to be written once: counts and amended outcomes."""
        versions.write_deltas(self._connection, self.run_number, self._deltas)
        settled = numbered_outcomes(self._connection, self._parts) if self._amended else {}
        rows = [
            {"run_id": run_id, "path_hash": path_hash, "outcome": self._amended[path_hash].value}
            for path_hash, (run_id, row) in settled.items()
            if self._amended.get(path_hash, row.outcome) != row.outcome
        ]
        append(self._connection, AMENDMENT, rows)


def close_run(
    connection: Connection,
    parts: Sequence[int],
    clock: Clock,
    derive: Callable[[Closing], None],
    balance: Callable[[Closing], Mapping[str, int]],
    to_erase: erasing.Erasing | None = None,
) -> RunSummary:
    """Close a run inside the caller's transaction and close lock; ``parts`` are the run and those it adopted, itself first."""
    before = connection.execute(select(RUN_CLOSE).order_by(RUN_CLOSE.c.number.desc()).limit(1)).first()
    number = before.number + 1 if before else 1
    stored = connection.execute(select(ACCUMULATOR.c.state)).scalar()
    state = State.from_bytes(bytes.fromhex(stored)) if stored else State()
    if to_erase is not None:
        state = erasing.destroy(connection, to_erase, clock.now.isoformat(), state)
    changes.gather(connection, list(parts))
    leaves, state = changes.enter(connection, before.leaves if before else 0, state)
    closing = Closing(connection, number, parts)
    derive(closing)
    balanced = dict(balance(closing))
    closing.finish()
    changes.discard(connection)
    _keep_state(connection, state)
    row = {
        "run_id": parts[0],
        "number": number,
        "closed_at": clock.now.isoformat(),
        "state_root": state.root(),
        "leaves": leaves,
        "balance": canonical(balanced),
    }
    append(connection, RUN_PART, [{"run_id": part, "number": number} for part in sorted(parts)])
    sealed = seal(connection, number, before.seal if before else FIRST, row)
    append(connection, RUN_CLOSE, [{**row, "seal": sealed}])
    return RunSummary(number, state.root(), balanced)


def _keep_state(connection: Connection, state: State) -> None:
    lanes = {"state": state.to_bytes().hex()}
    if connection.execute(select(func.count()).select_from(ACCUMULATOR)).scalar_one():
        connection.execute(update(ACCUMULATOR).values(lanes))
    else:
        connection.execute(insert(ACCUMULATOR).values(id=1, **lanes))
