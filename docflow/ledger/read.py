"""Reading the ledger as it was known after any closed run."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Engine, func, select

from docflow.canonical import canonical, restore
from docflow.errors import LedgerError
from docflow.ledger import find, log
from docflow.ledger.batch import NOTHING
from docflow.ledger.bulk import AnyRow, AnySelect, portions
from docflow.ledger.engine import guarded
from docflow.ledger.erasing import stayed
from docflow.ledger.outcomes import final_outcomes
from docflow.ledger.refused import paths, refused
from docflow.ledger.rollup import order
from docflow.ledger.rows import OutcomeRow, RunRow, StoredVerdict
from docflow.ledger.signatures import SignatureReader
from docflow.ledger.tables import (
    BLOB,
    DOCUMENT_VERSION,
    ERASURE,
    FACT,
    HOLDING_VERSION,
    LEAF,
    PAYLOAD,
    ROLLUP,
    RUN,
    RUN_CLOSE,
    RUN_PART,
    VERDICT,
)
from docflow.ledger.versions import DIMENSIONS, count_of, decoded
from docflow.model import Count, Direction, Document, Verdict

__all__ = ["Reader", "RunRow"]

VIETNAM = dt.timezone(dt.timedelta(hours=7))
"""The time zone in which a day ends (Vietnam has had no other since 1975)."""

PAGE = 500


class Reader:
    """Questions to a ledger; ``as_of`` is the number of a closed run, and the answer what was known when it closed.

    Rows of runs that have not closed are never seen. Every method raises ``LedgerError`` where the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    # ------------------------------------------------------------ runs

    def runs(self) -> list[RunRow]:
        """All closed runs by number."""
        return [_run(row) for row in self._all(_runs().order_by(RUN_CLOSE.c.number))]

    def run(self, as_of: str | None) -> RunRow:
        """The run that ``--as-of`` means: None the last, digits a run's number, a date or an ISO time the last closed by then.

        A date lasts to the end of its day in Vietnam. ``LedgerError`` ``no-run`` if there is none such, ``no-run-yet`` before the
        first, ``bad-as-of`` if it is neither number nor time.
        """
        statement = _runs().order_by(RUN_CLOSE.c.number.desc()).limit(1)
        if as_of is not None and as_of.isdecimal():
            statement = statement.where(RUN_CLOSE.c.number == min(int(as_of), 2**31 - 1))
        elif as_of is not None:
            statement = statement.where(RUN_CLOSE.c.closed_at < _end(as_of))
        rows = self._all(statement)
        if not rows:
            raise LedgerError("no-run", as_of=as_of) if as_of is not None else LedgerError("no-run-yet")
        return _run(rows[0])

    def outcomes(self, run_number: int) -> list[OutcomeRow]:
        """The final outcomes of a run and those it adopted, by path hash."""
        with guarded(self._engine), self._engine.connect() as connection:
            parts = connection.execute(select(RUN_PART.c.run_id).where(RUN_PART.c.number == run_number)).scalars().all()
            return final_outcomes(connection, parts, {})

    def refused(self) -> list[OutcomeRow]:
        """The paths that were last found to be no file that is taken in, by path hash; a secret one has no path."""
        with guarded(self._engine), self._engine.connect() as connection:
            return refused(connection)

    def paths_refused(self, as_of: int) -> dict[str, set[str]]:
        """The paths at which files were found and not taken in up to a run, by SHA-256."""
        with guarded(self._engine), self._engine.connect() as connection:
            return paths(connection, as_of)

    # ------------------------------------------------------------ figures

    def counts(self, as_of: int, *, units: Sequence[str] | None = None, direction: Direction | None = None) -> list[Count]:
        """The counts of holdings, summed; those that came to nothing are left out."""
        total = func.sum(ROLLUP.c.count)
        statement = (
            select(*DIMENSIONS, total.label("total")).where(ROLLUP.c.run_number <= as_of).group_by(*DIMENSIONS).having(total != 0)
        )
        if direction is not None:
            statement = statement.where(ROLLUP.c.direction == direction.value)
        if units is None:
            rows: Iterable[AnyRow] = self._all(statement)
        else:
            rows = [row for p in portions(sorted(set(units))) for row in self._all(statement.where(ROLLUP.c.unit.in_(p)))]
        return sorted((count_of(row, int(row.total)) for row in rows), key=order)

    # ------------------------------------------------------------ facts

    def facts(self, kind: str, as_of: int) -> dict[str, Any]:
        """The payloads of a kind by subject; of an erased one what stayed, vanished ones are left out."""
        return self._known(kind, as_of, None)

    def facts_of(self, kind: str, subjects: Iterable[str], as_of: int) -> dict[str, Any]:
        """The payloads of some subjects of a kind, as ``facts`` gives them all."""
        found: dict[str, Any] = {}
        for portion in portions(sorted(set(subjects))):
            found |= self._known(kind, as_of, portion)
        return found

    def erased(self, kind: str, subjects: Iterable[str], as_of: int) -> dict[str, int]:
        """Those subjects whose content, as known after a run, was erased at any time, with the place of that fact in the log."""
        rows = (row for portion in portions(sorted(set(subjects))) for row in self._all(_erased(kind, as_of, portion)))
        return {row.subject: row.position for row in rows}

    def _known(self, kind: str, as_of: int, subjects: Sequence[str] | None) -> dict[str, Any]:
        found = {row.subject: json.loads(row.body) for row in self._all(_facts(kind, as_of, subjects))}
        erased = [(row.subject, row.digest) for row in self._all(_erased(kind, as_of, subjects))]
        if erased:
            with guarded(self._engine), self._engine.connect() as connection:
                found |= stayed(connection, kind, erased)
        return dict(sorted(found.items()))

    def superseded(self, kind: str, as_of: int, *, holding: str) -> set[str]:
        """The subjects of a kind that were known after a run and told anew since; ``holding`` is a text that was said of them."""
        earlier = FACT.alias("earlier")
        before, told = LEAF.alias("before"), PAYLOAD.alias("told")
        since = select(FACT.c.subject).join(LEAF, LEAF.c.fact_id == FACT.c.id)
        since = since.where(FACT.c.kind == kind, LEAF.c.position >= _leaves(as_of))
        statement = (
            select(earlier.c.subject)
            .join(before, before.c.fact_id == earlier.c.id)
            .join(told, told.c.fact_id == earlier.c.id)
            .where(earlier.c.kind == kind, before.c.position < _leaves(as_of), earlier.c.subject.in_(since))
            .where(told.c.body.contains(holding, autoescape=True))
        )
        return {row.subject for row in self._all(statement.distinct())}

    def telling(self, kind: str, name: str, text: str, as_of: int) -> list[str]:
        """The subjects of a kind whose payload holds a text somewhere under a name, found without reading the payloads."""
        told = canonical({name: text})[1:-1]
        return [row.subject for row in self._all(_facts(kind, as_of).where(PAYLOAD.c.body.contains(told, autoescape=True)))]

    def history(self, kind: str, subject: str) -> list[tuple[int, Any]]:
        """What was known of a subject: (run number, payload) of each change; None where it vanished or was erased."""
        statement = (
            select(RUN_PART.c.number, PAYLOAD.c.body)
            .select_from(FACT)
            .join(LEAF, LEAF.c.fact_id == FACT.c.id)
            .join(RUN_PART, RUN_PART.c.run_id == FACT.c.run_id)
            .outerjoin(PAYLOAD, PAYLOAD.c.fact_id == FACT.c.id)
            .where(FACT.c.kind == kind, FACT.c.subject == subject)
            .order_by(LEAF.c.position)
        )
        return [(row.number, json.loads(row.body) if row.body is not None else None) for row in self._all(statement)]

    def sightings(self, sha256: str, as_of: int) -> list[Any]:
        """The payloads of a file's sightings, by subject."""
        # A sighting's subject holds its file's hash, so that what the index has of it was always so.
        subjects = self.linked("of-file", sha256)
        return [json.loads(row.body) for portion in portions(subjects) for row in self._all(_facts("sighting", as_of, portion))]

    def log_root(self, as_of: int) -> str:
        """The root of the log (RFC 6962) up to a run, in hex."""
        statement = select(LEAF.c.hash).where(LEAF.c.position < _leaves(as_of)).order_by(LEAF.c.position)
        with guarded(self._engine), self._engine.connect() as connection:
            return log.root(connection.execute(statement.execution_options(yield_per=10_000)).scalars())

    # ------------------------------------------------------------ documents

    def documents(
        self,
        as_of: int,
        *,
        unit: str | None = None,
        direction: Direction | None = None,
        keys: Iterable[str] | None = None,
    ) -> Iterator[Document]:
        """The documents that are not void, by key: all, those with a holding of a unit or direction, or those of some keys."""
        statement = find.current(as_of).where(DOCUMENT_VERSION.c.void.is_(False)).order_by(DOCUMENT_VERSION.c.key).limit(PAGE)
        held = [HOLDING_VERSION.c.version_id == DOCUMENT_VERSION.c.id]
        if unit is not None:
            held.append(HOLDING_VERSION.c.unit == unit)
        if direction is not None:
            held.append(HOLDING_VERSION.c.direction == direction.value)
        if len(held) > 1:
            statement = statement.where(select(HOLDING_VERSION.c.ordinal).where(*held).exists())
        if unit is not None:
            # From the unit's holdings to its keys: walking all keys in order would read every other unit's documents too.
            of_unit = {row.key for row in self._all(find.keys_of_unit(unit, as_of))}
            keys = of_unit if keys is None else of_unit & set(keys)
        if keys is None:
            yield from self._pages(statement)
        else:
            for portion in portions(sorted(set(keys))):
                yield from self._pages(statement.where(DOCUMENT_VERSION.c.key.in_(portion)))

    def _pages(self, statement: AnySelect) -> Iterator[Document]:
        # Page by page, so that a slow reader holds no transaction open and no more than a page in memory.
        after: ColumnElement[bool] = DOCUMENT_VERSION.c.key >= ""
        while page := self._all(statement.where(after)):
            yield from (decoded(row.body) for row in page)
            after = DOCUMENT_VERSION.c.key > page[-1].key

    def document_versions(self, key: str) -> list[tuple[int, Document]]:
        """Every version of a key: (run number, document), the last of each run."""
        statement = (
            select(DOCUMENT_VERSION.c.run_number, DOCUMENT_VERSION.c.body)
            .where(DOCUMENT_VERSION.c.key == key)
            .order_by(DOCUMENT_VERSION.c.id)
        )
        return list({row.run_number: decoded(row.body) for row in self._all(statement)}.items())

    def keys_of_file(self, sha256_prefix: str, as_of: int) -> list[str]:
        """The keys of the documents that hold a file whose SHA-256 begins so; none for fewer than four hex digits."""
        with guarded(self._engine), self._engine.connect() as connection:
            return find.keys_of_file(connection, sha256_prefix, as_of)

    def find_keys(self, text: str, as_of: int | None = None) -> list[str]:
        """The keys that a person may mean, as known now or after a run: a key itself, or a number and notation."""
        with guarded(self._engine), self._engine.connect() as connection:
            return find.keys_meant(connection, text, as_of)

    def keys_numbered(self, number: str, notation: str) -> list[str]:
        """Every key that ever had a version with this number and notation, as they are compared."""
        with guarded(self._engine), self._engine.connect() as connection:
            return find.keys_numbered(connection, number, notation)

    def dated_before(self, as_of: int) -> list[tuple[str, str, str]]:
        """Key, number as compared, and day of every version up to a run whose key has a later version."""
        since = select(DOCUMENT_VERSION.c.key).where(DOCUMENT_VERSION.c.run_number > as_of)
        columns = (DOCUMENT_VERSION.c.key, DOCUMENT_VERSION.c.number, DOCUMENT_VERSION.c.promulgated_on)
        dated = select(*columns).where(
            DOCUMENT_VERSION.c.run_number <= as_of,
            DOCUMENT_VERSION.c.key.in_(since),
            DOCUMENT_VERSION.c.number.is_not(None),
            DOCUMENT_VERSION.c.promulgated_on.is_not(None),
        )
        return sorted((row.key, row.number, row.promulgated_on) for row in self._all(dated.distinct()))

    def linked(self, relation: str, name: str) -> list[str]:
        """The subjects that a name stands in now, by a relation of the index; what was known earlier is for the caller to ask."""
        with guarded(self._engine), self._engine.connect() as connection:
            return find.linked(connection, relation, name)

    # ------------------------------------------------------------ evidence

    def verdicts(self, sha256: str, as_of: int, policy: str | None = None) -> list[StoredVerdict]:
        """The last verdict on each signature field under each policy, by field and policy."""
        last = (
            select(func.max(VERDICT.c.id))
            .join(RUN_PART, RUN_PART.c.run_id == VERDICT.c.run_id)
            .where(VERDICT.c.sha256 == sha256, RUN_PART.c.number <= as_of)
            .group_by(VERDICT.c.field, VERDICT.c.policy)
        )
        statement = select(VERDICT).where(VERDICT.c.id.in_(last)).order_by(VERDICT.c.field, VERDICT.c.policy)
        if policy is not None:
            statement = statement.where(VERDICT.c.policy == policy)
        return [
            StoredVerdict(
                row.sha256,
                row.field,
                row.policy,
                row.policy_sha256,
                row.trust_sha256,
                row.at,
                restore(Verdict, json.loads(row.body)),
            )
            for row in self._all(statement)
        ]

    def revocations(self, as_of: int) -> dict[int, str]:
        """The first day on which each signing certificate is known to be revoked, by serial number."""
        return SignatureReader(self._engine).revocations(as_of)

    def certificates(self, begin: str) -> list[str]:
        """The certificates kept whose SHA-256 begins so; none for fewer than eight hex digits."""
        return SignatureReader(self._engine).certificates(begin)

    def blob(self, sha256: str) -> bytes | None:
        """Evidence bytes by SHA-256."""
        rows = self._all(select(BLOB.c.data).where(BLOB.c.sha256 == sha256))
        return bytes(rows[0].data) if rows else None

    def _all(self, statement: AnySelect) -> Sequence[AnyRow]:
        with guarded(self._engine), self._engine.connect() as connection:
            return connection.execute(statement).all()


def _runs() -> AnySelect:
    return select(RUN_CLOSE, RUN.c.kind).join(RUN, RUN.c.id == RUN_CLOSE.c.run_id)


def _run(row: AnyRow) -> RunRow:
    return RunRow(row.number, row.kind, row.closed_at, row.state_root, json.loads(row.balance), row.leaves, row.seal)


def _last(kind: str, as_of: int, subjects: Sequence[str] | None) -> AnySelect:
    """The place in the log, up to a run, of the last fact of each subject, or of some subjects."""
    last = (
        select(func.max(LEAF.c.position))
        .join(FACT, FACT.c.id == LEAF.c.fact_id)
        .where(FACT.c.kind == kind, LEAF.c.position < _leaves(as_of))
        .group_by(FACT.c.subject)
    )
    return last if subjects is None else last.where(FACT.c.subject.in_(subjects))


def _facts(kind: str, as_of: int, subjects: Sequence[str] | None = None) -> AnySelect:
    """Subject and body of the last fact of each subject in the log up to a run, by subject."""
    return (
        select(FACT.c.subject, PAYLOAD.c.body)
        .join(LEAF, LEAF.c.fact_id == FACT.c.id)
        .join(PAYLOAD, PAYLOAD.c.fact_id == FACT.c.id)
        .where(LEAF.c.position.in_(_last(kind, as_of, subjects)), PAYLOAD.c.body != NOTHING)
        .order_by(FACT.c.subject)
    )


def _erased(kind: str, as_of: int, subjects: Sequence[str] | None = None) -> AnySelect:
    """Subject, digest and place of those last facts in the log up to a run whose content was erased since."""
    return (
        select(FACT.c.subject, FACT.c.digest, LEAF.c.position)
        .join(ERASURE, ERASURE.c.fact_id == FACT.c.id)
        .join(LEAF, LEAF.c.fact_id == FACT.c.id)
        .where(LEAF.c.position.in_(_last(kind, as_of, subjects)))
    )


def _leaves(as_of: int) -> Any:
    return select(RUN_CLOSE.c.leaves).where(RUN_CLOSE.c.number == as_of).scalar_subquery()


def _end(as_of: str) -> str:
    """The first instant after the one meant, as ledger times are written."""
    try:
        if len(as_of) == 10:
            day = dt.datetime.combine(dt.date.fromisoformat(as_of), dt.time(), VIETNAM)
            return (day + dt.timedelta(days=1)).astimezone(dt.UTC).isoformat()
        time = dt.datetime.fromisoformat(as_of)
        time = time if time.tzinfo else time.replace(tzinfo=VIETNAM)
        return (time.astimezone(dt.UTC).replace(microsecond=0) + dt.timedelta(seconds=1)).isoformat()
    except (ValueError, OverflowError) as fault:
        raise LedgerError("bad-as-of", as_of=as_of) from fault
