"""RTF as editors of many ages write it, and RTF made to break its reader."""

from __future__ import annotations

import pytest
from worlds.encodings import encode
from worlds.flowing import rtf_file, rtf_table, rtf_text
from worlds.headers import MOTTO, TITLE

from docflow import container
from docflow.model import Header, ParseResult
from docflow.parse import reader

LEFT = ["UBND TỈNH SÔNG LAM", "SỞ NỘI VỤ", "Số: 12/KH-SNV"]
RIGHT = [TITLE, MOTTO, "Sông Lam, ngày 05 tháng 3 năm 2022"]
HEAD = rtf_table([[LEFT, RIGHT]])


def read(body: str) -> ParseResult:
    return reader.read(rtf_file(body))


def header(body: str) -> Header:
    (document,) = read(body).documents
    return document


def with_number(number: str) -> Header:
    """A header whose number line is the given RTF."""
    left = rtf_table([[LEFT[:2], RIGHT]]).replace(rtf_text(LEFT[1]), rtf_text(LEFT[1]) + r"\par " + number)
    return header(left)


def hexed(text: str, codec: str) -> str:
    return "".join(chr(b) if b < 0x80 else f"\\'{b:02x}" for b in text.encode(codec))


@pytest.mark.parametrize(
    "number",
    [
        r"S\u7889?: 12/KH-SNV",
        r"{\uc0 S\u7889: 12}/KH-SNV",
        r"{\uc2 S\u7889\'3f\'3f: 12}/KH-SNV",
        r"S\u7889?: {\b 1}2{\v 99}/KH-SNV",
        r"S\u7889?: 12{\deleted 34}/KH\_SNV",
        r"S\u7889?: {\field{\*\fldinst { REF a }}{\fldrslt {12}}}/KH-SNV",
        r"S\u7889?: 12{\*\bkmkstart x}/KH{\*\unknown 99}-SNV",
        "S\\u7889?: 1\r\n2/KH-S\r\nNV",
        r"{\f1 " + hexed("Sô\u0301", "cp1258") + "}: 12/KH-SNV",
        r"S\u7889?: 12/{\caps kh}-SNV",
        r"S\u7889?: {\pict\bin3 {{{}12/KH-SNV",
    ],
)
def test_a_number_is_read_as_it_is_printed(number: str) -> None:
    document = with_number(number)

    assert (document.number, document.notation, document.standing) == ("12", "KH-SNV", "issued")


def test_bytes_are_read_in_the_code_page_of_the_file_where_their_font_has_none() -> None:
    line = hexed("Sông Lam", "cp1258")
    body = rtf_table([[LEFT, [*RIGHT[:2], "@@"]]]).replace("@@", line + rtf_text(", ngày 05 tháng 3 năm 2022"))

    assert header(body).place == "Sông Lam"


def test_text_typed_in_an_old_font_is_turned() -> None:
    lines = [[encode(text, "tcvn3") for text in side] for side in (LEFT, RIGHT)]
    cells = "".join(r"\par ".join(hexed(line, "latin-1") for line in side) + r"\cell " for side in lines)
    result = read(rf"\trowd\cellx1\cellx2\pard\intbl {cells}\row\pard ")

    assert (result.documents[0].number, result.documents[0].organ) == ("12", "SỞ NỘI VỤ")
    assert [(p.code, p.detail) for p in result.problems] == [("legacy-encoding", "tcvn3")]


def test_cells_that_are_not_marked_as_such_are_cells() -> None:
    cells = "".join(r"\par ".join(map(rtf_text, side)) + r"\cell " for side in (LEFT, RIGHT))

    assert header(rf"\trowd\cellx1\cellx2\intbl {cells}\row\pard ").number == "12"


def test_a_table_in_a_cell_is_read_as_lines_of_the_cell() -> None:
    inner = rf"\itap2 {rtf_text(LEFT[2])}\nestcell{{\*\nesttableprops\trowd\nestrow}}{{\nonesttables\par}}\par "
    left = r"\par ".join(map(rtf_text, LEFT[:2]))
    right = r"\par ".join(map(rtf_text, RIGHT))
    body = rf"\trowd\cellx1\cellx2\pard\intbl {left}\par {inner}\itap1\cell {right}\cell\row\pard "

    assert header(body).number == "12"


def test_running_text_invents_no_number() -> None:
    result = read(rtf_text("Theo Công văn số 12/SNV-VP ngày 05 tháng 3 năm 2022 của Sở Nội vụ") + r"\par ")

    assert (result.documents, [p.code for p in result.problems]) == ((), ["no-header"])


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b"{\\rtf1" + b"{" * 100_000, ["over-limits"]),
        (b"{\\rtf1" + b"}" * 100_000, ["no-text-layer"]),
        (b"{\\rtf1 " + b"\\b" * 2_100_000, ["over-limits"]),
        (b"{\\rtf1 " + b"a" * 20_000_000, ["no-header"]),
        (b"{\\rtf1 " + b"a\\par " * 30_000, ["no-header"]),
        (b"{\\rtf1\\bin9999999999 a", ["no-text-layer"]),
        (b"{\\rtf1\\bin-5 a", ["no-header"]),
        (b"{\\rtf1\\ansicpg99999\\u-99999999 \\uc-4\\u\\f\\f-1\\fcharset\\", ["no-header"]),
        (b"{\\rtf1{\\fonttbl{\\f0\\fcharset77 x;}{\\f1\\fcharset130 y;}}\\f1\\'ff\\'fe a", ["no-header"]),
    ],
)
def test_what_is_made_to_break_it_is_told_and_read_no_further(data: bytes, codes: list[str]) -> None:
    result = reader.read(data)

    assert (result.media_type, result.documents, [p.code for p in result.problems]) == (container.RTF, (), codes)
