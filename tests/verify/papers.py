"""Tiny PDFs, signed by the test PKI in code, and what may happen to them afterwards."""

from __future__ import annotations

import datetime as dt
import io

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from docflow.model import Blob, Examination, SignatureEvidence
from docflow.verify.examine import examine
from docflow.verify.trust import TrustStore, load_trust
from fixtures.pki import FOLDER
from fixtures.sign import Signature, sign

SIGNED_AT = dt.datetime(2022, 9, 12, 3, 0, tzinfo=dt.UTC)
JUDGED_AT = dt.datetime(2023, 1, 15, tzinfo=dt.UTC)


def paper(text: str = "SO 05") -> bytes:
    """A PDF of one page with a line of text, with a classic cross-reference table."""
    content = f"BT /F1 12 Tf 20 20 Td ({text}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    data, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    identity = b"<00112233445566778899aabbccddeeff>"
    return data + b"trailer\n<< /Size 6 /Root 1 0 R /ID [%b %b] >>\nstartxref\n%d\n%%%%EOF\n" % (identity, identity, start)


def signed(*certificates: str, timestamped: bool = True, pades: bool = True, at: dt.datetime = SIGNED_AT) -> bytes:
    """A paper signed by the holders of certificates one after the other, an hour apart."""
    marks = [
        Signature(name, f"Signature{i + 1}", at + i * dt.timedelta(hours=1), timestamped=timestamped, pades=pades)
        for i, name in enumerate(certificates)
    ]
    return sign(paper(), marks)


def rewritten(data: bytes, text: str) -> bytes:
    """The same file with an incremental update that puts other text on its page."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    content = generic.StreamObject(stream_data=f"BT /F1 12 Tf 20 20 Td ({text}) Tj ET".encode())
    page[generic.pdf_name("/Contents")] = writer.add_object(content)
    writer.update_container(page)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def only(data: bytes) -> SignatureEvidence:
    """The evidence of a file's only signature."""
    (evidence,) = examine(data).signatures
    return evidence


def blobs_of(examination: Examination) -> dict[str, bytes]:
    """The blobs by hash."""
    blobs: tuple[Blob, ...] = examination.blobs
    return {blob.sha256: blob.data for blob in blobs}


def trusted() -> TrustStore:
    """The trust folder of the test PKI."""
    return load_trust(FOLDER / "trust")
