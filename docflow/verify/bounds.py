"""How much of a file's signatures is looked at, and whether it holds any."""

from __future__ import annotations

import re

MAX_SIGNATURES = 256
MAX_LATER_REVISIONS = 256

_BYTE_RANGE = re.compile(rb"/ByteRange[\x00\t\n\x0c\r ]*\[")


def holds_byte_range(data: bytes) -> bool:
    """Whether the bytes hold a /ByteRange, so that somebody has signed."""
    return _BYTE_RANGE.search(data) is not None
