"""What the ledger is told: by a worker of a file, by the walk of a sighting, by an import of units, registers, rosters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from docflow.model.reading import Header, Member, Message, Problem, Source
from docflow.model.signing import SignatureEvidence
from docflow.model.words import Direction, FileKind, Form, SignatureState, SignerKind


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
    message: Message | None = None
    members: tuple[Member, ...] = ()


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
    ``signed_for`` is the column Ký nhận: a filled one witnesses one paper sending; ``year_in_number`` is the year that the
    number prints. Of an incoming line ``due_on`` is the day by which it must be settled, ``answered_by`` what answered it as
    entered, ``handled_on`` the day on which it was settled, and ``arrived_as`` how it came. Those in ``LATER`` stand in the
    fact only where they say something.
    """

    LATER: ClassVar[frozenset[str]] = frozenset({"due_on", "answered_by", "handled_on", "arrived_as", "year_in_number"})

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
    due_on: str | None = None
    answered_by: str | None = None
    handled_on: str | None = None
    arrived_as: Form | None = None
    year_in_number: int | None = None


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


@dataclass(frozen=True, slots=True)
class Fact:
    """One entry of the ledger: what kind of fact, about what, and its canonical payload (None: it has vanished).

    ``subject`` holds no personal text. ``payload`` is a plain value as ``docflow.canonical.plain`` makes it.
    """

    kind: str
    subject: str
    payload: object
