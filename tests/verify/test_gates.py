from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.verify.gates import gap_gate, header_offset, signed_end, tail_gate

CMS = bytes(range(8))
HEX = b"<" + CMS.hex().encode() + b">"
FILE = b"%PDF-1.7 before " + HEX + b" after"
FIRST = FILE.index(b"<")
SECOND = FIRST + len(HEX)
RANGE = (0, FIRST, SECOND, len(FILE) - SECOND)


def test_a_gap_that_holds_exactly_the_signature_passes() -> None:
    assert gap_gate(FILE, RANGE, CMS) is None


@pytest.mark.parametrize(
    ("byte_range", "reason"),
    [
        (None, "byte-range-malformed"),
        ((), "byte-range-malformed"),
        ((0, FIRST, SECOND), "byte-range-malformed"),
        ((0, FIRST, SECOND, "6"), "byte-range-malformed"),
        ((False, FIRST, SECOND, 6), "byte-range-malformed"),
        ((1, FIRST - 1, SECOND, 6), "byte-range-malformed"),
        ((0, -1, SECOND, 6), "byte-range-malformed"),
        ((0, 0, 0, 0), "byte-range-malformed"),
        ((0, SECOND, FIRST, 6), "byte-range-malformed"),
        ((0, FIRST, SECOND, 10**30), "byte-range-outside-file"),
        ((0, FIRST, SECOND + 1, 5), "gap-not-signature"),
        ((0, FIRST - 1, SECOND, 6), "gap-not-signature"),
        ((0, FIRST - 7, SECOND, 6), "gap-not-signature"),
    ],
)
def test_any_other_range_is_caught(byte_range: tuple[object, ...] | None, reason: str) -> None:
    assert gap_gate(FILE, byte_range, CMS) == reason


def test_a_gap_with_another_signature_than_the_verified_one_is_caught() -> None:
    assert gap_gate(FILE, RANGE, CMS[::-1]) == "gap-other-signature"


@given(st.lists(st.one_of(st.integers(), st.text(max_size=3), st.none(), st.floats()), max_size=6))
def test_no_range_but_the_right_one_passes_whatever_it_holds(values: list[object]) -> None:
    assert (gap_gate(FILE, values, CMS) is None) == (values == list(RANGE) and all(type(v) is int for v in values))


def test_the_end_of_the_signed_bytes_follows_from_the_range() -> None:
    assert signed_end(RANGE) == len(FILE)


@pytest.mark.parametrize(
    ("data", "offset"), [(b"%PDF-1.4", 0), (b"\n" * 21 + b"%PDF-1.4", 21), (b" " * 2000 + b"%PDF-", None), (b"", None)]
)
def test_a_header_counts_within_the_first_kibibyte(data: bytes, offset: int | None) -> None:
    assert header_offset(data) == offset


TAIL = b"signed\n7 0 obj\n<<>>\nendobj\nxref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 8>>\nstartxref\n26\n%%EOF\n"


def test_a_tail_that_its_index_knows_passes() -> None:
    assert tail_gate(TAIL, 6, [TAIL.index(b"7 0")], [TAIL.index(b"xref")]) == ()


def test_an_offset_that_points_at_white_space_before_an_object_is_known() -> None:
    assert tail_gate(TAIL, 6, [TAIL.index(b"7 0") - 1], [TAIL.index(b"xref")]) == ()


def test_an_object_that_no_index_knows_is_caught() -> None:
    assert tail_gate(TAIL, 6, [], [TAIL.index(b"xref")]) == ("hidden-object",)


def test_an_index_that_was_not_read_is_caught() -> None:
    assert tail_gate(TAIL, 6, [TAIL.index(b"7 0")], []) == ("hidden-section",)


def test_data_behind_the_end_of_the_file_are_caught() -> None:
    assert tail_gate(TAIL + b"more", 6, [TAIL.index(b"7 0")], [TAIL.index(b"xref")]) == ("bytes-after-end",)


def test_white_space_behind_the_end_of_the_file_is_harmless() -> None:
    assert tail_gate(TAIL + b"\r\n\x00 ", 6, [TAIL.index(b"7 0")], [TAIL.index(b"xref")]) == ()
