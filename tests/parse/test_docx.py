"""DOCX headers in every place where Word keeps text, made with python-docx and by hand."""

from __future__ import annotations

import io
import unicodedata
import zipfile

import docx as python_docx
import pytest

from docflow.model import FileKind, Header, Issuer, Standing
from docflow.parse import docx, reader

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
TITLE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
LEFT = ["UBND TỈNH SÔNG LAM", "SỞ NỘI VỤ", "Số: 12/KH-SNV"]
RIGHT = [TITLE, MOTTO, "Sông Lam, ngày 05 tháng 3 năm 2022"]


def package(body: str, *, declaration: str = "", part: str = "word/document.xml", relationships: str | None = None) -> bytes:
    """A DOCX of the given WordprocessingML, in a part of the given name."""
    out = io.BytesIO()
    spaces = f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override PartName="/{part}" ContentType="{MAIN}"/></Types>')
        if relationships is not None:
            archive.writestr("_rels/.rels", f'<Relationships xmlns="{RELATIONSHIPS}">{relationships}</Relationships>')
        archive.writestr(part, f"{declaration}<w:document {spaces}><w:body>{body}</w:body></w:document>")
    return out.getvalue()


def p(text: str, properties: str = "") -> str:
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'


def tc(*content: str) -> str:
    return f"<w:tc>{''.join(content)}</w:tc>"


def head(number: str = p(LEFT[2]), date: str = p(RIGHT[2])) -> str:
    """A header table with the given paragraphs for number and date."""
    left, right = tc(p(LEFT[0]), p(LEFT[1]), number), tc(p(RIGHT[0]), p(RIGHT[1]), date)
    return f"<w:tbl><w:tr>{left}{right}</w:tr></w:tbl>"


def header(data: bytes) -> Header:
    (document,) = docx.read(data).documents
    return document


EXPECTED = ("12", "KH-SNV", "2022-03-05", (Issuer("SỞ NỘI VỤ", "UBND TỈNH SÔNG LAM"),))


def values(document: Header) -> tuple[str | None, str | None, str | None, tuple[Issuer, ...]]:
    return document.number, document.notation, document.promulgated_on, document.issuers


def test_a_header_that_word_wrote_in_a_table_is_read() -> None:
    document = python_docx.Document()
    table = document.add_table(rows=2, cols=2)
    for row, left, right in ((0, LEFT[:2], RIGHT[:2]), (1, LEFT[2:], RIGHT[2:])):
        table.cell(row, 0).text = "\n".join(left)
        table.cell(row, 1).text = "\n".join(right)
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Số hóa hồ sơ năm 2022")
    out = io.BytesIO()
    document.save(out)
    result = reader.read(out.getvalue())

    assert (result.kind, result.problems) == (FileKind.WORD, ())
    assert values(result.documents[0]) == EXPECTED
    assert (result.documents[0].document_type, result.documents[0].subject) == ("ke_hoach", "Số hóa hồ sơ năm 2022")


def test_a_header_between_tabs_is_read() -> None:
    rows = (
        f"<w:p><w:r><w:t>{left}</w:t><w:tab/><w:tab/><w:t>{right}</w:t></w:r></w:p>"
        for left, right in zip(LEFT, RIGHT, strict=True)
    )

    assert values(header(package("".join(rows)))) == EXPECTED


def test_text_in_decomposed_letters_is_composed() -> None:
    data = package(unicodedata.normalize("NFD", head()))

    assert values(header(data)) == EXPECTED


@pytest.mark.parametrize(
    "number",
    [
        "<w:p><w:r><w:t>Số: 1</w:t></w:r><w:ins><w:r><w:t>2</w:t></w:r></w:ins><w:r><w:t>/KH-SNV</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Số: 12</w:t></w:r><w:del><w:r><w:delText>34</w:delText></w:r></w:del><w:r><w:t>/KH-SNV</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Số: 12</w:t></w:r><w:moveFrom><w:r><w:t>99</w:t></w:r></w:moveFrom><w:r><w:t>/KH-SNV</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Số: 12</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r><w:r><w:t>/KH-SNV</w:t></w:r></w:p>",
        "<w:p><w:r><w:t>Số: 12/KH</w:t><w:noBreakHyphen/><w:t>SNV</w:t></w:r></w:p>",
        "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>Số: 12/KH-SNV</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        (
            "<w:p><w:r><w:t>Số: </w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>12</w:t></w:r></w:sdtContent></w:sdt>"
            "<w:r><w:t>/KH-SNV</w:t></w:r></w:p>"
        ),
    ],
)
def test_text_is_read_as_it_would_be_printed(number: str) -> None:
    assert values(header(package(head(number)))) == EXPECTED


def test_the_prompt_of_an_empty_control_is_a_blank() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>12</w:t></w:r></w:sdtContent></w:sdt>"
    document = header(package(head(f"<w:p><w:r><w:t>Số: </w:t></w:r>{prompt}<w:r><w:t>/KH-SNV</w:t></w:r></w:p>")))

    assert (document.number, document.standing) == (None, Standing.DRAFT)


def test_a_text_box_is_read_once_and_a_mark_in_it_counts() -> None:
    box = f"<w:txbxContent>{p('KHẨN')}</w:txbxContent>"
    choice = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    anchor = f"<w:p><w:r><mc:AlternateContent>{choice}</mc:AlternateContent></w:r></w:p>"

    assert header(package(head() + anchor)).priority == "KHẨN"


def test_letters_shown_as_capitals_are_capitals() -> None:
    heading = "<w:p><w:r><w:rPr><w:caps/></w:rPr><w:t>Kế hoạch</w:t></w:r></w:p>"

    assert header(package(head() + heading)).document_type == "ke_hoach"


def test_a_subject_ends_where_centring_ends() -> None:
    centre = '<w:pPr><w:jc w:val="center"/></w:pPr>'
    body = (
        head()
        + p("KẾ HOẠCH", centre)
        + p("Số hóa hồ sơ", centre)
        + p("năm 2022", centre)
        + p("Sở Nội vụ xây dựng kế hoạch như sau")
    )

    assert header(package(body)).subject == "Số hóa hồ sơ năm 2022"


def test_an_empty_paragraph_ends_a_subject() -> None:
    body = head() + p("KẾ HOẠCH") + p("Số hóa hồ sơ năm 2022") + "<w:p/>" + p("Sở Nội vụ xây dựng kế hoạch như sau")

    assert header(package(body)).subject == "Số hóa hồ sơ năm 2022"


def codes(data: bytes) -> list[str]:
    return [problem.code for problem in docx.read(data).problems]


def test_damage_is_told_and_nothing_is_read() -> None:
    good = package(head())

    assert codes(good[: len(good) // 2]) == ["damaged-docx"]
    assert codes(package("<w:p>")) == ["damaged-docx"]
    assert codes(package(head(), declaration='<!DOCTYPE d [<!ENTITY a "b">]>')) == ["damaged-docx"]
    assert codes(package("")) == ["no-text-layer"]


def test_text_that_a_machine_misread_is_told_and_not_taken() -> None:
    assert codes(package(p("CQNG HOA XA HQI CHU NGHIA VIET NAM") + p("Số: 12/KH-SNV"))) == ["unreadable-text-layer"]


TCVN3 = {
    "UBND TØNH S¤NG LAM": LEFT[0],
    "Së NéI Vô": LEFT[1],
    "CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM": TITLE,
    "§éc lËp - Tù do - H¹nh phóc": MOTTO,
    "S«ng Lam, ngµy 05 th¸ng 3 n¨m 2022": RIGHT[2],
}


def in_tcvn3(xml: str) -> str:
    for shown, text in TCVN3.items():
        xml = xml.replace(text, shown)
    return xml.replace("Số", "Sè")


def test_text_in_an_old_encoding_is_read_and_noted() -> None:
    result = docx.read(package(in_tcvn3(head())))

    assert values(result.documents[0]) == EXPECTED
    assert [(problem.code, problem.detail) for problem in result.problems] == [("legacy-encoding", "tcvn3")]


def test_a_font_that_draws_small_letters_as_capitals_prints_capitals() -> None:
    font = '<w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr>'
    heading = f"<w:p><w:r>{font}<w:t>sè hãa hå s¬</w:t></w:r></w:p>"

    assert header(package(in_tcvn3(head()) + p("KÕ HO¹CH") + heading)).subject == "SỐ HÓA HỒ SƠ"


def test_the_name_of_an_old_font_alone_changes_nothing() -> None:
    font = '<w:rPr><w:rFonts w:ascii=".VnTimeH"/></w:rPr>'
    heading = f"<w:p><w:r>{font}<w:t>Số hóa hồ sơ</w:t></w:r></w:p>"

    assert header(package(head() + p("KẾ HOẠCH") + heading)).subject == "Số hóa hồ sơ"


def test_of_a_field_only_the_result_is_read() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    inner = f"{mark('begin')}<w:r><w:instrText>REF a</w:instrText></w:r>{mark('separate')}<w:r><w:t>99</w:t></w:r>{mark('end')}"
    outer = (
        f"{mark('begin')}<w:r><w:instrText>IF</w:instrText></w:r>{inner}{mark('separate')}<w:r><w:t>12</w:t></w:r>{mark('end')}"
    )
    simple = '<w:fldSimple w:instr="REF b"><w:r><w:t>/KH-SNV</w:t></w:r></w:fldSimple>'

    assert values(header(package(head(f"<w:p><w:r><w:t>Số: </w:t></w:r>{outer}{simple}</w:p>")))) == EXPECTED


def with_letterhead(top: str, *, kind: str = "default", title_page: str = "") -> bytes:
    """A package whose header of the page holds some blocks, and whose body begins with the type."""
    space = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    section = f'<w:sectPr {space}><w:headerReference w:type="{kind}" r:id="rId7"/>{title_page}</w:sectPr>'
    out = io.BytesIO(package(p("KẾ HOẠCH") + p("Số hóa hồ sơ năm 2022") + section))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/header1.xml", f'<w:hdr xmlns:w="{W}">{top}</w:hdr>')
        archive.writestr(
            "word/_rels/document.xml.rels",
            f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId7" Type="x" Target="header1.xml"/></Relationships>',
        )
    return out.getvalue()


def test_a_letterhead_in_the_header_of_the_page_is_read() -> None:
    assert values(header(with_letterhead(head()))) == EXPECTED
    assert values(header(with_letterhead(head(), kind="first", title_page="<w:titlePg/>"))) == EXPECTED


def test_a_header_of_the_page_that_is_no_letterhead_is_not_read() -> None:
    assert docx.read(with_letterhead(p("Số: 12/KH-SNV"))).documents == ()
    assert docx.read(with_letterhead(head(), kind="first")).documents == ()
    assert docx.read(with_letterhead("<broken")).documents == ()


def to(target: str, kind: str = OFFICE, mode: str = "Internal") -> str:
    return f'<Relationship Id="rId1" Type="{kind}" Target="{target}" TargetMode="{mode}"/>'


@pytest.mark.parametrize(
    ("part", "target"),
    [
        ("word/document.xml", "word/document.xml"),
        ("word/document.xml", "/word/document.xml"),
        ("word/document2.xml", "/word/document2.xml"),
        ("word/document2.xml", "./word/x/../document2.xml"),
        ("văn bản.xml", "văn bản.xml"),
    ],
)
def test_the_main_part_is_the_one_that_the_relationships_name(part: str, target: str) -> None:
    data = package(head(), part=part, relationships=to("other.xml", OFFICE.replace("officeDocument", "thumbnail")) + to(target))

    assert values(reader.read(data).documents[0]) == EXPECTED


def test_a_part_that_only_has_the_usual_name_is_not_the_document() -> None:
    out = io.BytesIO(package(head(), part="word/document2.xml", relationships=to("word/document2.xml")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{head(p("Số: 99/KH-SNV"))}</w:body></w:document>'
        )

    assert values(reader.read(out.getvalue()).documents[0]) == EXPECTED


@pytest.mark.parametrize(
    "relationships",
    [
        "",
        to("word/missing.xml"),
        to("https://example.org/a.xml", mode="External"),
        to("word/document.xml") + to("word/other.xml"),
        "<Relationship/>",
        f'<Relationship Type="{OFFICE}"/>',
        "<broken",
        f"<!-- {to('word/document.xml')} -->",
    ],
)
def test_a_package_that_does_not_say_which_part_it_is_is_damaged(relationships: str) -> None:
    assert codes(package(head(), relationships=relationships)) == ["damaged-docx"]


def test_a_document_in_the_strict_namespaces_is_read() -> None:
    data = package(head(), relationships=to("word/document.xml", STRICT_OFFICE))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(W.encode(), STRICT_W.encode()))

    assert values(reader.read(out.getvalue()).documents[0]) == EXPECTED


def test_a_package_that_swells_is_refused() -> None:
    assert codes(package(" " * (60 * 2**20))) == ["zip-limits"]


def test_deep_nesting_ends_without_a_crash() -> None:
    deep = "<w:sdt><w:sdtContent>" * 200 + p("Số: 12/KH-SNV") + "</w:sdtContent></w:sdt>" * 200

    assert docx.read(package(deep)).documents == ()
