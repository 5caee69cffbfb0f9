"""Where the two columns of a header part, on a page and in tables within tables."""

from __future__ import annotations

import pytest

from docflow.parse import layout
from docflow.parse.flow import Paragraph, Table, rows, titled
from docflow.parse.lines import Side
from docflow.parse.pdftext import Word

TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def words(text: str, left: float, bottom: float, space: float = 3.2) -> list[Word]:
    """A line of words of 7 points a letter, 12 points high."""
    made = []
    for word in text.split(" "):
        made.append(Word(word, left, bottom, left + 7 * len(word), bottom + 12, 0))
        left = made[-1].right + space
    return made


@pytest.mark.parametrize(("first", "second"), [("BÁO", "CÁO NHANH"), ("QUYẾT", "ĐỊNH"), ("CÔNG", "ĐIỆN KHẨN")])
def test_a_heading_whose_second_word_stands_under_the_title_is_one_line(first: str, second: str) -> None:
    title = 282.0
    start = title - 3.2 - 7 * len(first)
    page = [*words("SỞ NỘI VỤ", 100, 800), *words(TITLE, title, 800), *words(f"{first} {second}", start, 700)]

    found = layout.rows(page, 1, 595, lambda _: None)

    assert [line.text for line in found[1].lines] == [f"{first} {second}"]


def test_the_title_begins_the_right_column_even_where_both_nearly_meet() -> None:
    page = [*words("ỦY BAN NHÂN DÂN TỈNH", 138.8, 800), *words(TITLE, 282, 800)]

    found = layout.rows(page, 1, 595, lambda _: None)

    assert [(line.side, line.text) for line in found[0].lines] == [(Side.LEFT, "ỦY BAN NHÂN DÂN TỈNH"), (Side.RIGHT, TITLE)]


@pytest.mark.parametrize(
    ("text", "right", "read"),
    [("TRÌNH", 210, False), ("MẬT", 210, True), ("TRÌNH", 330, True)],
    ids=["aslant", "secret and aslant", "level"],
)
def test_a_large_word_across_a_page_stands_in_no_line_unless_it_is_level_or_a_mark_of_secrecy(
    text: str, right: float, *, read: bool
) -> None:
    page = [word for at in range(6) for word in words("Thực hiện Kế hoạch số 12", 85, 600 - 20 * at)]

    found = layout.rows([*page, Word(text, 150, 650, right, 730, 0)], 1, 595, lambda _: None)

    assert (text in {line.text for row in found for line in row.lines}) is read


def test_a_table_framed_by_a_table_keeps_its_columns() -> None:
    def cell(*texts: str) -> tuple[Paragraph, ...]:
        return tuple(Paragraph(text) for text in texts)

    header = Table(((cell("SỞ NỘI VỤ"), cell(TITLE)), (cell("Số: 12/KH-SNV"), cell("Sông Lam, ngày 5 tháng 4 năm 2022"))))
    framed = Table((((header, Paragraph("KẾ HOẠCH")),),))

    assert [[(line.side, line.text) for line in row.lines] for row in rows([framed])] == [
        [(Side.LEFT, "SỞ NỘI VỤ"), (Side.RIGHT, TITLE)],
        [(Side.LEFT, "Số: 12/KH-SNV"), (Side.RIGHT, "Sông Lam, ngày 5 tháng 4 năm 2022")],
        [(Side.WHOLE, "KẾ HOẠCH")],
    ]


@pytest.mark.parametrize(("above", "expected"), [((TITLE,), True), (("Kính gửi: Các sở", TITLE), False)])
def test_a_form_below_a_body_gives_a_document_no_title(above: tuple[str, ...], *, expected: bool) -> None:
    assert titled([Paragraph(text) for text in above]) is expected
