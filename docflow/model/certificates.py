"""What certificates and revocation lists say of themselves, in plain values, and where certificates were used."""

from __future__ import annotations

from dataclasses import dataclass

from docflow.model.words import Indication, SignerKind


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """One X.509 certificate (RFC 5280, 4.1).

    ``subject_id`` and ``issuer_id`` are SHA-256 of the names as they are compared, ``key_id`` and ``issuer_key_id`` the key
    identifiers (4.2.1.1, 4.2.1.2) in hex. Times are ISO 8601 in UTC, ``serial`` is hex without leading zeros. No personal
    number and no mail address stands here.
    """

    sha256: str
    common_name: str | None
    organization: str | None
    units: tuple[str, ...]
    kind: SignerKind
    issuer_name: str | None
    serial: str
    key: str | None
    digest: str
    valid_from: str
    valid_to: str
    subject_id: str
    issuer_id: str
    key_id: str | None = None
    issuer_key_id: str | None = None
    self_signed: bool = False
    authority: bool = False
    stamps_time: bool = False
    issuer_urls: tuple[str, ...] = ()
    list_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListFacts:
    """One certificate revocation list (RFC 5280, 5.1); ``next_update`` is None where it names none."""

    sha256: str
    issuer_name: str | None
    issuer_id: str
    issuer_key_id: str | None
    this_update: str
    next_update: str | None
    revoked: int


@dataclass(frozen=True, slots=True)
class CertificateUse:
    """One intact signature made with a certificate: in which document and file, when, and what a policy says of it.

    ``moment`` is the authority's time if ``attested``, else the one that the signer's machine claimed. ``indication`` is None
    where the policy was not asked.
    """

    document: str
    file: str
    field: str
    moment: str | None
    attested: bool
    digest: str | None
    indication: Indication | None = None
    sub_indication: str | None = None


@dataclass(frozen=True, slots=True)
class CertificateHistory:
    """A certificate with every use that the ledger knows of, by moment; ``unit`` is the id of the one that it names.

    ``numbers`` are personal numbers as HMAC-SHA256 under the instance's key, ``broken`` counts signatures that are not intact
    and hence say nothing of the holder.
    """

    facts: CertificateFacts
    unit: str | None
    uses: tuple[CertificateUse, ...]
    numbers: tuple[str, ...] = ()
    revoked_at: str | None = None
    broken: int = 0
