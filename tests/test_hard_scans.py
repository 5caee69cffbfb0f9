"""Hard scans are pictures only, the same for the same seed, with what is written on them."""

from __future__ import annotations

from contextlib import closing

import pypdfium2

from docflow.model import FileKind
from docflow.parse import reader
from fixtures.handwriting import SHAPES
from fixtures.hard_scans import HANDS, hard_scan


def test_a_hard_scan_is_a_picture_that_its_seed_decides() -> None:
    first, again, other = hard_scan(2), hard_scan(2), hard_scan(5)

    assert first == again
    assert first.pdf != other.pdf
    assert reader.read(first.pdf).kind is FileKind.SCAN


def test_a_hard_scan_has_no_text_that_tells_its_number() -> None:
    with closing(pypdfium2.PdfDocument(hard_scan(2).pdf)) as document, closing(document[0].get_textpage()) as text:
        assert text.get_text_bounded() == ""


def test_other_hands_write_every_digit_in_more_ways() -> None:
    assert {digit: len(ways) > len(SHAPES[digit]) for digit, ways in HANDS.items()} == dict.fromkeys("0123456789", True)
