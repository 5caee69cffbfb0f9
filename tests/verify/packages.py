"""A tiny DOCX signed as Office does it, by the test PKI, and what may be done to it.

Every XML here is written in canonical form by hand, so that digests do not depend on the code under test.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import zipfile
from collections.abc import Mapping

from asn1crypto import algos
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

from fixtures.pki import private_key
from fixtures.tokens import certificate, time_stamp

DSIG = "http://www.w3.org/2000/09/xmldsig#"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
MORE = "http://www.w3.org/2001/04/xmldsig-more#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
ROOT, ORIGIN = "_rels/.rels", "_xmlsignatures/_rels/origin.sigs.rels"
TYPES, PART, IMAGE = "[Content_Types].xml", "word/document.xml", "word/media/image1.png"
SIGNATURE = "_xmlsignatures/sig1.xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"

AT = dt.datetime(2022, 9, 12, 3, 0, tzinfo=dt.UTC)
Files = dict[str, bytes]


def content_types(*overrides: tuple[str, str]) -> bytes:
    listed = [("/" + PART, _MAIN), ("/docProps/core.xml", PACKAGE[7:] + "core"), *overrides]
    entries = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in listed)
    defaults = (
        f'<Default Extension="rels" ContentType="{_RELATIONSHIPS}"/><Default Extension="xml" ContentType="application/xml"/>'
    )
    more = '<Default Extension="png" ContentType="image/png"/><Default Extension="sigs" ContentType="application/x-origin"/>'
    return f'<Types xmlns="{PACKAGE}content-types">{defaults}{more}{entries}</Types>'.encode()


def relationship(key: str, kind: str, target: str) -> str:
    """A relationship in canonical form, as the transform makes it."""
    return f'<Relationship Id="{key}" Target="{target}" TargetMode="Internal" Type="{kind}"></Relationship>'


def relationships(*entries: str) -> bytes:
    return f'<Relationships xmlns="{PACKAGE}relationships">{"".join(entries)}</Relationships>'.encode()


MAIN_RELATIONSHIP = relationship("rId1", OFFICE + "officeDocument", PART)
IMAGE_RELATIONSHIP = relationship("rId7", OFFICE + "image", "media/image1.png")


def unsigned_files() -> Files:
    return {
        TYPES: content_types(),
        ROOT: relationships(
            relationship("rId2", PACKAGE + "relationships/metadata/core-properties", "docProps/core.xml"), MAIN_RELATIONSHIP
        ),
        PART: b"<document>SO 05</document>",
        "word/_rels/document.xml.rels": relationships(IMAGE_RELATIONSHIP),
        IMAGE: b"\x89PNG a seal",
        "docProps/core.xml": b"<coreProperties/>",
    }


def package(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2022, 1, 1, 0, 0, 0)), data)
    return out.getvalue()


def signed_files(name: str = "district", *, null: bool = True, bound: str | None = None, timestamped: bool = False) -> Files:
    """The parts of a package signed by the holder of a certificate.

    Without ``null`` the DigestInfo lacks one; ``bound`` is the certificate that the signature names as its signer's.
    """
    files = unsigned_files()
    files[ROOT] = files[ROOT].replace(
        b"</Relationships>",
        relationship("rId3", PACKAGE + "relationships/digital-signature/origin", "_xmlsignatures/origin.sigs").encode()
        + b"</Relationships>",
    )
    manifest = "".join(
        [
            _transformed("/" + ROOT, "rId1", relationships(MAIN_RELATIONSHIP)),
            _transformed("/word/_rels/document.xml.rels", "rId7", relationships(IMAGE_RELATIONSHIP)),
            _reference(f"/{PART}?ContentType={_MAIN}", files[PART]),
            _reference(f"/{IMAGE}?ContentType=image/png", files[IMAGE]),
        ]
    )
    kind = "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"
    files[TYPES] = content_types(("/" + SIGNATURE, kind))
    files["_xmlsignatures/origin.sigs"] = b""
    files[ORIGIN] = relationships(relationship("rId1", PACKAGE + "relationships/digital-signature/signature", "sig1.xml"))
    files[SIGNATURE] = _signature(name, manifest, null=null, bound=bound, timestamped=timestamped)
    return files


def _signature(name: str, manifest: str, *, null: bool, bound: str | None, timestamped: bool) -> bytes:
    namespace = f' xmlns="{DSIG}"'
    time = f"<t:Format>YYYY-MM-DDThh:mm:ssTZD</t:Format><t:Value>{AT:%Y-%m-%dT%H:%M:%SZ}</t:Value>"
    time = f'<t:SignatureTime xmlns:t="{PACKAGE}digital-signature">{time}</t:SignatureTime>'
    time = f'<SignatureProperty Id="idSignatureTime" Target="#idPackageSignature">{time}</SignatureProperty>'
    content = f"<Manifest>{manifest}</Manifest><SignatureProperties>{time}</SignatureProperties>{_bound(bound)}"
    bare = f'<Object{{0}} Id="idPackageObject">{content}</Object>'
    covered = _reference("#idPackageObject", bare.format(namespace).encode(), f' Type="{DSIG}Object"')
    methods = f'<CanonicalizationMethod Algorithm="{C14N}"></CanonicalizationMethod>'
    methods += f'<SignatureMethod Algorithm="{MORE}rsa-sha256"></SignatureMethod>'
    info = f"<SignedInfo{{0}}>{methods}{covered}</SignedInfo>"
    data = info.format(namespace).encode()
    made = private_key(name).sign(data, PKCS1v15(), hashes.SHA256()) if null else _without_null(name, data)
    value = f"<SignatureValue{{0}}>{_text(made)}</SignatureValue>"
    key = f"<KeyInfo><X509Data><X509Certificate>{_text(certificate(name).dump())}</X509Certificate></X509Data></KeyInfo>"
    stamp = _stamped(value.format(namespace).encode()) if timestamped else ""
    body = f"{info.format('')}{value.format('')}{key}{bare.format('')}{stamp}"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Signature{namespace} Id="idPackageSignature">{body}</Signature>'.encode()


def _bound(name: str | None) -> str:
    """The signed XAdES property that names the signer's certificate."""
    if name is None:
        return ""
    digest = _text(hashlib.sha256(certificate(name).dump()).digest())
    method = f'<DigestMethod Algorithm="{SHA256}"></DigestMethod><DigestValue>{digest}</DigestValue>'
    inner = f"<x:Cert><x:CertDigest>{method}</x:CertDigest></x:Cert>"
    return f'<x:SigningCertificate xmlns:x="{XADES}">{inner}</x:SigningCertificate>'


def _stamped(value: bytes) -> str:
    """The unsigned XAdES property that holds a time-stamp over the signature value."""
    token = f"<x:EncapsulatedTimeStamp>{_text(time_stamp(value, AT))}</x:EncapsulatedTimeStamp>"
    return f'<Object><x:Unsigned xmlns:x="{XADES}"><x:SignatureTimeStamp>{token}</x:SignatureTimeStamp></x:Unsigned></Object>'


def _without_null(name: str, data: bytes) -> bytes:
    """PKCS#1 v1.5 (RFC 8017, 9.2) by hand, its DigestInfo without parameters."""
    oid = algos.DigestAlgorithmId("sha256").dump()
    digest = hashlib.sha256(data).digest()
    inner = b"\x30" + bytes([len(oid)]) + oid + b"\x04\x20" + digest
    information = b"\x30" + bytes([len(inner)]) + inner
    numbers = private_key(name).private_numbers()
    modulus = numbers.public_numbers.n
    size = (modulus.bit_length() + 7) // 8
    block = b"\x00\x01" + b"\xff" * (size - len(information) - 3) + b"\x00" + information
    return pow(int.from_bytes(block, "big"), numbers.d, modulus).to_bytes(size, "big")


def _reference(uri: str, data: bytes, kind: str = "", transforms: str = "") -> str:
    digest = _text(hashlib.sha256(data).digest())
    method = f'<DigestMethod Algorithm="{SHA256}"></DigestMethod>'
    return f'<Reference{kind} URI="{uri}">{transforms}{method}<DigestValue>{digest}</DigestValue></Reference>'


def _transformed(uri: str, key: str, data: bytes) -> str:
    chosen = f'<m:RelationshipReference xmlns:m="{PACKAGE}digital-signature" SourceId="{key}"></m:RelationshipReference>'
    steps = (
        f'<Transform Algorithm="{PACKAGE}RelationshipTransform">{chosen}</Transform><Transform Algorithm="{C14N}"></Transform>'
    )
    return _reference(f"{uri}?ContentType={_RELATIONSHIPS}", data, transforms=f"<Transforms>{steps}</Transforms>")


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
