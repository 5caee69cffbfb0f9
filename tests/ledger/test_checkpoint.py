"""Checkpoints: signed notes that other people's tools read, and that no other key can make."""

from __future__ import annotations

import base64
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from docflow import verify_proof
from docflow.errors import LedgerError
from docflow.ledger.checkpoint import Checkpoint, Key, PublicKey, parse

# Key, text and signature of the signed-note specification's own example (Go's golang.org/x/mod/sumdb/note).
EXAMPLE_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
EXAMPLE_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return Key.of(tmp_path / "ledger.key")


def checkpoint(key: Key, size: int = 5) -> Checkpoint:
    return Checkpoint(key.public.name, size, "ab" * 32, 3, "cd" * 32)


def test_the_example_of_the_specification_verifies() -> None:
    public = PublicKey.parse(EXAMPLE_KEY)

    assert public.signed(EXAMPLE_NOTE)
    assert not public.signed(EXAMPLE_NOTE.replace("answer", "Answer"))


def test_a_checkpoint_is_read_as_it_was_written(key: Key) -> None:
    note = key.sign(checkpoint(key))

    assert parse(note) == checkpoint(key)
    assert key.public.signed(note)
    assert verify_proof.read_checkpoint(note, verify_proof.read_key(str(key.public))) == (5, b"\xab" * 32)


def test_a_changed_checkpoint_and_another_key_are_refused(key: Key, tmp_path: Path) -> None:
    note = key.sign(checkpoint(key))
    other = Key.of(tmp_path / "other.key").public

    assert not key.public.signed(note.replace("\n5\n", "\n6\n"))
    assert not other.signed(note)
    assert not PublicKey(key.public.name, other.raw).signed(note)
    assert not key.public.signed(note.partition("\n\n")[0])


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "ledger.key"

    first, second = Key.of(path).public, Key.of(path).public

    assert first == second == PublicKey.parse((tmp_path / "ledger.pub").read_text("utf-8"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ledger.key", "ledger.pub"]


@pytest.mark.parametrize("text", ["", "a+b+c", "a+00000000+AAAA", f"a+00000000+{base64.b64encode(bytes([1] * 33)).decode()}"])
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        PublicKey.parse(text)


@pytest.mark.parametrize("note", ["", "a\nb\nc\nd\ne\n", "a\n5\n!!\nrun 1\nstate 0\n", "a\n5\nAAAA\nrun x\nstate 0\n"])
def test_what_is_no_checkpoint_is_refused(note: str) -> None:
    with pytest.raises(ValueError, match="checkpoint"):
        parse(note)


def test_a_damaged_key_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "ledger.key").write_text("no key", "utf-8")

    with pytest.raises(LedgerError) as told:
        Key.of(tmp_path / "ledger.key")

    assert told.value.code == "key-unreadable"


def test_the_verifier_agrees_with_the_library_about_signatures() -> None:
    for n in range(4):
        private = Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32)
        public, message = private.public_key().public_bytes_raw(), bytes([n]) * n
        signature = private.sign(message)

        assert verify_proof.ed25519_verifies(public, message, signature)
        assert not verify_proof.ed25519_verifies(public, message + b"x", signature)
        assert not verify_proof.ed25519_verifies(public, message, signature[:-1] + bytes([signature[-1] ^ 1]))
        assert not verify_proof.ed25519_verifies(public, message, signature[:32] + b"\xff" * 32)
        assert not verify_proof.ed25519_verifies(b"\xff" * 32, message, signature)
