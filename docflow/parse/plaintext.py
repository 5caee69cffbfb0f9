"""Plain text to header fields: UTF-8, UTF-16, or bytes of an encoding from before Unicode."""

from __future__ import annotations

import codecs
import re

from docflow import container
from docflow.model import AS_IT_STANDS, FileKind, ParseResult, Reading
from docflow.parse import flow
from docflow.parse.flow import Paragraph

MAX_BYTES = 16 * 2**20
_LINE_END = re.compile("\r\n|[\n\r\f]")  # others are letters of old encodings
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


def read(data: bytes, _how: Reading = AS_IT_STANDS) -> ParseResult:
    """Read a plain text, a line being a paragraph; never raises for what the file holds."""
    lines = _LINE_END.split(decoded(data[:MAX_BYTES]))
    blocks = [Paragraph(line[: flow.MAX_TEXT]) for line in lines[: flow.MAX_BLOCKS]]
    return flow.read(blocks, container.TEXT, FileKind.TEXT, titled=True)


def decoded(data: bytes, declared: str | None = None) -> str:
    """The text of bytes: by their mark, as UTF-8 if they are, in the encoding declared, else one character a byte.

    What stands for one byte a character may be in an encoding from before Unicode, which its text tells later.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    for name in ("utf-8", declared or ""):
        try:
            return data.decode(name)
        except (LookupError, ValueError):
            continue
    return data.decode("cp1252", "replace") if not _controls(data) else data.decode("latin-1")


def _controls(data: bytes) -> bool:
    """Whether bytes stand there that Windows-1252 does not have."""
    return any(byte in data for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
