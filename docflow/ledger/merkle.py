"""Proofs over the log (RFC 6962, section 2.1): that an entry stands in it, and that a later log goes on from an earlier one.

Hashes are 32 bytes. A leaf hash is SHA-256(0x00 || entry), a node SHA-256(0x01 || left || right); a tree of n leaves is split
at the largest power of two below n. Proofs are made here and judged by ``docflow.verify_proof`` alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable


def parent(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return hashlib.sha256(b"\1" + left + right).digest()


class Tree:
    """The tree over some leaf hashes; every question may ask about a prefix of ``size`` leaves."""

    __slots__ = ("_levels",)

    def __init__(self, leaves: Iterable[bytes]) -> None:
        # Level h holds the hashes of the perfect subtrees of 2^h leaves, from the left.
        level = list(leaves)
        self._levels = [level]
        while len(level) > 1:
            level = [parent(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
            self._levels.append(level)

    @property
    def size(self) -> int:
        """How many leaves there are."""
        return len(self._levels[0])

    def root(self, size: int | None = None) -> bytes:
        """The Merkle tree hash of the first ``size`` leaves, all by default (section 2.1); ``ValueError`` if there are fewer."""
        size = self.size if size is None else size
        if not 0 <= size <= self.size:
            raise ValueError(f"a log of {self.size} entries has no first {size}")
        return self._hash(0, size) if size else hashlib.sha256().digest()

    def inclusion(self, index: int, size: int) -> tuple[bytes, ...]:
        """The audit path of leaf ``index`` among the first ``size`` (section 2.1.1), from the leaf up."""
        if not 0 <= index < size <= self.size:
            raise ValueError(f"entry {index} is not among the first {size} of {self.size}")
        path: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start = middle
        return tuple(reversed(path))

    def consistency(self, earlier: int, size: int) -> tuple[bytes, ...]:
        """The proof that the first ``size`` leaves begin with the first ``earlier`` (section 2.1.2)."""
        if not 0 < earlier <= size <= self.size:
            raise ValueError(f"no proof from {earlier} to {size} entries in a log of {self.size}")
        path: list[bytes] = []
        start, end, whole = 0, size, True
        while earlier != end:
            middle = start + _split(end - start)
            if earlier <= middle:
                path.append(self._hash(middle, end))
                end = middle
            else:
                path.append(self._hash(start, middle))
                start, whole = middle, False
        # An earlier tree that is a whole left subtree need not be told: the verifier has its root.
        return (*(() if whole else (self._hash(start, end),)), *reversed(path))

    def _hash(self, start: int, end: int) -> bytes:
        size = end - start
        height = size.bit_length() - 1
        if size == 1 << height:
            return self._levels[height][start >> height]
        middle = start + _split(size)
        return parent(self._hash(start, middle), self._hash(middle, end))


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << (size - 1).bit_length() - 1
