"""What follows from the facts of a key: a document, its holdings, its decisions, and the counts of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from docflow.model.words import Basis, Direction, Form, Origin, Standing


@dataclass(frozen=True, slots=True)
class Holding:
    """One unit's entry in its books for a document; ``copy`` says that it is the unit's copy of another's document.

    What is in ``LATER`` stands in the version only where it says something.
    """

    LATER: ClassVar[frozenset[str]] = frozenset({"copy"})

    unit: str
    direction: Direction
    day: str | None = None
    has_line: bool = False
    has_file: bool = False
    arrival_number: str | None = None
    copy: bool = False


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A finding (phát hiện) on a document: a code with words in the catalogue under ``finding.<code>``."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """An origin or a form with the named rule and the evidence it rests on."""

    value: str
    rule: str
    evidence: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    basis: Basis = Basis.NONE


@dataclass(frozen=True, slots=True)
class Document:
    """What was issued once (văn bản), derived from all facts of its key.

    ``key`` is ``issuer/year/series/number/notation`` or ``file:<sha256>`` or ``line:<identity>``; ``placed`` says whether
    the key has all its parts. ``files`` are SHA-256, ``lines`` subjects of register facts. ``signed_*`` tell of intact
    signatures of the issuer; ``passes`` is None where no signature was judged. ``messages`` are the edXML messages about it
    that are no files of its own: statuses, revocations, updates, replacements.
    """

    key: str
    placed: bool
    issuer: str | None
    year: int | None
    number: str | None
    notation: str | None
    document_type: str | None
    promulgated_on: str | None
    day_source: str | None
    subject_from: str | None
    standing: Standing
    copy: bool
    origin: Decision
    form: Decision
    signed_by_person: bool
    signed_by_organ: bool
    holdings: tuple[Holding, ...]
    files: tuple[str, ...]
    lines: tuple[str, ...]
    findings: tuple[Discrepancy, ...] = ()
    merged_into: tuple[str, ...] = ()
    void: bool = False
    messages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """A row of the rollups: how many holdings of a unit share these properties.

    ``standing`` is that of the document, or ``copy`` for a copy made by a body; ``possible`` joins the forms that an
    undecided one may have with ``|``, sorted; ``day`` is None where no day is known.
    """

    unit: str
    direction: Direction
    day: str | None
    year: int | None
    document_type: str | None
    standing: str
    form: Form
    basis: Basis
    possible: str
    origin: Origin
    has_line: bool
    has_file: bool
    placed: bool
    count: int
