"""Certificates as the libraries' objects, parsed once: an office's few sign its thousands of documents."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from asn1crypto import x509


@lru_cache(maxsize=256)
def certificate(der: bytes) -> Any:
    """Parse a certificate; ``ValueError`` if it is none. Whoever gets it must not change it."""
    return x509.Certificate.load(der)
