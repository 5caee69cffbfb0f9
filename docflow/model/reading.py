"""What a reader says of a file; a confidence is an integer in thousandths, a box four integers in PDF points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from docflow.model.words import Citing, CopyForm, FileKind, Ocr, SourceKind, Stage, Standing

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
class Reference:
    """A document that the text cites, as printed; ``page`` counts from 1."""

    citing: Citing
    number: str | None = None
    notation: str | None = None
    year_in_number: int | None = None
    promulgated_on: str | None = None
    document_type: str | None = None
    organ: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class FormFinding:
    """A point of form that a document does not keep; ``code`` has its words in the catalogue under ``form.<code>``.

    ``binding`` says that the decree demands it, else it is advised; ``detail`` is what is printed, ``page`` counts from 1.
    """

    code: str
    binding: bool
    detail: str = ""
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class FormCheck:
    """Whether a document's form was checked (Decree 30/2020/NĐ-CP, annex I), why not, and what was found.

    ``why_not`` is a code with words under ``form.not-<code>``, None where it was checked.
    """

    why_not: str | None = None
    findings: tuple[FormFinding, ...] = ()

    @property
    def checked(self) -> bool:
        """Whether the form was checked."""
        return self.why_not is None


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
    references: tuple[Reference, ...] = ()
    form_check: FormCheck | None = None

    @property
    def organ(self) -> str | None:
        """The first issuing body."""
        return self.issuers[0].organ if self.issuers else None

    @property
    def superior_organ(self) -> str | None:
        """The body printed above the first issuing body."""
        return self.issuers[0].superior_organ if self.issuers else None


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: part of the settings, so the same for every file of a run.

    The files inside one file may be ``max_members`` in all, ``max_unpacked`` bytes together, and ``max_depth`` files deep.
    """

    ocr: Ocr = Ocr.OFF
    max_members: int = 1000
    max_unpacked: int = 256 * 2**20
    max_depth: int = 3


AS_IT_STANDS = Reading()


@dataclass(frozen=True, slots=True)
class AnsweredDocument:
    """A document that a message is about (QCVN 102:2016, ``ResponseFor``), as printed."""

    organ_id: str | None = None
    code: str | None = None
    promulgated_on: str | None = None
    document_id: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What an edXML envelope says of its own sending (QCVN 102:2016); codes as printed beside our words.

    ``kind`` is edoc or status; ``business`` new, revoke, update or replace; ``status`` the two digits of a status message;
    ``paper`` whether a paper copy is sent as well, None where nothing is said. ``signature`` of the envelope is absent,
    malformed or present-unverified; it is never the document's. ``targets`` are what is revoked, updated or replaced. ``due_on``
    is the day by which the sender wants it settled; what is in ``LATER`` stands in the fact only where it says something.
    """

    LATER: ClassVar[frozenset[str]] = frozenset({"due_on"})

    kind: str
    business: str | None = None
    business_code: str | None = None
    status: str | None = None
    sender: str | None = None
    receivers: tuple[str, ...] = ()
    paper: bool | None = None
    document_id: str | None = None
    response_for: tuple[AnsweredDocument, ...] = ()
    signature: str | None = None
    targets: tuple[AnsweredDocument, ...] = ()
    due_on: str | None = None

    @property
    def about(self) -> tuple[AnsweredDocument, ...]:
        """The documents that the message tells something of: those a status answers, or those revoked, updated, replaced."""
        return self.response_for if self.kind == "status" else self.targets


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as PNG; ``page`` counts from 1, ``width`` and ``height`` are points of the page as it is read."""

    page: int
    width: int
    height: int
    png: bytes


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside a file: an attachment, an entry of an archive; in ``name`` odd bytes and what parts a path are escaped."""

    name: str
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True)
class ParseResult:
    """What a reader found in a file; ``documents`` is empty where no header could be read at all.

    ``contents`` are the bytes of the members, in their order; ``lines`` the lines of a document without pages from which its
    header was read, None where some between them are left out. Both travel beside the facts and are not part of them.
    """

    media_type: str
    kind: FileKind
    pages: int | None = None
    documents: tuple[Header, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    message: Message | None = None
    members: tuple[Member, ...] = ()
    contents: tuple[bytes, ...] = ()
    lines: tuple[str | None, ...] = ()
