"""The values that cross the ledger's seam, all frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docflow.model import Blob, Fact, Outcome, SignatureEvidence, Verdict


@dataclass(frozen=True, slots=True)
class KnownFile:
    """How a path looked when it was last settled; ``tools`` is the fingerprint of the readers that saw it."""

    path_hash: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    sha256: str | None
    tools: str
    outcome: Outcome
    run_id: int = 0


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """A verdict with its key: file, signature field, policy, trust store and time judged for (ISO 8601, UTC)."""

    sha256: str
    field: str
    policy: str
    policy_sha256: str
    trust_sha256: str
    at: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A file that holds signatures, as the run with this number told of it last."""

    sha256: str
    run: int
    signatures: tuple[SignatureEvidence, ...]


@dataclass(frozen=True, slots=True)
class JudgedBefore:
    """The last verdict on a signature under a policy: what it was made with, and the number of its run."""

    policy_sha256: str
    trust_sha256: str
    at: str
    verdict: Verdict
    run: int


@dataclass(frozen=True, slots=True)
class Settled:
    """One file (or imported table) that a run is done with, and all that it leaves behind.

    ``path`` is None where it may not be told (secret). ``attempt`` is (code, detail) of a try that depends on the machine.
    """

    path_hash: str
    path: str | None
    outcome: Outcome
    sha256: str | None = None
    reason: str | None = None
    facts: tuple[Fact, ...] = ()
    blobs: tuple[Blob, ...] = ()
    verdicts: tuple[StoredVerdict, ...] = ()
    known: KnownFile | None = None
    attempt: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """The final outcome of a file in a run."""

    path_hash: str
    outcome: Outcome
    sha256: str | None
    path: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Numbering:
    """Number and notation of a document in the form in which they are compared, and its day; None where they are not known."""

    number: str | None
    notation: str | None
    day: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """A fact of the closing run that differs from what held before.

    ``before`` and ``after`` are payloads, None where the subject was unknown or has vanished; ``is_new`` says that the
    subject has never been told of before.
    """

    kind: str
    subject: str
    before: Any
    after: Any
    is_new: bool


@dataclass(frozen=True, slots=True)
class RunSummary:
    """What a run came to."""

    number: int
    state_root: str
    balance: dict[str, int]


@dataclass(frozen=True, slots=True)
class RunRow:
    """A closed run; ``closed_at`` is the run's clock, ISO 8601 in UTC; ``leaves`` the size of the log after it."""

    number: int
    kind: str
    closed_at: str
    state_root: str
    balance: Mapping[str, int]
    leaves: int
    seal: str
