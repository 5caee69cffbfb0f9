"""PDFs that pdfium cannot open, rewritten whole by pypdf, which reads leniently: no trailer, no catalog named, cut off.

pdfium rebuilds a cross-reference table by itself; it gives up where the trailer or the catalog is lost. Only whole objects are
kept, so that nothing is read from the half of one.
"""

from __future__ import annotations

import io
import logging
import re

import pypdf
from pypdf import errors
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NullObject

from docflow.model import Problem, Stage

MAX_SIZE = 32 * 2**20
MAX_PAGES = 2_000
MAX_OBJECTS = 10_000
_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,7})[ \t\r\n]{1,3}[0-9]{1,5}[ \t\r\n]{1,3}obj\b")
_END = b"endobj"
_LOCKED = (errors.FileNotDecryptedError, errors.DependencyError)


def rewritten(data: bytes) -> bytes | Problem:
    """The document written anew, for pdfium to read; the problem where that cannot be done or goes beyond the limits.

    An encrypted file is not tried: without its trailer it cannot be told how it was encrypted.
    """
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells every fault that it overlooks
    if len(data) > MAX_SIZE:
        return _damaged("limits")
    numbers = [int(match[1]) for match, _ in zip(_OBJECT.finditer(data), range(MAX_OBJECTS + 1), strict=False)]
    if len(numbers) > MAX_OBJECTS:
        return _damaged("limits")
    if not numbers or b"/Encrypt" in data:
        return _damaged()
    try:
        return _cloned(pypdf.PdfReader(io.BytesIO(_closed(data, max(numbers))), strict=False))
    except MemoryError:  # the machine's fault, and the executor's to tell
        raise
    except Exception as fault:  # noqa: BLE001 - what pypdf raises on damaged files has no base in common
        return problem_of(fault)


def _cloned(reader: pypdf.PdfReader) -> bytes | Problem:
    if not 1 <= len(reader.pages) <= MAX_PAGES:
        return _damaged("pages")
    if not _whole(reader.pages[0]):
        return _damaged("page 1")
    out = io.BytesIO()
    pypdf.PdfWriter(clone_from=reader).write(out)
    return out.getvalue()


def _whole(page: pypdf.PageObject) -> bool:
    """Whether all is there that a page is drawn with: without one of its fonts a page shows other letters."""
    waiting: list[object] = [page.raw_get(key) for key in ("/Contents", "/Resources") if key in page]
    seen: set[int] = set()
    for _ in range(MAX_OBJECTS):
        if not waiting:
            return True
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            thing = thing.get_object()
            if thing is None or isinstance(thing, NullObject):
                return False
        if isinstance(thing, DictionaryObject):
            waiting.extend(value for key, value in thing.items() if key != "/Parent")
        elif isinstance(thing, ArrayObject):
            waiting.extend(thing)
    return False


def problem_of(fault: Exception) -> Problem:
    """What an exception of pypdf says about the file."""
    if isinstance(fault, _LOCKED):
        return Problem(Stage.PARSE, "encrypted")
    return _damaged(type(fault).__name__)


def _damaged(detail: str = "") -> Problem:
    return Problem(Stage.PARSE, "damaged-pdf", detail)


def _closed(data: bytes, highest: int) -> bytes:
    """The bytes up to their last whole object, with an end that says how many there may be, if their own end is lost."""
    end = data.rfind(_END)
    if end < 0 or data.find(b"%%EOF", end) >= 0:
        return data
    size = min(highest, MAX_OBJECTS) + 1
    return data[: end + len(_END)] + b"\ntrailer\n<</Size %d>>\nstartxref\n0\n%%%%EOF\n" % size
