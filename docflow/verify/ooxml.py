"""Signed Office packages: XML signatures in OPC to the same evidence as a PDF's (ECMA-376-2, 12; MS-OFFCRYPTO, 2.5).

The order of work: find the signatures by their relationships, check each by itself, compare the package with its manifest,
name what it leaves out. The evidence's ``field`` is the signature part's name, its ``cms`` the time-stamp token.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterator
from typing import Any

from asn1crypto import cms
from lxml import etree

from docflow import container
from docflow.model import Blob, Examination, Finding, Modification, Problem, SignatureEvidence, SignatureKind, SignerKind, Stage
from docflow.model import SignatureState as State
from docflow.text import printed
from docflow.verify import material
from docflow.verify.bounds import MAX_SIGNATURES
from docflow.verify.certificates import certificate
from docflow.verify.integrity import Proof, digest_of
from docflow.verify.material import Material
from docflow.verify.opc import Malformed, Parts
from docflow.verify.outcomes import PASSED, outcome, unsure, worst
from docflow.verify.package_coverage import Cover, Infrastructure, cover, infrastructure
from docflow.verify.signer import Holder, holder, key_name
from docflow.verify.stamps import Stamp, read_stamp, time_reasons, utc
from docflow.verify.xml_signature import Unsupported, XmlSignature, canonical, read_xml_signature, weakest

SUBFILTER = "xmldsig"
_SIGNATURE_TYPE = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"
_FOLDER = "/_xmlsignatures/"
_STAMP_METHOD = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_MAX_ITEMS = 64


def examine_package(data: bytes) -> Examination:
    """Examine the signatures of an Office package.

    Args:
        data: The whole package.

    Returns:
        One evidence per signature that the package's relationships lead to, in the order of their names. Signature parts that
        none leads to are never called unsigned: state SIGNATURE_FIELDS_NOT_REACHABLE (code ``signature-origin-missing``), or
        the problem ``signature-part-not-reached`` beside others. Faults are problems, none is raised.
    """
    try:
        parts = Parts(data)
        own = infrastructure(parts)
        lost = [n for n in parts.names if _is_signature(parts, n) and n not in own.parts]
        if not own.signatures:
            if lost:
                return Examination(State.NOT_REACHABLE, problems=(_problem("signature-origin-missing"),))
            return Examination(State.NO_SIGNATURE)
        found = [_examined(parts, own, name) for name in own.signatures[:MAX_SIGNATURES]]
    except Malformed as fault:
        return Examination(State.UNREADABLE, problems=(_problem(str(fault)),))
    except container.OverLimits as fault:
        return Examination(State.UNREADABLE, problems=(_problem("over-limit", str(fault)),))
    except Exception as fault:  # noqa: BLE001 - whatever a library raises on hostile bytes is an outcome
        return Examination(State.UNREADABLE, problems=(_problem("signatures-unreadable", outcome(fault).fault),))
    blobs = {blob.sha256: blob for _, own_blobs in found for blob in own_blobs}
    problems = tuple(_problem("signature-part-not-reached", parts.printed(name)) for name in lost)
    if len(own.signatures) > MAX_SIGNATURES:
        problems = (*problems, _problem("over-limit", f"{MAX_SIGNATURES}+"))
    return Examination(State.SIGNED, tuple(e for e, _ in found), tuple(blobs[key] for key in sorted(blobs)), problems)


def _is_signature(parts: Parts, name: str) -> bool:
    return parts.content_type(name) == _SIGNATURE_TYPE or (name.startswith(_FOLDER) and name.endswith(".xml"))


def _examined(parts: Parts, own: Infrastructure, name: str) -> tuple[SignatureEvidence, tuple[Blob, ...]]:
    """The evidence of one signature part and its blobs; a part that cannot be read is evidence of that."""
    try:
        one = read_xml_signature(parts.read(name))
    except Exception as fault:  # noqa: BLE001 - whatever a library raises on hostile bytes is an outcome
        proof = _fault_proof(fault)
        return _without_signature(parts.printed(name), proof), ()
    if not one.proof.intact:
        return _evidence(parts.printed(name), one, Cover(PASSED))
    try:
        covered = cover(parts, own, one.signed)
    except Exception as fault:  # noqa: BLE001 - whatever a library raises on hostile bytes is an outcome
        proof = _fault_proof(fault)
        covered = Cover(proof.finding, proof.reasons)
    return _evidence(parts.printed(name), one, covered)


def _fault_proof(fault: Exception) -> Proof:
    name = type(fault).__name__
    if isinstance(fault, Malformed):
        return Proof(unsure("FORMAT_FAILURE"), (str(fault),), name)
    if isinstance(fault, Unsupported):
        return Proof(unsure("FORMAT_NOT_SUPPORTED"), (str(fault),), name)
    if isinstance(fault, container.OverLimits):
        return Proof(unsure("FORMAT_NOT_SUPPORTED"), ("over-limit",), name)
    if isinstance(fault, KeyError):
        return Proof(unsure("SIGNED_DATA_NOT_FOUND"), ("part-missing",), name)
    result = outcome(fault)
    return Proof(result.finding, ("xml-malformed" if result.reason.startswith("malformed") else result.reason,), name)


def _without_signature(name: str, proof: Proof) -> SignatureEvidence:
    return SignatureEvidence(
        printed(name), SignatureKind.SIGNATURE, SUBFILTER, proof.finding, "unclear", Modification.OTHER, reasons=proof.reasons
    )


def _evidence(name: str, one: XmlSignature, covered: Cover) -> tuple[SignatureEvidence, tuple[Blob, ...]]:
    leaf = certificate(one.certificate) if one.certificate is not None else None
    names = holder(leaf) if leaf is not None else Holder(None, None, SignerKind.UNKNOWN)
    own = _material(one)
    stamp = _stamp(one)
    token = material.blob(material.CMS, stamp.token.dump()) if stamp is not None else None
    if stamp is not None:
        own += Material(material.certificates_of(stamp.token["content"]))
    claimed = _claimed(one)
    integrity: Finding = worst(one.proof.finding, covered.finding)
    evidence = SignatureEvidence(
        field=printed(name),
        kind=SignatureKind.SIGNATURE,
        subfilter=SUBFILTER,
        integrity=integrity,
        coverage="entire_package" if covered.whole else "part_of_package",
        modification=Modification.NONE if covered.whole else Modification.OTHER,
        changes=covered.changes,
        signer_common_name=names.common_name,
        signer_organization=names.organization,
        signer_kind=names.kind,
        certificate=own.certificates[0].sha256 if leaf is not None else None,
        certificates=material.digests(own.certificates),
        revocation=material.digests(own.revocation),
        cms=token.sha256 if token is not None else None,
        signed_digest=one.signed_digest,
        claimed_time=claimed,
        timestamp=stamp.time if stamp is not None else None,
        timestamp_intact=stamp.intact if stamp is not None else None,
        level=_level(one.proof, stamp, own),
        digest=weakest((*one.digests, *covered.digests)),
        mechanism=one.mechanism,
        key=key_name(leaf) if leaf is not None else None,
        reasons=(*one.proof.reasons, *covered.reasons, *time_reasons(stamp, claimed)),
    )
    return evidence, (*own.certificates, *own.revocation, *((token,) if token is not None else ()))


def _level(proof: Proof, stamp: Stamp | None, own: Material) -> str | None:
    if not proof.intact:
        return None
    if stamp is None or not stamp.intact:
        return "B"
    return "LT" if own.revocation else "T"


def _material(one: XmlSignature) -> Material:
    """The signer's certificate first, then all that the signature brings (ETSI EN 319 132-1, 5.4)."""
    mine = [one.certificate] if one.certificate is not None else []
    ders = [*mine, *one.certificates, *_encapsulated(one, "EncapsulatedX509Certificate")]
    revocation = [material.blob(material.CRL, der) for der in _encapsulated(one, "EncapsulatedCRLValue")]
    revocation += [material.blob(material.OCSP, der) for der in _encapsulated(one, "EncapsulatedOCSPValue")]
    return Material(tuple(material.blob(material.CERTIFICATE, der) for der in ders)) + Material((), tuple(revocation))


def _encapsulated(one: XmlSignature, name: str) -> Iterator[bytes]:
    for _, element in zip(range(_MAX_ITEMS), one.unsigned(name), strict=False):
        try:
            yield base64.b64decode("".join((element.text or "").split()), validate=True)
        except ValueError:
            continue


def _stamp(one: XmlSignature) -> Stamp | None:
    """The first time-stamp over the signature value (ETSI EN 319 132-1, 5.3); its token is the whole ContentInfo."""
    value = next(one.root.iterfind("{*}SignatureValue"))
    for holder_of in one.unsigned("SignatureTimeStamp"):
        method = next(holder_of.iterfind("{*}CanonicalizationMethod"), None)
        if method is None:
            method = etree.Element("CanonicalizationMethod", Algorithm=_STAMP_METHOD)
        token = next(holder_of.iterfind("{*}EncapsulatedTimeStamp"), None)
        try:
            stamped = canonical(value, method)
            info = cms.ContentInfo.load(base64.b64decode("".join((token.text or "").split()) if token is not None else ""))
            found = read_stamp(info["content"], lambda algorithm, data=stamped: digest_of(algorithm, data))
        except Exception:  # noqa: BLE001, S112 - a token that cannot be read is not there
            continue
        return Stamp(found.time, found.proof, info)
    return None


def _claimed(one: XmlSignature) -> str | None:
    """The signed XAdES signing time, else the signature time of the package (ECMA-376-2, 12.2.4.19)."""
    texts: list[Any] = [e.text for e in one.properties("SigningTime")]
    texts += [value.text for e in one.properties("SignatureTime") for value in e.iterfind("{*}Value")]
    for text in texts:
        try:
            return utc(dt.datetime.fromisoformat((text or "").strip()))
        except ValueError:
            continue
    return None


def _problem(code: str, detail: str = "") -> Problem:
    return Problem(Stage.VERIFY, code, detail)
