"""PDFs that pdfium cannot open, rewritten by pypdf, and what is never taken from them."""

from __future__ import annotations

import inspect
import io
import re
from collections.abc import Callable

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import errors

from docflow.locale import LANGUAGES, Words
from docflow.model import FileKind, ParseResult, Problem, Stage
from docflow.parse import reader, repair
from fixtures.papers import LIST, registered
from fixtures.sign import sign


def whole() -> bytes:
    """A decision with its number in it."""
    paper, signatures = registered(LIST)
    return sign(paper.pdf, signatures)


def rewritten_once(data: bytes) -> bytes:
    """The same document in one revision, as a printing program writes it."""
    out = io.BytesIO()
    pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(data))).write(out)
    return out.getvalue()


PLAIN = rewritten_once(whole())


def without_trailer(data: bytes) -> bytes:
    return data[: data.rindex(b"trailer")]


def without_table(data: bytes) -> bytes:
    return data[: data.rindex(b"\nxref")]


def without_catalog(data: bytes) -> bytes:
    return re.sub(rb"/Root \d+ 0 R", b"", data)


def values(result: ParseResult) -> tuple[str | None, str | None]:
    (header,) = result.documents
    return header.number, header.promulgated_on


EXPECTED = (LIST.number, str(LIST.day))


@pytest.mark.parametrize("break_it", [without_trailer, without_table, without_catalog])
def test_a_pdf_that_lost_its_end_or_its_catalog_is_rewritten_and_read(break_it: Callable[[bytes], bytes]) -> None:
    result = reader.read(break_it(PLAIN))

    assert [problem.code for problem in result.problems] == ["repaired-pdf"]
    assert values(result) == EXPECTED
    assert result.kind is FileKind.TEXT


def test_a_page_that_lost_what_it_is_drawn_with_is_not_read() -> None:
    page = pypdf.PdfReader(io.BytesIO(PLAIN)).pages[0]
    contents = page.raw_get("/Contents")
    lost = contents.idnum if isinstance(contents, pypdf.generic.IndirectObject) else 0
    data = without_trailer(PLAIN).replace(b"\n%d 0 obj" % lost, b"\n%d 0 obj" % 9_999, 1)

    assert [(problem.code, problem.detail) for problem in reader.read(data).problems] == [("damaged-pdf", "page 1")]


def test_beyond_the_limits_nothing_is_tried() -> None:
    many = b"%PDF-1.7\n" + b"1 0 obj endobj\n" * (repair.MAX_OBJECTS + 1)
    large = PLAIN + bytes(repair.MAX_SIZE)

    assert [repair.rewritten(data) for data in (many, large)] == [Problem(Stage.PARSE, "damaged-pdf", "limits")] * 2


def test_an_encrypted_file_without_its_trailer_stays_closed() -> None:
    data = without_trailer(PLAIN) + b"\n99 0 obj\n<</Encrypt 98 0 R>>\nendobj\n"

    assert [problem.code for problem in reader.read(data).problems] == ["damaged-pdf"]


def test_nesting_without_end_is_damage() -> None:
    deep = b"%PDF-1.7\n1 0 obj\n" + b"[" * 100_000 + b"\nendobj\n2 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\n"

    assert [problem.code for problem in reader.read(deep).problems] == ["damaged-pdf"]


ERRORS = [kind for _, kind in sorted(inspect.getmembers(errors, inspect.isclass)) if issubclass(kind, Exception)]


@pytest.mark.parametrize("kind", [*ERRORS, RecursionError, KeyError, OverflowError], ids=lambda kind: kind.__name__)
def test_every_fault_that_pypdf_tells_has_its_problem(kind: type[Exception]) -> None:
    locked = {"FileNotDecryptedError", "WrongPasswordError", "DependencyError"}
    code = "encrypted" if kind.__name__ in locked else "damaged-pdf"

    assert repair.problem_of(kind("x")).code == code
    assert all(Words(lang).has(f"parse.{code}") for lang in LANGUAGES)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(PLAIN)), st.binary(max_size=40))
def test_no_damage_makes_a_value_wrong(at: int, junk: bytes) -> None:
    result = reader.read(b"%PDF-1.7\n" + PLAIN[9:at] + junk)

    for header in result.documents:
        assert header.number in {None, LIST.number}
        assert header.promulgated_on in {None, str(LIST.day)}
