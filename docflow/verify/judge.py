"""Evidence to verdict: is a signature acceptable under a policy, with a trust store, at a time.

Reads no file, no network, no system trust list. The order is that of ETSI EN 319 102-1: integrity, the document's own
algorithms, key usage, the chain at the best signature time, the algorithms of its links, revocation. A verdict is never
better than the integrity that ``examine`` found.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from docflow.model import Examination, Finding, Indication, SignatureEvidence, SignatureKind, Verdict
from docflow.verify.chain import Chain, Chains, certificate, chains_for, may_sign, may_stamp
from docflow.verify.limits import chain_fault, document_fault, instants
from docflow.verify.outcomes import PASSED, failed, outcome, unsure, worst
from docflow.verify.policy import Policy
from docflow.verify.signing_time import SigningTime, signing_time
from docflow.verify.trust import TrustStore
from docflow.verify.version import JUDGE_VERSION


@dataclass(frozen=True, slots=True)
class _Answer:
    finding: Finding
    chain: Chain = Chain()  # noqa: RUF009 - frozen and empty
    reasons: tuple[str, ...] = ()
    revoked_at: dt.datetime | None = None


def judge(
    evidence: SignatureEvidence,
    blobs: Mapping[str, bytes],
    policy: Policy,
    trust: TrustStore,
    at: dt.datetime,
) -> Verdict:
    """Judge one signature.

    Args:
        evidence: What ``examine`` said of it.
        blobs: DER by SHA-256 of the certificates, revocation data and CMS that the evidence names.
        policy: What is demanded.
        trust: Anchors, intermediates and CRLs.
        at: The time of judging, with a time zone.

    Returns:
        The verdict with the chain (SHA-256, signer first), the source of the time used, reasons for the catalogue, and the
        next instant at which the same inputs could be judged otherwise. Never raises for what evidence or blobs hold.
    """
    if evidence.integrity.indication is Indication.TOTAL_FAILED or policy.only_integrity:
        found = evidence.integrity
        return Verdict(policy.name, found.indication, found.sub_indication, judge=JUDGE_VERSION)
    try:
        return replace(_judged(evidence, blobs, policy, trust, at), judge=JUDGE_VERSION)
    except Exception as fault:  # noqa: BLE001 - whatever a malformed certificate raises is an outcome
        reasons = (outcome(fault).reason,)
        return Verdict(policy.name, Indication.INDETERMINATE, "TOOL_ERROR", reasons=reasons, judge=JUDGE_VERSION)


def judge_all(examination: Examination, policy: Policy, trust: TrustStore, at: dt.datetime) -> tuple[Verdict, ...]:
    """Judge all signatures of a file, in their order."""
    blobs = {blob.sha256: blob.data for blob in examination.blobs}
    return tuple(judge(evidence, blobs, policy, trust, at) for evidence in examination.signatures)


def _judged(
    evidence: SignatureEvidence, blobs: Mapping[str, bytes], policy: Policy, trust: TrustStore, at: dt.datetime
) -> Verdict:
    if evidence.certificate is None or evidence.certificate not in blobs:
        finding = worst(evidence.integrity, unsure("NO_SIGNING_CERTIFICATE_FOUND"))
        return Verdict(policy.name, finding.indication, finding.sub_indication)
    known = tuple(blobs[key] for key in evidence.certificates if key in blobs)
    chains = chains_for(trust, known, tuple(blobs[key] for key in evidence.revocation if key in blobs))
    time = signing_time(evidence, blobs, policy, chains, at)
    answer = _answer(evidence, blobs[evidence.certificate], policy, chains, time, at)
    finding = worst(evidence.integrity, answer.finding)
    return Verdict(
        policy=policy.name,
        indication=finding.indication,
        sub_indication=finding.sub_indication,
        time_used=time.source,
        holds_until=_holds_until(policy, chains, answer.chain, time, at),
        chain=tuple(hashlib.sha256(c.dump()).hexdigest() for c in answer.chain.certificates),
        reasons=(*time.reasons, *answer.reasons),
        revoked_at=_text(answer.revoked_at),
    )


def _answer(
    evidence: SignatureEvidence, der: bytes, policy: Policy, chains: Chains, time: SigningTime, at: dt.datetime
) -> _Answer:
    leaf = certificate(der)
    if time.moment > at:
        return _Answer(unsure("NO_POE"), reasons=("signed-after-judging",))
    reasons: tuple[str, ...] = ()
    if "algorithms" in policy.demands:
        fault, reasons = document_fault(evidence, leaf, policy, time)
        if fault is not None:
            return _Answer(fault, reasons=reasons)
    if "key-usage" in policy.demands:
        stamps = evidence.kind is SignatureKind.TIMESTAMP
        if not (may_stamp(leaf) if stamps else may_sign(leaf, policy.key_usage)):
            return _Answer(unsure("CHAIN_CONSTRAINTS_FAILURE"), reasons=(*reasons, "key-usage-wrong"))
    if "chain" not in policy.demands and policy.revocation == "none":
        return _Answer(PASSED, reasons=reasons)
    chained = _chained(leaf, policy, chains, time, at)
    return _Answer(chained.finding, chained.chain, (*reasons, *chained.reasons), chained.revoked_at)


def _chained(leaf: Any, policy: Policy, chains: Chains, time: SigningTime, at: dt.datetime) -> _Answer:
    """The steps that need a chain: that there is one, its algorithms, revocation."""
    chain = chains.chain(leaf, time.moment)
    if chain.finding is not None:
        return _Answer(chain.finding)
    reasons: tuple[str, ...] = ()
    if "algorithms" in policy.demands:
        fault, reasons = chain_fault(chain, policy)
        if fault is not None:
            return _Answer(fault, chain, reasons)
    if policy.revocation == "none":
        return _Answer(PASSED, chain, reasons)
    revoked = _revocation(chains, chain, policy, time, at)
    since = chains.revocation(chain, 0, at).since if len(chain.certificates) > 1 else None
    return _Answer(revoked.finding, chain, (*reasons, *revoked.reasons), since)


def _revocation(chains: Chains, chain: Chain, policy: Policy, time: SigningTime, at: dt.datetime) -> _Answer:
    """Check each certificate but the anchor at the signing time; where nobody attests that time, also at the time of judging."""
    unknown = []
    for position in range(len(chain.certificates) - 1):
        found = chains.revocation(chain, position, time.moment)
        if found.state == "revoked":
            return _Answer(failed("REVOKED") if position == 0 else unsure("REVOKED_CA_NO_POE"), reasons=("revoked",))
        if time.source != "tsa" and chains.revocation(chain, position, at).state == "revoked":
            return _Answer(unsure("REVOKED_NO_POE" if position == 0 else "REVOKED_CA_NO_POE"), reasons=("revoked-later",))
        if found.state != "good":
            unknown.append(f"revocation-{found.state}")
    if unknown and policy.revocation == "required":
        return _Answer(unsure("TRY_LATER"), reasons=(unknown[0],))
    return _Answer(PASSED, reasons=tuple(dict.fromkeys(unknown)))


def _holds_until(policy: Policy, chains: Chains, chain: Chain, time: SigningTime, at: dt.datetime) -> str | None:
    """The next instant after ``at`` that could change the verdict; a time that is fixed leaves only what is still to come."""
    moments = [time.moment]
    if time.source is None:
        moments += instants(policy, chain)
    if policy.revocation != "none" and time.source != "tsa":
        moments += chains.next_updates()
    return _text(min((m for m in moments if m > at), default=None))


def _text(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z") if moment else None
