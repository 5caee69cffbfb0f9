"""A small hierarchy of authorities made on the spot, and a server of files on this machine."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID

BEGINS, ENDS = dt.datetime(2020, 1, 1, tzinfo=dt.UTC), dt.datetime(2040, 1, 1, tzinfo=dt.UTC)
DER = Encoding.DER


@dataclass(frozen=True)
class Authority:
    """A key with its certificate."""

    name: str
    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(DER)


def name_of(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certified(
    name: str,
    by: Authority | None = None,
    *,
    authority: bool = True,
    ends: dt.datetime = ENDS,
    issuer_url: str | None = None,
    list_url: str | None = None,
) -> Authority:
    """A holder of a certificate, its own issuer if ``by`` is None."""
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = by.certificate.subject if by else name_of(name)
    issuer_key = by.key if by else key
    builder = (
        x509.CertificateBuilder(issuer, name_of(name), key.public_key(), x509.random_serial_number(), BEGINS, ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if issuer_url:
        there = x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, x509.UniformResourceIdentifier(issuer_url))
        builder = builder.add_extension(x509.AuthorityInformationAccess([there]), critical=False)
    if list_url:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(list_url)], None, None, None)
        builder = builder.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    return Authority(name, key, builder.sign(issuer_key, hashes.SHA256()))


def revocation_list(by: Authority, *, since: dt.datetime = BEGINS, until: dt.datetime = ENDS) -> bytes:
    """The list of an authority that has revoked nobody."""
    builder = x509.CertificateRevocationListBuilder(by.certificate.subject, since, until)
    return builder.sign(by.key, hashes.SHA256()).public_bytes(DER)


def bundle(*authorities: Authority) -> bytes:
    """Certificates in one PKCS #7 file."""
    return pkcs7.serialize_certificates([a.certificate for a in authorities], DER)


@dataclass
class Server:
    """What is served by path, and which paths were asked for; a text instead of bytes sends on to another address."""

    files: dict[str, bytes | str]
    asked: list[str]
    port: int

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"


@contextlib.contextmanager
def served(files: Mapping[str, bytes | str] | None = None) -> Iterator[Server]:
    """A web server on this machine."""
    world = Server(dict(files or {}), [], 0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix("/")
            world.asked.append(path)
            found = world.files.get(path)
            if path.startswith("drip"):
                self.send_response(200)
                self.end_headers()
                with contextlib.suppress(OSError):
                    while not stopped.wait(0.02):
                        self.wfile.write(b".")
            elif isinstance(found, str):
                self.send_response(302)
                self.send_header("Location", found)
                self.end_headers()
            elif found is None:
                self.send_error(404)
            else:
                self.send_response(200)
                self.send_header("Content-Length", str(len(found)))
                self.end_headers()
                self.wfile.write(found)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    stopped = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    world.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield world
    finally:
        stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
