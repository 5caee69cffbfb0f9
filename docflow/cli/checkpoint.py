"""Checkpoints and keys as files: where an instance keeps its key, and how a note is read and written."""

from __future__ import annotations

import sys
from pathlib import Path

from docflow.errors import LedgerError, PathError
from docflow.ledger.checkpoint import MAX_NOTE, Checkpoint, PublicKey, parse
from docflow.settings import Settings

STDOUT = Path("-")


def key_path(settings: Settings) -> Path:
    """The private key of an instance; the public one stands beside it as ``ledger.pub``."""
    return settings.instance / "ledger.key"


def bytes_of(path: Path, limit: int = MAX_NOTE) -> bytes:
    """The beginning of a small file named on the command line; ``PathError`` if it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(limit)
    except OSError as fault:
        raise PathError("file-unreadable", path=path, detail=fault) from fault


def text_of(path: Path) -> str:
    """A small text file named on the command line; ``PathError`` if it cannot be read."""
    try:
        return bytes_of(path).decode("utf-8")
    except UnicodeDecodeError as fault:
        raise PathError("file-unreadable", path=path, detail=fault) from fault


def read(note: Path, key: Path) -> Checkpoint:
    """A checkpoint that was kept, if the key signed it.

    ``LedgerError`` ``checkpoint-unreadable``, ``checkpoint-unsigned``, ``key-unreadable``.
    """
    told = text_of(note)
    try:
        public = PublicKey.parse(text_of(key))
    except ValueError as fault:
        raise LedgerError("key-unreadable", path=key, detail=fault) from fault
    try:
        kept = parse(told)
        if not public.signed(told):
            raise LedgerError("checkpoint-unsigned", path=note, key=public.name)
    except ValueError as fault:
        raise LedgerError("checkpoint-unreadable", detail=fault) from fault
    return kept


def write(path: Path, text: str) -> None:
    """Write to a file, or to standard output for ``-``; ``PathError`` where that fails."""
    if path == STDOUT:
        sys.stdout.write(text)
    else:
        write_bytes(path, text.encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write to a file; ``PathError`` where that fails."""
    try:
        path.write_bytes(data)
    except OSError as fault:
        raise PathError("file-unwritable", path=path, detail=fault.strerror or fault) from fault
