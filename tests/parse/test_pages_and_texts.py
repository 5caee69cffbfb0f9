"""HTML, MHTML and plain text: what a browser shows, in whatever encoding, and no document where there is none."""

from __future__ import annotations

import pytest
from worlds.encodings import encode
from worlds.flowing import html_file, html_table, mhtml
from worlds.headers import LAYOUTS, MOTTO, TITLE

from docflow import container
from docflow.model import FileKind, Header, Standing
from docflow.parse import plaintext, reader

LEFT = ["UBND TỈNH SÔNG LAM", "SỞ NỘI VỤ", "Số: 12/KH-SNV"]
RIGHT = [TITLE, MOTTO, "Sông Lam, ngày 05 tháng 3 năm 2022"]
LINES = [f"{left}\t\t{right}" for left, right in zip(LEFT, RIGHT, strict=True)] + ["KẾ HOẠCH", "Số hóa hồ sơ năm 2022"]


def header(data: bytes) -> Header:
    (document,) = reader.read(data).documents
    return document


def with_number(number: str) -> bytes:
    """A page whose number paragraph holds the given content."""
    return html_file(html_table([[[*LEFT[:2], "@@"], RIGHT]]).replace("@@", number))


@pytest.mark.parametrize(
    "number",
    [
        "Số: 12/KH-SNV",
        "Số:&nbsp;12/KH-SNV",
        "S&#7889;: 12/KH-SNV",
        "Số:\n   <b>1</b>2/KH-SNV",
        "Số: 12<span style='display:none'>34</span>/KH-SNV",
        "Số: 12<span style='mso-hide:all'>34</span>/KH-SNV",
        "Số: 12<i hidden>34</i>/KH-SNV",
        "Số: 12<del>34</del>/<ins>KH</ins>-SNV",
        "Số: 12<!-- 34 -->/KH-SNV",
        "Số: 12<script>34</script><style>p{}</style>/KH-SNV",
        "Số: 12/KH-SNV<br>Nơi khác",
        "<o:p>Số: 12/KH-SNV</o:p>",
    ],
)
def test_a_number_is_read_as_a_browser_shows_it(number: str) -> None:
    document = header(with_number(number))

    assert (document.number, document.notation) == ("12", "KH-SNV")


def test_heads_of_tables_are_cells() -> None:
    page = html_table([[LEFT, RIGHT]]).replace("td>", "th>")

    assert header(html_file(page)).organ == "SỞ NỘI VỤ"


def test_lines_parted_by_breaks_are_lines() -> None:
    cells = "".join(f"<td>{'<br>'.join(side)}</td>" for side in (LEFT, RIGHT))

    assert header(html_file(f"<table><tr>{cells}</tr></table>")).number == "12"


def test_a_secrecy_mark_counts_in_a_page_without_a_title() -> None:
    assert header(html_file("<p>MẬT</p><p>Báo cáo</p>")).standing is Standing.SECRET


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
def test_a_text_is_read_in_the_encoding_of_unicode_or_windows_that_it_is_in(codec: str) -> None:
    text = "\r\n".join(LINES)
    if codec == "cp1258":
        data = encode(text, "cp1258").encode("latin-1")
    else:
        data = (b"\xff\xfe" if codec == "utf-16-le" else b"") + text.encode(codec)

    assert (header(data).number, header(data).subject) == ("12", "Số hóa hồ sơ năm 2022")


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "viscii"])
def test_a_text_from_before_unicode_is_read_and_noted(encoding: str) -> None:
    text = encode("\r\n".join(line for line in LINES if line != TITLE), encoding).encode("latin-1")
    result = reader.read(text.replace(b"\x02", b"").replace(b"\x05", b""))

    assert result.documents[0].number == "12"
    assert [(p.code, p.detail) for p in result.problems] == [("legacy-encoding", encoding)]


def test_a_page_in_a_declared_encoding_is_read_in_it() -> None:
    page = html_file(html_table([[LEFT, RIGHT]]), charset="windows-1258").decode()
    data = encode(page, "cp1258").encode("latin-1")

    assert header(data).place == "Sông Lam"


@pytest.mark.parametrize("declared", ["idna", "hex", "no-such", "unicode_escape"])
def test_a_strange_declaration_is_not_followed(declared: str) -> None:
    assert header(html_file(html_table([[LEFT, RIGHT]]), charset=declared)).number == "12"


@pytest.mark.parametrize(
    "data",
    [
        "Theo Quyết định số 12/QĐ-UBND ngày 05 tháng 3 năm 2022 của Ủy ban nhân dân tỉnh".encode(),
        "Số: 12/QĐ-UBND\nSông Lam, ngày 05 tháng 3 năm 2022\nDanh mục văn bản".encode(),
        html_file("<ul><li>Số: 12/QĐ-UBND</li><li>Sông Lam, ngày 05 tháng 3 năm 2022</li></ul>"),
        b"Dear Sir, please find attached No. 12/QD-X.",
        b"name;number\nA;12/QD-X\n",
    ],
)
def test_what_is_no_document_gives_no_header(data: bytes) -> None:
    result = reader.read(data)

    assert (result.kind, result.documents, [p.code for p in result.problems]) == (FileKind.TEXT, (), ["no-header"])


def test_bytes_that_windows_does_not_have_are_kept() -> None:
    assert plaintext.decoded(b"\x81\x9d\xff") == "\x81\x9d\xff"
    assert plaintext.decoded(b"\x93a\x94") == "“a”"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<html>" + b"<div>" * 200_000 + b"a", "no-text-layer"),
        (b"<html><body>" + b"<table><tr><td>" * 2_000 + b"a", "no-text-layer"),
        (b"<html>" + b"a " * 10_000_000, "no-text-layer"),
        (b"<html>" + b"<p>a" * 50_000, "no-header"),
        (b"<html><!--", "no-text-layer"),
        (b"<html>" + b"\x00" * 50 + b"<p>a", "no-header"),
        (b"<html>" + b" " * (33 * 2**20), "over-limits"),
        (b"a" * 20_000_000, "no-header"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n", "damaged-html"),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" + b"--x\nContent-Type: a/b\n\n" * 600,
            "over-limits",
        ),
    ],
)
def test_what_is_made_to_break_them_is_told_and_read_no_further(data: bytes, code: str) -> None:
    result = reader.read(data)

    assert (result.documents, [p.code for p in result.problems]) == ((), [code])


def test_a_page_in_one_file_is_told_as_such() -> None:
    assert reader.read(mhtml(LAYOUTS[0])).media_type == container.MHTML
