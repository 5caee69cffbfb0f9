"""What is asked of a signature beyond its integrity: a policy, read from a TOML file and named after it.

A policy names what it demands; one that demands nothing is refused, for it would pass everything.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import tomllib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from docflow.errors import TrustError

DEMANDS = frozenset({"integrity", "chain", "algorithms", "key-usage"})
REVOCATION = ("none", "if-available", "required")
_TIMES = frozenset({"tsa", "claimed"})
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_KEYS = frozenset({"demand", "revocation", "time", "tsa", "key-usage", "digest", "ca-digest", "key-bits"})

Limits = tuple[tuple[str, dt.date], ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """A named set of demands.

    ``digests`` gives the last day on which a signature with a digest may have been made, ``ca_digests`` the last day on
    which a certificate signed with it may have begun; a digest not listed is refused. ``key_bits`` are least sizes by kind
    of key. ``times`` are the sources of the signing time in order; ``tsa_trusted`` asks for a chain of the time-stamping
    authority. ``sha256`` is that of the file's bytes.
    """

    name: str
    sha256: str
    demands: frozenset[str]
    revocation: str = "none"
    times: tuple[str, ...] = ()
    tsa_trusted: bool = True
    key_usage: tuple[str, ...] = ()
    digests: Limits = ()
    ca_digests: Limits = ()
    key_bits: tuple[tuple[str, int], ...] = ()

    @property
    def only_integrity(self) -> bool:
        """Whether nothing beyond integrity is demanded."""
        return self.demands == {"integrity"} and self.revocation == "none"


def load_policy(name: str | Path, folder: Path | None = None) -> Policy:
    """Load a policy: a path to a TOML file, the name of one in ``folder``, or the name of a built-in one, in this order.

    Raises:
        TrustError: ``policy-unknown``, ``policy-unreadable`` (values path, detail) or ``policy-empty`` (value name).
    """
    asked = str(name)
    path = Path(asked)
    if path.suffix == ".toml" and path.is_file():
        return _read(path.stem, _bytes(path), str(path))
    if _NAME.fullmatch(asked):
        own = folder / f"{asked}.toml" if folder is not None else None
        if own is not None and own.is_file():
            return _read(asked, _bytes(own), str(own))
        built_in = resources.files(__package__) / "policies" / f"{asked}.toml"
        if built_in.is_file():
            return _read(asked, built_in.read_bytes(), built_in.name)
    raise TrustError("policy-unknown", name=asked, known=", ".join(built_in_policies()))


def built_in_policies() -> tuple[str, ...]:
    """The names of the policies that come with docflow."""
    found = (resources.files(__package__) / "policies").iterdir()
    return tuple(sorted(e.name.removesuffix(".toml") for e in found if e.name.endswith(".toml")))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as fault:
        raise TrustError("policy-unreadable", path=path, detail=fault.strerror or fault) from fault


def _read(name: str, raw: bytes, path: str) -> Policy:
    try:
        table = tomllib.loads(raw.decode())
        unknown = sorted(set(table) - _KEYS)
        if unknown:
            raise ValueError(f"unknown: {', '.join(unknown)}")  # noqa: TRY301 - told with the others
        policy = _made(name, hashlib.sha256(raw).hexdigest(), table)
    except (ValueError, TypeError, AttributeError) as fault:
        raise TrustError("policy-unreadable", path=path, detail=fault) from fault
    if not policy.demands:
        raise TrustError("policy-empty", name=name)
    return policy


def _made(name: str, sha256: str, table: dict[str, Any]) -> Policy:
    demands = frozenset(_words(table, "demand", DEMANDS))
    revocation = table.get("revocation", "none")
    if revocation not in REVOCATION:
        raise ValueError(f"revocation = {revocation!r}")
    tsa = table.get("tsa", "trusted")
    if tsa not in ("trusted", "intact"):
        raise ValueError(f"tsa = {tsa!r}")
    bits = {str(kind): _integer(size) for kind, size in table.get("key-bits", {}).items()}
    return Policy(
        name=name,
        sha256=sha256,
        demands=demands | {"integrity"} if demands else demands,
        revocation=revocation,
        times=_words(table, "time", _TIMES),
        tsa_trusted=tsa == "trusted",
        key_usage=_words(table, "key-usage", None),
        digests=_limits(table, "digest"),
        ca_digests=_limits(table, "ca-digest"),
        key_bits=tuple(sorted(bits.items())),
    )


def _words(table: dict[str, Any], key: str, known: frozenset[str] | None) -> tuple[str, ...]:
    words = table.get(key, [])
    if not isinstance(words, list) or not all(isinstance(w, str) and (known is None or w in known) for w in words):
        raise ValueError(f"{key} = {words!r}")
    return tuple(words)


def _limits(table: dict[str, Any], key: str) -> Limits:
    limits = table.get(key, {})
    if not all(type(day) is dt.date for day in limits.values()):
        raise ValueError(f"[{key}] must hold dates")
    return tuple(sorted(limits.items()))


def _integer(value: object) -> int:
    if type(value) is not int:
        raise ValueError(f"{value!r} is not a number of bits")
    return value
