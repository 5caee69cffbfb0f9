"""The key under which an instance hashes personal numbers: made when first needed, readable by its owner only."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path

from docflow.errors import PathError
from docflow.settings import CONFIG_NAME, Settings

NAME = "personal.key"


def personal_key(settings: Settings) -> bytes | None:
    """The key of an instance, made if it has none yet; None where there is no instance to keep one in."""
    if not (settings.instance / CONFIG_NAME).is_file():
        return None
    path = settings.instance / NAME
    try:
        with contextlib.suppress(FileExistsError):
            _make(path)
        return bytes.fromhex(path.read_text("ascii"))
    except (OSError, ValueError) as fault:
        raise PathError("personal-key", path=path, detail=fault) from fault


def _make(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
