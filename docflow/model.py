"""The values that cross docflow's seams, all frozen, and the words of the glossary as enums.

Nothing of ours is imported here. Facts hold no floats: a confidence is an integer in thousandths, a box four integers in
PDF points (left, bottom, right, top; origin bottom left). Field names are those of the stored facts; the public JSON of
``docflow parse`` and ``docflow verify`` is made from them in ``docflow.records``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Box = tuple[int, int, int, int]


class Clock:
    """The run's instant, made once in the command line and handed down; nothing below reads the wall clock."""

    __slots__ = ("now",)

    def __init__(self, now: dt.datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("a clock needs a time zone")
        self.now = now.astimezone(dt.UTC).replace(microsecond=0)


# ---------------------------------------------------------------- words


class Stage(StrEnum):
    """Where in the line a problem arose."""

    FIND = "find"
    PARSE = "parse"
    VERIFY = "verify"
    CLASSIFY = "classify"
    RECORD = "record"


class Direction(StrEnum):
    """Which book of a unit a holding stands in: văn bản đi or văn bản đến."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


class Origin(StrEnum):
    """What the original is (nguồn gốc)."""

    E_ORIGINAL = "e_original"
    DIGITISED = "digitised"
    PAPER = "paper"
    UNKNOWN = "unknown"


class Form(StrEnum):
    """How a document was sent (hình thức phát hành), the union over all its recipients."""

    ELECTRONIC = "electronic"
    BOTH = "both"
    PAPER = "paper"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """What a form rests on: a witness of the sending, a presumption from the signatures, or nothing."""

    WITNESSED = "witnessed"
    PRESUMED = "presumed"
    NONE = "none"


class Standing(StrEnum):
    """Whether the document is in force as a document."""

    ISSUED = "issued"
    DRAFT = "draft"
    WITHDRAWN = "withdrawn"
    SECRET = "secret"  # noqa: S105 - a mark of secrecy, not a password


class FileKind(StrEnum):
    """What a file is made of, as a reader found it."""

    TEXT = "text"
    SCAN = "scan"
    MIXED = "mixed"
    VECTOR = "vector"
    WORD = "word"
    EDXML = "edxml"
    OTHER = "other"


class SourceKind(StrEnum):
    """The witness that a header value was read from."""

    SIGNATURE_WIDGET = "signature-widget"
    TEXT = "text"
    OCR = "ocr"
    EDXML = "edxml"
    REGISTER = "register"
    FILE_NAME = "file-name"


class CopyForm(StrEnum):
    """The form of a copy (Decree 30/2020, article 25)."""

    SAO_Y = "sao_y"
    SAO_LUC = "sao_luc"
    TRICH_SAO = "trich_sao"


class SignatureState(StrEnum):
    """What can be said of a whole file's signatures."""

    SIGNED = "SIGNED"
    NO_SIGNATURE = "NO_SIGNATURE"
    UNREADABLE = "UNREADABLE"
    NOT_REACHABLE = "SIGNATURE_FIELDS_NOT_REACHABLE"


class SignatureKind(StrEnum):
    """A signature over the document, or a document time-stamp."""

    SIGNATURE = "signature"
    TIMESTAMP = "timestamp"


class SignerKind(StrEnum):
    """Whose certificate it is: a person's, an organ's, or it could not be told."""

    PERSONAL = "personal"
    ORGAN = "organ"
    UNKNOWN = "unknown"


class Indication(StrEnum):
    """Main status of a signature validation (ETSI EN 319 102-1, clause 5.1.3)."""

    TOTAL_PASSED = "TOTAL_PASSED"
    INDETERMINATE = "INDETERMINATE"
    TOTAL_FAILED = "TOTAL_FAILED"


class Modification(StrEnum):
    """What later revisions of the file changed after a signature."""

    NONE = "none"
    LTA_UPDATES = "lta_updates"
    FORM_FILLING = "form_filling"
    ANNOTATIONS = "annotations"
    OTHER = "other"


class Outcome(StrEnum):
    """The one state in which each file found ends (DESIGN: a run's balance)."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"
    IGNORED = "ignored"
    KNOWN = "known"
    DUE = "due"


# ---------------------------------------------------------------- what a reader says


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


# ---------------------------------------------------------------- what examining a signature says


@dataclass(frozen=True, slots=True)
class Finding:
    """An indication with its reason (ETSI EN 319 102-1, table 5; and our own where SIGNATURES says so)."""

    indication: Indication
    sub_indication: str | None = None


@dataclass(frozen=True, slots=True)
class SignatureEvidence:
    """All that the bytes say about one signature: no policy, no trust, no clock.

    ``certificates`` and ``revocation`` are SHA-256 of DER blobs kept beside the facts, the signer's certificate first;
    ``cms`` is that of the CMS. Times are ISO 8601 in UTC. ``byte_range`` is None where there is none that could be read.
    """

    field: str
    kind: SignatureKind
    subfilter: str | None
    integrity: Finding
    coverage: str
    modification: Modification
    changes: tuple[str, ...] = ()
    signer_common_name: str | None = None
    signer_organization: str | None = None
    signer_kind: SignerKind = SignerKind.UNKNOWN
    certificate: str | None = None
    certificates: tuple[str, ...] = ()
    revocation: tuple[str, ...] = ()
    cms: str | None = None
    byte_range: tuple[int, ...] | None = None
    signed_digest: str | None = None
    claimed_time: str | None = None
    timestamp: str | None = None
    timestamp_intact: bool | None = None
    level: str | None = None
    digest: str | None = None
    mechanism: str | None = None
    key: str | None = None
    docmdp: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Blob:
    """Evidence bytes kept once each by SHA-256: a certificate, a CRL, an OCSP response or a CMS, as DER."""

    sha256: str
    media: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Examination:
    """The signatures of a file; ``blobs`` travels beside the facts and is not part of them."""

    state: SignatureState
    signatures: tuple[SignatureEvidence, ...] = ()
    blobs: tuple[Blob, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a policy says of one signature at a time; ``holds_until`` is the next instant that could change it."""

    policy: str
    indication: Indication
    sub_indication: str | None = None
    time_used: str | None = None
    holds_until: str | None = None
    chain: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


# ---------------------------------------------------------------- facts


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The worker's answer about one file: a function of bytes, settings and the ``tools`` fingerprint."""

    sha256: str
    size: int
    media_type: str
    kind: FileKind
    pages: int | None
    documents: tuple[Header, ...]
    sources: Mapping[str, Source]
    state: SignatureState
    signatures: tuple[SignatureEvidence, ...]
    problems: tuple[Problem, ...]
    tools: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """A path met in a run; ``path`` is relative to the instance if inside, odd bytes percent-escaped."""

    sha256: str
    path: str
    unit: str | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A reporting unit (đơn vị báo cáo), dated; ``id`` is ours, ``code`` one of the two official schemes."""

    id: str
    code: str
    name: str
    level: str
    kind: str
    parent: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    successors: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One line of a unit's official register of outgoing or incoming documents (Decree 30/2020, annex IV).

    ``occurrence`` counts lines of the same number and notation in one year from 1; ``form`` is what the form column states.
    ``signed_for`` is the column Ký nhận: a filled one witnesses one paper sending.
    """

    unit: str
    direction: Direction
    year: int
    number: str | None
    notation: str | None
    occurrence: int
    row: int
    promulgated_on: str | None = None
    subject: str | None = None
    document_type: str | None = None
    signer: str | None = None
    recipients: str | None = None
    signed_for: str | None = None
    note: str | None = None
    form: Form | None = None
    dossier: str | None = None
    arrival_number: str | None = None
    arrived_on: str | None = None
    author: str | None = None
    secrecy: str | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a register import declares to cover: a unit's book of a year, up to its last line's date.

    ``secret`` counts the lines refused for their secrecy mark by month (``2022-03``), or by year where they bear no date.
    """

    unit: str
    direction: Direction
    year: int
    through: str
    secret: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """One line of the roster: a position (or an organ) of a unit that should hold a signing certificate."""

    unit: str
    row: int
    position: str
    kind: SignerKind
    group: str | None = None
    holder: str | None = None
    required_from: str | None = None
    required_to: str | None = None
    requested_on: str | None = None
    granted_on: str | None = None
    expires_on: str | None = None
    revoked_on: str | None = None
    serial: str | None = None


# ---------------------------------------------------------------- what is derived


@dataclass(frozen=True, slots=True)
class Holding:
    """One unit's entry in its books for a document."""

    unit: str
    direction: Direction
    day: str | None = None
    has_line: bool = False
    has_file: bool = False
    arrival_number: str | None = None


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
    signatures of the issuer; ``passes`` is None where no signature was judged.
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


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the ledger: what kind of fact, about what, and its canonical payload (None: it has vanished).

    ``subject`` holds no personal text. ``payload`` is a plain value as ``docflow.canonical.plain`` makes it.
    """

    kind: str
    subject: str
    payload: object


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
