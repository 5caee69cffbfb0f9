"""Which document cites which, in both directions, as of a run: references as printed, resolved against what the ledger knows.

A reference is a witness, not a key: its number and notation find the documents that it may mean, and its day, its year and its
organ tell which. What they leave open stays a candidate. Closing keeps two relations for it, projections that can be rebuilt:
``cites`` (files by the number and notation that they cite) and ``dated`` (keys by number and day).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from docflow.canonical import restore
from docflow.classify.identity import wanted
from docflow.ledger.find import written
from docflow.ledger.read import Reader
from docflow.model import Citing, Document, FileFacts, Reference
from docflow.text import notation_key, number_key, organ_key

CITES, DATED = "cites", "dated"
_OFFICE = re.compile(
    r"^(?:chu tich|pho chu tich|giam doc|bo truong|thu truong|truong (?=phong|ban)|chanh (?=van phong|thanh tra)) ?"
)


class Match(StrEnum):
    """What a reference has come to: one document, one or several that it may be, one cited under another notation, or none."""

    KNOWN = "known"
    POSSIBLE = "possible"
    DIFFERS = "differs"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Cited:
    """A reference of a document and the keys that it stands for."""

    reference: Reference
    match: Match
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citer:
    """A document that cites another: its key and day, the reference as it prints it, and how sure it is which is meant."""

    key: str
    day: str | None
    reference: Reference
    match: Match


def names_cited(facts: FileFacts) -> set[str]:
    """The numbers and notations that a file cites, as closing keeps them."""
    return {wanted(r.number, r.notation) for h in facts.documents for r in h.references if r.number and r.notation}


def names_dated(document: Document) -> set[str]:
    """The number and day under which closing keeps a document."""
    return {_dated(document.number, document.promulgated_on)} if document.number and document.promulgated_on else set()


def _dated(number: str, day: str) -> str:
    return f"{number_key(number)}|{day}"


class Citations:
    """The citations that a ledger knew when a run had closed."""

    def __init__(self, reader: Reader, run: int) -> None:
        self._reader = reader
        self._run = run
        self._names: dict[str, tuple[str, ...]] = {}

    def of(self, document: Document, files: Iterable[FileFacts]) -> tuple[Cited, ...]:
        """What the files of a document cite, each reference once, in the order of its first file."""
        references: dict[tuple[str, str, str | None], Reference] = {}
        for facts in files:
            for reference in (r for header in facts.documents[:1] for r in header.references):
                name = (number_key(reference.number or ""), notation_key(reference.notation or ""), reference.promulgated_on)
                references.setdefault(name, reference)
        return tuple(self._resolved(reference, document) for reference in references.values())

    def to(self, document: Document) -> Iterator[Citer]:
        """The documents that cite this one, or may."""
        if not document.number or not document.notation:
            return
        for citer, facts in self._citing(document.number, document.notation):
            for reference in self._named(facts, document.number, document.notation):
                found = self._resolved(reference, citer)
                if document.key in found.keys and citer.key != document.key:
                    yield Citer(citer.key, citer.promulgated_on, reference, found.match)

    def to_written(self, text: str, citing: Citing | None = None) -> Iterator[Citer]:
        """The documents that cite what is written like ``798/KH-UBND`` or ``30/2020/NĐ-CP``, in the ledger or not."""
        said = written(text)
        if said is None:
            return
        number, year, notation = said
        for citer, facts in self._citing(number, notation):
            for reference in self._named(facts, number, notation):
                if year in {None, _year(reference)} and citing in {None, reference.citing}:
                    yield Citer(citer.key, citer.promulgated_on, reference, Match.ABSENT)

    def _citing(self, number: str, notation: str) -> Iterator[tuple[Document, FileFacts]]:
        """Each document with a file that cites a number and notation, once, by key."""
        found: dict[str, tuple[Document, FileFacts]] = {}
        for subject in self._reader.linked(CITES, wanted(number, notation)):
            sha256 = subject.removeprefix("file ")
            payload = self._known("file", sha256)
            if payload is None:
                continue
            facts = restore(FileFacts, payload)
            for document in self._reader.documents(self._run, keys=self._reader.keys_of_file(sha256, self._run)):
                found.setdefault(document.key, (document, facts))
        yield from (found[key] for key in sorted(found))

    @staticmethod
    def _named(facts: FileFacts, number: str, notation: str) -> Iterator[Reference]:
        name = wanted(number, notation)
        references = (r for header in facts.documents[:1] for r in header.references)
        return (r for r in references if r.number and r.notation and wanted(r.number, r.notation) == name)

    def _resolved(self, reference: Reference, citer: Document) -> Cited:
        """The documents that a reference of ``citer`` means: never itself, and none that is younger than it."""
        number, notation = reference.number or "", reference.notation
        keys = self._reader.keys_numbered(number_key(number), notation_key(notation)) if notation else []
        pool = [d for d in self._documents(keys, citer) if self._may_be(reference, d)]
        sure = [d for d in pool if self._is(reference, d)]
        if len(sure) == 1:
            return Cited(reference, Match.KNOWN, (sure[0].key,))
        if pool:
            return Cited(reference, Match.POSSIBLE, tuple(d.key for d in sure or pool))
        if reference.promulgated_on is None or reference.organ is None:
            return Cited(reference, Match.ABSENT)
        keys = self._reader.linked(DATED, _dated(number, reference.promulgated_on))
        same = [d.key for d in self._documents(keys, citer) if self._is(reference, d) and self._organ_fits(reference, d)]
        if len(same) != 1:
            return Cited(reference, Match.ABSENT)
        return Cited(reference, Match.DIFFERS if notation else Match.KNOWN, tuple(same))

    def _documents(self, keys: list[str], citer: Document) -> list[Document]:
        last = citer.promulgated_on or "9999-12-31"
        found = self._reader.documents(self._run, keys=keys)
        return [d for d in found if d.key != citer.key and (d.promulgated_on or "") <= last]

    def _may_be(self, reference: Reference, document: Document) -> bool:
        """Whether nothing that a reference says is against a document; a day that differs is, unless the organ is the same."""
        year = _year(reference)
        if year is not None and document.year is not None and year != document.year:
            return False
        fits = self._organ_fits(reference, document)
        return fits is not False and (_days_agree(reference, document) is not False or fits is True)

    def _is(self, reference: Reference, document: Document) -> bool:
        """Whether a reference says enough for a document to be meant: its day, or without one its organ or its year."""
        agree = _days_agree(reference, document)
        if agree is not None:
            return agree
        return self._organ_fits(reference, document) is True or reference.year_in_number is not None

    def _organ_fits(self, reference: Reference, document: Document) -> bool | None:
        """Whether the organ printed is the issuer: equal names, or one with its place added; None where one is not known."""
        cited = _OFFICE.sub("", organ_key(reference.organ)) if reference.organ else ""
        names = self._issuer_names(document.issuer)
        if not cited or not names:
            return None
        return any(f"{long} ".startswith(f"{short} ") for name in names for short, long in (sorted((cited, name), key=len),))

    def _issuer_names(self, issuer: str | None) -> tuple[str, ...]:
        """The names of an issuer as they are compared: a unit's, or what stands in the key where no unit matched."""
        if issuer is None or issuer.startswith("~"):
            return (issuer[1:].partition("|")[0],) if issuer else ()
        if issuer not in self._names:
            unit: Mapping[str, Any] | None = self._known("unit", issuer)
            self._names[issuer] = (organ_key(unit["name"]),) if unit else ()
        return self._names[issuer]

    def _known(self, kind: str, subject: str) -> Any:
        """The payload of a subject as of the run, None if there was none."""
        return next((body for number, body in reversed(self._reader.history(kind, subject)) if number <= self._run), None)


def _year(reference: Reference) -> int | None:
    if reference.year_in_number is not None:
        return reference.year_in_number
    return int(reference.promulgated_on[:4]) if reference.promulgated_on else None


def _days_agree(reference: Reference, document: Document) -> bool | None:
    if reference.promulgated_on is None or document.promulgated_on is None:
        return None
    return reference.promulgated_on == document.promulgated_on
