"""The certification authorities that docflow recognises, by the SHA-256 of their certificates (``known_authorities.toml``)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class KnownAuthority:
    """A recognised authority: its name, and whether its certificate is a root's."""

    name: str
    root: bool


@cache
def known_authorities() -> Mapping[str, KnownAuthority]:
    """The recognised authorities by SHA-256 of their certificate."""
    table = tomllib.loads((resources.files(__package__) / "known_authorities.toml").read_text("utf-8"))
    return {row["sha256"]: KnownAuthority(row["name"], row["root"]) for row in table["authority"]}
