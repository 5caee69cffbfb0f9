"""What a file is, by its bytes, and packages within limits."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow import container
from docflow.container import Damaged, OverLimits, Package, Sniffed, sniff


def archive(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in members:
            package.writestr(name, data)
    return out.getvalue()


TYPES = b"<Types/>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SAMPLES = [
    (b"", container.EMPTY),
    (bytes(2048), container.ZEROS),
    (b"%PDF-1.7\n", container.PDF),
    (archive(("[Content_Types].xml", TYPES), ("word/document.xml", b"<d/>")), container.DOCX),
    (
        archive(("[Content_Types].xml", b"<x wordprocessingml.document.main+xml/>"), ("word/document2.xml", b"<d/>")),
        container.DOCX,
    ),
    (archive(("[Content_Types].xml", b"<x ms-word.document.macroEnabled.main+xml/>"), ("a.xml", b"<d/>")), container.DOCX),
    (archive(("[Content_Types].xml", TYPES), ("a.xml", b"<d/>")), container.ZIP),
    (archive(("[Content_Types].xml", TYPES), ("xl/workbook.xml", b"<d/>")), container.XLSX),
    (archive(("[Content_Types].xml", TYPES), ("ppt/presentation.xml", b"<d/>")), container.PPTX),
    (archive(("mimetype", b"application/vnd.oasis.opendocument.text")), "application/vnd.oasis.opendocument.text"),
    (archive(("mimetype", b"anything")), container.ZIP),
    (archive(("a.pdf", b"%PDF-1.7"), method=zipfile.ZIP_STORED), container.ZIP),
    (OLE + "WordDocument".encode("utf-16-le"), container.DOC),
    (OLE + "Workbook".encode("utf-16-le"), container.XLS),
    (OLE + "EncryptedPackage".encode("utf-16-le"), container.ENCRYPTED_OFFICE),
    (OLE, container.OLE),
    (OLE + b"\xec\xa5 cut off", container.DOC),
    (b"{\\rtf1\\ansi", container.RTF),
    (b'MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n boundary="x"\r\n\r\n--x', container.MHTML),
    (b'MIME-Version: 1.0\nTo: a@b.c\nContent-Type: multipart/related; boundary="x"\n\n--x', container.MAIL),
    (b"<!DOCTYPE html><html>", container.HTML),
    (b"\xef\xbb\xbf  <HTML>", container.HTML),
    (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', container.HTML),
    (b'<?xml version="1.0"?><note/>', container.XML),
    (b'<?xml version="1.0"?><edXML:edXML xmlns:edXML="http://www.mic.gov.vn/TBT/QCVN_102_2016"/>', container.EDXML),
    ("Số: 12/QĐ-UBND".encode(), container.TEXT),
    (b"\xff\xfe" + "Số: 12".encode("utf-16-le"), container.TEXT),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff\xe0", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"Rar!\x1a\x07\x00", "application/vnd.rar"),
    (b"\x00\x01\x02\x03", container.UNKNOWN),
    (b"PK\x03\x04 cut off", container.ZIP),
]


@pytest.mark.parametrize(("data", "media_type"), SAMPLES)
def test_a_type_is_told_by_the_bytes(data: bytes, media_type: str) -> None:
    assert sniff(data) == Sniffed(media_type)


def test_junk_before_a_pdf_is_counted_up_to_a_limit() -> None:
    assert sniff(b"Content-Length: 99999" + b"%PDF-1.7") == Sniffed(container.PDF, 21)
    assert sniff(b"x" * 1024 + b"%PDF-1.7") == Sniffed(container.PDF, 1024)
    assert sniff(b"x" * 1025 + b"%PDF-1.7") == Sniffed(container.TEXT)


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail + b"PK\x05\x06" + tail))
def test_no_bytes_make_it_fail(data: bytes) -> None:
    assert sniff(data).media_type


def test_a_member_is_read_whole() -> None:
    assert Package(archive(("a", b"text"))).read("a") == b"text"


def test_a_member_that_is_not_there_or_damaged_is_a_damaged_package() -> None:
    good = archive(("a", b"text " * 100))
    bad = good.replace(good[40:44], b"\xff\xff\xff\xff", 1)
    for data, name in ((good, "b"), (bad, "a")):
        with pytest.raises(Damaged):
            Package(data).read(name)
    with pytest.raises(Damaged):
        Package(good[:-10])


def test_a_member_beyond_its_limit_is_refused() -> None:
    with pytest.raises(OverLimits):
        Package(archive(("a", b"x" * 101))).read("a", limit=100)


def test_a_member_that_lies_about_its_size_is_refused_or_damaged() -> None:
    data = bytearray(archive(("a", b"x" * 5000)))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    with pytest.raises((OverLimits, Damaged)):
        Package(bytes(data)).read("a", limit=100)


def test_a_bomb_is_refused_by_its_ratio() -> None:
    with pytest.raises(OverLimits):
        Package(archive(("a", bytes(20 * 2**20)))).read("a")


def test_a_directory_of_too_many_entries_is_not_opened() -> None:
    data = archive(*((f"{i}", b"") for i in range(5_001)), method=zipfile.ZIP_STORED)

    with pytest.raises(OverLimits):
        Package(data)
    assert sniff(data) == Sniffed(container.ZIP)
