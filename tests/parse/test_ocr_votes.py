"""What the readings of a line settle on, without a recogniser: grammar, agreement."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from docflow.model import Candidate, SourceKind
from docflow.parse import ocr_grammar, ocr_votes
from docflow.parse.ocr_engines import Letter, Span
from docflow.parse.ocr_lines import Engines, Scanned
from docflow.parse.ocr_picture import Picture, Pixels


@pytest.mark.parametrize(
    ("text", "number", "notation"),
    [
        ("Số: 1629 /QĐ-UBND", "1629", "QĐ-UBND"),
        ("S: 1629 /QD-UBND", "1629", "QD-UBND"),
        ("só:851 /KH-SYT", "851", "KH-SYT"),
        ("S : 01 /TB - HTTT", "01", "TB-HTTT"),
        ("S0: 275/QD-UBND", "275", "QD-UBND"),
        ("Số 15-NQ/TU", "15", "NQ/TU"),
        ("Số: 12/2018/QĐ-UBND", "12", "QĐ-UBND"),
        ("Số: /532/UBND- KSTTHC", None, "UBND-KSTTHC"),
        ("S:H532/UBND-KSTTHC", None, "UBND-KSTTHC"),
        ("Số:1849BGDĐT-GDPT", None, "BGDĐT-GDPT"),
        ("Số: M /CT-UBND", None, "CT-UBND"),
        ("Số: 123a/QĐ-UBND", None, "QĐ-UBND"),
        ("Số: 1234", None, None),
        ("Sông Mây, ngày 05 tháng 6", None, None),
        ("SỞ NỘI VỤ", None, None),
    ],
)
def test_a_number_needs_its_label_and_a_stroke_before_a_notation(text: str, number: str | None, notation: str | None) -> None:
    assert (ocr_grammar.number_of(text), ocr_grammar.notation_of(text)) == (number, notation)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Sông Mây, ngày 05 tháng 6 năm 2018", "2018-06-05"),
        ("Sng Mây, ngày25tháng 12 năm 2017", "2017-12-25"),
        ("Sông Mây, ngay 05 thang 02 nam 2018", "2018-02-05"),
        ("Sông Mây, ngày 3 tháng 6 năm 2018", None),
        ("Sông Mây, ngày 13 tháng 2 năm 2018", None),
        ("Sông Mây, ngày 31 tháng 02 năm 2018", None),
        ("Sông Mây, ngày 05 tháng 06 năm 1018", None),
        ("Sông Mây, ngày 05 tháng năm 2018", None),
        ("Sông Mây, ngày V7 tháng 12 năm 2018", None),
    ],
)
def test_a_day_that_may_have_lost_a_digit_is_none(text: str, day: str | None) -> None:
    assert ocr_grammar.day_of(text) == day


def test_the_year_between_number_and_notation_is_read() -> None:
    assert (ocr_grammar.year_of("Số: 12/2018/QĐ-UBND"), ocr_grammar.year_of("Số: 12/QĐ-UBND")) == (2018, None)


@pytest.mark.parametrize(
    ("first", "second", "agreed"),
    [
        ("QD-UBND", "QĐ-UBND", "QĐ-UBND"),
        ("QD-UBND", "QD-UBND", "QĐ-UBND"),
        ("KH-SYT", "kh-syt", "KH-SYT"),
        ("TTR-SNV", "TTR-SNV", "TTr-SNV"),
        ("BGDDT-GDPT", "BGDĐT-GDPT", "BGDĐT-GDPT"),
        ("TB-BGH", "1B-BGH", None),
        ("QD-UBND", None, None),
    ],
)
def test_a_notation_takes_its_marks_from_one_and_its_case_from_the_other(
    first: str, second: str | None, agreed: str | None
) -> None:
    assert ocr_grammar.agreed_notation(first, second) == agreed


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        ({"275": 6}, {"275": 3, "27": 1}, True),
        ({"275": 5}, {"275": 2}, True),
        ({"275": 4, "215": 2}, {"275": 6}, False),
        ({"1380": 6}, {"4380": 5, "1380": 1}, False),
        ({"687": 6}, {"687": 3, "681": 2}, False),
        ({"07": 6}, {"07": 1}, False),
    ],
)
def test_a_value_stands_if_one_reads_it_nearly_always_and_the_other_nothing_else_as_often(
    first: dict[str, int], second: dict[str, int], *, stands: bool
) -> None:
    value = next(iter(first))

    assert ocr_votes._stands(value, Counter(first), Counter(second)) is stands


class Fixed:
    """A recogniser that reads the same whatever it is shown."""

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, crop: Pixels) -> tuple[Letter, ...]:  # noqa: ARG002 - the seam's signature
        return tuple(Letter(sign, 900, (at + 0.5) / len(self.text)) for at, sign in enumerate(self.text))


def test_readings_that_differ_are_all_kept() -> None:
    picture = Picture(np.full((80, 600), 255, np.uint8), 1, 300 / 72, (0.0, 800.0))
    line = Scanned(Span(0, 0, 600, 80), (), ())
    engines = Engines(None, Fixed("Số: 12/QĐ-UBND"), Fixed("Số: 42/QĐ-UBND"))  # type: ignore[arg-type]

    settled = ocr_votes.settle(picture, line, engines, ocr_grammar.number_of)

    assert settled.value is None
    assert settled.candidates == (Candidate("12", SourceKind.OCR, 500), Candidate("42", SourceKind.OCR, 500))
