"""XML signatures (W3C XML Signature 1.1) without their references to a package: canonical form, digests, signature value.

What is signed is read from the canonical bytes that were digested, never from the document around them, and an Id that
stands twice is refused: an element moved elsewhere in the document proves nothing.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key
from lxml import etree
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from docflow.verify.certificates import certificate
from docflow.verify.integrity import Proof, digest_of, lacks_null
from docflow.verify.keys import tolerant
from docflow.verify.opc import Malformed, parse_xml
from docflow.verify.outcomes import PASSED, failed, outcome, unsure

DSIG = "{http://www.w3.org/2000/09/xmldsig#}"
_XADES = "http://uri.etsi.org/01903/"
_XML = "{http://www.w3.org/XML/1998/namespace}"
_OLD, _ENC = "http://www.w3.org/2000/09/xmldsig#", "http://www.w3.org/2001/04/xmlenc#"
_MORE, _NEW = "http://www.w3.org/2001/04/xmldsig-more#", "http://www.w3.org/2007/05/xmldsig-more#"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_CANONICAL = {
    uri + comments: (uri == _EXCLUSIVE, bool(comments))
    for uri in (_INCLUSIVE, "http://www.w3.org/2006/12/xml-c14n11", _EXCLUSIVE)
    for comments in ("", "WithComments" if uri == _EXCLUSIVE else "#WithComments")
}
_DIGESTS = {
    _OLD + "sha1": "sha1",
    _MORE + "sha224": "sha224",
    _ENC + "sha256": "sha256",
    _MORE + "sha384": "sha384",
    _ENC + "sha512": "sha512",
}
_METHODS = {
    _OLD + "rsa-sha1": ("rsassa_pkcs1v15", "sha1"),
    **{f"{_MORE}rsa-{d}": ("rsassa_pkcs1v15", d) for d in ("sha224", "sha256", "sha384", "sha512")},
    **{f"{_MORE}ecdsa-{d}": ("ecdsa", d) for d in ("sha1", "sha224", "sha256", "sha384", "sha512")},
    **{f"{_NEW}{d}-rsa-MGF1": ("rsassa_pss", d) for d in ("sha224", "sha256", "sha384", "sha512")},
}
# From the weakest: a signature is as strong as the weakest digest under it.
_STRENGTH = ("sha1", "sha224", "sha256", "sha384", "sha512")
_MAX_REFERENCES = 5000
_MAX_CERTIFICATES = 64


class Unsupported(Exception):
    """An algorithm or transform that we do not take; the message is a reason of the catalogue."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference of SignedInfo or of a manifest: where it leads, by which transforms, which digest it expects."""

    uri: str
    transforms: tuple[Any, ...]
    digest: str
    value: bytes


@dataclass(frozen=True, slots=True)
class XmlSignature:
    """A signature part, checked as far as it goes by itself.

    ``signed`` holds the elements that SignedInfo covers, parsed from the bytes that were digested; ``root`` is the whole
    part, of which everything else is unsigned. ``certificate`` is the signer's, ``certificates`` all of them, as DER.
    """

    root: Any
    proof: Proof
    signed: tuple[Any, ...] = ()
    certificate: bytes | None = None
    certificates: tuple[bytes, ...] = ()
    digests: tuple[str, ...] = ()
    mechanism: str | None = None
    signed_digest: str | None = None

    def properties(self, name: str) -> Iterator[Any]:
        """Signed elements of this local name in a namespace of XAdES (ETSI EN 319 132-1) or of package signatures."""
        return (e for signed in self.signed for e in signed.iter(f"{{*}}{name}") if etree.QName(e).namespace != DSIG[1:-1])

    def unsigned(self, name: str) -> Iterator[Any]:
        """Unsigned XAdES properties of this local name."""
        return (e for e in self.root.iter(f"{{*}}{name}") if (etree.QName(e).namespace or "").startswith(_XADES))


def read_xml_signature(data: bytes) -> XmlSignature:
    """Read a signature part and check its SignedInfo; ``Malformed`` or ``Unsupported`` if it cannot be read."""
    root = parse_xml(data)
    if root.tag != f"{DSIG}Signature":
        raise Malformed("xml-malformed")
    outer = _only(root, "SignedInfo")
    method = _only(outer, "CanonicalizationMethod")
    signed_bytes = canonical(outer, method)
    info = parse_xml(signed_bytes)
    mechanism, digest = _known(_METHODS, _only(info, "SignatureMethod"))
    value = _decoded(_only(root, "SignatureValue"))
    own = references(info)
    signed, fault = _covered(root, own)
    ders = tuple(_decoded(e) for e in root.iterfind(f"{DSIG}KeyInfo/{DSIG}X509Data/{DSIG}X509Certificate"))[:_MAX_CERTIFICATES]
    bare = XmlSignature(root, fault, signed, None, ders, (digest, *(r.digest for r in own)), mechanism)
    leaf, proof = _signer(bare, (mechanism, digest), signed_bytes, value)
    return XmlSignature(
        root,
        proof if fault.intact else fault,
        signed,
        leaf,
        ders,
        bare.digests,
        mechanism,
        digest_of(digest, signed_bytes).hex(),
    )


def references(parent: Any) -> tuple[Reference, ...]:
    """The references directly in an element."""
    found = parent.findall(f"{DSIG}Reference")
    if not 0 < len(found) <= _MAX_REFERENCES:
        raise Malformed("xml-malformed")
    return tuple(
        Reference(
            e.get("URI", ""),
            tuple(e.iterfind(f"{DSIG}Transforms/{DSIG}Transform")),
            _known(_DIGESTS, _only(e, "DigestMethod")),
            _decoded(_only(e, "DigestValue")),
        )
        for e in found
    )


def canonical(element: Any, method: Any) -> bytes:
    """An element in the canonical form that a method or transform element names; nothing else is taken for a transform."""
    exclusive, comments = _known(_CANONICAL, method)
    alone = etree.fromstring(etree.tostring(element, with_tail=False), etree.XMLParser(resolve_entities=False))
    if not exclusive:  # Canonical XML 1.0, 2.4: an apex inherits the xml attributes of its ancestors
        for ancestor in element.iterancestors():
            for name, text in ancestor.attrib.items():
                if name.startswith(_XML) and name not in alone.attrib:
                    alone.set(name, text)
    prefixes = [p for e in method.iterchildren("{*}*") for p in e.get("PrefixList", "").split()] if exclusive else None
    return bytes(
        etree.tostring(alone, method="c14n", exclusive=exclusive, with_comments=comments, inclusive_ns_prefixes=prefixes)
    )


def matches(reference: Reference, data: bytes) -> bool:
    """Whether data have the digest that a reference expects."""
    return hmac.compare_digest(digest_of(reference.digest, data), reference.value)


def weakest(digests: tuple[str, ...]) -> str | None:
    """The weakest of the digests that a signature rests on."""
    return min(digests, key=_STRENGTH.index, default=None)


def _covered(root: Any, own: tuple[Reference, ...]) -> tuple[tuple[Any, ...], Proof]:
    """The elements of the part that SignedInfo refers to, or that one of them differs from what was signed."""
    places: dict[str, list[Any]] = {}
    for element in root.iter(etree.Element):
        for name in ("Id", "ID", "id"):
            if name in element.attrib:
                places.setdefault(element.get(name), []).append(element)
    signed = []
    for reference in own:
        found = places.get(reference.uri.removeprefix("#"), []) if reference.uri.startswith("#") else []
        if len(found) != 1 or len(reference.transforms) > 1:
            raise Malformed("xml-reference-unclear")
        method = reference.transforms[0] if reference.transforms else etree.Element("Transform", Algorithm=_INCLUSIVE)
        data = canonical(found[0], method)
        if not matches(reference, data):
            return (), Proof(failed("HASH_FAILURE"), ("digest-differs",))
        signed.append(parse_xml(data))
    return tuple(signed), Proof(PASSED)


def _signer(one: XmlSignature, method: tuple[str, str], data: bytes, value: bytes) -> tuple[bytes | None, Proof]:
    """The certificate whose key made the signature value; one that the signature binds must be it."""
    bound = [_only_digest(e) for name in ("SigningCertificate", "SigningCertificateV2") for e in one.properties(name)]
    able = [der for der in one.certificates if not bound or all(matches(r, der) for r in bound)]
    if not able:
        return None, Proof(unsure("NO_SIGNING_CERTIFICATE_FOUND"), ("no-signing-certificate",))
    proofs = []
    for der in able:
        proof = _value_proof(der, method, data, value)
        if proof.intact:
            return der, proof
        proofs.append(proof)
    return able[0], proofs[0]


def _value_proof(der: bytes, method: tuple[str, str], data: bytes, value: bytes) -> Proof:
    mechanism, digest = method
    try:
        key: Any = load_der_public_key(tolerant(certificate(der).public_key).dump())
        algorithm = get_pyca_cryptography_hash(digest)
        if mechanism == "ecdsa" and isinstance(key, ec.EllipticCurvePublicKey):
            half = len(value) // 2
            pair = encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))
            key.verify(pair, data, ec.ECDSA(algorithm))
        elif mechanism != "ecdsa" and isinstance(key, rsa.RSAPublicKey):
            pss = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
            key.verify(value, data, pss if mechanism == "rsassa_pss" else padding.PKCS1v15(), algorithm)
        else:
            return Proof(failed("SIG_CRYPTO_FAILURE"), ("signature-value-wrong",))
    except InvalidSignature:
        if mechanism == "rsassa_pkcs1v15" and lacks_null(key, digest, data, value):
            return Proof(unsure("FORMAT_FAILURE"), ("digest-info-without-null",))
        return Proof(failed("SIG_CRYPTO_FAILURE"), ("signature-value-wrong",))
    except Exception as fault:  # noqa: BLE001 - whatever a malformed certificate or key raises is an outcome
        result = outcome(fault)
        return Proof(result.finding, (result.reason,), result.fault)
    return Proof(PASSED)


def _only_digest(properties: Any) -> Reference:
    """The digest of the first certificate that a signing-certificate property names: the signer's (EN 319 132-1, 5.2.2)."""
    method = next(properties.iter(f"{DSIG}DigestMethod"), None)
    value = next(properties.iter(f"{DSIG}DigestValue"), None)
    if method is None or value is None:
        raise Malformed("xml-malformed")
    return Reference("", (), _known(_DIGESTS, method), _decoded(value))


def _only(parent: Any, name: str) -> Any:
    found = parent.findall(f"{DSIG}{name}")
    if len(found) != 1:
        raise Malformed("xml-malformed")
    return found[0]


def _known(table: dict[str, Any], element: Any) -> Any:
    try:
        return table[element.get("Algorithm", "")]
    except KeyError as fault:
        raise Unsupported("algorithm-not-supported") from fault


def _decoded(element: Any) -> bytes:
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True)
    except (binascii.Error, ValueError) as fault:
        raise Malformed("xml-malformed") from fault
