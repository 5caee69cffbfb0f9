"""Reading stored signatures: their evidence, the bytes it names, and the verdicts on them, as known after a run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from cryptography.x509 import load_der_x509_certificate
from sqlalchemy import Engine, func, select

from docflow.canonical import restore
from docflow.ledger.bulk import AnyRow, AnySelect, portions
from docflow.ledger.engine import guarded
from docflow.ledger.rows import JudgedBefore, SignedFile
from docflow.ledger.tables import BLOB, FACT, LEAF, PAYLOAD, RUN_CLOSE, RUN_PART, VERDICT
from docflow.model import SignatureEvidence, Verdict

_BEGINNING = re.compile(r"[0-9a-f]{8,64}")
_CERTIFICATE = "application/pkix-cert"

PAGE = 200
"""So many files are in memory at once."""


class SignatureReader:
    """Questions about the signatures of a ledger; ``as_of`` is the number of a closed run.

    Every method raises ``LedgerError`` where the database fails.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def pages(self, as_of: int) -> Iterator[list[SignedFile]]:
        """All files that hold signatures, by SHA-256, a page at a time."""
        after = ""
        while subjects := self._subjects(after):
            files = self.files(subjects, as_of)
            if files:
                yield files
            after = subjects[-1]

    def _subjects(self, after: str) -> list[str]:
        statement = (
            select(FACT.c.subject)
            .where(FACT.c.kind == "file", FACT.c.subject > after)
            .distinct()
            .order_by(FACT.c.subject)
            .limit(PAGE)
        )
        return [row.subject for row in self._all(statement)]

    def files(self, sha256s: Iterable[str], as_of: int) -> list[SignedFile]:
        """Those of some files that hold signatures, by SHA-256; vanished and erased ones are left out."""
        return [
            SignedFile(row.subject, row.number, restore(tuple[SignatureEvidence, ...], signatures))
            for portion in portions(sorted(set(sha256s)))
            for row in self._all(_files(portion, as_of))
            if (signatures := (json.loads(row.body) or {}).get("signatures"))
        ]

    def verdicts(self, sha256s: Iterable[str], as_of: int, policy: str) -> dict[tuple[str, str], JudgedBefore]:
        """The last verdict under a policy on each signature of some files, by file and field."""
        found = {}
        for portion in portions(sorted(set(sha256s))):
            for row in self._all(_last_verdicts(portion, as_of, policy)):
                verdict = restore(Verdict, json.loads(row.body))
                found[row.sha256, row.field] = JudgedBefore(row.policy_sha256, row.trust_sha256, row.at, verdict, row.number)
        return found

    def revocations(self, as_of: int) -> dict[int, str]:
        """Since when signers' certificates are revoked, as far as verdicts tell: the earliest day by serial number."""
        told = (
            select(VERDICT.c.body)
            .join(RUN_PART, RUN_PART.c.run_id == VERDICT.c.run_id)
            .where(RUN_PART.c.number <= as_of, VERDICT.c.body.contains('"revoked_at":"'))
            .distinct()
        )
        verdicts = [restore(Verdict, json.loads(row.body)) for row in self._all(told)]
        days = {v.chain[0]: v.revoked_at[:10] for v in verdicts if v.revoked_at and v.chain}
        found: dict[int, str] = {}
        for sha256, der in self.blobs(days).items():
            serial = _serial(der)
            if serial is not None:
                found[serial] = min(days[sha256], found.get(serial, days[sha256]))
        return found

    def blobs(self, sha256s: Iterable[str]) -> dict[str, bytes]:
        """Evidence bytes by SHA-256; those that the ledger has not are left out."""
        statement = select(BLOB.c.sha256, BLOB.c.data)
        return {
            row.sha256: bytes(row.data)
            for portion in portions(sorted(set(sha256s)))
            for row in self._all(statement.where(BLOB.c.sha256.in_(portion)))
        }

    def certificates(self, begin: str) -> list[str]:
        """The certificates kept whose SHA-256 begins so, sorted; none for fewer than eight hex digits."""
        if not _BEGINNING.fullmatch(begin):
            return []
        statement = select(BLOB.c.sha256).where(BLOB.c.sha256 >= begin, BLOB.c.sha256 <= f"{begin}g")
        return sorted(row.sha256 for row in self._all(statement.where(BLOB.c.media == _CERTIFICATE)))

    def _all(self, statement: AnySelect) -> Sequence[AnyRow]:
        with guarded(self._engine), self._engine.connect() as connection:
            return connection.execute(statement).all()


def _files(sha256s: list[str], as_of: int) -> AnySelect:
    """Subject, run number and body of the last fact of each file in the log up to a run."""
    leaves = select(RUN_CLOSE.c.leaves).where(RUN_CLOSE.c.number == as_of).scalar_subquery()
    last = (
        select(func.max(LEAF.c.position))
        .join(FACT, FACT.c.id == LEAF.c.fact_id)
        .where(FACT.c.kind == "file", FACT.c.subject.in_(sha256s), LEAF.c.position < leaves)
        .group_by(FACT.c.subject)
    )
    return (
        select(FACT.c.subject, RUN_PART.c.number, PAYLOAD.c.body)
        .join(LEAF, LEAF.c.fact_id == FACT.c.id)
        .join(PAYLOAD, PAYLOAD.c.fact_id == FACT.c.id)
        .join(RUN_PART, RUN_PART.c.run_id == FACT.c.run_id)
        .where(LEAF.c.position.in_(last))
        .order_by(FACT.c.subject)
    )


def _last_verdicts(sha256s: list[str], as_of: int, policy: str) -> AnySelect:
    last = (
        select(func.max(VERDICT.c.id))
        .join(RUN_PART, RUN_PART.c.run_id == VERDICT.c.run_id)
        .where(VERDICT.c.sha256.in_(sha256s), VERDICT.c.policy == policy, RUN_PART.c.number <= as_of)
        .group_by(VERDICT.c.sha256, VERDICT.c.field)
    )
    return select(VERDICT, RUN_PART.c.number).join(RUN_PART, RUN_PART.c.run_id == VERDICT.c.run_id).where(VERDICT.c.id.in_(last))


def _serial(der: bytes) -> int | None:
    try:
        return load_der_x509_certificate(der).serial_number
    except ValueError:
        return None
