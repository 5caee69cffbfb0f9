"""The Merkle tree of RFC 6962, against its recursive definition and the RFC's own test vectors."""

from __future__ import annotations

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from docflow.ledger.log import leaf_hash, root

# Inputs and roots of the certificate-transparency reference implementation for the first n of these entries.
ENTRIES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def defined(leaves: list[str]) -> str:
    """RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256().hexdigest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = defined(leaves[:split]), defined(leaves[split:])
    return hashlib.sha256(b"\1" + bytes.fromhex(left) + bytes.fromhex(right)).hexdigest()


def test_the_roots_are_those_of_the_reference_implementation() -> None:
    leaves = [hashlib.sha256(b"\0" + bytes.fromhex(entry)).hexdigest() for entry in ENTRIES]

    assert {size: root(leaves[:size]) for size in ROOTS} == ROOTS


@given(st.integers(min_value=0, max_value=70))
def test_the_root_is_as_defined(size: int) -> None:
    leaves = [hashlib.sha256(bytes([n])).hexdigest() for n in range(size)]

    assert defined(leaves) == root(leaves)


def test_a_leaf_hides_its_payload_behind_the_salt() -> None:
    salt, body = "00" * 16, '{"a":"Đ"}'
    hidden = hashlib.sha256(bytes(16) + body.encode()).hexdigest()
    content = f'["file","ab","{hidden}"]'.encode()

    assert hashlib.sha256(b"\0" + content).hexdigest() == leaf_hash("file", "ab", salt, body)
