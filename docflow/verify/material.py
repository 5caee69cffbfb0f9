"""What a judgement needs later: certificates, CRLs, OCSP responses and the CMS itself, as DER, once each by SHA-256."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from asn1crypto import crl, ocsp, parser, x509
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.sign.general import find_cms_attribute_iter

from docflow.model import Blob
from docflow.verify.fast_reader import FastReader

CERTIFICATE = "application/pkix-cert"
CRL = "application/pkix-crl"
OCSP = "application/ocsp-response"
CMS = "application/cms"
_MAX_ITEMS = 1000

_FAULTS = (ValueError, TypeError, KeyError, AttributeError, AssertionError)


def blob(media: str, data: bytes) -> Blob:
    """Evidence bytes under their hash."""
    return Blob(hashlib.sha256(data).hexdigest(), media, data)


@dataclass(frozen=True, slots=True)
class Material:
    """Blobs in the order found: the first certificate of a CMS is its signer's."""

    certificates: tuple[Blob, ...] = ()
    revocation: tuple[Blob, ...] = ()

    def __add__(self, other: Material) -> Material:
        return Material(
            tuple(dict.fromkeys((*self.certificates, *other.certificates))),
            tuple(dict.fromkeys((*self.revocation, *other.revocation))),
        )


def certificates_of(signed_data: Any) -> tuple[Blob, ...]:
    """The X.509 certificates of a CMS; those behind one that cannot be read are lost."""
    found: list[Blob] = []
    with contextlib.suppress(*_FAULTS):
        for choice in signed_data["certificates"]:
            if choice.name == "certificate" and len(found) < _MAX_ITEMS:
                found.append(blob(CERTIFICATE, choice.chosen.dump()))
    return tuple(found)


def of_cms(signed_data: Any, signer_info: Any) -> Material:
    """Certificates and revocation data that a CMS holds (RFC 5652, 10.2.1; the adbe-revocationInfoArchival attribute)."""
    revocation: list[Blob] = []
    with contextlib.suppress(*_FAULTS):
        revocation += [blob(CRL, c.chosen.dump()) for c in signed_data["crls"] if c.name == "certificate_list"]
    with contextlib.suppress(*_FAULTS):
        for archive in find_cms_attribute_iter(signer_info["signed_attrs"], "adobe_revocation_info_archival"):
            revocation += [blob(CRL, item.dump()) for item in archive["crl"]]
            revocation += [blob(OCSP, item.dump()) for item in archive["ocsp"]]
    return Material(certificates_of(signed_data), tuple(revocation[:_MAX_ITEMS]))


def of_security_store(reader: FastReader) -> Material:
    """Certificates and revocation data of the document security store (ETSI EN 319 142-1, 5.4.2); empty if there is none."""
    try:
        store = reader.root["/DSS"]
    except _FAULTS:
        return Material()
    certificates = [
        blob(CERTIFICATE, d) for d in _streams(store, "/Certs", DecodePurpose.CERTIFICATE) if _is(x509.Certificate, d)
    ]
    crls = [blob(CRL, d) for d in _streams(store, "/CRLs", DecodePurpose.CRL) if _is(crl.CertificateList, d)]
    answers = [blob(OCSP, d) for d in _streams(store, "/OCSPs", DecodePurpose.OCSP_RESPONSE) if _is(ocsp.OCSPResponse, d)]
    return Material(tuple(certificates), (*crls, *answers))


def _streams(store: Any, key: str, purpose: Any) -> Iterator[bytes]:
    try:
        entries = list(store.get(key, ()))[:_MAX_ITEMS]
    except Exception:  # noqa: BLE001 - a store that cannot be read holds nothing for us
        return
    for entry in entries:
        try:
            yield entry.get_object().read_data(purpose)
        except Exception:  # noqa: BLE001, S112 - one entry that cannot be read is not there
            continue


def _is(kind: Any, data: bytes) -> bool:
    try:
        kind.load(data)[0]
    except Exception:  # noqa: BLE001 - whatever asn1crypto raises, it is not one
        return False
    return True


def of_contents(contents: bytes) -> Blob:
    """The CMS in a /Contents as it stands, without the padding behind it; ``ValueError`` if there is none."""
    return blob(CMS, contents[: parser.peek(contents)])


def digests(blobs: Iterable[Blob]) -> tuple[str, ...]:
    """The hashes of blobs in their order, each once."""
    return tuple(dict.fromkeys(b.sha256 for b in blobs))
