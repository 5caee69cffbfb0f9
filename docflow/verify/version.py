"""The fingerprint of what decides the evidence; apart from the verifier, so that asking for it does not load it."""

from __future__ import annotations

import functools
from importlib import metadata

EXAMINE_VERSION = "3"
JUDGE_VERSION = "1"
"""Raised when the same evidence, policy, trust and time may now be judged otherwise: what an older one said is judged again."""

_LIBRARIES = ("pyhanko", "pyhanko-certvalidator", "asn1crypto", "cryptography", "lxml")


@functools.cache
def tools() -> str:
    """The versions of this verifier and of the libraries under it."""
    return f"verify/{EXAMINE_VERSION};" + ";".join(f"{name}/{metadata.version(name)}" for name in _LIBRARIES)
