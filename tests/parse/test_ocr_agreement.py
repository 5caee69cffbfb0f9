"""What two readings of a line bear out, without a recogniser."""

from __future__ import annotations

import pytest

from docflow.parse.ocr_agreement import alike
from docflow.parse.ocr_engines import Letter, Span
from docflow.parse.ocr_lines import Scanned
from docflow.parse.ocr_secrecy import secret


def line(first: str, second: str) -> Scanned:
    def letters(text: str) -> tuple[Letter, ...]:
        return tuple(Letter(sign, 900, (at + 0.5) / len(text)) for at, sign in enumerate(text))

    return Scanned(Span(0, 0, 600, 80), letters(first), letters(second))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("MÂT", "MẬT"),
        ("MT", "MẬT"),
        ("|TIMT|", "TỔI MẬT/"),
        ("TUYT MT", "TUVỆT MẬT"),
        ("", "MẬT"),
        ("MÂT QUYÉT DINH", "MẬT / QUYẾT ĐỊNH"),
        ("TI MTic ban hành", "TỔI MẬTiệc ban hành danh mục"),
    ],
)
def test_a_mark_of_secrecy_is_seen_if_either_reads_it(first: str, second: str) -> None:
    assert secret([("Só: 12/QD-UBND", "Số: 12/QĐ-UBND"), (first, second)])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("bo v bí mt nhà nuc", "bảo vệ bí mật nhà nước"),
        ("mt", "mật"),
        ("MT TRN T QUC", "MẶT TRẬN TỔ QUỐC"),
        ("MT MÃ DÂN S", "MẬT MÃ DÂN SỰ"),
        ("TÔI PHAM MA TÚY", "TỘI PHẠM MA TÚY"),
        ("QUYÉT DINH", "QUYẾT ĐỊNH"),
    ],
)
def test_words_of_running_text_and_of_names_are_no_marks(first: str, second: str) -> None:
    assert not secret([(first, second)])


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("CNG HÒA XÃ HI CHÚ NGHÎA VIT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True),
        ("THÀNH PH H CHÍ MINH", "THÀNH PHỐ HỒ CHÍ MINH", True),
        ("VGP", "0oono", False),
        ("", "CHỈ THỊ", False),
    ],
)
def test_lines_are_alike_though_the_first_has_no_letter_for_most_vowels(first: str, second: str, *, same: bool) -> None:
    assert alike(line(first, second)) is same
