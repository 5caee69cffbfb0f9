"""The best signature time under a policy: attested by a time-stamping authority, else claimed, else the time of judging."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms
from pyhanko.sign.general import extract_certificate_info, extract_signer_info
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter

from docflow.model import SignatureEvidence
from docflow.verify.certificates import certificate
from docflow.verify.chain import Chains, may_stamp
from docflow.verify.policy import Policy


@dataclass(frozen=True, slots=True)
class SigningTime:
    """The time at which certificates and algorithms are judged; ``source`` is None where it is the time of judging."""

    moment: dt.datetime
    source: str | None
    reasons: tuple[str, ...] = ()


def signing_time(
    evidence: SignatureEvidence, blobs: Mapping[str, bytes], policy: Policy, chains: Chains, at: dt.datetime
) -> SigningTime:
    """Choose the time (SIGNATURES: the time-stamp's, without one the claimed one, and say so)."""
    reasons: tuple[str, ...] = ()
    stamped = _moment(evidence.timestamp)
    if "tsa" in policy.times and stamped is not None and evidence.timestamp_intact:
        trusted = _is_trusted(evidence, blobs, policy, chains, stamped)
        reasons = () if trusted else ("tsa-not-trusted",)
        if trusted or not policy.tsa_trusted:
            return SigningTime(stamped, "tsa", reasons)
    claimed = _moment(evidence.claimed_time)
    if "claimed" in policy.times and claimed is not None:
        if claimed <= at:
            return SigningTime(claimed, "claimed", (*reasons, "time-only-claimed"))
        reasons = (*reasons, "claimed-time-in-future")
    return SigningTime(at, None, (*reasons, "time-of-judging-used"))


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None


def _is_trusted(
    evidence: SignatureEvidence, blobs: Mapping[str, bytes], policy: Policy, chains: Chains, moment: dt.datetime
) -> bool:
    """Whether the authority's certificate is one for time-stamping, chains to an anchor, and its digest was allowed then."""
    token = _token(evidence, blobs, moment)
    if token is None:
        return False
    signer_info = extract_signer_info(token)
    leaf = certificate(extract_certificate_info(token).signer_cert.dump())  # parsed once for all the stamps of an authority
    if not may_stamp(leaf) or chains.chain(leaf, moment).finding is not None:
        return False
    if "algorithms" not in policy.demands:
        return True
    allowed = dict(policy.digests)
    imprint = token["encap_content_info"]["content"].parsed["message_imprint"]["hash_algorithm"]["algorithm"].native
    used = (imprint, signer_info["digest_algorithm"]["algorithm"].native)
    return all(name in allowed and moment.date() <= allowed[name] for name in used)


def _token(evidence: SignatureEvidence, blobs: Mapping[str, bytes], moment: dt.datetime) -> Any:
    """The time-stamp token of this time in the CMS; None if the CMS is not at hand or holds none."""
    if evidence.cms is None or evidence.cms not in blobs:
        return None
    signed_data = cms.ContentInfo.load(blobs[evidence.cms])["content"]
    if signed_data["encap_content_info"]["content_type"].native == "tst_info":  # a document's stamp, or an XML signature's
        return signed_data
    for token in extract_tst_data_iter(extract_signer_info(signed_data), signed=False):
        found = token["encap_content_info"]["content"].parsed["gen_time"].native
        if found.astimezone(dt.UTC).replace(microsecond=0) == moment:
            return token
    return None
