"""What indicators ask of a ledger, answered as it was known after one run."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from docflow.canonical import restore
from docflow.classify.identity import Registry
from docflow.indicators.dealings import Dealing, Paper
from docflow.indicators.figures import MetFile
from docflow.ledger.bulk import portions
from docflow.ledger.read import Reader
from docflow.ledger.rollup import counts_of
from docflow.model import (
    CertificateHistory,
    Count,
    Coverage,
    Criterion,
    Direction,
    Document,
    Entitlement,
    FileKind,
    FormCheck,
    Indication,
    Message,
    PaperRule,
    Reference,
    RegisterLine,
    Score,
    Series,
    Target,
    Unit,
)
from docflow.registers.directory import Directory
from docflow.registers.roster import with_revocation

DEALT_WITH = 500
"""So many documents are looked at together."""


Matching = Callable[[Mapping[str, Entitlement]], Mapping[str, tuple[CertificateHistory, ...]]]
"""Finds the certificates that are counted for the lines of rosters; it reads every signature, so that it is asked if needed."""


class LedgerEvidence:
    """The evidence of one run; satisfies ``docflow.indicators.figures.Evidence``."""

    def __init__(self, reader: Reader, run: int, matching: Matching | None = None) -> None:
        self._reader = reader
        self._matching = matching
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

    def entitlements(self) -> dict[str, Entitlement]:
        """The lines of the rosters, by subject; revoked also where stored verdicts know of it from revocation data."""
        lines = {subject: restore(Entitlement, payload) for subject, payload in sorted(self._facts("entitlement").items())}
        revoked = self._reader.revocations(self._run) if any(line.serial for line in lines.values()) else {}
        return {subject: with_revocation(line, revoked) for subject, line in lines.items()}

    def holders(self) -> Mapping[str, tuple[CertificateHistory, ...]]:
        """The certificates that signed and are counted for each line of the rosters, by the line's subject."""
        return self._matching(self.entitlements()) if self._matching else {}

    def series(self) -> list[Series]:
        """The series of numbers that units stated, by subject."""
        if self._series is None:
            self._series = [restore(Series, payload) for _, payload in sorted(self._facts("series").items())]
        return self._series

    @functools.cached_property
    def registry(self) -> Registry:
        """The units as organs are matched to them."""
        return Registry(self.directory.by_id.values(), self.series())

    def dealings(self, held: Iterable[tuple[Document, Count]]) -> Iterator[Dealing]:
        """Some of what ``documents`` gives, in its order, with the lines, files and messages of each, read many at a time."""
        for portion in portions(held, DEALT_WITH):
            lines = self._of("register-line", (subject for document, _ in portion for subject in document.lines))
            books = {subject: restore(RegisterLine, payload) for subject, payload in lines.items()}
            files = self._of("file", (sha for document, _ in portion for sha in (*document.files, *document.messages)))
            papers = {sha: _paper(payload) for sha, payload in files.items()}
            for document, count in portion:
                own = (*document.files, *document.messages)
                yield Dealing(
                    document,
                    count,
                    {subject: books[subject] for subject in document.lines if subject in books},
                    {sha: papers[sha] for sha in own if sha in papers},
                )

    def _of(self, kind: str, subjects: Iterable[str]) -> dict[str, Any]:
        return self._reader.facts_of(kind, subjects, self._run)

    def criteria(self) -> list[Criterion]:
        """The criteria that units are scored by, by subject."""
        return [restore(Criterion, payload) for _, payload in sorted(self._facts("criterion").items())]

    def scores(self) -> list[Score]:
        """The values of criteria that were imported, by subject."""
        return [restore(Score, payload) for _, payload in sorted(self._facts("score").items())]

    def targets(self) -> list[Target]:
        """The targets that were set, by subject."""
        return [restore(Target, payload) for _, payload in sorted(self._facts("target").items())]

    def paper_rules(self) -> list[PaperRule]:
        """The types of documents that a local rule sends on paper only, by subject."""
        return [restore(PaperRule, payload) for _, payload in sorted(self._facts("paper-rule").items())]

    def arrivals(self) -> dict[str, RegisterLine]:
        """The lines of the registers of incoming documents, in the order of subjects."""
        book = f"|{Direction.INCOMING.value}|"
        return {s: restore(RegisterLine, payload) for s, payload in sorted(self._facts("register-line").items()) if book in s}

    def form_checks(self, files: Iterable[str]) -> Mapping[str, FormCheck | None]:
        """How the form of each of some files was checked, by SHA-256; None where nothing was read of it."""
        headers = {sha: told["documents"][:1] for sha, told in self._of("file", files).items()}
        checks = {sha: header[0].get("form_check") if header else None for sha, header in headers.items()}
        return {sha: restore(FormCheck, check) if check else None for sha, check in checks.items()}

    def met_files(self) -> Iterator[MetFile]:
        """Every file that was met, by SHA-256, with the units of the folders it lay in; secret ones are left out."""
        units: dict[str, set[str]] = {}
        paths = self._reader.paths_refused(self._run)
        for told in self._facts("sighting").values():
            folder = {self.registry.folder(told["unit"])} if told["unit"] else set()
            units.setdefault(told["sha256"], set()).update(folder)
            paths.setdefault(told["sha256"], set()).update({told["path"]} - {""})
        refused = {sha: ("quarantine", told["code"]) for sha, told in self._facts("quarantine").items()}
        refused |= {sha: ("rejection", told["code"]) for sha, told in self._facts("rejection").items()}
        for sha in sorted(units.keys() | refused.keys()):
            kind, code = refused.get(sha, (None, None))
            if code != "secret":
                yield MetFile(sha, frozenset(units.get(sha, ())), code, kind, tuple(sorted(paths.get(sha, ()))))

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


# Scans are read for what stands in their cells, not for all that they say.
_READ = frozenset({FileKind.TEXT.value, FileKind.WORD.value})


def _paper(payload: Mapping[str, Any]) -> Paper:
    """What the facts of a file say of dealings; those of its signatures stay unread."""
    header = payload["documents"][0] if payload["documents"] else {}
    message = payload.get("message")
    return Paper(
        recipients=tuple(header.get("recipients", ())),
        references=tuple(restore(Reference, one) for one in header.get("references", ())),
        message=restore(Message, message) if message else None,
        read=bool(header) and payload["kind"] in _READ,
        numbered=bool(header.get("number") and header.get("notation")),
    )
