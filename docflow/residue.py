"""What stays of a fact whose content is erased: enough for every figure, nothing of a person, a subject or a path.

Erasing personal data must not change what was counted: the residue is a fact of the same shape with everything else blanked, so
that documents and figures are derived from it as before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from docflow.canonical import plain, restore
from docflow.model import Correction, Entitlement, FileFacts, Header, RegisterLine, Sighting, SignatureEvidence, SignerKind


def residue(kind: str, payload: Any) -> Any:
    """The payload that stays of a fact; ``KeyError`` for a kind that holds nothing to erase."""
    return _REDUCE[kind](payload)


def _file(payload: Any) -> Any:
    facts = restore(FileFacts, payload)
    return plain(
        replace(
            facts,
            documents=tuple(_header(header) for header in facts.documents),
            sources={},
            signatures=tuple(_signature(signature) for signature in facts.signatures),
            problems=tuple(replace(problem, detail="") for problem in facts.problems),
            members=tuple(replace(member, name="") for member in facts.members),
            message=replace(facts.message, document_id=None, response_for=()) if facts.message else None,
        )
    )


def _header(header: Header) -> Header:
    return Header(
        issuers=header.issuers,
        number=header.number,
        notation=header.notation,
        year_in_number=header.year_in_number,
        document_type=header.document_type,
        promulgated_on=header.promulgated_on,
        standing=header.standing,
        copy_form=header.copy_form,
    )


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


def _sighting(payload: Any) -> Any:
    return plain(replace(restore(Sighting, payload), path=""))


def _line(payload: Any) -> Any:
    line = restore(RegisterLine, payload)
    signed_for = "x" if line.signed_for else None
    return plain(replace(line, subject=None, signer=None, recipients=None, signed_for=signed_for, note=None, dossier=None))


def _entitlement(payload: Any) -> Any:
    return plain(replace(restore(Entitlement, payload), holder=None, serial=None))


def _correction(payload: Any) -> Any:
    return plain(replace(restore(Correction, payload), author="", reason=""))


_REDUCE: Mapping[str, Callable[[Any], Any]] = {
    "file": _file,
    "sighting": _sighting,
    "register-line": _line,
    "entitlement": _entitlement,
    "correction": _correction,
}
ERASABLE = frozenset(_REDUCE)
