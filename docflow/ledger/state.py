"""The state root: a hash of the set of facts that hold now, whatever the order in which they came.

LtHash of Bellare and Micciancio as used with 16-bit lanes: each fact is expanded to 1,024 little-endian uint16 lanes by
SHAKE-256, and the lanes are added modulo 2^16. Two big integers hold the even and the odd lanes 32 bits apart, so that one
addition of integers adds 512 lanes without a carry from one to the next.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

LANES = 1024
SIZE = 2 * LANES
DOMAIN = b"docflow/state/1\0"

_LOW = int.from_bytes(b"\xff\xff\x00\x00" * (LANES // 2), "little")
_MODULI = int.from_bytes(b"\x00\x00\x01\x00" * (LANES // 2), "little")


def entry(kind: str, subject: str, body: str) -> bytes:
    """The canonical form (RFC 8785) of ``[kind, subject, payload]``, from a payload that is canonical JSON already."""
    head = json.dumps([kind, subject], ensure_ascii=False, separators=(",", ":"))
    return f"{head[:-1]},{body}]".encode()


def element(kind: str, subject: str, body: str) -> bytes:
    """What a current fact adds to the state: 2,048 bytes."""
    return hashlib.shake_256(DOMAIN + entry(kind, subject, body)).digest(SIZE)


@dataclass(frozen=True, slots=True)
class State:
    """A sum of elements; the empty one is ``State()``."""

    even: int = 0
    odd: int = 0

    def add(self, added: bytes) -> State:
        """The state with one more element."""
        even, odd = _split(added)
        return State((self.even + even) & _LOW, (self.odd + odd) & _LOW)

    def remove(self, removed: bytes) -> State:
        """The state without an element that was added."""
        even, odd = _split(removed)
        return State((self.even + _MODULI - even) & _LOW, (self.odd + _MODULI - odd) & _LOW)

    def to_bytes(self) -> bytes:
        """The 1,024 lanes as little-endian uint16."""
        return (self.even | self.odd << 16).to_bytes(SIZE, "little")

    @classmethod
    def from_bytes(cls, lanes: bytes) -> State:
        """The state of 2,048 bytes made by ``to_bytes``; ``ValueError`` for another length."""
        if len(lanes) != SIZE:
            raise ValueError(f"{len(lanes)} bytes are not a state")
        return cls(*_split(lanes))

    def root(self) -> str:
        """The state root: SHA-256 of the lanes, in hex."""
        return hashlib.sha256(self.to_bytes()).hexdigest()


def _split(lanes: bytes) -> tuple[int, int]:
    packed = int.from_bytes(lanes, "little")
    return packed & _LOW, packed >> 16 & _LOW
