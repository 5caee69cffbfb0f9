"""Word's binary files of 1997 to 2003 ([MS-DOC]): turned into DOCX by msdoc2docx, a pure Python reader, and read as such.

Converting costs time by the length of the text, so a longer one than an official document can be is not begun; a limit by the
clock would make facts depend on the machine, and is the executor's. What can go wrong in the converter is a problem of the file.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from doc2docx import convert
from doc2docx.cfb import CompoundFile, CompoundFileLimits
from doc2docx.errors import EncryptedDocumentError

from docflow import container
from docflow.model import AS_IT_STANDS, FileKind, ParseResult, Problem, Reading, Stage
from docflow.parse import docx

MAX_BYTES = 64 * 2**20
MAX_CHARACTERS = 800_000
MAX_CONVERTED = 64 * 2**20
_LIMITS = CompoundFileLimits(max_input_bytes=MAX_BYTES, max_stream_bytes=MAX_BYTES, max_directory_entries=5_000)
# [MS-DOC] 2.5.1 and 2.5.2: what a file information block begins with, its version, its flags, and the lengths of its texts.
_WORD_97, _WORD_6, _FIRST_97 = 0xA5EC, 0xA5DC, 0x00C1
_FLAGS_AT, _ENCRYPTED, _LENGTHS_AT, _LENGTHS = 0x0A, 0x0100, 0x4C, 8


def read(data: bytes, how: Reading = AS_IT_STANDS) -> ParseResult:
    """Read a Word file of the old kind; never raises for what the file holds."""
    try:
        refused = _refused(CompoundFile(data, limits=_LIMITS).open_stream("WordDocument"))
        if refused is not None:
            return refused
        converted = _converted(data)
    except MemoryError:  # the machine's fault, and the executor's to tell
        raise
    except EncryptedDocumentError:
        return _nothing("encrypted")
    except Exception as fault:  # noqa: BLE001 - what the converter raises on damaged files has no base in common
        return _nothing("damaged-doc", type(fault).__name__)
    if converted is None:
        return _nothing("over-limits")
    result = docx.read(converted, how)
    told = tuple(replace(p, code="damaged-doc") if p.code == "damaged-docx" else p for p in result.problems)
    return replace(result, media_type=container.DOC, problems=told)


def _nothing(code: str, detail: str = "") -> ParseResult:
    return ParseResult(container.DOC, FileKind.WORD, problems=(Problem(Stage.PARSE, code, detail),))


def _refused(stream: bytes) -> ParseResult | None:
    """What the first bytes of the document say against converting it."""
    kind, version = (int.from_bytes(stream[at : at + 2], "little") for at in (0, 2))
    if kind == _WORD_6 or (kind == _WORD_97 and version < _FIRST_97):
        return _nothing("old-word", str(version))
    if int.from_bytes(stream[_FLAGS_AT : _FLAGS_AT + 2], "little") & _ENCRYPTED:
        return _nothing("encrypted")
    lengths = (int.from_bytes(stream[at : at + 4], "little") for at in range(_LENGTHS_AT, _LENGTHS_AT + 4 * _LENGTHS, 4))
    longest = max(lengths)
    return _nothing("over-limits", str(longest)) if longest > MAX_CHARACTERS else None


def _converted(data: bytes) -> bytes | None:
    """The document as DOCX, None where that is larger than is read; the converter works on files only."""
    with tempfile.TemporaryDirectory(prefix="docflow-") as folder:
        old, new = Path(folder) / "old.doc", Path(folder) / "new.docx"
        old.write_bytes(data)
        convert(old, new, limits=_LIMITS)
        return new.read_bytes() if new.stat().st_size <= MAX_CONVERTED else None
