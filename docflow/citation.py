"""What a reference means among the documents that are known: pure, asked of the ledger as of a run and while a run closes.

A reference is a witness, not a key: its number and notation find the documents that it may mean, and its day, its year and its
organ tell which. What they leave open stays a candidate. A reference that gives number, day and organ of one document and another
notation means that document, and is a conflict of citations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from docflow.classify.identity import wanted
from docflow.model import Document, FileFacts, Reference
from docflow.numbers import series_of_key, series_part
from docflow.text import notation_key, number_key, organ_key

CITES, CITES_DATED, DATED = "cites", "cites-dated", "dated"
"""Relations of the index: files by the number and notation, and by the number and day, that they cite; keys by number and day."""

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


class Known(Protocol):
    """What may be asked of the documents that are known; keys may be of documents that are not there any more."""

    def documents(self, keys: Iterable[str]) -> Iterable[Document]:
        """The documents of some keys that are not void, by key."""

    def numbered(self, number: str, notation: str) -> Iterable[str]:
        """The keys of documents with this number and notation, as they are compared."""

    def dated(self, name: str) -> Iterable[str]:
        """The keys of documents with a number and day, named by ``dated_name``."""

    def unit_name(self, unit: str) -> str | None:
        """The name of a unit."""


def references_of(facts: FileFacts) -> tuple[Reference, ...]:
    """What the document in a file cites; a file of several tells of its first."""
    return tuple(reference for header in facts.documents[:1] for reference in header.references)


def names_cited(facts: FileFacts) -> set[str]:
    """The numbers and notations that a file cites."""
    return {wanted(r.number, r.notation) for h in facts.documents for r in h.references if r.number and r.notation}


def days_cited(facts: FileFacts) -> set[str]:
    """The numbers and days of what a file cites by number, notation, day and organ, so that another notation would show."""
    return {
        dated_name(r.number, r.promulgated_on)
        for r in references_of(facts)
        if r.number and r.notation and r.promulgated_on and r.organ
    }


def names_dated(document: Document) -> set[str]:
    """The number and day of a document, if it has both."""
    return {dated_name(document.number, document.promulgated_on)} if document.number and document.promulgated_on else set()


def dated_name(number: str, day: str) -> str:
    """A number and day as the relations name them."""
    return f"{number_key(number)}|{day}"


def meant(reference: Reference, citer: Document, known: Known) -> Cited:
    """The documents that a reference of ``citer`` means: never itself, and none that is younger than it."""
    number, notation = reference.number or "", reference.notation
    keys = known.numbered(number_key(number), notation_key(notation)) if notation else ()
    pool = [d for d in _older(keys, citer, known) if _may_be(reference, d, known)]
    sure = _of_series(reference, [d for d in pool if _is(reference, d, known)])
    if len(sure) == 1:
        return Cited(reference, Match.KNOWN, (sure[0].key,))
    if pool:
        return Cited(reference, Match.POSSIBLE, tuple(d.key for d in sure or pool))
    if reference.promulgated_on is None or reference.organ is None:
        return Cited(reference, Match.ABSENT)
    dated = _older(known.dated(dated_name(number, reference.promulgated_on)), citer, known)
    same = [d for d in dated if _is(reference, d, known) and _organ_fits(reference, d, known)]
    if len(same) != 1:
        return Cited(reference, Match.ABSENT)
    return Cited(reference, Match.DIFFERS if notation and same[0].notation else Match.KNOWN, (same[0].key,))


def _of_series(reference: Reference, found: list[Document]) -> list[Document]:
    """Those of the series that the reference's number is written in, as legal normative documents are with the year; else all."""
    series = series_part(reference.notation or "", reference.year_in_number)
    return [d for d in found if series_of_key(d.key) == series] or found


def _older(keys: Iterable[str], citer: Document, known: Known) -> list[Document]:
    last = citer.promulgated_on or "9999-12-31"
    return [d for d in known.documents(keys) if d.key != citer.key and (d.promulgated_on or "") <= last]


def _may_be(reference: Reference, document: Document, known: Known) -> bool:
    """Whether nothing that a reference says is against a document; a day that differs is, unless the organ is the same."""
    year = year_of(reference)
    if year is not None and document.year is not None and year != document.year:
        return False
    fits = _organ_fits(reference, document, known)
    return fits is not False and (_days_agree(reference, document) is not False or fits is True)


def _is(reference: Reference, document: Document, known: Known) -> bool:
    """Whether a reference says enough for a document to be meant: its day, or without one its organ or its year."""
    agree = _days_agree(reference, document)
    if agree is not None:
        return agree
    return _organ_fits(reference, document, known) is True or reference.year_in_number is not None


def _organ_fits(reference: Reference, document: Document, known: Known) -> bool | None:
    """Whether the organ printed is the issuer: equal names, or one with its place added; None where one is not known."""
    cited = _OFFICE.sub("", organ_key(reference.organ)) if reference.organ else ""
    name = _issuer_name(document.issuer, known)
    if not cited or not name:
        return None
    short, long = sorted((cited, name), key=len)
    return f"{long} ".startswith(f"{short} ")


def _issuer_name(issuer: str | None, known: Known) -> str:
    """The name of an issuer as it is compared: a unit's, or what stands in the key where no unit matched."""
    if issuer is None or issuer.startswith("~"):
        return issuer[1:].partition("|")[0] if issuer else ""
    return organ_key(known.unit_name(issuer) or "")


def year_of(reference: Reference) -> int | None:
    """The year of what is cited, as far as the reference says."""
    if reference.year_in_number is not None:
        return reference.year_in_number
    return int(reference.promulgated_on[:4]) if reference.promulgated_on else None


def _days_agree(reference: Reference, document: Document) -> bool | None:
    if reference.promulgated_on is None or document.promulgated_on is None:
        return None
    return reference.promulgated_on == document.promulgated_on
