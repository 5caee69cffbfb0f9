"""What examining a signature says, and what a policy makes of it."""

from __future__ import annotations

from dataclasses import dataclass

from docflow.model.reading import Box, Problem
from docflow.model.words import Indication, Modification, SignatureKind, SignatureState, SignerKind, StepOutcome


@dataclass(frozen=True, slots=True)
class Finding:
    """An indication with its reason (ETSI EN 319 102-1, table 5; and our own where SIGNATURES says so)."""

    indication: Indication
    sub_indication: str | None = None


@dataclass(frozen=True, slots=True)
class SignatureEvidence:
    """All that the bytes say about one signature: no policy, no trust, no clock.

    ``certificates`` and ``revocation`` are SHA-256 of DER blobs kept beside the facts, the signer's certificate first;
    ``cms`` is that of the CMS, of an XML signature that of its time-stamp token. Times are ISO 8601 in UTC. ``byte_range`` is
    None where there is none that could be read. ``page`` (from 1) and ``box`` say where a visible signature shows itself.
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
    page: int | None = None
    box: Box | None = None


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
    """What a policy says of one signature at a time; ``holds_until`` is the next instant that could change it.

    ``judge`` is the version of the judge that said so. ``revoked_at`` is since when the signer's certificate is revoked, as far
    as the revocation data at hand tell.
    """

    policy: str
    indication: Indication
    sub_indication: str | None = None
    time_used: str | None = None
    holds_until: str | None = None
    chain: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    revoked_at: str | None = None
    judge: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the method of docs/validation.md: its number there, its name, what came of it and why.

    ``reasons`` are codes of the catalogue, or the sub-indication where that says all there is to say.
    """

    number: int
    name: str
    outcome: StepOutcome
    reasons: tuple[str, ...] = ()
