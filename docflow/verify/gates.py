"""Structural gates over the raw bytes, before and independent of any PDF library.

A library's word that a signature "covers the whole file" may rest on lengths alone; these gates look at the bytes
themselves. Offsets count from ``%PDF``: whoever calls has cut off junk before it.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterable, Iterator, Sequence

_SPACE = b"\x00\t\n\x0c\r "
# Between two tokens: white space, or comments, which readers take for white space (ISO 32000-2, 7.2.4).
_GAP = rb"(?>[\x00\t\n\x0c\r ]|%[^\r\n]{0,200}[\r\n])"
_OBJECT = re.compile(rb"(?<![0-9])[0-9]{1,10}+%b{1,64}+[0-9]{1,5}+%b{0,64}+obj(?![A-Za-z0-9])" % (_GAP, _GAP))
_TABLE = re.compile(rb"(?<![A-Za-z])xref(?![A-Za-z])")
_TRAILER = re.compile(rb"(?<![A-Za-z/(])trailer[\x00\t\n\x0c\r ]{0,64}<<")
_BYTE_RANGE = re.compile(
    rb"/ByteRange%b{0,64}+\[%b{0,64}+([0-9]{1,12}+)" % (_GAP, _GAP)
    + 3 * (rb"%b{1,64}+([0-9]{1,12}+)" % _GAP)
    + rb"%b{0,999}+\]" % _GAP
)
# The hexadecimal string of a SEQUENCE with a definite or indefinite length (X.690, 8.1.2 and 8.1.3).
_CMS = re.compile(rb"<[\x00\t\n\x0c\r ]{0,64}30[ -~]", re.IGNORECASE)
_START = re.compile(rb"(?<![A-Za-z])startxref(?![A-Za-z])")
_END = b"%%EOF"
_HEADER = b"%PDF-"
_HEADER_WITHIN = 1024  # ISO 32000-1 annex H.3, note 13: viewers take a header within the first 1024 bytes


def header_offset(data: bytes) -> int | None:
    """Where ``%PDF-`` stands within the first 1024 bytes; None if it does not."""
    found = data.find(_HEADER, 0, _HEADER_WITHIN + len(_HEADER))
    return found if found >= 0 else None


def gap_gate(data: bytes, byte_range: Sequence[object] | None, cms: bytes) -> str | None:
    """Whether the bytes outside a signature's ByteRange are exactly the signature's own hexadecimal string.

    Args:
        data: The file from ``%PDF`` on.
        byte_range: The values of /ByteRange, of any type.
        cms: The value of /Contents, padding included, that is verified.

    Returns:
        None if the gate is passed, else a reason: ``byte-range-malformed``, ``byte-range-outside-file``,
        ``gap-not-signature`` or ``gap-other-signature`` (ISO 32000-2, 12.8.1: the range spans the whole file but the
        value of /Contents with its delimiters).
    """
    numbers = integers(byte_range)
    if numbers is None or len(numbers) != 4 or min(numbers) < 0 or numbers[0] != 0:
        return "byte-range-malformed"
    _, first, second, length = numbers
    if first == 0 or second <= first or second + length > len(data):
        return "byte-range-outside-file" if second + length > len(data) else "byte-range-malformed"
    if data[first : first + 1] != b"<" or data[second - 1 : second] != b">":
        return "gap-not-signature"
    try:
        inside = binascii.unhexlify(data[first + 1 : second - 1])
    except binascii.Error:
        return "gap-not-signature"
    return None if inside == cms else "gap-other-signature"


def integers(values: Sequence[object] | None) -> tuple[int, ...] | None:
    """The values as plain integers; None if one of them is not an integer or there are too many to be a ByteRange."""
    if values is None or len(values) > 64:
        return None
    if not all(isinstance(v, int) and not isinstance(v, bool) for v in values):
        return None
    return tuple(int(v) for v in values if isinstance(v, int))


def signed_end(byte_range: Sequence[int]) -> int:
    """The offset behind the last byte that a ByteRange of four integers covers."""
    return byte_range[2] + byte_range[3]


def signatures_in(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """The ByteRanges written out in a file whose gap holds a CMS: signatures, whether or not a field leads to them."""
    for match in _BYTE_RANGE.finditer(data):
        start, first, second, length = (int(number) for number in match.groups())
        if start == 0 < first < second <= second + length <= len(data) and _CMS.match(data, first, second):
            yield start, first, second, length


def tail_gate(data: bytes, start: int, objects: Iterable[int], tables: Iterable[int]) -> tuple[str, ...]:
    """Whether everything behind the first signed revision is known to the cross-reference sections.

    Viewers recover objects that a parser following the cross-references never sees, so what none of them knows may still
    be shown.

    Args:
        data: The file from ``%PDF`` on.
        start: The end of the first signed revision.
        objects: Offsets of objects that some cross-reference section of the file names.
        tables: Offsets at which cross-reference sections were read.

    Returns:
        The reasons that hold: ``hidden-object``, ``hidden-section``, ``bytes-after-end``; empty if the gate is passed.
    """
    reasons = []
    known = {_first_token(data, offset) for offset in objects if start - 64 <= offset < len(data)}
    if any(m.start() not in known for m in _OBJECT.finditer(data, start)):
        reasons.append("hidden-object")
    sections = {_first_token(data, offset) for offset in tables if start - 64 <= offset < len(data)}
    found = [m.start() for m in _TABLE.finditer(data, start)]
    trailers = sum(1 for _ in _TRAILER.finditer(data, start))
    starts = sum(1 for _ in _START.finditer(data, start))
    if any(offset not in sections for offset in found) or trailers > len(found) or starts > len(sections):
        reasons.append("hidden-section")
    end = data.rfind(_END, max(start - len(_END), 0))
    behind = data[max(end + len(_END), start) :] if end >= 0 else data[start:]
    if behind.strip(_SPACE):
        reasons.append("bytes-after-end")
    return tuple(reasons)


def _first_token(data: bytes, offset: int) -> int:
    """The offset itself, or that of the token behind white space: some writers point a few bytes early."""
    limit = min(offset + 64, len(data))
    while offset < limit and data[offset] in _SPACE:
        offset += 1
    return offset
