from __future__ import annotations

import re
from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds.figures import Held, coverage, document, unit

from docflow.indicators.landing import Landing
from docflow.ledger.rollup import counts_of
from docflow.listing import listed_record
from docflow.locale import Words
from docflow.model import Basis, Form, Origin
from docflow.render.csv import escaped, table
from docflow.render.listing import lines
from docflow.render.percent import band, hundredths, percent
from docflow.render.screen import Screen, clean, plain
from docflow.render.table import report_table
from docflow.report import Asked, make_report

VI, EN = Words("vi"), Words("en")


@pytest.mark.parametrize(
    ("share", "vietnamese", "english"),
    [
        ((2933, 3087), "95,01 %", "95.01 %"),
        ((132, 3087), "4,28 %", "4.28 %"),
        ((1341, 1801), "74,46 %", "74.46 %"),
        ((12, 47), "25,53 %", "25.53 %"),
        ((1, 800), "0,13 %", "0.13 %"),
        ((0, 5), "0,00 %", "0.00 %"),
        ((5, 5), "100,00 %", "100.00 %"),
        ((0, 0), "–", "–"),
        ((None, 5), "–", "–"),
    ],
)
def test_shares_are_printed_half_up_to_two_places(share: tuple[int | None, int], vietnamese: str, english: str) -> None:
    assert (percent(VI, *share), percent(EN, *share)) == (vietnamese, english)


@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_rounding_is_that_of_exact_decimals(numerator: int, denominator: int) -> None:
    exact = Decimal(numerator) * 100 / Decimal(denominator)

    assert Decimal(hundredths(numerator, denominator)) / 100 == exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def test_a_band_is_blank_where_both_ends_print_the_same() -> None:
    assert band(VI, (2933, 3087), (2955, 3087)) == "95,01 – 95,72 %"
    assert band(VI, (1, 2), (2, 4)) == ""
    assert band(VI, (0, 0), (0, 0)) == ""


def test_the_table_of_one_unit_says_all_that_it_counts_and_does_not() -> None:
    held = Held(
        (
            *(document(f"e{i}") for i in range(1200)),
            document("b", form=Form.BOTH),
            document("u", form=Form.UNKNOWN, basis=Basis.NONE),
            document("n", day=None),
            document("f", line=False),
            document("c", copy=True),
        ),
        (coverage(m2022_05=3),),
        units=(unit("D", "huyện"),),
    )
    asked = Asked("issuance", "2026-01-01", unit="D", period="2022")
    text = report_table(make_report(asked, held, {"run": 4, "state_root": "c0ffee" * 10}), VI, Screen(100))

    assert (
        text
        == """\
Hình thức phát hành văn bản đi · UBND D (D) · kỳ 2022

 Chỉ số                              Số lượng     Tỷ lệ      Khoảng có thể   Có chứng cứ   Suy đoán
 ──────────────────────────────────────────────────────────────────────────────────────────────────
 Hoàn toàn điện tử                      1.200   99,83 %    99,83 – 99,92 %         1.200          0
 Có điện tử (kể cả song song giấy)      1.201   99,92 %   99,92 – 100,00 %         1.201          0
 Điện tử song song giấy                     1    0,08 %      0,08 – 0,17 %             1          0
 Có giấy (kể cả song song)                  1    0,08 %      0,08 – 0,17 %             1          0
 Chỉ bản giấy                               0    0,00 %      0,00 – 0,08 %             0          0
 Chưa rõ hình thức                          1    0,08 %
 Đã thu hồi (vẫn tính)                      0    0,00 %

 Tổng số văn bản đi                     1.202

Tính theo sổ đăng ký văn bản đi.
Không tính: mật 3 · bản sao 1.
Chưa rõ ngày: 1 văn bản, không nằm trong tổng số.
Có tệp nhưng không có trong sổ: 1 văn bản, không cộng vào tổng số.
Lượt nạp 4, sổ đối soát c0ffeec0ffee…
Xem các văn bản chưa rõ hình thức: docflow documents --unit D --period 2022 --form unknown
"""
    )


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("by", [(), ("unit", "month")])
def test_a_narrow_screen_cuts_no_number_off(width: int, by: tuple[str, ...]) -> None:
    papers = (*(document(f"e{i}") for i in range(1200)), document("u", form=Form.UNKNOWN, basis=Basis.NONE))
    held = Held(papers, (coverage(m2022_05=3),), units=(unit("D", "huyện"),))
    asked = Asked("issuance", "2026-01-01", unit="D", period="2022-03", by=by, compare="previous", targets=True)
    report = make_report(asked, held, {"run": 4, "state_root": "c0ffee" * 10})

    wide, narrow = (report_table(report, VI, Screen(columns)) for columns in (300, width))

    everywhere, here = (Counter(re.findall(r"[0-9][0-9.,]*", text)) for text in (wide, narrow))
    assert everywhere["99,92"] > 0
    assert set(everywhere) - set(here) == set()


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_command_to_type_next_stands_on_one_line_and_prose_keeps_to_the_screen(width: int) -> None:
    command = "Xem: docflow documents --unit H99.01.02 --period 2022-Q3 --form unknown --instance /srv/van-thu"
    prose = "Nạp số liệu bằng docflow import scores TỆP.csv, hoặc nạp thêm văn bản và sổ. " * 3
    drawn = Screen(width).draw(plain(command), plain(prose)).splitlines()

    assert drawn[0] == command
    assert max(len(line) for line in drawn[1:]) <= width


def test_cells_that_a_spreadsheet_would_execute_are_escaped() -> None:
    assert [escaped(value) for value in ("=1+1", "+1", "-1", "@x", "\tx", "a=b", True, 12, -3, None, ["a", "b"])] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "'\tx",
        "a=b",
        "true",
        "12",
        "-3",
        "",
        "a;b",
    ]
    assert table(("a", "b"), [{"a": "x,y", "b": "=z"}]) == 'a,b\r\n"x,y",\'=z\r\n'


def test_text_cannot_command_the_terminal() -> None:
    assert clean("a\x1b[31mb\u202ec\r\nd") == "a [31mb c  d"


def test_a_listed_document_is_one_line_whatever_it_is_called() -> None:
    one = document("1\n2")
    record = listed_record(one, counts_of(one)[0], Landing.REGISTER)
    _, made = lines([record, record], VI)

    assert len(made) == 2
    assert not any("\n" in line for line in made)


@pytest.mark.parametrize("words", [VI, EN])
def test_forms_and_origins_have_words(words: Words) -> None:
    assert all(words.has(f"word.form-{form.value}") for form in Form)
    assert all(words.has(f"word.origin-{origin.value}") for origin in Origin)
