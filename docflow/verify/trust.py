"""The trust folder: anchors, intermediates and revocation lists, as PEM, DER or PKCS #7 files; never the system's trust list."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from asn1crypto import cms, crl, pem, x509

from docflow.errors import TrustError

_MAX_BYTES = 64 << 20
# Beside certificates people keep notes; a file with another ending than these is not looked at.
_ENDINGS = frozenset({".pem", ".crt", ".cer", ".der", ".crl", ".p7b", ".p7c"})


@dataclass(frozen=True, slots=True)
class TrustStore:
    """DER of self-signed certificates (anchors), of other certificates and of CRLs, each sorted by hash; all may be empty.

    ``sha256`` is that of the sorted hashes, so that it changes with any file's content and not with its name.
    """

    sha256: str
    anchors: tuple[bytes, ...] = ()
    intermediates: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()


def load_trust(folder: Path | None) -> TrustStore:
    """Read a trust folder with all its subfolders; None makes an empty store.

    Raises:
        TrustError: ``trust-missing`` (value path) if the folder is not there, ``trust-unreadable`` (values path, detail)
            naming the file that is neither certificates nor a revocation list.
    """
    if folder is None:
        return _store([], [], [])
    if not folder.is_dir():
        raise TrustError("trust-missing", path=folder)
    anchors: list[bytes] = []
    intermediates: list[bytes] = []
    crls: list[bytes] = []
    for path in trust_files(folder):
        for kind, der in certificates_and_lists(path):
            (anchors if kind == "anchor" else intermediates if kind == "intermediate" else crls).append(der)
    return _store(anchors, intermediates, crls)


def trust_files(folder: Path) -> list[Path]:
    """The files of a trust folder and its subfolders that are looked at, sorted."""
    return sorted(p for p in folder.rglob("*") if p.suffix.lower() in _ENDINGS and p.is_file())


def certificates_and_lists(path: Path) -> list[tuple[str, bytes]]:
    """The DER of each certificate and revocation list in a file with what it is: ``anchor``, ``intermediate`` or ``crl``.

    Raises:
        TrustError: ``trust-unreadable`` if it holds anything else, or nothing.
    """
    try:
        return [(_kind(der), der) for der in _items(path)]
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise TrustError("trust-unreadable", path=path, detail=fault) from fault


def _items(path: Path) -> Iterator[bytes]:
    if path.stat().st_size > _MAX_BYTES:
        raise ValueError(f"> {_MAX_BYTES} bytes")
    data = path.read_bytes()
    if not data.strip():
        raise ValueError("empty")
    if not pem.detect(data):
        yield from _bundled(data)
        return
    for label, _, der in pem.unarmor(data, multiple=True):
        if label in ("PKCS7", "CMS"):
            yield from _bundled(der)
        elif label in ("CERTIFICATE", "X509 CRL", "TRUSTED CERTIFICATE", "X509 CERTIFICATE"):
            yield der
        else:
            raise ValueError(label)


def _bundled(der: bytes) -> Iterator[bytes]:
    """What a PKCS #7 file without signatures carries (RFC 5652, 5.1: "certs-only"); anything else is one item itself."""
    try:
        content = cms.ContentInfo.load(der, strict=True)["content"]
        found = [choice.chosen for name in ("certificates", "crls") for choice in content[name] or ()]
    except (ValueError, TypeError, KeyError):
        yield der
        return
    yield from (item.dump() for item in found)


def _kind(der: bytes) -> str:
    try:
        certificate = x509.Certificate.load(der, strict=True)
        return "anchor" if _is_self_signed(certificate) else "intermediate"
    except (ValueError, TypeError, KeyError):
        crl.CertificateList.load(der, strict=True)["tbs_cert_list"]["issuer"].native  # noqa: B018 - raises if it is none
        return "crl"


def _is_self_signed(certificate: Any) -> bool:
    return bool(certificate.issuer == certificate.subject and certificate.self_signed in ("yes", "maybe"))


def _store(anchors: list[bytes], intermediates: list[bytes], crls: list[bytes]) -> TrustStore:
    groups = [tuple(sorted(set(group), key=lambda d: hashlib.sha256(d).digest())) for group in (anchors, intermediates, crls)]
    digests = sorted(hashlib.sha256(der).hexdigest() for group in groups for der in group)
    return TrustStore(hashlib.sha256("\n".join(digests).encode()).hexdigest(), *groups)
