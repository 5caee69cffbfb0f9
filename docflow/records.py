"""The public JSON of ``parse``, ``verify`` and ``inspect``, made from frozen values; its schemas are generated from here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from typing_extensions import TypedDict

from docflow import model
from docflow.reading_records import FormCheckRecord, ReferenceRecord, form_check_record, reference_record


class IssuerRecord(TypedDict):
    """An issuing body as printed."""

    organ: str | None
    superior_organ: str | None


class SignerRecord(TypedDict):
    """A signer as printed."""

    name: str | None
    position: str | None
    authority: list[str]


class DocumentRecord(TypedDict, total=False):
    """The header fields of one document; of a secret one nothing but its standing is told."""

    organ: str | None
    superior_organ: str | None
    issuers: list[IssuerRecord]
    number: str | None
    notation: str | None
    year_in_number: int | None
    document_type: str | None
    promulgated_on: str | None
    place: str | None
    subject: str | None
    signer: SignerRecord | None
    signers: list[SignerRecord]
    recipients: list[str]
    priority: str | None
    secrecy: str | None
    standing: str
    copy_form: str | None
    references: list[ReferenceRecord]
    form_check: FormCheckRecord | None


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
    members: list[dict[str, Any]]
    message: dict[str, Any] | None
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


class SignatureRecord(TypedDict):
    """One signature of a file."""

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
class Judging:
    """What verdicts were made under: the policy, the trust store and the time."""

    policy: str
    policy_sha256: str
    trust_sha256: str
    at: str


def document_record(header: model.Header) -> DocumentRecord:
    """The public form of a header; a secret one tells its standing only."""
    if header.standing is model.Standing.SECRET:
        return {"standing": "secret"}
    signers: list[SignerRecord] = [
        {"name": s.name, "position": s.position, "authority": list(s.authority)} for s in header.signers
    ]
    return {
        "organ": header.organ,
        "superior_organ": header.superior_organ,
        "issuers": [{"organ": i.organ, "superior_organ": i.superior_organ} for i in header.issuers],
        "number": header.number,
        "notation": header.notation,
        "year_in_number": header.year_in_number,
        "document_type": header.document_type,
        "promulgated_on": header.promulgated_on,
        "place": header.place,
        "subject": header.subject,
        "signer": signers[0] if signers else None,
        "signers": signers,
        "recipients": list(header.recipients),
        "priority": header.priority,
        "secrecy": header.secrecy,
        "standing": header.standing.value,
        "copy_form": header.copy_form.value if header.copy_form else None,
        "references": [reference_record(reference) for reference in header.references],
        "form_check": form_check_record(header.form_check) if header.form_check else None,
    }


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


def parse_record(path: str, facts: model.FileFacts) -> ParseRecord:
    """The line of ``docflow parse`` for a file."""
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
        "members": [],
        "message": None,
        "sources": {} if secret else {name: _source_record(s) for name, s in sorted(facts.sources.items())},
        "problems": problem_records(tuple(p for p in facts.problems if p.stage is not model.Stage.VERIFY)),
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
    }


def verify_record(path: str, facts: model.FileFacts, verdicts: tuple[model.Verdict, ...], judging: Judging) -> VerifyRecord:
    """The line of ``docflow verify`` for a file."""
    return {
        "schema": "docflow/verify/1",
        "path": path,
        "sha256": facts.sha256 or None,
        "state": facts.state.value,
        "policy": judging.policy,
        "policy_sha256": judging.policy_sha256,
        "trust_sha256": judging.trust_sha256,
        "validated_at": judging.at,
        "signatures": [signature_record(s, v) for s, v in zip(facts.signatures, verdicts, strict=True)],
        "problems": problem_records(facts.problems),
    }


def inspect_record(
    parsed: ParseRecord,
    verified: VerifyRecord,
    origin: model.Decision,
    form: model.Decision,
    findings: tuple[model.Discrepancy, ...],
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
        "findings": [{"code": f.code, "detail": f.detail} for f in findings],
        "parse": parsed,
        "verify": verified,
    }
