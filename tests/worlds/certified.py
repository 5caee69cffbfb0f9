"""Certificates of invented persons, and files that are signed with them as far as the ledger is told."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from verify.papers import only, signed

from docflow.canonical import plain
from docflow.model import Blob, Fact
from docflow.pipeline import process
from worlds.ledgers import document, putting, run, settled
from worlds.recorded import Recorded

MAIL = "nguoi@soanh.gov.vn"


def certified(*numbers: str) -> bytes:
    """The certificate of a person whom it names by numbers and by a mail address too."""
    key = ec.generate_private_key(ec.SECP256R1())
    parts = [(NameOID.COMMON_NAME, "Lê Văn Thử"), (NameOID.EMAIL_ADDRESS, MAIL)]
    parts += [(NameOID.USER_ID if ":" in number else NameOID.SERIAL_NUMBER, number) for number in numbers]
    name = x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])
    begins, ends = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
    return (
        x509.CertificateBuilder(name, name, key.public_key(), 5, begins, ends)
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.DER)
    )


def carrying(recorded: Recorded, der: bytes) -> None:
    """Take in a file whose signature is by this certificate."""
    sha256 = hashlib.sha256(der).hexdigest()
    evidence = replace(only(signed("district")), certificate=sha256, certificates=(sha256,))
    file = hashlib.sha256(b"file" + der).hexdigest()
    told = {**plain(process(signed("district")).facts), "sha256": file, "signatures": [plain(evidence)]}
    row = settled(file, Fact("file", file, told), blobs=(Blob(sha256, "application/pkix-cert", der),))
    run(recorded.engine, row, derive=putting(document(file[:4], files=(file,))))
