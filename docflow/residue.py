"""What stays of a fact whose content is erased: enough for every figure, nothing of a person, a subject or a path.

Erasing personal data must not change what was counted: the residue is a fact of the same shape with everything else blanked, so
that documents and figures are derived from it as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from docflow.canonical import plain, restore
from docflow.classify.identity import Registry
from docflow.classify.recipients import Addressees
from docflow.model import (
    Citing,
    Correction,
    Entitlement,
    FileFacts,
    FormCheck,
    Header,
    Reference,
    RegisterLine,
    Sighting,
    SignatureEvidence,
    SignerKind,
    Source,
    SourceKind,
)
from docflow.witness import FIELDS

_ANSWER = re.compile(
    r"\d{1,6}[^\W\d_]?\s*[/-]\s*(?:\d{4}/)?[^\W\d_][\w/.-]{0,40}"
    r"|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}|ngày \d{1,2} tháng \d{1,2} năm \d{4}|^\s*\d{1,6}[^\W\d_]?(?=\s+ngày\b|\s*\()",
    re.IGNORECASE,
)
_ENTRIES = re.compile(r"[;\n]")


def residue(kind: str, payload: Any, registry: Registry) -> Any:
    """The payload that stays of a fact; ``KeyError`` for a kind that holds nothing to erase.

    Of recipients the units of the registry stay by name, which is an organ's, and of the others their classes.
    """
    return _REDUCE[kind](payload, registry)


def _file(payload: Any, registry: Registry) -> Any:
    facts = restore(FileFacts, payload)
    return plain(
        replace(
            facts,
            documents=tuple(_header(header, registry) for header in facts.documents),
            sources={name: _source(source) for name, source in facts.sources.items() if _is_open_to_witnesses(name, source)},
            signatures=tuple(_signature(signature) for signature in facts.signatures),
            problems=tuple(replace(problem, detail="") for problem in facts.problems),
            members=tuple(replace(member, name="") for member in facts.members),
            message=replace(facts.message, document_id=None, response_for=()) if facts.message else None,
        )
    )


def _is_open_to_witnesses(field: str, source: Source) -> bool:
    """Whether a number or a day stands by a second witness, or may yet."""
    return field in FIELDS and source.source is SourceKind.OCR


def _source(source: Source) -> Source:
    return replace(source, page=None, box=None)


def _header(header: Header, registry: Registry) -> Header:
    issuer = registry.match(header.organ, header.superior_organ, header.promulgated_on)
    return Header(
        issuers=header.issuers,
        number=header.number,
        notation=header.notation,
        year_in_number=header.year_in_number,
        document_type=header.document_type,
        promulgated_on=header.promulgated_on,
        standing=header.standing,
        copy_form=header.copy_form,
        recipients=_recipients(header.recipients, registry, issuer.id if issuer else None, header.promulgated_on),
        references=tuple(one for one in header.references if _is_counted(one)),
        form_check=_form_check(header.form_check),
    )


def _is_counted(reference: Reference) -> bool:
    """Whether figures rest on a citation.

    So they do on what a document answers, on the reports among which one may be of its appraisal, and on whatever is told so
    fully that it may conflict with the document cited.
    """
    if reference.number and reference.notation and reference.promulgated_on and reference.organ:
        return True
    return (
        reference.citing is Citing.ANSWERS or reference.document_type == "bao_cao" or (reference.notation or "").startswith("BC")
    )


def _recipients(listed: Iterable[str], registry: Registry, issuer: str | None, day: str | None) -> tuple[str, ...]:
    return Addressees(registry).without_persons(listed, issuer, day)


def _form_check(check: FormCheck | None) -> FormCheck | None:
    """Which points of form were found, so that they go on counting; what is printed there goes."""
    if check is None:
        return None
    return replace(check, findings=tuple(replace(finding, detail="", box=None) for finding in check.findings))


def _signature(signature: SignatureEvidence) -> SignatureEvidence:
    organ = signature.signer_kind is SignerKind.ORGAN
    return replace(
        signature,
        changes=(),
        reasons=(),
        # An organ's seal names no person; a person's certificate does, and so do the certificates and the CMS that carry it.
        signer_common_name=signature.signer_common_name if organ else None,
        certificate=signature.certificate if organ else None,
        certificates=(),
        revocation=(),
        cms=None,
    )


def _sighting(payload: Any, _: Registry) -> Any:
    return plain(replace(restore(Sighting, payload), path=""))


def _line(payload: Any, registry: Registry) -> Any:
    line = restore(RegisterLine, payload)
    recipients = _recipients([line.recipients or ""], registry, line.unit, line.promulgated_on)
    return plain(
        replace(
            line,
            subject=None,
            signer=None,
            recipients="; ".join(recipients) if line.recipients else None,
            signed_for="x" if line.signed_for else None,
            note=None,
            dossier="x" if line.dossier else None,
            answered_by=_numbers(line.answered_by) if line.answered_by else None,
        )
    )


def _numbers(answers: str) -> str:
    """The numbers, notations and days in what answered a document; other words only say that something did."""
    told = (" ".join(match[0] for match in _ANSWER.finditer(part)) for part in _ENTRIES.split(answers))
    return "; ".join(part for part in told if part) or "x"


def _entitlement(payload: Any, _: Registry) -> Any:
    return plain(replace(restore(Entitlement, payload), holder=None, serial=None))


def _correction(payload: Any, _: Registry) -> Any:
    return plain(replace(restore(Correction, payload), author="", reason=""))


_REDUCE: Mapping[str, Callable[[Any, Registry], Any]] = {
    "file": _file,
    "sighting": _sighting,
    "register-line": _line,
    "entitlement": _entitlement,
    "correction": _correction,
}
ERASABLE = frozenset(_REDUCE)
