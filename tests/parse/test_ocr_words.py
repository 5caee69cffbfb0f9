"""Marks that are certain are put right, those of names of places are left as read."""

from __future__ import annotations

import pytest

from docflow.parse.ocr_words import fixed, righted


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("QUYỂT ĐỊNH", "QUYẾT ĐỊNH"),
        ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("THÀNH PHỔ SÔNG LAM", "THÀNH PHỐ SÔNG LAM"),
        ("ĐẶI HỌC QUỐC GIA", "ĐẠI HỌC QUỐC GIA"),
        ("UỶ BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN"),
        ("HUYỆN SÔNG MẪY", "HUYỆN SÔNG MẪY"),
        ("Quyểt định", "Quyểt định"),
    ],
)
def test_only_wording_that_is_certain_is_put_right(text: str, right: str) -> None:
    assert righted(text) == right


def test_a_line_of_fixed_wording_is_known_by_its_letters() -> None:
    assert (fixed("CHI THI"), fixed("SÔNG MÂY")) == (True, False)
