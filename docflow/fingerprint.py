"""The fingerprint of everything that decides what a file's facts are: equal bytes, settings and fingerprint give equal facts.

Recognition stands at its end, and only in the facts of files that it could change: where it is installed, changed or turned off,
exactly those are due.
"""

from __future__ import annotations

from docflow import __version__
from docflow.model import AS_IT_STANDS, Ocr, ParseResult, Reading
from docflow.parse import reader
from docflow.verify import version

_RECOGNITION = ";ocr/"


def tools(how: Reading = AS_IT_STANDS) -> str:
    """What a run reads with: versions of docflow, its readers, its verifier, the libraries under them, and recognition."""
    return f"{_unaided()}{_RECOGNITION}{reader.recognition(how.ocr)}"


def tools_of(parsed: ParseResult, how: Reading) -> str:
    """What one file was read with; recognition is named only where it could have been asked."""
    return tools(how) if how.ocr is Ocr.FORCE or reader.recognisable(parsed) else _unaided()


def good(now: str) -> frozenset[str]:
    """The fingerprints of files that a run which reads with ``now`` need not read again."""
    unaided, _, recognition = now.partition(_RECOGNITION)
    return frozenset({now} if recognition.startswith(Ocr.FORCE.value) else {now, unaided})


def _unaided() -> str:
    return f"docflow/{__version__};{reader.tools()};{version.tools()}"
