"""The public JSON of what a document cites and of how its form was checked, made from frozen values."""

from __future__ import annotations

from typing_extensions import TypedDict

from docflow import model


class ReferenceRecord(TypedDict):
    """A document that the text cites, as printed."""

    citing: str
    number: str | None
    notation: str | None
    year_in_number: int | None
    promulgated_on: str | None
    document_type: str | None
    organ: str | None
    page: int | None


class FormFindingRecord(TypedDict):
    """A point of form that a document does not keep."""

    code: str
    binding: bool
    detail: str
    page: int | None
    box: list[int] | None


class FormCheckRecord(TypedDict):
    """Whether a document's form was checked, why not, and what was found."""

    checked: bool
    why_not: str | None
    findings: list[FormFindingRecord]


def reference_record(reference: model.Reference) -> ReferenceRecord:
    """The public form of a reference."""
    return {
        "citing": reference.citing.value,
        "number": reference.number,
        "notation": reference.notation,
        "year_in_number": reference.year_in_number,
        "promulgated_on": reference.promulgated_on,
        "document_type": reference.document_type,
        "organ": reference.organ,
        "page": reference.page,
    }


def form_check_record(check: model.FormCheck) -> FormCheckRecord:
    """The public form of a check."""
    return {
        "checked": check.checked,
        "why_not": check.why_not,
        "findings": [
            {"code": f.code, "binding": f.binding, "detail": f.detail, "page": f.page, "box": list(f.box) if f.box else None}
            for f in check.findings
        ],
    }
