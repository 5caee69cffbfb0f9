"""Algorithms and key sizes against a policy's dated limits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from docflow.model import Finding, SignatureEvidence
from docflow.verify.chain import Chain
from docflow.verify.outcomes import unsure
from docflow.verify.policy import Policy
from docflow.verify.signing_time import SigningTime

_FOREVER = dt.date(9999, 12, 31)
_WEAK = frozenset({"sha1"})
# Signature schemes that fix their digest themselves.
_OWN_DIGEST = {"ed25519": "sha512", "ed448": "shake256"}

Fault = tuple[Finding | None, tuple[str, ...]]


def document_fault(evidence: SignatureEvidence, leaf: Any, policy: Policy, time: SigningTime) -> Fault:
    """Judge the signature's own digest and key at the signing time; beside a fault or none, reasons to tell."""
    allowed = dict(policy.digests)
    digest = evidence.digest or ""
    if digest not in allowed:
        return unsure("CRYPTO_CONSTRAINTS_FAILURE"), (f"digest-{'weak' if digest in _WEAK else 'not-allowed'}",)
    if time.moment.astimezone(dt.UTC).date() > allowed[digest]:
        known = time.source is not None
        return unsure("CRYPTO_CONSTRAINTS_FAILURE" if known else "CRYPTO_CONSTRAINTS_FAILURE_NO_POE"), ("digest-too-late",)
    if _is_short(leaf, policy):
        return unsure("CRYPTO_CONSTRAINTS_FAILURE"), ("key-too-short",)
    return None, ("weak-digest-accepted",) if digest in _WEAK else ()


def chain_fault(chain: Chain, policy: Policy) -> Fault:
    """Judge the signatures on all certificates but the anchor's by the day on which each begins, and the keys above the leaf."""
    allowed = dict(policy.ca_digests)
    weak = False
    for certificate in chain.certificates[:-1]:
        digest = link_digest(certificate)
        begins = certificate["tbs_certificate"]["validity"]["not_before"].native.date()
        if digest not in allowed:
            return unsure("CRYPTO_CONSTRAINTS_FAILURE"), (f"ca-digest-{'weak' if digest in _WEAK else 'not-allowed'}",)
        if begins > allowed[digest]:
            return unsure("CRYPTO_CONSTRAINTS_FAILURE"), ("ca-digest-too-late",)
        weak = weak or digest in _WEAK
    if any(_is_short(certificate, policy) for certificate in chain.certificates[1:]):
        return unsure("CRYPTO_CONSTRAINTS_FAILURE"), ("ca-key-too-short",)
    return None, ("weak-ca-digest-accepted",) if weak else ()


def link_digest(certificate: Any) -> str:
    """The digest of the signature on a certificate; empty if it cannot be told."""
    algorithm = certificate["signature_algorithm"]
    try:
        return str(algorithm.hash_algo)
    except ValueError:
        return _OWN_DIGEST.get(algorithm["algorithm"].native, "")


def instants(policy: Policy, chain: Chain) -> list[dt.datetime]:
    """When an algorithm's limit passes or a certificate of the chain begins or ends."""
    days = {day for _, day in policy.digests if day < _FOREVER}
    found = [dt.datetime(d.year, d.month, d.day, tzinfo=dt.UTC) + dt.timedelta(days=1) for d in days]
    for certificate in chain.certificates:
        validity = certificate["tbs_certificate"]["validity"]
        found += [validity["not_before"].native, validity["not_after"].native]
    return found


def _is_short(certificate: Any, policy: Policy) -> bool:
    public = certificate.public_key
    kind = "rsa" if public.algorithm == "rsassa_pss" else public.algorithm
    least = dict(policy.key_bits).get(kind)
    return least is not None and public.bit_size < least
