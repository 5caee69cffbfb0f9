"""Reads PDF objects by one regular expression a token, where pyHanko reads them a byte at a time.

Only what is plain is read here: names without escapes, numbers, references, strings, arrays and dictionaries, with white space
between them (ISO 32000-2, 7.3). At anything else, a comment, a name with an escape, a key given twice, the whole object is
left to the library's own reader, which says what it always says. A test compares the two.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    BooleanObject,
    ContentOpReading,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
)
from pyhanko.pdf_utils.misc import PdfError

_MAX_DEPTH = 32
_LONGEST_REFERENCE = 20  # the library looks no further, the byte behind R included
_TOKEN = re.compile(
    rb"""[\x00\t\n\x0c\r\ ]*+ (?:
        (?P<name> /[!"$&'*-.0-;=?-Z\\^-z|~]*+ ) (?=[\x00\t\n\x0c\r\ ()<>\[\]{}/%])
      | (?P<reference>
          (?P<number> [1-9][0-9]{0,9} ) [\t\n\x0c\r\ ]+ (?P<generation> [0-9]{1,5} ) [\t\n\x0c\r\ ]+ R (?=[^a-zA-Z])
        )
      | (?P<integer> [+-]?[0-9]+ (?![+,\-.0-9]) )
      | (?P<real> [+-]?(?:[0-9]+\.[0-9]*|\.[0-9]+) (?![+,\-.0-9]) )
      | (?P<dictionary> << ) | (?P<end> >> ) | (?P<array> \[ ) | (?P<close> \] )
      | (?P<string> \( ) | (?P<hexadecimal> < )
      | (?: (?P<null> null ) | (?P<truth> true | false ) ) (?=[\x00\t\n\x0c\r\ ()<>\[\]{}/])
    )""",
    re.VERBOSE,
)
_LEAVES: dict[str, Callable[[bytes], Any]] = {
    "name": lambda token: NameObject(token.decode("ascii")),
    "integer": NumberObject,
    "real": lambda token: FloatObject(token.decode("ascii")),
    "null": lambda _: NullObject(),
    "truth": lambda token: BooleanObject(token == b"true"),
}
_STRINGS: dict[str, Callable[[Any], Any]] = {
    # asked for by name each time, since the hexadecimal one may be another while the context of ``fast_reader`` lasts
    "string": lambda stream: generic.read_string_from_stream(stream),  # noqa: PLW0108 - as above
    "hexadecimal": lambda stream: generic.read_hex_string_from_stream(stream),  # noqa: PLW0108 - as above
}
_library_reads = generic.read_object


class _NotPlain(Exception):
    """Something that is left to the library."""


def read_object(
    stream: Any,
    container_ref: Any,
    as_metadata_stream: bool = False,
    in_content_stream: Any = ContentOpReading.NO,
) -> Any:
    """Read one object as the library's function of this name does; the same value, the same place in the stream behind it."""
    start = stream.tell()
    if type(stream) is io.BytesIO and not as_metadata_stream and not in_content_stream:
        try:
            return _Tokens(stream, container_ref).top(start)
        except (_NotPlain, PdfError):  # what the library refuses it refuses in its own words
            stream.seek(start)
    before, generic.read_object = generic.read_object, _library_reads  # or every object inside would be tried again
    try:
        return _library_reads(stream, container_ref, as_metadata_stream, in_content_stream)
    finally:
        generic.read_object = before


class _Tokens:
    """One object being read; ``handler`` is whom its references ask."""

    __slots__ = ("_data", "_handler", "_owner", "_stream")

    def __init__(self, stream: io.BytesIO, owner: Any) -> None:
        self._stream, self._owner = stream, owner
        self._data = stream.getvalue()  # the bytes themselves, not a copy
        self._handler = owner.get_pdf_handler()

    def top(self, start: int) -> Any:
        """The object at a position, with the stream that may follow a dictionary."""
        if self._data[start : start + 2] == b"<<":
            values, end = self._dictionary(start + 2, 0)
            self._stream.seek(end)
            payload = generic._maybe_read_stream_payload(self._stream, values, self._handler)  # noqa: SLF001 - as its caller
            found = DictionaryObject(values) if payload is None else StreamObject(values, encoded_data=payload)
            found.container_ref = self._owner
        elif self._data[start : start + 1] == b"[":
            found, end = self._array(start + 1, 0)
            self._stream.seek(end)
        else:
            raise _NotPlain
        return found

    def _array(self, position: int, depth: int) -> tuple[Any, int]:
        found = ArrayObject()
        while True:
            match = _TOKEN.match(self._data, position)
            if match is None:
                raise _NotPlain
            if match.lastgroup == "close":
                found.container_ref = self._owner
                return found, match.end()
            value, position = self._value(match, depth + 1)
            found.append(value)

    def _dictionary(self, position: int, depth: int) -> tuple[dict[Any, Any], int]:
        found: dict[Any, Any] = {}
        while True:
            match = _TOKEN.match(self._data, position)
            if match is None:
                raise _NotPlain
            if match.lastgroup == "end":
                return found, match.end()
            key = NameObject(match["name"].decode("ascii")) if match.lastgroup == "name" else None
            behind = _TOKEN.match(self._data, match.end())
            if key is None or key in found or behind is None:
                raise _NotPlain
            found[key], position = self._value(behind, depth + 1)

    def _value(self, match: re.Match[bytes], depth: int) -> tuple[Any, int]:
        kind, end = match.lastgroup or "", match.end()
        found: Any
        if kind in _LEAVES:
            found = _LEAVES[kind](match[kind])
        elif kind == "reference":
            if end - match.start(kind) >= _LONGEST_REFERENCE:
                raise _NotPlain
            found = IndirectObject(int(match["number"]), int(match["generation"]), self._handler)
        elif depth > _MAX_DEPTH:
            raise _NotPlain
        elif kind == "dictionary":
            values, end = self._dictionary(end, depth)
            found = DictionaryObject(values)
        elif kind == "array":
            return self._array(end, depth)
        elif kind in _STRINGS:
            self._stream.seek(match.start(kind))
            found = _STRINGS[kind](self._stream)
            end = self._stream.tell()
        else:
            raise _NotPlain
        found.container_ref = self._owner
        return found, end
