"""What a person must decide: everything that reading, placing and judging left open, with what was seen of it.

A thing is left off as soon as a correction decides it. Of secret files nothing is told but how many there are.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from docflow.canonical import restore
from docflow.classify.identity import Registry
from docflow.correction import CORRECTION, Corrections
from docflow.ledger.read import Reader
from docflow.model import Correctable, Document, FileFacts, Outcome, Standing, Unit
from docflow.periods import Period

# What a finding on a file's place asks for.
_ASKS = {
    "no-number": Correctable.NUMBER,
    "no-notation": Correctable.NOTATION,
    "no-year": Correctable.PROMULGATED_ON,
    "no-issuer": Correctable.ISSUER,
    "organ-unmatched": Correctable.ISSUER,
    "organ-uncertain": Correctable.ISSUER,
    "joint-issuer-uncertain": Correctable.ISSUER,
    "foreign-issuer": Correctable.DIRECTION,
}
_OF_NO_HEADER = (Correctable.NUMBER, Correctable.NOTATION, Correctable.PROMULGATED_ON)
_ABOUT_ORGANS = frozenset({"organ-unmatched", "organ-uncertain", "joint-issuer-uncertain"})
# A page that nobody has read may bear a mark of secrecy, and one recogniser alone may miss a stamp of it.
_UNREAD_PAGES = ("no-text-layer", "scan-unread", "scan-read-alone")


class Kind(StrEnum):
    """Why a person is asked, in the order in which it is told."""

    UNPLACED = "unplaced"
    ORGAN = "organ"
    FORM = "form"
    SIGNATURE = "signature"
    CERTIFICATE = "certificate"
    SECRECY = "secrecy"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value that was seen or is near; ``score`` in thousandths."""

    value: str
    source: str
    score: int


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to decide: a field of a subject, why it is asked, what the document is known as, and what is proposed.

    ``about`` tells of a certificate whose it is and of which line of a roster is asked.
    """

    kind: Kind
    subject: str
    field: Correctable
    why: str
    unit: str | None = None
    number: str | None = None
    day: str | None = None
    path: str | None = None
    proposals: tuple[Proposal, ...] = ()
    about: str | None = None

    @property
    def command(self) -> str:
        """A command that decides it, the value left to the person where none is proposed."""
        if self.kind is Kind.QUARANTINED:
            return f"docflow review retry {self.subject}"
        value = {Correctable.NOT_A_DOCUMENT: "yes", Correctable.STANDING: "issued"}.get(self.field, "…")
        value = self.proposals[0].value if self.proposals else value
        return f"docflow review resolve '{self.subject}' --field {self.field.value} --value '{value}' --author … --reason …"


@dataclass(frozen=True, slots=True)
class Open:
    """All that is open after a run; ``secret`` counts the files put aside as secret."""

    items: tuple[Item, ...]
    secret: int
    run: int
    state_root: str

    @property
    def counts(self) -> Mapping[Kind, int]:
        """How many things of each kind there are to decide, kinds without any left out."""
        kinds = [item.kind for item in self.items]
        return {kind: kinds.count(kind) for kind in Kind if kind in kinds}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which things are asked for: those of some units, all if None, and of a period."""

    units: Mapping[str, Unit] | None = None
    period: Period | None = None

    def has(self, document: Document) -> bool:
        """Whether a document is asked for; one without a day may be of any period."""
        day = document.promulgated_on
        if self.period is not None and day is not None and not self.period.first <= day <= self.period.last:
            return False
        return self.units is None or bool({document.issuer, *(h.unit for h in document.holdings)} & set(self.units))

    def has_path(self, path: str | None) -> bool:
        """Whether a file of which only the path is known lies in a folder of the units."""
        if self.units is None:
            return True
        codes = {code for unit in self.units.values() for code in (unit.id, unit.code, *unit.aliases)}
        return path is not None and bool(codes & set(PurePosixPath(path).parts))


def still_open(reader: Reader, asked: Asked, certificates: Iterable[Item] = ()) -> Open:
    """What is open after the last run; ``certificates`` are the items of ``docflow.review_certificates``."""
    run = reader.run(None)
    look = _Look(reader, run.number)
    documents = [document for document in reader.documents(run.number) if asked.has(document)]
    found = [item for document in documents for item in look.document(document)]
    found += [item for item in certificates if asked.units is None or item.unit in asked.units]
    refused = reader.refused()
    codes = {sha256: str(payload["code"]) for sha256, payload in reader.facts("quarantine", run.number).items()}
    secret = {row.sha256 or row.path_hash for row in refused if row.reason == "secret"}
    secret |= {sha256 for sha256, code in codes.items() if code == "secret"}
    for row in refused:
        wanted = row.reason != "secret" and row.sha256 not in secret and asked.has_path(row.path)
        if row.outcome is Outcome.QUARANTINED and wanted and not look.fixes.is_no_document(row.sha256 or ""):
            subject = row.sha256 or row.path_hash
            found.append(Item(Kind.QUARANTINED, subject, Correctable.NOT_A_DOCUMENT, row.reason or "", path=row.path))
    order = {kind: place for place, kind in enumerate(Kind)}
    items = sorted(dict.fromkeys(found), key=lambda item: (order[item.kind], item.unit or "", item.subject, item.field, item.why))
    return Open(tuple(items), len(secret), run.number, run.state_root)


class _Look:
    """Looks at documents with what was read of their files."""

    def __init__(self, reader: Reader, run: int) -> None:
        self._reader = reader
        self.fixes = Corrections(reader.facts(CORRECTION, run))
        self._registry = Registry(restore(Unit, payload) for payload in reader.facts("unit", run).values())
        self._rejected = {sha256: str(payload["code"]) for sha256, payload in reader.facts("rejection", run).items()}
        self._paths: dict[str, str] = {}
        for payload in reader.facts("sighting", run).values():
            known = self._paths.get(payload["sha256"])
            self._paths[payload["sha256"]] = min(known or payload["path"], payload["path"])
        self._unread = {sha256: code for code in _UNREAD_PAGES for sha256 in reader.telling("file", "code", code, run)}
        self._files: dict[str, FileFacts | None] = {}

    def document(self, document: Document) -> Iterator[Item]:
        """What is to be decided of a document."""
        if document.standing is not Standing.ISSUED or document.copy:
            return
        for finding in document.findings:
            if finding.code in _ASKS or finding.code == "no-header":
                yield from self._unplaced(document, finding.code, finding.detail)
            elif finding.code == "form-contradiction":
                yield self._item(document, Kind.FORM, document.key, Correctable.FORM, finding.detail)
            elif finding.code == "signature-in-review" and document.form.rule != "corrected":
                yield self._item(document, Kind.SIGNATURE, document.key, Correctable.FORM, finding.code, finding.detail)
        if document.promulgated_on is None and document.year is not None:
            for sha256 in document.files[:1]:
                yield self._item(document, Kind.UNPLACED, sha256, Correctable.PROMULGATED_ON, "no-day", sha256)
        for sha256 in document.files:
            yield from self._file(document, sha256)

    def _unplaced(self, document: Document, code: str, sha256: str) -> Iterator[Item]:
        if sha256 in self._rejected:
            return
        kind = Kind.ORGAN if code in _ABOUT_ORGANS else Kind.UNPLACED
        for field in _OF_NO_HEADER if code == "no-header" else (_ASKS[code],):
            yield self._item(document, kind, sha256, field, code, sha256)
        if code == "no-header" and document.issuer is None:
            yield self._item(document, kind, sha256, Correctable.ISSUER, code, sha256)

    def _file(self, document: Document, sha256: str) -> Iterator[Item]:
        if sha256 in self._rejected:
            if not document.placed:
                yield self._item(document, Kind.REJECTED, sha256, Correctable.NOT_A_DOCUMENT, self._rejected[sha256], sha256)
            return
        unread = self._unread.get(sha256)
        decided = any(Correctable.STANDING in self.fixes.of(target) for target in (sha256, document.key))
        if unread and not decided:
            yield self._item(document, Kind.SECRECY, sha256, Correctable.STANDING, unread, sha256)

    def _item(
        self, document: Document, kind: Kind, subject: str, field: Correctable, why: str, sha256: str | None = None
    ) -> Item:
        number = "/".join(part for part in (document.number, document.notation) if part)
        return Item(
            kind=kind,
            subject=subject,
            field=field,
            why=why,
            unit=next((holding.unit for holding in document.holdings if holding.unit), document.issuer),
            number=number or None,
            day=document.promulgated_on,
            path=self._paths.get(sha256 or next(iter(document.files), "")),
            proposals=tuple(self._proposals(document, field, sha256)),
        )

    def _proposals(self, document: Document, field: Correctable, sha256: str | None) -> Iterable[Proposal]:
        """What the recognisers read, the units that an organ's name is near to, the forms that are possible."""
        if field is Correctable.FORM:
            forms = dict.fromkeys((document.form.value, *document.form.possible))
            return [Proposal(form, "possible", 0) for form in forms if form != "unknown"]
        facts = self._facts(sha256) if sha256 else None
        if facts is None:
            return ()
        if field is Correctable.ISSUER:
            organs = [(h, i) for h in facts.documents[:1] for i in h.issuers]
            weighed = [self._registry.weigh(i.organ, i.superior_organ, h.promulgated_on) for h, i in organs]
            near = (((one.unit, one.score),) if one.unit else one.candidates for one in weighed)
            return [Proposal(unit.id, unit.name, score) for unit, score in itertools.chain.from_iterable(near)]
        if field is Correctable.PROMULGATED_ON and document.promulgated_on and document.day_source:
            return [Proposal(document.promulgated_on, document.day_source, 0)]
        source = facts.sources.get(field.value)
        return [Proposal(c.value, c.source.value, c.confidence) for c in source.candidates] if source else ()

    def _facts(self, sha256: str) -> FileFacts | None:
        if sha256 not in self._files:
            told: list[tuple[int, Any]] = self._reader.history("file", sha256)
            payload = told[-1][1] if told else None
            self._files[sha256] = restore(FileFacts, payload) if payload is not None else None
        return self._files[sha256]


def open_record(found: Open) -> dict[str, Any]:
    """The public form (``docflow/review/1``)."""
    return {
        "schema": "docflow/review/1",
        "checkpoint": {"run": found.run, "state_root": found.state_root},
        "counts": {kind.value: count for kind, count in found.counts.items()},
        "secret": found.secret,
        "items": [item_record(item) for item in found.items],
    }


def item_record(item: Item) -> dict[str, Any]:
    """The public form of one thing to decide; ``score`` is a share of one thousand."""
    return {
        "kind": item.kind.value,
        "subject": item.subject,
        "field": item.field.value,
        "why": item.why,
        "unit": item.unit,
        "number": item.number,
        "day": item.day,
        "path": item.path,
        "about": item.about,
        "proposals": [{"value": p.value, "from": p.source, "score": p.score} for p in item.proposals],
        "command": item.command,
    }
