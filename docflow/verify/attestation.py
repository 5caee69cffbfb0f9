"""Time-stamps over whole files (RFC 3161): what is sent to an authority, and what its answer is worth.

Nothing is sent from here: the question is a file that any machine may carry to the authority, as the answer is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from asn1crypto import algos, cms, core, tsp
from pyhanko.sign.general import extract_certificate_info

from docflow.verify.certificates import certificate
from docflow.verify.chain import Chains, may_stamp
from docflow.verify.integrity import digest_of
from docflow.verify.material import certificates_of
from docflow.verify.signer import holder
from docflow.verify.stamps import read_stamp
from docflow.verify.trust import TrustStore

MAX_ANSWER = 1 << 20
DIGEST = "sha256"
_GRANTED = ("granted", "granted_with_mods")
_FAULTS = (ValueError, TypeError, KeyError, AttributeError)


class _Response(core.Sequence):  # type: ignore[misc] # the library has no types, and asks for a token even where it was refused
    _fields = [("status", tsp.PKIStatusInfo), ("token", cms.ContentInfo, {"optional": True})]  # noqa: RUF012 - as the library wants


@dataclass(frozen=True, slots=True)
class Attestation:
    """What an authority's answer says of a file.

    ``time`` is in UTC, ``authority`` the name in its certificate. ``intact`` says that its signature holds and that it stamps
    these bytes; ``trusted`` that its certificate is one for time-stamping and led to an anchor at that time. ``reason`` is the
    word for what is wrong: ``token-unreadable``, ``token-refused``, ``token-broken``, ``authority-unknown``.
    """

    time: str | None = None
    authority: str | None = None
    intact: bool = False
    trusted: bool = False
    reason: str | None = None


def query(data: bytes) -> bytes:
    """The request for a time-stamp over some bytes (RFC 3161, 2.4.1), as DER; the same bytes give the same request."""
    imprint = tsp.MessageImprint(
        {
            "hash_algorithm": algos.DigestAlgorithm({"algorithm": DIGEST}),
            "hashed_message": hashlib.new(DIGEST, data).digest(),
        }
    )
    asked: bytes = tsp.TimeStampReq({"version": "v1", "message_imprint": imprint, "cert_req": True}).dump()
    return asked


def read(answer: bytes, data: bytes, trust: TrustStore) -> Attestation:
    """Judge an answer, a response of the authority (RFC 3161, 2.4.2) or a token alone, over some bytes."""
    try:
        token = _token(answer)
        if token is None:
            return Attestation(reason="token-refused")
        certificates = [blob.data for blob in certificates_of(token)]
        leaf = certificate(extract_certificate_info(token).signer_cert.dump())
    except Exception:  # noqa: BLE001 - whatever a malformed token raises, it cannot be read
        return Attestation(reason="token-unreadable")
    # An answer bears the imprint of its question (RFC 3161, 2.4.2); under a weaker digest other bytes could have it.
    stamp = read_stamp(token, lambda algorithm: digest_of(algorithm, data) if algorithm == DIGEST else b"")
    authority = holder(leaf).common_name
    if not stamp.proof.intact or stamp.time is None:
        return Attestation(stamp.time, authority, reason="token-broken")
    chain = Chains(trust, certificates, ()).chain(leaf, dt.datetime.fromisoformat(stamp.time))
    trusted = chain.finding is None and may_stamp(leaf)
    return Attestation(stamp.time, authority, intact=True, trusted=trusted, reason=None if trusted else "authority-unknown")


def _token(answer: bytes) -> Any:
    """The signed data of a token; None where the authority refused."""
    try:
        response = _Response.load(answer)
        if response["status"]["status"].native not in _GRANTED:
            return None
        content = response["token"]
    except _FAULTS:  # a token alone
        content = cms.ContentInfo.load(answer)
    if content["content_type"].native != "signed_data":
        raise ValueError("no token")
    return content["content"]
