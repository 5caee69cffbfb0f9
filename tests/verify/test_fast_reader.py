from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfStreamError
from pyhanko.pdf_utils.reader import PdfFileReader

from docflow.verify.fast_reader import FastReader, bulk_hex, read_hex_string
from verify.papers import rewritten, signed

PLAIN = generic.read_hex_string_from_stream


def answer(read: object, data: bytes) -> object:
    stream = io.BytesIO(data)
    try:
        return read(stream).original_bytes, stream.tell()  # type: ignore[operator]
    except PdfStreamError:
        return "refused"


@given(st.text(alphabet="0123456789abcdefABCDEF \n\r\t\x00", max_size=60), st.sampled_from([">", "", "g>", "%x\n41>", ">>"]))
def test_hexadecimal_strings_are_read_as_the_library_reads_them(digits: str, end: str) -> None:
    data = f"<{digits}{end} endobj".encode()

    assert answer(read_hex_string, data) == answer(PLAIN, data)


def test_a_string_longer_than_a_block_is_read_whole() -> None:
    data = b"<" + b"41" * 40_000 + b">"

    assert answer(read_hex_string, data) == (b"A" * 40_000, len(data))


def test_the_library_is_left_as_it_was() -> None:
    with bulk_hex():
        assert generic.read_hex_string_from_stream is read_hex_string
    assert generic.read_hex_string_from_stream is PLAIN


@pytest.mark.parametrize(
    "data", [signed("chair", "district"), rewritten(signed("district"), "SO 99")], ids=["signed", "rewritten"]
)
def test_every_object_of_every_revision_is_what_the_plain_reader_reads(data: bytes) -> None:
    with bulk_hex():
        fast = FastReader(data)
    plain = PdfFileReader(io.BytesIO(data), strict=False)

    assert fast.xrefs.total_revisions == plain.xrefs.total_revisions
    for revision in range(plain.xrefs.total_revisions):
        for reference in plain.xrefs.explicit_refs_in_revision(revision):
            mine = generic.Reference(reference.idnum, reference.generation, pdf=fast)
            assert repr(fast.get_historical_resolver(revision)(mine)) == repr(plain.get_historical_resolver(revision)(reference))
            assert fast.xrefs.get_last_change(mine) == plain.xrefs.get_last_change(reference)
            assert fast.xrefs.get_introducing_revision(mine) == plain.xrefs.get_introducing_revision(reference)
