"""The table of readers, and what is said about a file that has none."""

from __future__ import annotations

import io
import zipfile

import pytest

from docflow.locale import LANGUAGES, Words
from docflow.model import FileKind
from docflow.parse import reader


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (bytes(100), "zero-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "Workbook".encode("utf-16-le"), "type-sheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"\x89PNG\r\n\x1a\n", "type-image"),
        (b"\x00\x01\x02", "type-not-read"),
    ],
)
def test_a_type_without_a_reader_tells_the_clerk_what_to_do(data: bytes, code: str) -> None:
    result = reader.read(data)

    assert (result.kind, result.documents, [problem.code for problem in result.problems]) == (FileKind.OTHER, (), [code])
    assert not reader.accepts(result.media_type)
    assert reader.refusal(result.media_type) == code
    assert all(Words(lang).has(f"parse.{code}") for lang in LANGUAGES)


@pytest.mark.parametrize("data", [b"{\\rtf1", b"<html>", b"Kinh gui", b"PK\x03\x04", b"%PDF-1.7", b"From: a\nTo: b\n\n"])
def test_a_type_with_a_reader_is_taken_in_whatever_is_in_it(data: bytes) -> None:
    result = reader.read(data)

    assert reader.accepts(result.media_type)
    assert reader.refusal(result.media_type) is None
    assert result.documents == ()


def test_damage_is_a_problem_and_no_failure() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<broken")

    assert [p.code for p in reader.read(out.getvalue()).problems] == ["damaged-docx"]
    assert [p.code for p in reader.read(b"%PDF-1.7\nnothing").problems] == ["damaged-pdf"]
    assert [p.code for p in reader.read(b"junk%PDF-1.7\nnothing").problems] == ["junk-before-header", "damaged-pdf"]


def test_the_fingerprint_names_every_library_that_decides_a_value() -> None:
    names = [part.partition("/")[0] for part in reader.tools().split(";")]

    assert names == ["docflow", "lxml", "msdoc2docx", "pypdf", "pypdfium2", "python-docx", "striprtf"]
