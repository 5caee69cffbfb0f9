"""What a reader says of a file; a confidence is an integer in thousandths, a box four integers in PDF points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from docflow.model.words import CopyForm, FileKind, SourceKind, Stage, Standing

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Problem:
    """The document's fault, as a value on its record; ``code`` has its words in the catalogue under ``problem.<code>``."""

    stage: Stage
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """An issuing body as printed, with the superior body printed above it."""

    organ: str | None = None
    superior_organ: str | None = None


@dataclass(frozen=True, slots=True)
class Signer:
    """A signer as printed; ``authority`` holds the marks TM., KT., TL., TUQ., Q. in the order printed."""

    name: str | None = None
    position: str | None = None
    authority: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading that was not taken for the value; confidence in thousandths."""

    value: str
    source: SourceKind
    confidence: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value came from: witness, confidence in thousandths, page from 1, box in points."""

    source: SourceKind
    confidence: int = 1000
    page: int | None = None
    box: Box | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """The header fields of one document, as printed, NFC, white space folded; None where the file does not say."""

    issuers: tuple[Issuer, ...] = ()
    number: str | None = None
    notation: str | None = None
    year_in_number: int | None = None
    document_type: str | None = None
    promulgated_on: str | None = None
    place: str | None = None
    subject: str | None = None
    signers: tuple[Signer, ...] = ()
    recipients: tuple[str, ...] = ()
    priority: str | None = None
    secrecy: str | None = None
    standing: Standing = Standing.ISSUED
    copy_form: CopyForm | None = None

    @property
    def organ(self) -> str | None:
        """The first issuing body."""
        return self.issuers[0].organ if self.issuers else None

    @property
    def superior_organ(self) -> str | None:
        """The body printed above the first issuing body."""
        return self.issuers[0].superior_organ if self.issuers else None


@dataclass(frozen=True, slots=True)
class ParseResult:
    """What a reader found in a file; ``documents`` is empty where no header could be read at all."""

    media_type: str
    kind: FileKind
    pages: int | None = None
    documents: tuple[Header, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
