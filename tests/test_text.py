"""Vietnamese text: one form to print, one to compare."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow import text


def test_every_way_of_writing_a_letter_is_one_when_printed() -> None:
    assert text.printed("  Ủy\u00a0ban \n nhân\u200b  dân ") == "Ủy ban nhân dân"
    assert text.printed(unicodedata.normalize("NFD", "QUYẾT ĐỊNH")) == "QUYẾT ĐỊNH"
    assert text.printed("QÐ-UBND Ɖ") == "QĐ-UBND Đ"
    assert text.printed("QĐ\u00ad-UBND") == "QĐ-UBND"


def test_what_cannot_be_seen_or_written_down_is_left_out() -> None:
    assert text.printed("a\x00b\x07c\ufeffd\ud800e\u0085f\ufffc") == "abcde f"


def test_a_mark_parted_from_its_letter_by_a_soft_hyphen_is_joined() -> None:
    assert text.nfc("a\u00ad\u0300") == "à"


@pytest.mark.parametrize(
    ("newer", "older"), [("hoà", "hòa"), ("khoẻ", "khỏe"), ("thuỷ", "thủy"), ("HOẢ", "HỎA"), ("Uỷ ban", "Ủy ban")]
)
def test_both_ways_of_placing_a_tone_compare_equal(newer: str, older: str) -> None:
    assert text.fold(newer) == text.fold(older)


@pytest.mark.parametrize("word", ["hoàn", "quý", "quỳ", "thoại", "nguyễn"])
def test_a_tone_that_has_one_place_keeps_it(word: str) -> None:
    assert text.fold(word) == word


def test_dashes_quotes_and_end_marks_do_not_make_a_difference() -> None:
    assert text.fold("“A” – B;") == text.fold('"a" - b')


def test_a_name_without_accents_is_for_matching_by_eye() -> None:
    assert text.unaccented("Đề án Chuyển đổi số") == "de an chuyen doi so"
    assert text.slug("Công văn") == "cong_van"


def test_organs_compare_by_what_they_are_called() -> None:
    assert text.organ_key("UBND TP. Sông Lam") == text.organ_key("Uỷ ban nhân dân thành phố Sông Lam")
    assert text.organ_key("TRƯỜNG THPT SỐ 2") == text.organ_key("Trường Trung học phổ thông số 2")
    assert text.organ_key("SỞ GD&ĐT") == text.organ_key("Sở Giáo dục và Đào tạo")


def test_a_notation_is_never_folded_to_other_letters() -> None:
    assert text.notation_key(" qđ – UBND/") == "QĐ-UBND"
    assert text.notation_key("HĐ-A") != text.notation_key("HD-A")


@pytest.mark.parametrize(("printed", "key"), [("05", "5"), ("12A", "12a"), ("007 b", "7b"), ("x", "x"), ("9" * 30, "9" * 30)])
def test_numbers_compare_as_integer_and_suffix(printed: str, key: str) -> None:
    assert text.number_key(printed) == key


def test_a_file_name_is_escaped_so_that_it_can_be_a_fact() -> None:
    assert text.escaped("a\nb%\udcff") == "a%0Ab%25%FF"


@given(st.text())
def test_folding_twice_changes_nothing(value: str) -> None:
    for form in (text.nfc, text.printed, text.unaccented, text.slug, text.organ_key, text.notation_key, text.number_key):
        assert form(form(value)) == form(value), form.__name__


@given(st.text(alphabet=st.characters()))
def test_a_printed_value_can_be_written_down(value: str) -> None:
    printed, escaped = text.printed(value), text.escaped(value)

    assert printed.encode("utf-8").decode("utf-8") == printed
    assert not set(escaped) & set(map(chr, range(32)))
