"""A folder of files made to break what reads them, and what must become of each."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

from worlds.letters import letter

MEBIBYTE = 1 << 20
_W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_PDF_END = b"\ntrailer<</Root 1 0 R/Size 999999999>>\nstartxref\n9\n%%EOF"

EXPECTED = {
    "good.docx": "accepted",
    "v%E2n%0Ab%25n.docx": "accepted",
    "bomb.docx": "accepted",
    "brackets.pdf": "accepted",
    "deep.docx": "accepted",
    "half.docx": "accepted",
    "laughs.docx": "accepted",
    "length.pdf": "accepted",
    "liar.docx": "accepted",
    "truncated.pdf": "accepted",
    "%1B[31mempty.pdf": "rejected",
    "zeros.pdf": "rejected",
    "nested.zip": "quarantined",
    "sparse.pdf": "quarantined",
}
"""Outcomes by escaped name; what was taken in though it cannot be read bears its problem."""

IGNORED = 6


def hostile(folder: Path) -> Path:
    """Fill a folder; the ignored ones are links (one broken, one to itself, one in a circle), a pipe, system files."""
    folder.mkdir(parents=True)
    letter(folder / "good.docx", "1")
    good = (folder / "good.docx").read_bytes()
    (folder / "half.docx").write_bytes(good[: len(good) // 2])
    _packages(folder, good)
    (folder / "truncated.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pa")
    (folder / "length.pdf").write_bytes(b"%PDF-1.7\n1 0 obj<</Length 99999999999>>stream\nx\nendstream endobj" + _PDF_END)
    (folder / "brackets.pdf").write_bytes(b"%PDF-1.7\n1 0 obj" + b"[" * 200_000 + _PDF_END)
    (folder / "zeros.pdf").write_bytes(bytes(5000))
    with (folder / "sparse.pdf").open("wb") as sparse:
        sparse.write(b"%PDF-1.7\n")
        sparse.truncate(1 << 40)
    _names(folder)
    return folder


def _packages(folder: Path, good: bytes) -> None:
    spaces = b"<w:document " + _W + b"><w:body>" + b" " * 300 * MEBIBYTE + b"</w:body></w:document>"
    _docx(folder / "bomb.docx", good, spaces)
    deep = b"<w:document " + _W + b"><w:body>" + b"<w:p>" * 50_000 + b"</w:p>" * 50_000 + b"</w:body></w:document>"
    _docx(folder / "deep.docx", good, deep)
    lines = b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    laughs = b'<!DOCTYPE d [<!ENTITY a "ha">' + lines + b"]><w:document " + _W + b"><w:body><w:p>&j;</w:p></w:body></w:document>"
    _docx(folder / "laughs.docx", good, laughs)
    # The central directory claims that each member is four gibibytes long.
    liar = bytearray(good)
    at = -1
    while (at := liar.find(b"PK\x01\x02", at + 1)) >= 0:
        liar[at + 24 : at + 28] = b"\xf0\xff\xff\xff"
    (folder / "liar.docx").write_bytes(liar)
    nested = b"x"
    for _ in range(200):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w") as package:
            package.writestr("a.zip", nested)
        nested = outer.getvalue()
    (folder / "nested.zip").write_bytes(nested)


def _docx(path: Path, good: bytes, main_part: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(good)) as like, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name in like.namelist():
            package.writestr(name, main_part if name == "word/document.xml" else like.read(name))


def _names(folder: Path) -> None:
    letter(folder / "plain.docx", "2")
    os.rename(os.fsencode(folder / "plain.docx"), os.fsencode(folder) + b"/v\xe2n\nb%n.docx")  # noqa: PTH104 - the name is not text
    (folder / "\x1b[31mempty.pdf").write_bytes(b"")
    (folder / "loop").symlink_to(folder)
    (folder / "broken.pdf").symlink_to(folder / "nowhere")
    (folder / "itself.pdf").symlink_to("itself.pdf")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "Thumbs.db").write_bytes(b"x")
    (folder / "~$good.docx").write_bytes(b"x")
