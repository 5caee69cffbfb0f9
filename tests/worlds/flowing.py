"""Draws a layout as programs without pages do: RTF, OpenDocument, HTML, MHTML, plain text, and Word's binary files."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Callable, Sequence
from html import escape
from itertools import zip_longest

from fixtures import old_word
from worlds.headers import Layout

Rows = Sequence[Sequence[Sequence[str]]]
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_SPACES = " ".join(
    f'xmlns:{name}="{OFFICE}:{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)


def _pairs(layout: Layout) -> list[tuple[str, str]]:
    return list(zip_longest(layout.left, layout.right, fillvalue=""))


def _head(layout: Layout) -> Rows:
    return [[_filled(layout.left), _filled(layout.right)]]


def _end(layout: Layout) -> Rows:
    left, right = zip(*layout.closing, strict=True)
    return [[_filled(left), _filled(right)]]


def _filled(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if text]


# ---------------------------------------------------------------- RTF


def rtf_text(text: str) -> str:
    """A text as Word writes it: Unicode by number with a question mark for readers without."""
    signs = {"\t": "\\tab ", "\\": "\\\\", "{": "\\{", "}": "\\}"}
    return "".join(signs.get(c) or (c if c.isascii() else f"\\u{ord(c) - 0x10000 * (ord(c) > 0x7FFF)}?") for c in text)


def rtf_file(body: str) -> bytes:
    fonts = r"{\fonttbl{\f0\froman\fcharset0 Times New Roman;}{\f1\fnil\fcharset163 Times New Roman (Vietnamese);}}"
    styles = r"{\stylesheet{\s0 Normal;}}{\*\generator Msftedit 5.41;}{\info{\title Số: 99/QĐ-ABC}}".encode(
        "ascii", "replace"
    ).decode()
    return rf"{{\rtf1\ansi\ansicpg1252\deff0{fonts}{styles}\pard\f0 {body}}}".encode("latin-1")


def rtf_table(rows: Rows) -> str:
    made = []
    for row in rows:
        texts = (r"\par ".join(map(rtf_text, cell)) for cell in row)
        cells = "".join(rf"{{{text}}}\cell" + "\r\n" for text in texts)
        widths = "".join(rf"\cellx{4_000 * (i + 1)}" for i in range(len(row)))
        made.append(rf"\trowd{widths}\pard\intbl\qc {cells}\row" + "\n")
    return "".join(made) + r"\pard "


def _rtf_lines(lines: Sequence[str]) -> str:
    return "".join(rf"{rtf_text(line)}\par" + "\r\n" for line in lines)


def rtf(layout: Layout) -> bytes:
    """The header and the block at the end in tables."""
    return rtf_file(rtf_table(_head(layout)) + _rtf_lines(layout.below) + rtf_table(_end(layout)))


def rtf_tabs(layout: Layout) -> bytes:
    """The two columns on one line, parted by tabs."""
    rows = [f"{left}\t\t{right}" if right else left for left, right in _pairs(layout)]
    return rtf_file(_rtf_lines([*rows, *layout.below]) + rtf_table(_end(layout)))


def rtf_boxes(layout: Layout) -> bytes:
    """The two columns in text boxes of a drawing."""
    boxes = (
        rf"{{\shp{{\*\shpinst{{\sp{{\sn x}}{{\sv 1}}}}{{\shptxt {_rtf_lines(_filled(side))}}}}}{{\shprslt{{\pard x\par}}}}}}"
        for side in (layout.left, layout.right)
    )
    return rtf_file("".join(boxes) + r"\par " + _rtf_lines(layout.below) + rtf_table(_end(layout)))


# ---------------------------------------------------------------- OpenDocument


def odt_file(body: str, styles: str = "", *, declaration: str = "", manifest: str = "<manifest/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", manifest)
        content = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text>"
        archive.writestr(
            "content.xml", f"{declaration}<office:document-content {_SPACES}>{content}</office:body></office:document-content>"
        )
    return out.getvalue()


def odt_p(text: str) -> str:
    shown = escape(text).replace("\t", "<text:tab/>").replace("  ", ' <text:s text:c="1"/>')
    return f"<text:p>{shown}</text:p>"


def odt_table(rows: Rows) -> str:
    cells = ("".join(f"<table:table-cell>{''.join(map(odt_p, cell))}</table:table-cell>" for cell in row) for row in rows)
    return f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"


def odt(layout: Layout) -> bytes:
    """The header and the block at the end in tables."""
    return odt_file(odt_table(_head(layout)) + "".join(map(odt_p, layout.below)) + odt_table(_end(layout)))


def odt_boxes(layout: Layout) -> bytes:
    """The two columns in frames."""
    boxes = (
        f"<draw:frame><draw:text-box>{''.join(map(odt_p, _filled(side)))}</draw:text-box></draw:frame>"
        for side in (layout.left, layout.right)
    )
    return odt_file(f"<text:p>{''.join(boxes)}</text:p>" + "".join(map(odt_p, layout.below)) + odt_table(_end(layout)))


# ---------------------------------------------------------------- pages and texts


def html_table(rows: Rows) -> str:
    cells = ("".join(f"<td>{''.join(f'<p>{escape(text)}</p>' for text in cell)}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def _page(layout: Layout) -> str:
    return html_table(_head(layout)) + "".join(f"<p>{escape(line)}</p>" for line in layout.below) + html_table(_end(layout))


def html_file(body: str, *, charset: str = "utf-8") -> bytes:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}"><title>Số: 99/QĐ-ABC</title>'
    return f"<html><head>{head}<script>Số: 98/QĐ-ABC</script></head>\n<body>{body}</body></html>".encode()


def html(layout: Layout) -> bytes:
    """As Word saves it."""
    return html_file(_page(layout))


def html_laid_out(layout: Layout) -> bytes:
    """As a portal shows it: all within a table, beside a menu."""
    menu = "<td><ul><li>Trang chủ</li><li>Văn bản</li></ul></td>"
    return html_file(f"<table><tr>{menu}<td><div>{_page(layout)}</div></td></tr></table>")


def mhtml(layout: Layout) -> bytes:
    """A page in one file."""
    body = base64.encodebytes(html(layout)).decode()
    parts = f'--x\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n--x--\r\n'
    return f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"; type="text/html"\r\n\r\n{parts}'.encode()


def plain(layout: Layout) -> bytes:
    """The two columns on one line, parted by blanks."""
    rows = [f"{left}{' ' * 12}{right}" if right else left for left, right in _pairs(layout)]
    end = [f"{left}{' ' * 12}{right}" for left, right in layout.closing]
    return "\r\n".join([*rows, *layout.below, *end]).encode()


def doc(layout: Layout) -> bytes:
    """The header and the block at the end in tables."""
    return old_word.doc(_head(layout), layout.below, _end(layout))


Render = Callable[[Layout], bytes]
FLOWING: tuple[Render, ...] = (rtf, rtf_tabs, rtf_boxes, odt, odt_boxes, html, html_laid_out, mhtml, plain, doc)
