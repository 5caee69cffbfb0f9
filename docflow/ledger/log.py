"""The log of facts as a Merkle tree (RFC 6962, section 2.1): leaves in the order of closing, one root for all of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable


def leaf_hash(kind: str, subject: str, salt: str, body: str) -> str:
    """The leaf of a fact, in hex; ``salt`` in hex, ``body`` the canonical payload.

    The payload enters by a salted hash, so that it can be destroyed without breaking the log and not be guessed from it.
    """
    payload = hashlib.sha256(bytes.fromhex(salt) + body.encode()).hexdigest()
    content = json.dumps([kind, subject, payload], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"\0" + content.encode()).hexdigest()


def root(leaves: Iterable[str]) -> str:
    """The Merkle tree hash of leaf hashes, in hex; of no leaves the hash of nothing."""
    # The roots of the perfect subtrees so far, as (height, hash), tallest first: the binary digits of the number of leaves.
    peaks: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, node = 0, bytes.fromhex(leaf)
        while peaks and peaks[-1][0] == height:
            node = _parent(peaks.pop()[1], node)
            height += 1
        peaks.append((height, node))
    if not peaks:
        return hashlib.sha256().hexdigest()
    node = peaks.pop()[1]
    while peaks:
        node = _parent(peaks.pop()[1], node)
    return node.hex()


def _parent(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()
