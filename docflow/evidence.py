"""What indicators ask of a ledger, answered as it was known after one run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docflow.canonical import restore
from docflow.ledger.read import Reader
from docflow.ledger.rollup import counts_of
from docflow.model import Count, Coverage, Direction, Document, Entitlement, Indication, Series, Unit
from docflow.registers.directory import Directory
from docflow.registers.roster import with_revocation


class LedgerEvidence:
    """The evidence of one run; satisfies ``docflow.indicators.figures.Evidence``."""

    def __init__(self, reader: Reader, run: int) -> None:
        self._reader = reader
        self._run = run
        self._series: list[Series] | None = None
        self._counts: dict[Direction, list[Count]] = {}
        self.directory = Directory(restore(Unit, payload) for payload in self._facts("unit").values())

    def _facts(self, kind: str) -> dict[str, Any]:
        return self._reader.facts(kind, self._run)

    def counts(self, direction: Direction) -> list[Count]:
        """The summed rollups of a direction."""
        if direction not in self._counts:
            self._counts[direction] = self._reader.counts(self._run, direction=direction)
        return self._counts[direction]

    def documents(self, direction: Direction) -> Iterator[tuple[Document, Count]]:
        """Every document with each of its holdings of a direction, ordered by key."""
        for document in self._reader.documents(self._run, direction=direction):
            for count in counts_of(document):
                if count.direction is direction:
                    yield document, count

    def coverages(self) -> list[Coverage]:
        """What the registers imported cover, by subject."""
        return [restore(Coverage, payload) for _, payload in sorted(self._facts("coverage").items())]

    def entitlements(self) -> list[Entitlement]:
        """The lines of the rosters, by subject; revoked also where stored verdicts know of it from revocation data."""
        lines = [restore(Entitlement, payload) for _, payload in sorted(self._facts("entitlement").items())]
        revoked = self._reader.revocations(self._run) if any(line.serial for line in lines) else {}
        return [with_revocation(line, revoked) for line in lines]

    def series(self) -> list[Series]:
        """The series of numbers that units stated, by subject."""
        if self._series is None:
            self._series = [restore(Series, payload) for _, payload in sorted(self._facts("series").items())]
        return self._series

    def secret_files(self) -> int:
        """How many files were set aside as secret."""
        return sum(payload.get("code") == "secret" for payload in self._facts("quarantine").values())

    def passing(self, document: Document, policy: str) -> bool | None:
        """Whether every signature of one of the document's files passes; None if no file of it was judged under the policy."""
        judged = False
        for sha256 in document.files:
            verdicts = self._reader.verdicts(sha256, self._run, policy)
            judged = judged or bool(verdicts)
            if verdicts and all(stored.verdict.indication is Indication.TOTAL_PASSED for stored in verdicts):
                return True
        return False if judged else None

    def faults(self, document: Document, policy: str) -> tuple[str, ...]:
        """The sub-indications of the document's signatures that do not pass a policy, each once, sorted."""
        verdicts = [v.verdict for sha256 in document.files for v in self._reader.verdicts(sha256, self._run, policy)]
        found = {v.sub_indication or v.indication.value for v in verdicts if v.indication is not Indication.TOTAL_PASSED}
        return tuple(sorted(found))
