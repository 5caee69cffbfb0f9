"""The words of the glossary as enums."""

from __future__ import annotations

from enum import StrEnum


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


class RecipientClass(StrEnum):
    """Who a recipient is (nơi nhận): only organs of the state are reached by electronic exchange between them."""

    STATE = "state"
    PARTY_OR_MASS = "party_or_mass"
    CITIZEN_OR_ENTERPRISE = "citizen_or_enterprise"
    INTERNAL = "internal"
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
    CORRECTION = "correction"


class Ocr(StrEnum):
    """Whether pages without text are read by optical character recognition."""

    AUTO = "auto"
    OFF = "off"
    FORCE = "force"


class Citing(StrEnum):
    """What a document says of another that it cites."""

    BASIS = "basis"
    CARRIES_OUT = "carries_out"
    ANSWERS = "answers"
    REPLACES = "replaces"
    MENTIONS = "mentions"


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


class Role(StrEnum):
    """Whose signature it is in the light of what the document prints: its signer's, its organ's, or somebody else's.

    A clerk's is by the issuing organ and shows the number or the date; a copyist's is by the body that made the copy.
    """

    ISSUER_PERSON = "issuer-person"
    ISSUER_ORGAN = "issuer-organ"
    CLERK = "clerk"
    PUBLISHER = "publisher"
    COPYIST = "copyist"
    OTHER = "other"
    UNKNOWN = "unknown"


class Indication(StrEnum):
    """Main status of a signature validation (ETSI EN 319 102-1, clause 5.1.3)."""

    TOTAL_PASSED = "TOTAL_PASSED"
    INDETERMINATE = "INDETERMINATE"
    TOTAL_FAILED = "TOTAL_FAILED"


class StepOutcome(StrEnum):
    """What came of one step of validation (ETSI EN 319 102-1, 5.1.3: each building block passes, fails or is indeterminate)."""

    PASSED = "passed"
    INDETERMINATE = "indeterminate"
    FAILED = "failed"
    NOT_DONE = "not-done"


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
