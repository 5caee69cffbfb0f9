"""OpenDocument text, and packages made to break its reader."""

from __future__ import annotations

import io
import zipfile

import pytest
from worlds.flowing import odt_file, odt_p, odt_table
from worlds.headers import MOTTO, TITLE

from docflow import container
from docflow.model import Header
from docflow.parse import reader

LEFT = ["UBND TỈNH SÔNG LAM", "SỞ NỘI VỤ", "Số: 12/KH-SNV"]
RIGHT = [TITLE, MOTTO, "Sông Lam, ngày 05 tháng 3 năm 2022"]
HIDDEN = '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'


def header(body: str, styles: str = "") -> Header:
    (document,) = reader.read(odt_file(body, styles)).documents
    return document


def with_number(number: str) -> str:
    """A header whose number paragraph holds the given content."""
    return odt_table([[[*LEFT[:2], "@@"], RIGHT]]).replace("@@", number)


@pytest.mark.parametrize(
    "number",
    [
        "Số: 12/KH-SNV",
        "Số:<text:s/>12<text:s text:c='3'/>/KH-SNV",
        "Số: <text:span>1<text:span>2</text:span></text:span>/KH-SNV",
        'Số: 12<text:span text:style-name="T1">34</text:span>/KH-SNV',
        "Số: 12<text:note><text:note-body><text:p>99</text:p></text:note-body></text:note>/KH-SNV",
        "Số: 12<office:annotation><text:p>99</text:p></office:annotation>/KH-SNV",
        'Số: <text:change-start text:change-id="c"/>12<text:change-end text:change-id="c"/>/KH-SNV',
        "Số: <text:user-field-get>12</text:user-field-get>/KH-SNV",
        "Số:\n 12/KH-SNV",
    ],
)
def test_a_number_is_read_as_it_is_printed(number: str) -> None:
    document = header(with_number(number), HIDDEN)

    assert (document.number, document.notation, document.organ) == ("12", "KH-SNV", "SỞ NỘI VỤ")


def test_deleted_text_is_not_read() -> None:
    deleted = f"<text:tracked-changes><text:changed-region><text:deletion>{odt_p('MẬT')}</text:deletion>"
    body = f"{deleted}</text:changed-region></text:tracked-changes>" + with_number(LEFT[2])

    assert header(body).number == "12"


def test_sections_lists_and_frames_are_read() -> None:
    frame = f"<draw:frame><draw:text-box>{odt_p('KHẨN')}</draw:text-box></draw:frame>"
    body = f"<text:section>{with_number(LEFT[2])}</text:section>{frame}<text:list><text:list-item>{odt_p('KẾ HOẠCH')}"

    document = header(f"{body}</text:list-item></text:list>")

    assert (document.number, document.priority, document.document_type) == ("12", "KHẨN", "ke_hoach")


def test_a_subject_ends_where_centring_ends() -> None:
    centre = '<style:style style:name="P1"><style:paragraph-properties fo:text-align="center"/></style:style>'
    lines = ("KẾ HOẠCH", "Số hóa hồ sơ", "năm 2022")
    centred = "".join(odt_p(line).replace("<text:p>", '<text:p text:style-name="P1">') for line in lines)

    assert header(with_number(LEFT[2]) + centred + odt_p("Sở Nội vụ xây dựng"), centre).subject == "Số hóa hồ sơ năm 2022"


def test_a_template_is_read_too() -> None:
    data = odt_file(with_number(LEFT[2]))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + (b"-template" if name == "mimetype" else b""))

    assert reader.read(out.getvalue()).documents[0].number == "12"


def packed(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", container.ODT)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content)
    return out.getvalue()


BOMB = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
DEEP = "<text:section>" * 5_000


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (odt_file("<text:p>&b;</text:p>", declaration=BOMB), "damaged-odt"),
        (odt_file("<text:p>&b;</text:p>", declaration="<!--" + " " * 5_000 + "-->" + BOMB), "damaged-odt"),
        (odt_file(" " * (60 * 2**20)), "zip-limits"),
        (odt_file(DEEP + odt_p("a") + DEEP.replace("<", "</")), "damaged-odt"),
        (odt_file("<text:section>" * 100 + odt_p("a") + "</text:section>" * 100), "no-text-layer"),
        (odt_file("<text:p><text:s text:c='999999999'/>a</text:p>"), "no-header"),
        (odt_file("<text:p><text:s text:c='x'/>a</text:p>"), "no-header"),
        (odt_file(odt_p("a"), manifest="<manifest:encryption-data/>"), "encrypted"),
        (packed(b"<broken"), "damaged-odt"),
        (packed(b"<a/>"), "damaged-odt"),
    ],
)
def test_what_is_made_to_break_it_is_told_and_read_no_further(data: bytes, code: str) -> None:
    result = reader.read(data)

    assert result.documents == ()
    assert code in {problem.code for problem in result.problems}
