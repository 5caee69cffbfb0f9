"""The readers: which media type is read by what, and what a clerk can do about a file that is not read."""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
from collections.abc import Callable
from dataclasses import replace

from docflow import __version__, container
from docflow.model import AS_IT_STANDS, FileKind, Ocr, ParseResult, Problem, Reading, Stage
from docflow.parse import scan, transit

Read = Callable[[bytes, Reading], ParseResult]

# Media type -> module of this package with a function ``read``; imported when the first such file comes.
READERS = {
    container.PDF: "pdf",
    container.DOCX: "docx",
    container.EDXML: "edxml",
    container.ZIP: "archive",
    container.MAIL: "mail",
    container.CMS: "envelope",
    container.DOC: "doc",
    container.RTF: "rtf",
    container.ODT: "odt",
    container.ODT_TEMPLATE: "odt",
    container.HTML: "html",
    container.MHTML: "mhtml",
    container.TEXT: "plaintext",
}

# Types that are not read -> problem code, whose words say what to do.
_REFUSALS = {
    container.EMPTY: "empty-file",
    container.ZEROS: "zero-file",
    container.XLSX: "type-sheet",
    container.XLS: "type-sheet",
    container.ENCRYPTED_OFFICE: "encrypted",
    container.OUTLOOK: "type-outlook",
    container.TNEF: "type-outlook",
    "application/vnd.rar": "type-archive",
    "application/x-7z-compressed": "type-archive",
    "application/gzip": "type-archive",
    "application/vnd.oasis.opendocument.spreadsheet": "type-sheet",
}


def accepts(media_type: str) -> bool:
    """Whether files of this type are taken in: there is a reader for it."""
    return media_type in READERS


def refusal(media_type: str) -> str | None:
    """The problem code for a type that is not taken in, None for one that is."""
    if accepts(media_type):
        return None
    if media_type.startswith("image/"):
        return "type-image"
    return _REFUSALS.get(media_type, "type-not-read")


def read(data: bytes, how: Reading = AS_IT_STANDS) -> ParseResult:
    """Read the header of a file, whatever it is; never raises for what the file holds."""
    sniffed = container.sniff(data)
    code = refusal(sniffed.media_type)
    if code is not None:
        return ParseResult(sniffed.media_type, FileKind.OTHER, problems=(Problem(Stage.PARSE, code, sniffed.media_type),))
    if sniffed.media_type == container.PDF and transit.mangled(data):
        return ParseResult(container.PDF, FileKind.OTHER, problems=(Problem(Stage.PARSE, transit.CODE),))
    result = _reader(READERS[sniffed.media_type])(data[sniffed.offset :] if sniffed.offset else data, how)
    if sniffed.offset:
        junk = Problem(Stage.PARSE, "junk-before-header", str(sniffed.offset))
        result = replace(result, problems=(junk, *result.problems))
    return result


@functools.cache
def _reader(name: str) -> Read:
    function: Read = importlib.import_module(f"docflow.parse.{name}").read
    return function


@functools.cache
def tools() -> str:
    """The fingerprint of everything that decides what a header says."""
    libraries = ("lxml", "msdoc2docx", "pypdf", "pypdfium2", "python-docx", "striprtf")
    return ";".join([f"docflow/{__version__}", *(f"{name}/{importlib.metadata.version(name)}" for name in libraries)])


@functools.cache
def recognition(ocr: Ocr) -> str:
    """What scans are recognised with: the way asked for and the recogniser's fingerprint, or why nothing is."""
    return ocr.value if ocr is Ocr.OFF else f"{ocr.value}/{scan.fingerprint()}"


def recognisable(parsed: ParseResult) -> bool:
    """Whether recognition could change what a file says."""
    return parsed.media_type == container.PDF and scan.concerns(parsed)
