"""Evidence to verdict: is a signature acceptable under a policy, with a trust store, at a time.

Reads no file, no network, no system trust list. These are steps 6 to 12 of the method (docs/validation.md), in the order of
ETSI EN 319 102-1: the context (5.2.4), the best signature time (5.5), acceptance of its algorithms (5.2.8), key usage and chain
at that time with the algorithms of its links (5.2.6), revocation (5.2.5). The first step that does not pass ends it. A verdict is
never better than the integrity that ``examine`` found.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from docflow.model import Examination, Finding, Indication, SignatureEvidence, SignatureKind, Step, StepOutcome, Verdict
from docflow.verify import method
from docflow.verify.certificates import certificate
from docflow.verify.chain import Chain, Chains, chains_for, may_sign, may_stamp
from docflow.verify.limits import chain_fault, document_fault, instants
from docflow.verify.outcomes import PASSED, failed, outcome, unsure, worst
from docflow.verify.policy import Policy
from docflow.verify.signing_time import SigningTime, signing_time
from docflow.verify.trust import TrustStore
from docflow.verify.version import JUDGE_VERSION


@dataclass(frozen=True, slots=True)
class Assessment:
    """A verdict with what came of each step of the method on the way to it."""

    verdict: Verdict
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    """What the steps that ask about the certificate look at."""

    evidence: SignatureEvidence
    leaf: Any
    policy: Policy
    chains: Chains
    time: SigningTime
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class _Answer:
    finding: Finding = PASSED
    reasons: tuple[str, ...] = ()
    chain: Chain | None = None


@dataclass(slots=True)
class _Course:
    """The steps done so far, and what they came to."""

    steps: list[Step] = field(default_factory=list)
    finding: Finding = PASSED
    reasons: tuple[str, ...] = ()
    chain: Chain = field(default_factory=Chain)

    def take(self, name: str, answer: _Answer) -> None:
        told = answer.reasons or ((answer.finding.sub_indication,) if answer.finding.sub_indication else ())
        self.steps.append(method.step(name, method.outcome_of(answer.finding), told))
        self.finding = answer.finding
        self.reasons += answer.reasons
        self.chain = answer.chain or self.chain

    def skip(self, name: str) -> None:
        self.steps.append(method.step(name, StepOutcome.NOT_DONE))


def judge(
    evidence: SignatureEvidence,
    blobs: Mapping[str, bytes],
    policy: Policy,
    trust: TrustStore,
    at: dt.datetime,
) -> Verdict:
    """Judge one signature: the verdict of ``assess``."""
    return assess(evidence, blobs, policy, trust, at).verdict


def judge_all(examination: Examination, policy: Policy, trust: TrustStore, at: dt.datetime) -> tuple[Verdict, ...]:
    """Judge all signatures of a file, in their order."""
    blobs = {blob.sha256: blob.data for blob in examination.blobs}
    return tuple(judge(evidence, blobs, policy, trust, at) for evidence in examination.signatures)


def assess(
    evidence: SignatureEvidence,
    blobs: Mapping[str, bytes],
    policy: Policy,
    trust: TrustStore,
    at: dt.datetime,
) -> Assessment:
    """Judge one signature, step by step.

    Args:
        evidence: What ``examine`` said of it.
        blobs: DER by SHA-256 of the certificates, revocation data and CMS that the evidence names.
        policy: What is demanded.
        trust: Anchors, intermediates and CRLs.
        at: The time of judging, with a time zone.

    Returns:
        The verdict with the chain (SHA-256, signer first), the source of the time used, reasons for the catalogue, and the
        next instant at which the same inputs could be judged otherwise; and the twelve steps of the method. Never raises for
        what evidence or blobs hold.
    """
    steps = method.examined(evidence)
    if evidence.integrity.indication is Indication.TOTAL_FAILED or policy.only_integrity:
        found = evidence.integrity
        return _assessment(Verdict(policy.name, found.indication, found.sub_indication), steps)
    try:
        verdict, judged = _judged(evidence, blobs, policy, trust, at)
    except Exception as fault:  # noqa: BLE001 - whatever a malformed certificate raises is an outcome
        reasons = (outcome(fault).reason,)
        unknown = Verdict(policy.name, Indication.INDETERMINATE, "TOOL_ERROR", reasons=reasons)
        return _assessment(unknown, (*steps, method.step(method.CONTEXT, StepOutcome.INDETERMINATE, reasons)))
    return _assessment(verdict, (*steps, *judged))


def _assessment(verdict: Verdict, steps: tuple[Step, ...]) -> Assessment:
    """The verdict with who made it; the steps done, and the rest as not done."""
    rest = (method.step(name, StepOutcome.NOT_DONE) for name in method.STEPS[len(steps) :])
    return Assessment(replace(verdict, judge=JUDGE_VERSION), (*steps, *rest))


def _judged(
    evidence: SignatureEvidence, blobs: Mapping[str, bytes], policy: Policy, trust: TrustStore, at: dt.datetime
) -> tuple[Verdict, tuple[Step, ...]]:
    if evidence.certificate is None or evidence.certificate not in blobs:
        finding = worst(evidence.integrity, unsure("NO_SIGNING_CERTIFICATE_FOUND"))
        return Verdict(policy.name, finding.indication, finding.sub_indication), ()
    known = tuple(blobs[key] for key in evidence.certificates if key in blobs)
    chains = chains_for(trust, known, tuple(blobs[key] for key in evidence.revocation if key in blobs))
    time = signing_time(evidence, blobs, policy, chains, at)
    course = _course(_Case(evidence, certificate(blobs[evidence.certificate]), policy, chains, time, at))
    finding = worst(evidence.integrity, course.finding)
    verdict = Verdict(
        policy=policy.name,
        indication=finding.indication,
        sub_indication=finding.sub_indication,
        time_used=time.source,
        holds_until=_holds_until(policy, chains, course.chain, time, at),
        chain=tuple(hashlib.sha256(c.dump()).hexdigest() for c in course.chain.certificates),
        reasons=course.reasons,
        revoked_at=_revoked_at(policy, chains, course.chain, at),
    )
    return verdict, tuple(course.steps)


def _course(case: _Case) -> _Course:
    """Steps 6 to 11 one after the other, up to the first that does not pass."""
    course = _Course()
    for name, asked, answer in _BLOCKS:
        if course.finding is PASSED and asked(case.policy):
            course.take(name, answer(case))
        else:
            course.skip(name)
    return course


def _context(_: _Case) -> _Answer:
    """Step 6 (5.2.4): policy and trust store were read before anything was judged; what could not be read is no context."""
    return _Answer()


def _time(case: _Case) -> _Answer:
    """Step 7 (5.5, best-signature-time): when the signature was made, which must not lie after the time of judging."""
    if case.time.moment > case.at:
        return _Answer(unsure("NO_POE"), (*case.time.reasons, "signed-after-judging"))
    return _Answer(PASSED, case.time.reasons)


def _acceptance(case: _Case) -> _Answer:
    """Step 8 (5.2.8): the signature's own digest and key against the policy's limits."""
    fault, reasons = document_fault(case.evidence, case.leaf, case.policy, case.time)
    return _Answer(fault or PASSED, reasons)


def _key_usage(case: _Case) -> _Answer:
    """Step 9 (5.2.6, key usage constraints): the certificate is for signing documents, or for time-stamping."""
    stamps = case.evidence.kind is SignatureKind.TIMESTAMP
    if may_stamp(case.leaf) if stamps else may_sign(case.leaf, case.policy.key_usage):
        return _Answer()
    return _Answer(unsure("CHAIN_CONSTRAINTS_FAILURE"), ("key-usage-wrong",))


def _chain(case: _Case) -> _Answer:
    """Step 10 (5.2.6): a chain to an anchor that was valid at the signing time, each link by an algorithm allowed then."""
    chain = case.chains.chain(case.leaf, case.time.moment)
    if chain.finding is not None:
        return _Answer(chain.finding)
    fault, reasons = chain_fault(chain, case.policy) if "algorithms" in case.policy.demands else (None, ())
    return _Answer(fault or PASSED, reasons, chain)


def _revocation(case: _Case) -> _Answer:
    """Step 11 (5.2.5): each certificate but the anchor at the signing time; at a time nobody attests, also when judging."""
    chains, time = case.chains, case.time
    chain = chains.chain(case.leaf, time.moment)
    unknown = []
    for position in range(len(chain.certificates) - 1):
        found = chains.revocation(chain, position, time.moment)
        if found.state == "revoked":
            return _Answer(failed("REVOKED") if position == 0 else unsure("REVOKED_CA_NO_POE"), ("revoked",))
        if time.source != "tsa" and chains.revocation(chain, position, case.at).state == "revoked":
            return _Answer(unsure("REVOKED_NO_POE" if position == 0 else "REVOKED_CA_NO_POE"), ("revoked-later",))
        if found.state != "good":
            unknown.append(f"revocation-{found.state}")
    if unknown and case.policy.revocation == "required":
        return _Answer(unsure("TRY_LATER"), (unknown[0],))
    return _Answer(PASSED, tuple(dict.fromkeys(unknown)))


_Block = tuple[str, Callable[[Policy], bool], Callable[[_Case], _Answer]]
_BLOCKS: tuple[_Block, ...] = (
    (method.CONTEXT, lambda _: True, _context),
    (method.TIME, lambda _: True, _time),
    (method.ACCEPTANCE, lambda policy: "algorithms" in policy.demands, _acceptance),
    (method.KEY_USAGE, lambda policy: "key-usage" in policy.demands, _key_usage),
    (method.CHAIN, lambda policy: "chain" in policy.demands or policy.revocation != "none", _chain),
    (method.REVOCATION, lambda policy: policy.revocation != "none", _revocation),
)


def _holds_until(policy: Policy, chains: Chains, chain: Chain, time: SigningTime, at: dt.datetime) -> str | None:
    """The next instant after ``at`` that could change the verdict; a time that is fixed leaves only what is still to come."""
    moments = [time.moment]
    if time.source is None:
        moments += instants(policy, chain)
    if policy.revocation != "none" and time.source != "tsa":
        moments += chains.next_updates()
    return _text(min((m for m in moments if m > at), default=None))


def _revoked_at(policy: Policy, chains: Chains, chain: Chain, at: dt.datetime) -> str | None:
    """Since when the signer's certificate is revoked, as known when judging; it may have been good at the signing time."""
    if policy.revocation == "none" or len(chain.certificates) < 2:
        return None
    return _text(chains.revocation(chain, 0, at).since)


def _text(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z") if moment else None
