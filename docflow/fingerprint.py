"""The fingerprint of everything that decides what a file's facts are: equal bytes, settings and fingerprint give equal facts."""

from __future__ import annotations

from docflow import __version__
from docflow.parse import reader
from docflow.verify import version


def tools() -> str:
    """Versions of docflow, its readers and its verifier, and of the libraries under them."""
    return f"docflow/{__version__};{reader.tools()};{version.tools()}"
