"""Text from before Unicode is turned into Unicode, and no other text is touched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds.encodings import ENCODINGS, encode

from docflow.parse import legacy
from docflow.parse.syllables import is_syllable

# Sentences of our own, with every letter of the alphabet and every tone.
SENTENCES = (
    "Nay ủy ban nhân dân huyện Sông Mây báo cáo kết quả thực hiện nhiệm vụ quý I và phương hướng quý II",
    "Căn cứ Luật Tổ chức chính quyền địa phương; xét đề nghị của Chánh Văn phòng",
    "Thực hiện ý kiến chỉ đạo về việc rà soát, sắp xếp lại đội ngũ cán bộ ở các xã, phường, thị trấn",
    "Những người được giao nhiệm vụ phải giữ gìn kỷ luật, nghỉ đúng ngày, mỗi tuần một buổi họp",
    "Quyết định này có hiệu lực kể từ ngày ký; các ông, bà có tên ở trên chịu trách nhiệm thi hành",
)
TITLE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
LETTERS = st.sampled_from("aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵbcdghklmnpqrstvx")
WORDS = st.sampled_from(sorted({word for sentence in SENTENCES for word in sentence.split()}))

FOREIGN = (
    "Le président de la République a décidé que les élèves, très âgés, où qu'ils aient été, seraient reçus à Noël",
    "Für die Überprüfung der Maßnahmen müssen größere Gebäude, schöne Türen und fröhliche Gäste verfügbar sein",
    "El niño pequeño comió así aquí en el país más cálido; la señora también está allí, ¿sí?",
    "Os cidadãos têm direito à informação; não há razões para que as crianças não estejam lá",
    "Straße, façade, naïve, coöperate, señor, smörgåsbord, Ærø, fjörður, þetta, año, über, déjà vu, à la carte",
    "© 2022 Company® — 25 °C, ±0.5 µm, ½ m², § 12, «quoted», 10¢, £5, ¥7, ×2, ÷3, ¶ 4",
)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_document_is_read_whatever_it_was_typed_in(encoding: str) -> None:
    raw = [encode(text, encoding) for text in (TITLE, *SENTENCES)]

    assert legacy.recovered(raw) == ((TITLE, *SENTENCES), encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(words=st.lists(WORDS, min_size=1, max_size=8))
def test_what_was_encoded_is_what_is_read(encoding: str, words: list[str]) -> None:
    text = " ".join(words).lower()
    raw = (encode(SENTENCES[0], encoding), encode(SENTENCES[1], encoding), encode(f"x {text}", encoding))

    made, found = legacy.recovered(raw)

    assert (made[2], found) == (f"x {text}", encoding)
    assert encode(made[2], encoding) == raw[2]


@pytest.mark.parametrize("encoding", ENCODINGS)
@given(letters=st.lists(LETTERS, max_size=30).map("".join))
def test_every_letter_comes_back_through_the_table(encoding: str, letters: str) -> None:
    assert legacy._decoders()[encoding](encode(letters, encoding)) == letters


@given(texts=st.lists(st.lists(WORDS, max_size=9).map(" ".join), max_size=6))
def test_modern_vietnamese_is_never_touched(texts: list[str]) -> None:
    assert legacy.recovered(texts) == (tuple(texts), None)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_modern_vietnamese_in_either_form_is_never_touched(form: str) -> None:
    texts = tuple(unicodedata.normalize(form, text) for text in (TITLE, *SENTENCES))  # type: ignore[arg-type]

    assert legacy.recovered(texts) == (texts, None)


@given(words=st.lists(st.sampled_from(sorted({w for text in FOREIGN for w in text.split()})), max_size=60))
def test_other_languages_are_never_touched(words: list[str]) -> None:
    texts = tuple(" ".join(words[i : i + 10]) for i in range(0, len(words), 10))

    assert legacy.recovered(texts) == (texts, None)


@given(texts=st.lists(st.text(max_size=80), max_size=8))
def test_no_text_makes_it_fail(texts: list[str]) -> None:
    made, encoding = legacy.recovered(texts)

    assert len(made) == len(texts)
    assert encoding in {None, *ENCODINGS}


def test_each_line_decides_whether_it_is_in_the_encoding_of_the_document() -> None:
    body = [encode(text, "tcvn3") for text in SENTENCES]

    assert legacy.recovered([TITLE, "CÔNG AN", "Số: 12/QĐ-UBND", *body]) == (
        (TITLE, "CÔNG AN", "Số: 12/QĐ-UBND", *SENTENCES),
        "tcvn3",
    )


def test_a_word_in_an_old_encoding_amid_modern_ones_is_turned() -> None:
    body = [encode(text, "tcvn3") for text in SENTENCES]

    assert legacy.recovered([*body, "Căn cứ LuËt Đất đai"])[0][-1] == "Căn cứ Luật Đất đai"


def test_capitals_that_tcvn3_lacks_are_told_by_the_letters_beside_them() -> None:
    body = [encode(text, "tcvn3") for text in SENTENCES]
    lines = ["Hµ Néi", "Sè: 12/Q§-UBND", "QUYÕT §ÞNH cña Së", "KT. CHñ TÞCH"]

    assert legacy.recovered([*body, *lines])[0][len(body) :] == ("Hà Nội", "Số: 12/QĐ-UBND", "QUYẾT ĐỊNH của Sở", "KT. CHỦ TỊCH")


def test_a_hyphen_for_the_letter_that_shares_its_byte_is_that_letter() -> None:
    body = [encode(text, "tcvn3") for text in SENTENCES]
    lines = ["ng-êi d©n, n-íc vµ ®-êng", "Sè: 12/BC-TCT§¸", "S«ng Lam - BÕn Lóa"]

    assert legacy.recovered([*body, *lines])[0][len(body) :] == (
        "người dân, nước và đường",
        "Số: 12/BC-TCTĐÁ",
        "Sông Lam - Bến Lúa",
    )


def test_letters_of_a_symbol_font_are_read_as_bytes() -> None:
    raw = ["".join(chr(0xF000 + ord(c)) if ord(c) > 0x7F else c for c in encode(text, "tcvn3")) for text in SENTENCES]

    assert legacy.recovered(raw) == (SENTENCES, "tcvn3")


@pytest.mark.parametrize(
    ("font", "large"), [(".VnTimeH", True), (".VnArial NarrowH", True), (".VnTime", False), ("VNI-Times", False)]
)
def test_fonts_that_draw_capitals_are_known(font: str, large: bool) -> None:
    assert legacy.drawn_large(font) is large


@pytest.mark.parametrize("word", "nghiêng quyết giữ gìn giếng huỳnh khuỷu Nguyễn toàn thuở ƯỚC ý ủy yếu ngoằn quốc kỹ".split(" "))  # noqa: SIM905 - words
def test_a_syllable_is_one_in_either_form(word: str) -> None:
    assert [is_syllable(unicodedata.normalize(form, word)) for form in ("NFC", "NFD")] == [True, True]


@pytest.mark.parametrize("word", "cếch ngiêng ghan kà cêm ốộ été über họcc bàng̣ quố strùng át̀ x".split(" "))  # noqa: SIM905 - words
def test_what_vietnamese_does_not_write_is_none(word: str) -> None:
    assert not is_syllable(word)


def test_a_line_that_could_be_in_either_case_goes_with_those_near_it() -> None:
    body = [encode(text, "tcvn3") for text in SENTENCES]
    lines = ["UBND TØNH S¤NG LAM", "Së Y TÕ", "Sè 03/GGT-SYT", "T ê T R × N H", *body[:2], "Hµ §ç"]
    made = ("UBND TỈNH SÔNG LAM", "SỞ Y TẾ", "Số 03/GGT-SYT", "T Ờ T R Ì N H", *SENTENCES[:2], "Hà Đỗ")

    assert legacy.recovered([*lines, *body])[0][: len(lines)] == made
