"""The public JSON of ``parse``, ``verify`` and ``inspect``, made from frozen values; its schemas are generated from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NotRequired

from typing_extensions import TypedDict

from docflow import model
from docflow.document_records import DocumentRecord, document_record
from docflow.message_records import MessageRecord, message_record

CandidateRecord = TypedDict("CandidateRecord", {"value": str, "from": str, "confidence": float})
SourceRecord = TypedDict(
    "SourceRecord",
    {
        "from": str,
        "confidence": float,
        "page": int | None,
        "box": list[int] | None,
        "candidates": list[CandidateRecord],
    },
)


class ProblemRecord(TypedDict):
    """A fault of the file."""

    stage: str
    code: str
    detail: str


class MemberRecord(TypedDict):
    """A file inside a file, with what lies inside it."""

    name: str
    sha256: str
    size: int
    media_type: str
    documents: list[DocumentRecord]
    members: list[MemberRecord]
    problems: list[ProblemRecord]


class ParseRecord(TypedDict):
    """One line of ``docflow parse --format jsonl``."""

    schema: Literal["docflow/parse/1"]
    path: str
    sha256: str | None
    size: int | None
    media_type: str | None
    kind: str | None
    pages: int | None
    document: DocumentRecord | None
    documents: list[DocumentRecord]
    members: list[MemberRecord]
    message: MessageRecord | None
    sources: dict[str, SourceRecord]
    problems: list[ProblemRecord]


class IndicationRecord(TypedDict):
    """An indication and its reason."""

    indication: Literal["TOTAL_PASSED", "INDETERMINATE", "TOTAL_FAILED"]
    sub_indication: str | None


class VerdictRecord(IndicationRecord):
    """An indication under a named policy."""

    policy: str


class CertificateHolder(TypedDict):
    """Whom a signing certificate names."""

    common_name: str | None
    organization: str | None
    kind: Literal["personal", "organ", "unknown"]


class StepRecord(TypedDict):
    """One step of validation, by the numbers of docs/validation.md."""

    number: int
    name: str
    outcome: Literal["passed", "indeterminate", "failed", "not-done"]
    reasons: list[str]


class SignatureRecord(TypedDict):
    """One signature of a file.

    ``role`` is what it is in the light of the printed header, null for a time-stamp; ``matches_printed`` whether its holder is
    the printed signer or organ, null where that cannot be told. ``steps`` stand there where they were asked for.
    """

    field: str
    kind: Literal["signature", "timestamp"]
    subfilter: str | None
    integrity: IndicationRecord
    verdict: VerdictRecord
    coverage: str
    modification: str
    changes: list[str]
    signer: CertificateHolder
    certificate_sha256: str | None
    claimed_time: str | None
    timestamp: str | None
    time_used: str | None
    level: str | None
    digest: str | None
    key: str | None
    reasons: list[str]
    role: str | None
    matches_printed: bool | None
    steps: NotRequired[list[StepRecord]]


class VerifiedMemberRecord(TypedDict):
    """The signatures of a file inside a file."""

    name: str
    sha256: str
    state: Literal["SIGNED", "NO_SIGNATURE", "UNREADABLE", "SIGNATURE_FIELDS_NOT_REACHABLE"]
    signatures: list[SignatureRecord]
    members: list[VerifiedMemberRecord]
    problems: list[ProblemRecord]


class VerifyRecord(TypedDict):
    """One line of ``docflow verify --format jsonl``."""

    schema: Literal["docflow/verify/1"]
    path: str
    sha256: str | None
    state: Literal["SIGNED", "NO_SIGNATURE", "UNREADABLE", "SIGNATURE_FIELDS_NOT_REACHABLE"]
    policy: str
    policy_sha256: str
    trust_sha256: str
    validated_at: str
    signatures: list[SignatureRecord]
    members: list[VerifiedMemberRecord]
    problems: list[ProblemRecord]


class FindingRecord(TypedDict):
    """A finding about a document."""

    code: str
    detail: str


class InspectRecord(TypedDict):
    """One line of ``docflow inspect --format jsonl``: parse and verify of a file, and what it shows of its origin."""

    schema: Literal["docflow/inspect/1"]
    path: str
    sha256: str | None
    document: DocumentRecord | None
    origin: str
    origin_rule: str
    form: str
    form_rule: str
    form_possible: list[str]
    profiles: list[str]
    findings: list[FindingRecord]
    parse: ParseRecord
    verify: VerifyRecord


class TroubleRecord(TypedDict):
    """A file that a person should look at, with what to do about it; of a secret one no path is told."""

    path: str | None
    outcome: str
    code: str
    reason: str
    detail: str


class IngestRecord(TypedDict):
    """What ``docflow ingest --format json`` ends with; the outcomes of the balance add up to ``found``."""

    schema: Literal["docflow/ingest/1"]
    run: int | None
    balance: dict[str, int]
    members: dict[str, int]
    state_root: str | None
    problems: list[TroubleRecord]


@dataclass(frozen=True, slots=True)
class Inside:
    """What was read of a file inside another one, its verdicts, and the same of those inside it in their order."""

    facts: model.FileFacts
    verdicts: tuple[model.Verdict, ...] = ()
    inside: tuple[Inside, ...] = ()


@dataclass(frozen=True, slots=True)
class Judging:
    """What verdicts were made under: the policy, the trust store and the time."""

    policy: str
    policy_sha256: str
    trust_sha256: str
    at: str


def problem_records(problems: tuple[model.Problem, ...]) -> list[ProblemRecord]:
    """The public form of problems."""
    return [{"stage": p.stage.value, "code": p.code, "detail": p.detail} for p in problems]


def _source_record(source: model.Source) -> SourceRecord:
    return {
        "from": source.source.value,
        "confidence": source.confidence / 1000,
        "page": source.page,
        "box": list(source.box) if source.box else None,
        "candidates": [{"value": c.value, "from": c.source.value, "confidence": c.confidence / 1000} for c in source.candidates],
    }


def _member_records(members: tuple[model.Member, ...], inside: tuple[Inside, ...]) -> list[MemberRecord]:
    return [
        {
            "name": member.name,
            "sha256": member.sha256,
            "size": member.size,
            "media_type": one.facts.media_type,
            "documents": [document_record(h) for h in one.facts.documents],
            "members": _member_records(one.facts.members, one.inside),
            "problems": _parse_problems(one.facts),
        }
        for member, one in zip(members, inside, strict=True)
    ]


def _parse_problems(facts: model.FileFacts) -> list[ProblemRecord]:
    return problem_records(tuple(p for p in facts.problems if p.stage is not model.Stage.VERIFY))


def parse_record(path: str, facts: model.FileFacts, inside: tuple[Inside, ...] = ()) -> ParseRecord:
    """The line of ``docflow parse`` for a file; ``inside`` are its members in the order of its facts."""
    documents = [document_record(h) for h in facts.documents]
    secret = any(h.standing is model.Standing.SECRET for h in facts.documents)
    return {
        "schema": "docflow/parse/1",
        "path": path,
        "sha256": facts.sha256 or None,
        "size": facts.size,
        "media_type": facts.media_type,
        "kind": facts.kind.value,
        "pages": facts.pages,
        "document": documents[0] if documents else None,
        "documents": documents,
        "members": _member_records(facts.members, inside),
        "message": message_record(facts.message) if facts.message else None,
        "sources": {} if secret else {name: _source_record(s) for name, s in sorted(facts.sources.items())},
        "problems": _parse_problems(facts),
    }


def signature_record(evidence: model.SignatureEvidence, verdict: model.Verdict) -> SignatureRecord:
    """The public form of one signature with its verdict."""
    return {
        "field": evidence.field,
        "kind": evidence.kind.value,
        "subfilter": evidence.subfilter,
        "integrity": {
            "indication": evidence.integrity.indication.value,
            "sub_indication": evidence.integrity.sub_indication,
        },
        "verdict": {
            "policy": verdict.policy,
            "indication": verdict.indication.value,
            "sub_indication": verdict.sub_indication,
        },
        "coverage": evidence.coverage,
        "modification": evidence.modification.value,
        "changes": list(evidence.changes),
        "signer": {
            "common_name": evidence.signer_common_name,
            "organization": evidence.signer_organization,
            "kind": evidence.signer_kind.value,
        },
        "certificate_sha256": evidence.certificate,
        "claimed_time": evidence.claimed_time,
        "timestamp": evidence.timestamp,
        "time_used": verdict.time_used,
        "level": evidence.level,
        "digest": evidence.digest,
        "key": evidence.key,
        "reasons": [*evidence.reasons, *(r for r in verdict.reasons if r not in evidence.reasons)],
        "role": None,
        "matches_printed": None,
    }


def step_record(step: model.Step) -> StepRecord:
    """The public form of a step."""
    return {"number": step.number, "name": step.name, "outcome": step.outcome.value, "reasons": list(step.reasons)}


def _signature_records(facts: model.FileFacts, verdicts: tuple[model.Verdict, ...]) -> list[SignatureRecord]:
    return [signature_record(s, v) for s, v in zip(facts.signatures, verdicts, strict=True)]


def _verified_members(members: tuple[model.Member, ...], inside: tuple[Inside, ...]) -> list[VerifiedMemberRecord]:
    return [
        {
            "name": member.name,
            "sha256": member.sha256,
            "state": one.facts.state.value,
            "signatures": _signature_records(one.facts, one.verdicts),
            "members": _verified_members(one.facts.members, one.inside),
            "problems": problem_records(one.facts.problems),
        }
        for member, one in zip(members, inside, strict=True)
    ]


def verify_record(
    path: str,
    facts: model.FileFacts,
    verdicts: tuple[model.Verdict, ...],
    judging: Judging,
    inside: tuple[Inside, ...] = (),
) -> VerifyRecord:
    """The line of ``docflow verify`` for a file; ``inside`` are its members in the order of its facts."""
    return {
        "schema": "docflow/verify/1",
        "path": path,
        "sha256": facts.sha256 or None,
        "state": facts.state.value,
        "policy": judging.policy,
        "policy_sha256": judging.policy_sha256,
        "trust_sha256": judging.trust_sha256,
        "validated_at": judging.at,
        "signatures": _signature_records(facts, verdicts),
        "members": _verified_members(facts.members, inside),
        "problems": problem_records(facts.problems),
    }


def inspect_record(
    parsed: ParseRecord,
    verified: VerifyRecord,
    origin: model.Decision,
    form: model.Decision,
    findings: tuple[model.Discrepancy, ...],
    profiles: tuple[str, ...],
) -> InspectRecord:
    """The line of ``docflow inspect`` for a file."""
    return {
        "schema": "docflow/inspect/1",
        "path": parsed["path"],
        "sha256": parsed["sha256"],
        "document": parsed["document"],
        "origin": origin.value,
        "origin_rule": origin.rule,
        "form": form.value,
        "form_rule": form.rule,
        "form_possible": list(form.possible),
        "profiles": list(profiles),
        "findings": [{"code": f.code, "detail": f.detail} for f in findings],
        "parse": parsed,
        "verify": verified,
    }
