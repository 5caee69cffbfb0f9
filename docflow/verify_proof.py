"""Check a proof made by ``docflow ledger prove``, without docflow: this one file and Python 3.9 are enough.

    python3 verify_proof.py PROOF.json --key ledger.pub [--earlier CHECKPOINT] [--files FOLDER]

A proof holds a checkpoint (what the log of a ledger was, signed by its owner) and entries of that log, each with its place and
the hashes on its way up the tree. This program believes nothing in the proof; it computes:

1. the signature: the checkpoint was signed by the key in ``--key``, which you got from the owner by another way;
2. each entry: SHA-256 of its kind, subject and salted content is a leaf, and leads with its hashes to the checkpoint's root
   (RFC 6962), so that the entry stood in the log, at that place, when the checkpoint was signed;
3. with ``--earlier``: the log goes on from an earlier checkpoint that you kept, so that nothing before it was changed or cut;
4. with ``--files``: which of your files are those that the entries speak of (by SHA-256 of their bytes).

Exit status 0 if everything holds, 1 if something does not.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Point = tuple[int, int, int, int]
Key = tuple[str, bytes, bytes]

# ---------------------------------------------------------------- Ed25519 (RFC 8032, section 6)

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point_add(a: Point, b: Point) -> Point:
    """The sum of two points in extended coordinates (X, Y, Z, T)."""
    minus, plus = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    c, d = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = plus - minus, d - c, d + c, plus + minus
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_multiply(scalar: int, point: Point) -> Point:
    """The point added to itself ``scalar`` times."""
    result: Point = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        scalar >>= 1
    return result


def recover_x(y: int, sign: int) -> int | None:
    """The x of the point with this y, None if there is none."""
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P)
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P or (x == 0 and sign):
        return None
    return P - x if x & 1 != sign else x


def decompress(data: bytes) -> Point | None:
    """The point that 32 bytes stand for, None if they stand for none."""
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def ed25519_verifies(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether ``signature`` (64 bytes) is that of ``message`` under ``public`` (32 bytes)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = decompress(public), decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left = point_multiply(s, BASE)
    right = point_add(r, point_multiply(h, a))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


BASE = decompress((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or (0, 1, 1, 0)

# ---------------------------------------------------------------- checkpoints (C2SP tlog-checkpoint, signed-note)


def read_key(text: str) -> Key:
    """Name, key id and public key of a verifier key ``name+keyid+base64``."""
    name, key_id, encoded = text.strip().split("+", 2)
    raw = base64.b64decode(encoded)
    if raw[:1] != b"\1" or hashlib.sha256(name.encode() + b"\n" + raw).hexdigest()[:8] != key_id:
        raise ValueError("the public key does not agree with itself")
    return name, bytes.fromhex(key_id), raw[1:]


def read_checkpoint(note: str, key: Key) -> tuple[int, bytes]:
    """(number of entries, root) of a checkpoint that ``key`` signed; an error if it did not."""
    name, key_id, public = key
    text, _, signatures = note.rpartition("\n\n")
    for signer, encoded in re.findall(r"^— (\S+) (\S+)$", signatures, re.MULTILINE):
        blob = base64.b64decode(encoded)
        if signer == name and blob[:4] == key_id and ed25519_verifies(public, (text + "\n").encode(), blob[4:]):
            lines = text.split("\n")
            return int(lines[1]), base64.b64decode(lines[2])
    raise ValueError("the checkpoint is not signed by this key")


# ---------------------------------------------------------------- the tree (RFC 6962, section 2.1)


def parent(left: bytes, right: bytes) -> bytes:
    """The hash of a node."""
    return hashlib.sha256(b"\1" + left + right).digest()


def leaf(entry: dict[str, Any]) -> bytes:
    """The hash of an entry; its content enters by a salted hash, so that it can be erased without breaking the log."""
    if entry["content"] is None:
        return bytes.fromhex(entry["leaf"])
    content = hashlib.sha256(bytes.fromhex(entry["salt"]) + entry["content"].encode()).hexdigest()
    told = json.dumps([entry["kind"], entry["subject"], content], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(b"\0" + told.encode()).digest()


def root_from(node: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes:
    """The root that a leaf leads to: the path's hashes stand left or right of it as the index and the size of the tree say."""
    if not 0 <= index < size:
        raise ValueError("the place is outside the log")
    last = size - 1
    for sibling in path:
        if last == 0:
            raise ValueError("too many hashes")
        if index & 1 or index == last:
            node = parent(sibling, node)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            node = parent(node, sibling)
        index, last = index >> 1, last >> 1
    if last:
        raise ValueError("too few hashes")
    return node


def goes_on(old_size: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether a log begins with an earlier one (RFC 9162, section 2.1.4.2)."""
    if old_size == size:
        return old_root == root and not path
    if not 0 < old_size < size:
        return False
    path = list(path) if old_size & (old_size - 1) else [old_root, *path]
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = parent(sibling, old), parent(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = parent(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == root


# ---------------------------------------------------------------- the proof


def check(proof: dict[str, Any], key: Key, earlier: str | None, files: str | None) -> Iterator[tuple[bool, str]]:
    """Lines of (holds, what) for everything that the proof claims."""
    size, root = read_checkpoint(proof["checkpoint"], key)
    yield True, f"checkpoint: {size} entries, signed by {key[0]}"
    if earlier is not None:
        old_size, old_root = read_checkpoint(earlier, key)
        path = [bytes.fromhex(one) for one in proof.get("consistency") or ()]
        yield goes_on(old_size, old_root, size, root, path), f"the log goes on from the checkpoint of {old_size} entries"
    for entry in proof["entries"]:
        path = [bytes.fromhex(one) for one in entry["path"]]
        note = " (erased)" if entry.get("erased") else " (content withheld)" if entry["content"] is None else ""
        yield (
            root_from(leaf(entry), entry["position"], size, path) == root,
            (f"entry {entry['position']}: {entry['kind']} {entry['subject']}{note}"),
        )
    for file in sorted(Path(files).rglob("*")) if files else ():
        if file.is_file():
            sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
            if any(entry["kind"] == "file" and entry["subject"] == sha256 for entry in proof["entries"]):
                yield True, f"file {file}: these are the bytes of {sha256}"


def main() -> None:
    """Read the arguments, check, and say what holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("proof")
    parser.add_argument("--key", required=True, help="the owner's public key (ledger.pub)")
    parser.add_argument("--earlier", help="a checkpoint that you kept; the proof must have been made with --since")
    parser.add_argument("--files", help="a folder of files to find the ones that the proof speaks of")
    asked = parser.parse_args()
    try:
        key = read_key(Path(asked.key).read_text("utf-8"))
        earlier = Path(asked.earlier).read_text("utf-8") if asked.earlier else None
        proof = json.loads(Path(asked.proof).read_text("utf-8"))
        lines = list(check(proof, key, earlier, asked.files))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as fault:
        lines = [(False, f"{type(fault).__name__}: {fault}")]
    for holds, what in lines:
        print("OK   " if holds else "WRONG", what)  # noqa: T201 - a program of its own
    sys.exit(0 if all(holds for holds, _ in lines) else 1)


if __name__ == "__main__":
    main()
