"""What two readings of a line bear out, without a recogniser."""

from __future__ import annotations

import numpy as np
import pytest

from docflow.model import Header
from docflow.parse import ocr_agreement
from docflow.parse.ocr_agreement import Page, alike
from docflow.parse.ocr_engines import Letter, Span
from docflow.parse.ocr_lines import Engines, Scanned
from docflow.parse.ocr_picture import Picture, Pixels
from docflow.parse.ocr_secrecy import secret


def letters(text: str) -> tuple[Letter, ...]:
    return tuple(Letter(sign, 900, (at + 0.5) / len(text)) for at, sign in enumerate(text))


ALONE = Span(0, 0, 600, 80)


def line(first: str, second: str, span: Span = ALONE) -> Scanned:
    return Scanned(span, letters(first), letters(second))


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


class Fixed:
    """A recogniser that reads the same whatever it is shown."""

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, crop: Pixels) -> tuple[Letter, ...]:  # noqa: ARG002 - the seam's signature
        return letters(self.text)


def header_of(*left: tuple[str, str]) -> tuple[Header, dict[str, list[str]]]:
    """The header of a page with these lines on the left, as each recogniser reads them, and the candidates of its fields."""
    title = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    lines = [line(title, title, Span(1200, 180, 2260, 240))]
    lines += [line(*texts, Span(400, top, 900, top + 60)) for top, texts in zip(range(350, 2000, 75), left, strict=False)]
    picture = Picture(np.full((1500, 2480), 255, np.uint8), 1, 300 / 72, (0.0, 842.0))
    engines = Engines(None, Fixed(left[0][0]), Fixed(left[0][1]))  # type: ignore[arg-type]
    reading = ocr_agreement.read(Page(picture, tuple(lines), 595, 842), engines, (), (), None)
    assert reading.header is not None
    return reading.header, {name: [c.value for c in source.candidates] for name, source in reading.sources.items()}


def test_a_notation_that_both_do_not_read_is_not_pieced_together_with_the_line_below() -> None:
    header, candidates = header_of(("S: 6QD-UBND", "Số: 67VQĐ-UBND"), ("UBND-VX", "UBND-VX"))

    assert (header.number, header.notation, header.document_type) == (None, None, None)
    assert candidates["notation"] == ["VQĐ-UBND", "QD-UBND"]


def test_a_number_behind_another_label_is_a_candidate_and_no_value() -> None:
    header, candidates = header_of(("Ngh quyt s: 12/NQ-HDND", "Nghị quyết số: 12/NQ-HĐND"))

    assert (header.number, header.notation) == (None, None)
    assert (candidates["number"], candidates["notation"]) == (["12"], ["NQ-HĐND"])


def test_a_day_far_from_the_number_is_a_candidate_and_no_value() -> None:
    far = "Sông Mây, ngày 25 tháng 9 năm 2021"
    header, candidates = header_of(("Số: 12/QĐ-UBND", "Số: 12/QĐ-UBND"), *[("Về việc", "Về việc")] * 12, (far, far))

    assert (header.promulgated_on, candidates["promulgated_on"]) == (None, ["2021-09-25"])
