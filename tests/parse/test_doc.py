"""Word's binary files: read through the converter, and every fault of theirs a problem."""

from __future__ import annotations

import random

import pytest
from worlds.encodings import encode
from worlds.headers import MOTTO, TITLE

from docflow import container
from docflow.model import FileKind
from docflow.parse import doc as reading
from docflow.parse import reader
from fixtures.old_word import cfb, doc

LEFT = ["UBND TỈNH SÔNG LAM", "SỞ NỘI VỤ", "Số: 12/KH-SNV"]
RIGHT = [TITLE, MOTTO, "Sông Lam, ngày 05 tháng 3 năm 2022"]
HEAD = [[LEFT, RIGHT]]
GOOD = doc(HEAD, ["KẾ HOẠCH", "Số hóa hồ sơ năm 2022"])


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in reader.read(data).problems]


def test_a_header_in_a_table_is_read() -> None:
    result = reader.read(GOOD)
    (document,) = result.documents

    assert (result.media_type, result.kind, result.problems) == (container.DOC, FileKind.WORD, ())
    assert (document.number, document.notation, document.promulgated_on) == ("12", "KH-SNV", "2022-03-05")
    assert (document.organ, document.superior_organ, document.subject) == (LEFT[1], LEFT[0], "Số hóa hồ sơ năm 2022")


@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_text_typed_in_an_old_font_is_turned_and_noted(encoding: str) -> None:
    head = [[[encode(text, encoding) for text in side] for side in (LEFT, RIGHT)]]
    result = reader.read(doc(head, [encode("KẾ HOẠCH", encoding)]))

    assert (result.documents[0].number, result.documents[0].organ) == ("12", "SỞ NỘI VỤ")
    assert [(p.code, p.detail) for p in result.problems] == [("legacy-encoding", encoding)]


def test_what_is_not_of_word_97_says_what_to_do() -> None:
    assert codes(doc(HEAD, [], kind=0xA5DC, version=0x0068)) == ["old-word"]
    assert codes(doc(HEAD, [], version=0x0065)) == ["old-word"]
    assert codes(doc(HEAD, [], flags=0x0100)) == ["encrypted"]


def test_a_text_too_long_to_convert_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_CHARACTERS", 100)

    assert codes(GOOD) == ["over-limits"]


def test_a_circle_of_sectors_ends() -> None:
    assert codes(cfb({"WordDocument": bytes(8_192), "1Table": b""}, cyclic=True)) == ["damaged-doc"]


def test_a_file_without_its_document_is_damaged() -> None:
    assert codes(cfb({"1Table": b"WordDocument".decode().encode("utf-16-le")})) == ["damaged-doc"]
    assert codes(GOOD[:700] + "WordDocument".encode("utf-16-le")) == ["damaged-doc"]
    assert codes(cfb({"WordDocument": bytes(5_000), "1Table": b""})) == ["damaged-doc"]


def test_damage_anywhere_is_a_problem_or_a_reading_and_no_failure() -> None:
    chance = random.Random(11)  # noqa: S311 - reproducible
    for _ in range(60):
        data = bytearray(GOOD)
        for _ in range(chance.randint(1, 40)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        result = reader.read(bytes(data))

        assert len(result.documents) <= 1
        assert result.documents or result.problems


def test_a_longer_document_than_a_page_of_properties_is_read_whole() -> None:
    lines = [f"Điều {i}. Nội dung của điều {i}" for i in range(1, 60)]
    end = [[["Nơi nhận:", "- Như trên;"], ["GIÁM ĐỐC", "Nguyễn Văn An"]]]
    (document,) = reader.read(doc(HEAD, ["KẾ HOẠCH", *lines], end)).documents

    assert [signer.name for signer in document.signers] == ["Nguyễn Văn An"]
