"""Cheap checks of a PDF's cross-references before a library may see them: structures that no decode limit bounds."""

from __future__ import annotations

import re

_WIDTHS = re.compile(rb"/W[\x00\t\n\x0c\r ]*\[[\x00\t\n\x0c\r ]*((?:[0-9]+[\x00\t\n\x0c\r ]*){1,8})\]")
_INDEX = re.compile(rb"/Index[\x00\t\n\x0c\r ]*\[([0-9\x00\t\n\x0c\r ]{1,100000})\]")
_SIZE = re.compile(rb"/Size[\x00\t\n\x0c\r ]+([0-9]{1,20})")
_XREF_STREAM = re.compile(rb"/Type[\x00\t\n\x0c\r ]*/XRef(?![A-Za-z])")
_AROUND = 4096
# An object takes more than a byte of its file however well it is compressed; small files may have reserved some numbers.
_FEW_ENTRIES = 100_000


def over_limit(data: bytes) -> bool:
    """Whether cross-reference streams announce entries without width, or in all more of them than their file could hold."""
    if b"/XRef" not in data:  # ten times as fast as the expression, which looks at every /Type
        return False
    most = max(len(data), _FEW_ENTRIES)
    total = 0
    for stream in _XREF_STREAM.finditer(data):
        around = _dictionary(data, stream.start())
        widths = _WIDTHS.search(around)
        if widths and not any(int(w[:9]) for w in widths[1].split()):
            return True
        announced = [int(n[:18]) for m in _INDEX.finditer(around) for n in m[1].split()[1::2]]
        sizes = [] if announced else [int(m[1][:18]) for m in _SIZE.finditer(around)]
        total += sum(announced) + max(sizes, default=0)
        if total > most:
            return True
    return False


def _dictionary(data: bytes, inside: int) -> bytes:
    """What stands around a position up to the object's header and its stream, at most 4 KiB each way."""
    start = max(data.rfind(b"obj", max(inside - _AROUND, 0), inside), inside - _AROUND, 0)
    end = data.find(b"stream", inside, inside + _AROUND)
    return data[start : end if end >= 0 else inside + _AROUND]
