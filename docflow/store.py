"""Originals by SHA-256, each written once and never changed: ``store/ab/abcdef…``, readable with ``sha256sum``."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


def place(store: Path, sha256: str) -> Path:
    """Where the original with this hash stands, or would stand."""
    return store / sha256[:2] / sha256


def keep(store: Path, path: str, sha256: str) -> bool:
    """Copy an original into the store, through a temporary file, synced and renamed; ``OSError`` if that fails.

    False if the bytes are no longer those of ``sha256``: then nothing is kept.
    """
    target = place(store, sha256)
    if target.exists():
        return True
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{sha256}.part-{os.getpid()}")
    digest = hashlib.sha256()
    try:
        with open(path, "rb") as source, part.open("wb") as copy:  # noqa: PTH123 - the path may hold bytes that are not text
            while block := source.read(1 << 20):
                digest.update(block)
                copy.write(block)
            copy.flush()
            os.fsync(copy.fileno())
        if digest.hexdigest() != sha256:
            return False
        part.chmod(0o444)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return True
