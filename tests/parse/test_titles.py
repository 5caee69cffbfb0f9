"""The titles that make a header, and the texts that only name them."""

from __future__ import annotations

import pytest

from docflow.parse import heading, titles
from docflow.parse.lines import Line, Row, Side


@pytest.mark.parametrize(
    "text",
    [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM *",
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "CÔNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "UBND XÃ BÌNH AN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    ],
)
def test_a_title_is_known_with_a_slip_and_beside_a_name(text: str) -> None:
    assert titles.is_title(text)


@pytest.mark.parametrize(
    "text",
    [
        "Căn cứ Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam;",
        "NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "- Căn cứ Điều lệ Đảng Cộng sản Việt Nam.",
    ],
)
def test_a_text_that_names_the_state_or_the_party_is_no_title(text: str) -> None:
    assert not titles.is_title(text)


@pytest.mark.parametrize(("side", "at"), [(Side.RIGHT, 1), (Side.WHOLE, 1), (Side.LEFT, None)])
def test_the_youth_unions_title_counts_but_in_the_left_column_where_it_names_a_body(side: Side, at: int | None) -> None:
    rows = [Row((Line("BCH ĐOÀN TỈNH SÔNG LAM", Side.LEFT),)), Row((Line("ĐOÀN TNCS HỒ CHÍ MINH", side),))]

    assert heading.title_at(rows) == at


def test_another_title_goes_before_the_youth_unions() -> None:
    rows = [Row((Line("ĐOÀN TNCS HỒ CHÍ MINH"),)), Row((Line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Side.RIGHT),))]

    assert heading.title_at(rows) == 1
