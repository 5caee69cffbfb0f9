from __future__ import annotations

import io
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfError

from docflow.verify.fast_tokens import read_object
from fixtures.case import CASES

PLAIN = generic.read_object
SIGNED = (CASES / "number-and-date-in-widgets" / "document.pdf").read_bytes()
OBJECTS = [SIGNED[m.end() : m.end() + 3000] for m in re.finditer(rb"\d+ \d+ obj\s*", SIGNED)]

NAMES = (b"/Name", b"/", b"/A#20b", b"/\xe1", b"/Length 3")
NUMBERS = (b"12", b"-3", b"+4.5", b".5", b"6.", b"7-8")
REFERENCES = (b"1 0 R", b"0 0 R", b"1  65535\nR", b"1 0 Rx", b"99999999999 0 R")
STRINGS = (b"(text (in) \\) text)", b"<41 42>", b"<4")
OTHERS = (b"true", b"false", b"null", b"nullx", b"% comment\n", b"stream\nabc\nendstream", b"\x0b", b"{", b"\xff")
WORDS = st.sampled_from([*NAMES, *NUMBERS, *REFERENCES, *STRINGS, *OTHERS, b"<<", b">>", b"[", b"]", b">"])


class Owner:
    """Whom an object belongs to, and whom its references ask."""

    idnum, generation, strict = 1, 0, False

    def get_pdf_handler(self) -> Owner:
        return self


def shape(found: Any, owner: Owner) -> Any:
    """All that an object is: its kind, its owner, what is in it."""
    if isinstance(found, dict):
        inside: Any = [(type(k), str(k), shape(v, owner)) for k, v in dict.items(found)]
        inside.append(getattr(found, "_encoded_data", None))
    elif isinstance(found, list):
        inside = [shape(one, owner) for one in list.__iter__(found)]
    else:
        told = "null" if isinstance(found, generic.NullObject) else repr(found)
        inside = (told, getattr(found, "pdf", None) is owner, getattr(found, "original_bytes", None))
    return type(found), found.container_ref is owner, inside


def answer(read: Any, data: bytes) -> Any:
    stream, owner = io.BytesIO(data), Owner()
    try:
        return shape(read(stream, owner), owner), stream.tell()
    except (PdfError, KeyError, TypeError, ValueError, ArithmeticError) as fault:
        return type(fault), str(fault)


@pytest.mark.parametrize("data", OBJECTS, ids=range(len(OBJECTS)))
def test_the_objects_of_a_signed_file_are_what_the_library_reads(data: bytes) -> None:
    assert answer(read_object, data) == answer(PLAIN, data)


@given(st.lists(WORDS, max_size=12), st.sampled_from([b" ", b"\n", b"\x00", b"", b"\r\n"]))
@example([b"/A"] * 2 + [b"/A"], b" ")
@example([b"1", b"0", b"R"], b" " * 9)
def test_anything_is_read_as_the_library_reads_it(words: list[bytes], between: bytes) -> None:
    inside = between.join(words)
    for data in (b"<<" + inside + b">> endobj", b"[" + inside + b"] endobj", inside):
        assert answer(read_object, data) == answer(PLAIN, data)


def test_arrays_in_arrays_beyond_every_depth_end_as_in_the_library() -> None:
    deep = b"[" * 40 + b"]" * 40

    assert answer(read_object, deep) == answer(PLAIN, deep)
    with pytest.raises(RecursionError):
        read_object(io.BytesIO(b"[" * 100_000), Owner())
    assert generic.read_object is PLAIN
