"""Many small DOCX letters of one invented district, each different, made fast."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def letter(path: Path, number: str, *, day: str = "05", month: str = "4", subject: str = "báo cáo công tác") -> None:
    """Write one letter with its header in a table of two columns."""
    left = ["ỦY BAN NHÂN DÂN", "HUYỆN SÔNG MÂY", f"Số: {number}/UBND-VP", f"V/v {subject} số {number}"]
    right = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        f"Sông Mây, ngày {day} tháng {month} năm 2022",
    ]
    cells = "".join(f"<w:tc>{''.join(map(paragraph, cell))}</w:tc>" for cell in (left, right))
    body = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>" + paragraph("Kính gửi: Các phòng, ban") + paragraph(f"Nội dung {number}.")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")


def letters(folder: Path, count: int) -> Path:
    """Fill a folder with ``count`` letters numbered from 1; every tenth a second time under another name."""
    folder.mkdir(parents=True, exist_ok=True)
    for i in range(1, count + 1):
        letter(folder / f"cv-{i:04}.docx", f"{i:02}")
        if i % 10 == 0:
            (folder / f"cv-{i:04}-again.docx").write_bytes((folder / f"cv-{i:04}.docx").read_bytes())
    (folder / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    (folder / "empty.pdf").write_bytes(b"")
    return folder
