"""Proofs over the log, against pymerkle and against whatever else might be claimed."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from docflow import verify_proof
from docflow.ledger import log
from docflow.ledger.merkle import Tree

SIZES = st.integers(min_value=1, max_value=80)


def leads(leaf: bytes, index: int, size: int, path: tuple[bytes, ...], root: bytes) -> bool:
    """What the stand-alone verifier says of an audit path."""
    try:
        return verify_proof.root_from(leaf, index, size, path) == root
    except ValueError:
        return False


def leaves(count: int) -> list[bytes]:
    return [hashlib.sha256(b"\0" + bytes([n])).digest() for n in range(count)]


def theirs(count: int) -> InmemoryTree:
    return InmemoryTree.init_from_entries([bytes([n]) for n in range(count)])


@given(SIZES)
def test_roots_are_those_of_pymerkle_and_of_the_log(count: int) -> None:
    tree, oracle = Tree(leaves(count)), theirs(count)

    assert [tree.root(n) for n in range(1, count + 1)] == [oracle.get_root(n) for n in range(1, count + 1)]
    assert tree.root().hex() == log.root(leaf.hex() for leaf in leaves(count))


@given(st.data())
def test_audit_paths_are_those_of_pymerkle(data: st.DataObject) -> None:
    count = data.draw(SIZES)
    index = data.draw(st.integers(0, count - 1))
    told = theirs(count).prove_inclusion(index + 1).serialize()["path"]

    path = {node.hex() for node in Tree(leaves(count)).inclusion(index, count)}

    assert path | {leaves(count)[index].hex()} == set(told)


@given(st.data())
def test_an_entry_is_shown_at_its_place_and_at_no_other(data: st.DataObject) -> None:
    count = data.draw(SIZES)
    size = data.draw(st.integers(1, count))
    index = data.draw(st.integers(0, size - 1))
    elsewhere = data.draw(st.integers(0, size - 1))
    tree, leaf = Tree(leaves(count)), leaves(count)[index]
    path, root = tree.inclusion(index, size), tree.root(size)

    assert leads(leaf, index, size, path, root)
    assert leads(leaf, elsewhere, size, path, root) == (elsewhere == index)
    assert not leads(leaves(count + 1)[count], index, size, path, root)
    assert not leads(leaf, index, size, (*path, leaf), root)
    assert not (path and leads(leaf, index, size, path[:-1], root))


@given(st.data())
def test_a_longer_log_is_shown_to_go_on_from_a_shorter_one_and_from_no_other(data: st.DataObject) -> None:
    count = data.draw(SIZES)
    earlier = data.draw(st.integers(1, count))
    tree = Tree(leaves(count))
    path, old, root = tree.consistency(earlier, count), tree.root(earlier), tree.root()
    other = hashlib.sha256(b"another log").digest()

    assert verify_proof.goes_on(earlier, old, count, root, path)
    assert not verify_proof.goes_on(earlier, other, count, root, path)
    assert not verify_proof.goes_on(earlier, old, count, other, path)
    assert not verify_proof.goes_on(earlier, old, count, root, (*path, other))


def test_what_is_not_in_the_log_cannot_be_asked_for() -> None:
    tree = Tree(leaves(3))

    for ask in (
        lambda: tree.root(4),
        lambda: tree.inclusion(3, 3),
        lambda: tree.inclusion(0, 4),
        lambda: tree.consistency(0, 3),
        lambda: tree.consistency(4, 3),
    ):
        with pytest.raises(ValueError, match="3"):
            ask()


def test_the_root_of_an_empty_log_is_the_hash_of_nothing() -> None:
    assert Tree([]).root() == hashlib.sha256().digest()
