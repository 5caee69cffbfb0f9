"""Names that look like positions, positions that look like marks, and blocks that begin above the recipients."""

from __future__ import annotations

import pytest

from docflow.model import Signer
from docflow.parse import signing
from docflow.parse.lines import Line, Row, Side


def row(left: str | None, right: str | None) -> Row:
    return Row(tuple(Line(text, side) for text, side in ((left, Side.LEFT), (right, Side.RIGHT)) if text is not None))


@pytest.mark.parametrize(
    "name", ["Trương Văn Tấn", "Vũ Trường An", "Tô Trường Giang", "Chu Trí Hai", "Tống Văn Ba", "H` Lan Niê", "K’ Bốn", "K'Brối"]
)
def test_a_name_whose_first_word_differs_from_a_position_by_its_accents_is_a_name(name: str) -> None:
    rows = [row("Nơi nhận:", "GIÁM ĐỐC"), row("- Như trên;", name)]

    assert signing.read(rows).signers == (Signer(name, "GIÁM ĐỐC"),)


@pytest.mark.parametrize("position", ["Trưởng Phòng", "Vụ Trưởng", "Tổ Trưởng", "Chủ Trì", "Phó Giám Đốc", "Chấp Hành Viên"])
def test_a_position_is_no_name(position: str) -> None:
    assert signing.person(position) is None


@pytest.mark.parametrize(
    "title", ["Y sĩ", "Thượng tá", "BSCKI.", "DSCKII.", "TS.BS.", "PGS. TS.", "Luật sư", "Phó Giáo sư", "Th.s", "Chuẩn Đô đốc"]
)
def test_titles_and_ranks_are_no_part_of_a_name(title: str) -> None:
    assert signing.person(f"{title} Trần Thị Bình") == "Trần Thị Bình"


@pytest.mark.parametrize("line", ["QUYẾT ĐỊNH:", "QUYẾT NGHỊ:", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ BÌNH AN"])
def test_a_heading_right_above_the_recipients_takes_no_signer_away(line: str) -> None:
    rows = [
        Row((Line(line),)),
        Row((Line("Điều 1. Thành lập Tổ công tác theo danh sách kèm theo Quyết định này."),)),
        row("Nơi nhận:", "Q. CHÁNH THANH TRA"),
        row("- Như Điều 2;", "Trần Thị Bình"),
    ]

    assert signing.read(rows).signers == (Signer("Trần Thị Bình", "CHÁNH THANH TRA", ("Q.",)),)


def test_an_authority_above_the_last_sentence_of_a_body_is_no_part_of_the_block() -> None:
    rows = [
        Row((Line("CHÁNH VĂN PHÒNG TỈNH ỦY QUYẾT ĐỊNH"),)),
        Row((Line("Điều 1. Ban hành Quy chế."),)),
        row("Nơi nhận:", "CHÁNH VĂN PHÒNG"),
        row("- Như Điều 1;", "Trần Thị Bình"),
    ]

    assert signing.read(rows).signers == (Signer("Trần Thị Bình", "CHÁNH VĂN PHÒNG"),)


def test_a_block_that_begins_above_the_recipients_is_read_from_its_first_line() -> None:
    rows = [
        row(None, "TM. ỦY BAN NHÂN DÂN"),
        row("Nơi nhận:", "KT. CHỦ TỊCH"),
        row("- Như trên;", "PHÓ CHỦ TỊCH"),
        row("- Lưu: VT.", "Trần Thị Bình"),
    ]

    assert signing.read(rows).signers == (Signer("Trần Thị Bình", "PHÓ CHỦ TỊCH", ("TM.", "KT.")),)
