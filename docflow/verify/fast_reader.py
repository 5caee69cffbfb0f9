"""pyHanko's reader, lenient, without reading the same bytes over and over.

Three things cost most of its time: the hexadecimal string of /Contents and all tokens are read a byte at a time, an object is
parsed anew for each revision that looks at it, and each look-up of an object's history walks all cross-reference sections. The
answers are the same as those of the plain reader; a test compares them.
"""

from __future__ import annotations

import binascii
import contextlib
import io
from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PDF_WHITESPACE, PdfStreamError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.xref import XRefCache

from docflow.verify.fast_tokens import read_object
from docflow.verify.pruned_view import PrunedView

_BLOCK = 1 << 14
_plain_hex_string = generic.read_hex_string_from_stream


class _History(XRefCache):  # type: ignore[misc]  # the library is untyped
    """Cross-reference sections that remember what they were asked."""

    def __init__(self, plain: Any) -> None:
        super().__init__(plain.reader, plain._xref_sections)  # noqa: SLF001 - there is no public way to the sections
        self._last: dict[tuple[int, int], int | None] = {}
        self._first: dict[tuple[int, int], int | None] = {}

    def get_last_change(self, ref: Any) -> int:
        """The last revision that names the object; ``KeyError`` if none does."""
        return _remembered(self._last, ref, super().get_last_change)

    def get_introducing_revision(self, ref: Any) -> int:
        """The first revision that holds the object; 0 for one that none holds: it is null from the beginning."""
        try:
            return _remembered(self._first, ref, super().get_introducing_revision)
        except KeyError:
            return 0


def _remembered(memory: dict[tuple[int, int], int | None], ref: Any, ask: Any) -> int:
    key = (ref.idnum, ref.generation)
    if key not in memory:
        try:
            memory[key] = ask(ref)
        except KeyError:
            memory[key] = None
    answer = memory[key]
    if answer is None:
        raise KeyError(ref)
    return answer


class FastReader(PdfFileReader):  # type: ignore[misc]  # the library is untyped
    """A lenient reader over bytes that parses each object once.

    Historical views copy what they get (``HistoricalResolver._subsume_object``), so parsed objects can be shared.
    """

    def __init__(self, data: bytes) -> None:
        self._parsed: dict[tuple[Any, ...], Any] = {}
        self._views: dict[int, Any] = {}
        self.links: dict[tuple[int, int], Any] = {}  # what the views find out about objects that they share
        super().__init__(io.BytesIO(data), strict=False)
        self.xrefs: Any = _History(self.xrefs)

    def get_historical_resolver(self, revision: int) -> Any:
        """The view of a revision, made once."""
        if revision not in self._views:
            self._views[revision] = PrunedView(self, revision)
        return self._views[revision]

    def _read_object(self, ref: Any, marker: Any, never_decrypt: bool = False, as_metadata_stream: bool = False) -> Any:
        if marker is None:
            return super()._read_object(ref, marker, never_decrypt, as_metadata_stream)
        key = (ref.idnum, ref.generation, marker, never_decrypt, as_metadata_stream)
        if key not in self._parsed:
            self._parsed[key] = super()._read_object(ref, marker, never_decrypt, as_metadata_stream)
        return self._parsed[key]


def read_hex_string(stream: Any) -> Any:
    """Read a hexadecimal string in blocks; one with a comment in it is left to the library's own function.

    Raises:
        PdfStreamError: It has no end or holds something else than digits and white space.
    """
    start = stream.tell()
    stream.read(1)
    blocks: list[bytes] = []
    end = -1
    while end < 0:
        block = stream.read(_BLOCK)
        if not block:
            raise PdfStreamError("Stream ended prematurely")
        end = block.find(b">")
        blocks.append(block if end < 0 else block[:end])
    raw = b"".join(blocks)
    if b"%" in raw:
        stream.seek(start)
        return _plain_hex_string(stream)
    digits = raw.translate(None, PDF_WHITESPACE)
    try:
        value = binascii.unhexlify(digits + b"0" * (len(digits) % 2))
    except binascii.Error as fault:
        raise PdfStreamError("Unexpected token in hex string") from fault
    stream.seek(start + len(raw) + 2)
    return generic.pdf_string(value)


@contextlib.contextmanager
def bulk_hex() -> Iterator[None]:
    """Let pyHanko read hexadecimal strings in blocks, and objects by tokens, while the context lasts.

    It has no seam for it but the names themselves.
    """
    plain = generic.read_object
    generic.read_hex_string_from_stream, generic.read_object = read_hex_string, read_object
    try:
        yield
    finally:
        generic.read_hex_string_from_stream, generic.read_object = _plain_hex_string, plain
