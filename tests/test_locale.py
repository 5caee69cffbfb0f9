"""The catalogue speaks both languages, of the same things."""

from __future__ import annotations

import string

import pytest

from docflow.locale import LANGUAGES, Words, catalogue


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_messages() -> None:
    assert sorted(catalogue("vi")) == sorted(catalogue("en"))


def test_each_message_has_the_same_placeholders_in_both_languages() -> None:
    differing = [n for n in catalogue("vi") if placeholders(catalogue("vi")[n]) != placeholders(catalogue("en")[n])]

    assert differing == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_message_is_blank(lang: str) -> None:
    assert [name for name, text in catalogue(lang).items() if not text.strip()] == []


def test_numbers_are_written_the_way_of_the_language() -> None:
    assert (Words("vi").integer(3087), Words("vi").decimal("95.01")) == ("3.087", "95,01")
    assert (Words("en").integer(3087), Words("en").decimal("95.01")) == ("3,087", "95.01")


def test_an_unknown_message_is_our_fault() -> None:
    with pytest.raises(KeyError):
        Words("vi")("no.such-message")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_line_before_the_closing_transaction_begins_alike_for_scripts(lang: str) -> None:
    assert catalogue(lang)["ingest.closing"].startswith("closing: ")
