"""A signed message around a file, or a signature beside one (.p7m, .p7s): it prints nothing itself.

What it encloses is taken out where its signature is examined, and read as a file inside it.
"""

from __future__ import annotations

from docflow import container
from docflow.model import FileKind, ParseResult, Reading


def read(_data: bytes, _how: Reading) -> ParseResult:
    """No header and no fault."""
    return ParseResult(container.CMS, FileKind.OTHER)
