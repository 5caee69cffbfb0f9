"""Signatures that are files: a CMS around a content (.p7m) or beside the file that it signs (.p7s), RFC 5652 and RFC 8551.

Unlike in a PDF several signers may sign one content; each is evidence of its own, and what one of them says is judged without
the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from asn1crypto import cms as asn1
from asn1crypto import core, pem
from pyhanko.sign.general import extract_certificate_info

from docflow.model import (
    Blob,
    Examination,
    Modification,
    Problem,
    SignatureEvidence,
    SignatureKind,
    SignatureState,
    SignerKind,
    Stage,
)
from docflow.verify import material
from docflow.verify.bounds import MAX_SIGNATURES
from docflow.verify.integrity import Proof, check_content
from docflow.verify.material import Material
from docflow.verify.outcomes import outcome, unsure
from docflow.verify.signer import Holder, holder, key_name
from docflow.verify.stamps import claimed_time, signature_stamp, time_reasons

ENVELOPING = "CMS.enveloping"
DETACHED = "CMS.detached"
_LABELS = frozenset({"PKCS7", "CMS"})
_FAULTS = (ValueError, TypeError, KeyError, AttributeError, RecursionError, MemoryError)


@dataclass(frozen=True, slots=True)
class Opened:
    """A CMS file opened: the content that it encloses, None if it lies elsewhere or cannot be had, and its signatures."""

    content: bytes | None
    examination: Examination


def open_message(data: bytes) -> Opened:
    """Open a CMS file, as DER, BER or PEM.

    Returns:
        The enclosed content with the evidence of each signer. A CMS whose content lies elsewhere is SIGNED with
        ``SIGNED_DATA_NOT_FOUND``; one that is encrypted or no SignedData is UNREADABLE with a problem (codes ``cms-encrypted``,
        ``cms-unreadable``). Nothing is raised.
    """
    try:
        signed_data = _signed_data(data)
        content = _content(signed_data)
        return Opened(content, _examined(signed_data, content, ENVELOPING if content is not None else DETACHED))
    except _Encrypted:
        return Opened(None, _unreadable("cms-encrypted"))
    except _FAULTS as fault:
        return Opened(None, _unreadable("cms-unreadable", outcome(fault).fault))


def examine_detached(data: bytes, signature: bytes) -> Examination:
    """Examine a CMS that lies beside the file which it signs; content that it encloses must be that file, byte for byte."""
    try:
        signed_data = _signed_data(signature)
        enclosed = _content(signed_data)
        examination = _examined(signed_data, data, DETACHED)
    except _Encrypted:
        return _unreadable("cms-encrypted")
    except _FAULTS as fault:
        return _unreadable("cms-unreadable", outcome(fault).fault)
    if enclosed is not None and enclosed != data:
        return _unreadable("cms-of-another-file")
    return examination


class _Encrypted(Exception):
    """A CMS that hides its content from everybody but its recipients."""


def _signed_data(data: bytes) -> Any:
    if pem.detect(data):
        label, _, data = pem.unarmor(data)
        if label not in _LABELS:
            raise ValueError(label)
    message = asn1.ContentInfo.load(data)
    kind = message["content_type"].native
    if kind in {"enveloped_data", "encrypted_data", "authenticated_data", "auth_enveloped_data"}:
        raise _Encrypted(kind)
    if kind != "signed_data":
        raise ValueError(kind)
    return message["content"]


def _content(signed_data: Any) -> bytes | None:
    content = signed_data["encap_content_info"]["content"].native
    if content is not None and not isinstance(content, bytes):
        raise TypeError("content")
    return content


def _examined(signed_data: Any, content: bytes | None, kind: str) -> Examination:
    found = list(_signers(signed_data, content, kind))
    problems = (_problem("over-limit", f"{MAX_SIGNATURES}+"),) if len(signed_data["signer_infos"]) > MAX_SIGNATURES else ()
    blobs = {blob.sha256: blob for _, own in found for blob in own}
    state = SignatureState.SIGNED if found else SignatureState.NO_SIGNATURE
    return Examination(state, tuple(evidence for evidence, _ in found), tuple(blobs[key] for key in sorted(blobs)), problems)


def _signers(signed_data: Any, content: bytes | None, kind: str) -> Iterator[tuple[SignatureEvidence, tuple[Blob, ...]]]:
    for number, signer_info in enumerate(signed_data["signer_infos"], start=1):
        if number > MAX_SIGNATURES:
            return
        yield _evidence(f"signer-{number}", _of_one(signed_data, signer_info), signer_info, content, kind)


def _of_one(signed_data: Any, signer_info: Any) -> Any:
    """The SignedData of one signer, without the content: what a judgement needs of it, each small."""
    return asn1.SignedData(
        {
            "version": signed_data["version"],
            "digest_algorithms": signed_data["digest_algorithms"],
            "encap_content_info": {"content_type": signed_data["encap_content_info"]["content_type"].native},
            "signer_infos": [signer_info],
            **{name: signed_data[name] for name in ("certificates", "crls") if not isinstance(signed_data[name], core.Void)},
        }
    )


def _evidence(
    name: str, signed_data: Any, signer_info: Any, content: bytes | None, kind: str
) -> tuple[SignatureEvidence, tuple[Blob, ...]]:
    leaf = _certificate(signed_data)
    names = holder(leaf) if leaf is not None else Holder(None, None, SignerKind.UNKNOWN)
    if content is None:
        proof = Proof(unsure("SIGNED_DATA_NOT_FOUND"), ("signed-file-missing",))
    else:
        proof = check_content(signed_data, signer_info, content)
    stamp = signature_stamp(signer_info)
    first = (material.blob(material.CERTIFICATE, leaf.dump()),) if leaf is not None else ()
    own = Material(first) + material.of_cms(signed_data, signer_info)
    if stamp is not None:
        own += Material(material.certificates_of(stamp.token))
    message = material.blob(material.CMS, asn1.ContentInfo({"content_type": "signed_data", "content": signed_data}).dump())
    claimed = claimed_time(signer_info, {})
    evidence = SignatureEvidence(
        field=name,
        kind=SignatureKind.SIGNATURE,
        subfilter=kind,
        integrity=proof.finding,
        coverage="entire_file" if content is not None else "unclear",
        modification=Modification.NONE,
        signer_common_name=names.common_name,
        signer_organization=names.organization,
        signer_kind=names.kind,
        certificate=own.certificates[0].sha256 if leaf is not None else None,
        certificates=material.digests(own.certificates),
        revocation=material.digests(own.revocation),
        cms=message.sha256,
        claimed_time=claimed,
        timestamp=stamp.time if stamp is not None else None,
        timestamp_intact=stamp.intact if stamp is not None else None,
        level=("T" if stamp is not None and stamp.intact else "B") if proof.intact else None,
        digest=_native(signer_info, "digest_algorithm"),
        mechanism=_native(signer_info, "signature_algorithm"),
        key=key_name(leaf) if leaf is not None else None,
        reasons=(*proof.reasons, *time_reasons(stamp, claimed)),
    )
    return evidence, (message, *own.certificates, *own.revocation)


def _certificate(signed_data: Any) -> Any:
    try:
        return extract_certificate_info(signed_data).signer_cert
    except Exception:  # noqa: BLE001 - the proof tells why
        return None


def _native(signer_info: Any, name: str) -> str | None:
    try:
        return str(signer_info[name]["algorithm"].native)
    except _FAULTS:
        return None


def _problem(code: str, detail: str = "") -> Problem:
    return Problem(Stage.VERIFY, code, detail)


def _unreadable(code: str, detail: str = "") -> Examination:
    return Examination(SignatureState.UNREADABLE, problems=(_problem(code, detail),))
