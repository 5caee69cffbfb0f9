"""The page that explains a reading: every value with its place, nothing from outside, nothing that the file could command."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from docflow.locale import LANGUAGES, Words
from docflow.model import (
    Candidate,
    Citing,
    FileFacts,
    FileKind,
    FormCheck,
    FormFinding,
    Header,
    Issuer,
    Picture,
    Problem,
    Reference,
    SignatureState,
    Signer,
    Source,
    SourceKind,
    Stage,
)
from docflow.render.page import page

VI = Words("vi")
BOX = (100, 700, 200, 720)
PNG = b"\x89PNG\r\n\x1a\n"
EVIL = '<script>alert("x")</script>" onload="y'


def facts(header: Header | None, sources: dict[str, Source] | None = None, *problems: Problem) -> FileFacts:
    return FileFacts(
        sha256="ab" * 32,
        size=1234,
        media_type="application/pdf",
        kind=FileKind.TEXT,
        pages=1,
        documents=(header,) if header else (),
        sources=sources or {},
        state=SignatureState.NO_SIGNATURE,
        signatures=(),
        problems=problems,
        tools="",
    )


def text_source(box: tuple[int, int, int, int] | None = BOX, confidence: int = 990) -> Source:
    return Source(SourceKind.TEXT, confidence, 1, box)


class Tags(HTMLParser):
    """The tags of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def test_a_value_stands_in_a_box_at_its_place_and_in_a_row_with_its_witness() -> None:
    html = page("a.pdf", facts(Header(number="45"), {"number": text_source()}), [Picture(1, 500, 1000, PNG)], (), VI)

    assert 'class="box sure" style="left:19.60%;top:27.80%;width:20.80%;height:2.40%" href="#v1"><b>1</b><i>Số: 45</i>' in html
    assert '<tr id="v1" class="sure">' in html
    assert "chữ trong tệp · tin cậy 99 % · Trang 1" in html


def test_values_of_one_line_share_its_box() -> None:
    header = Header(number="45", notation="QĐ-UBND")
    html = page(
        "a.pdf", facts(header, {"number": text_source(), "notation": text_source()}), [Picture(1, 500, 1000, PNG)], (), VI
    )

    assert html.count('class="box ') == 1
    assert "<b>1, 2</b><i>Số: 45<br>Ký hiệu: QĐ-UBND</i>" in html


def test_a_contradicted_value_shows_its_candidates() -> None:
    candidates = (Candidate("45", SourceKind.TEXT, 990), Candidate("54", SourceKind.SIGNATURE_WIDGET, 980))
    sources = {"number": Source(SourceKind.TEXT, 0, 1, BOX, candidates)}
    html = page("a.pdf", facts(Header(), sources), [Picture(1, 500, 1000, PNG)], (), VI)

    assert 'class="box none"' in html
    assert "<em>chưa đọc được</em>" in html
    assert "<li>54 (ô chữ ký số, tin cậy 98 %)</li>" in html


def test_findings_on_form_and_references_are_told() -> None:
    check = FormCheck(findings=(FormFinding("number-zero", binding=True, detail="5", page=1, box=BOX),))
    cited = Reference(Citing.CARRIES_OUT, "798", "KH-UBND", None, "2022-05-12", "ke_hoach", "UBND tỉnh", 1)
    html = page("a.pdf", facts(Header(number="5", form_check=check, references=(cited,))), [Picture(1, 500, 1000, PNG)], (), VI)

    assert 'class="box finding"' in html
    assert "Số nhỏ hơn 10 phải ghi thêm số 0 phía trước: 5 (bắt buộc)" in html
    assert "thực hiện: Kế hoạch 798/KH-UBND ngày 12/05/2022 của UBND tỉnh" in html


def test_a_document_without_pages_shows_its_lines_with_the_marks_of_the_values() -> None:
    header = Header(
        issuers=(Issuer("ỦY BAN NHÂN DÂN HUYỆN SÔNG MÂY"),),
        number="05",
        notation="UBND-VX",
        promulgated_on="2022-03-05",
        place="Sông Mây",
        subject="V/v rà soát sổ",
        signers=(Signer("Trần Thị Bình", "PHÓ CHỦ TỊCH", ("KT.",)),),
        recipients=("Các xã",),
    )
    lines = (
        "ỦY BAN NHÂN DÂN\tCỘNG HÒA",
        "HUYỆN SÔNG MÂY\tĐộc lập",
        "Số: 05/UBND-VX\tSông Mây, ngày 05 tháng 3 năm 2022",
        "V/v rà soát sổ",
        "Kính gửi: Các xã.",
        None,
        "\tTrần Thị Bình",
    )
    html = page("a.docx", facts(header), (), lines, VI)
    marks = {
        re.sub("<[^>]+>", "", cell): re.findall(r'href="#v(\d+)"', cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", html)[:14]
    }

    assert {text: found for text, found in marks.items() if found} == {
        "ỦY BAN NHÂN DÂN6": ["6"],
        "HUYỆN SÔNG MÂY6": ["6"],
        "Số: 05/UBND-VX12": ["1", "2"],
        "Sông Mây, ngày 05 tháng 3 năm 202234": ["3", "4"],
        "V/v rà soát sổ5": ["5"],
        "Kính gửi: Các xã.8": ["8"],
        "Trần Thị Bình7": ["7"],
    }
    assert "… lược bớt …" in html


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_that_a_file_says_becomes_markup_or_leaves_the_page(lang: str) -> None:
    header = Header(
        issuers=(Issuer(EVIL, EVIL),),
        number=EVIL,
        notation=EVIL,
        place=EVIL,
        subject=EVIL,
        signers=(Signer(EVIL, EVIL, (EVIL,)),),
        recipients=(EVIL,),
        references=(Reference(Citing.BASIS, EVIL, EVIL, organ=EVIL),),
        form_check=FormCheck(findings=(FormFinding(EVIL, binding=False, detail=EVIL, page=1, box=BOX),)),
    )
    sources = {"number": Source(SourceKind.TEXT, 0, 1, BOX, (Candidate(EVIL, SourceKind.TEXT),))}
    words = Words(lang)
    evil = facts(header, sources, Problem(Stage.PARSE, EVIL, EVIL))
    for html in (
        page(EVIL, evil, [Picture(1, 500, 1000, PNG)], (), words),
        page(EVIL, evil, (), (EVIL, f"{EVIL}\t{EVIL}"), words),
    ):
        tags = Tags(html).tags
        links = [attributes[name] or "" for _, attributes in tags for name in ("href", "src") if name in attributes]

        assert {tag for tag, _ in tags} & {"script", "link", "iframe", "object", "form"} == set()
        assert [name for _, attributes in tags for name in attributes if name.startswith("on")] == []
        assert [link for link in links if not re.match(r"#v\w+$|data:image/png;base64,", link)] == []
        assert "default-src 'none'" in html


def test_a_file_without_a_header_says_so() -> None:
    html = page("a.pdf", facts(None, {}, Problem(Stage.PARSE, "no-header")), (), (), VI)

    assert "Không thấy thể thức của văn bản hành chính trong tệp này." in html
    assert "Không vẽ được trang nào của tệp này." in html
