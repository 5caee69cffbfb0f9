"""The public JSON of a document's header fields, made from frozen values."""

from __future__ import annotations

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
