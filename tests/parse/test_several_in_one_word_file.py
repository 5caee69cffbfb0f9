"""A word processor's file that holds several documents tells of each; an annex or a form with a title is none."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest
from worlds import renderings
from worlds.headers import MOTTO, TITLE, Layout, plan
from worlds.renderings import Render, package

from docflow.model import Header, Standing
from docflow.parse import reader

ONE = plan("one", "UBND TỈNH SÔNG LAM", "SỞ NỘI VỤ", superior=1)
TWO = plan("two", "ỦY BAN NHÂN DÂN", "HUYỆN BẾN LÚA", number="Số: 7/KH-UBND")
ANNEX = Layout(
    "annex", ("PHỤ LỤC I",), (TITLE, MOTTO), ("Danh mục hồ sơ nộp lưu", "Nội dung."), ONE.expected, closing=(("", ""),)
)
STYLES = (renderings.docx_table, renderings.docx_rows, renderings.docx_tabs, renderings.docx_spaces)


def joined(render: Render, *layouts: Layout) -> bytes:
    bodies = []
    for layout in layouts:
        with zipfile.ZipFile(io.BytesIO(render(layout))) as made:
            xml = made.read("word/document.xml").decode()
        bodies.append(xml.partition("<w:body>")[2].rpartition("</w:body>")[0])
    return package("<w:p/>".join(bodies))


def said(data: bytes) -> list[tuple[str | None, ...]]:
    return [(h.organ, h.number, h.notation, h.signers[0].name if h.signers else None) for h in reader.read(data).documents]


FIRST = ("SỞ NỘI VỤ", "12", "KH-ABC", "Nguyễn Văn An")
SECOND = ("ỦY BAN NHÂN DÂN HUYỆN BẾN LÚA", "7", "KH-UBND", "Nguyễn Văn An")


@pytest.mark.parametrize("render", STYLES, ids=lambda render: render.__name__)
def test_every_document_is_told_in_order(render: Render) -> None:
    assert said(joined(render, ONE, TWO)) == [FIRST, SECOND]
    assert said(joined(render, TWO, ANNEX, ONE, ANNEX)) == [SECOND, FIRST]


def test_an_annex_and_a_title_in_running_text_begin_no_document() -> None:
    spoken = replace(ONE, below=(*ONE.below, f"Nhà nước {TITLE.title()} bảo đảm."))
    assert said(joined(renderings.docx_table, spoken, ANNEX)) == [FIRST]


def test_a_title_above_any_signature_begins_no_document() -> None:
    unsigned = replace(ONE, closing=(("", ""),))
    assert len(said(joined(renderings.docx_table, unsigned, TWO))) == 1


def test_a_file_is_as_secret_as_the_last_document_in_it() -> None:
    secret = replace(TWO, left=(*TWO.left, "TỐI MẬT"))
    result = reader.read(joined(renderings.docx_table, ONE, secret))
    assert result.documents == (Header(standing=Standing.SECRET),)
    assert [problem.code for problem in result.problems] == ["secret"]
    assert (result.sources, result.lines) == ({}, ())
