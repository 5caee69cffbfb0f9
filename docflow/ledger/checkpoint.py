"""Checkpoints: what the log was after a run, signed with the instance's key, to be kept outside the machine.

The form is that of C2SP tlog-checkpoint, a signed note (C2SP signed-note) with an Ed25519 signature, so that other people's
tools read it too::

    docflow/5f0c…            origin, also the name of the key
    1234                     how many entries
    hIxV…=                   the log root, in base64
    run 7                    the run that it was made after
    state 8c1d…              the state root after that run, in hex

    — docflow/5f0c… kq3r…=   key id (4 bytes) and signature (64 bytes), in base64
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from docflow.errors import LedgerError

_ED25519 = b"\1"
_SIGNATURE_LINE = re.compile(r"— (\S+) ([A-Za-z0-9+/]+={0,2})")
MAX_NOTE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log of ``origin`` had ``size`` entries and ``root`` (hex) after run ``run``; ``state`` is the state root (hex)."""

    origin: str
    size: int
    root: str
    run: int
    state: str

    def text(self) -> str:
        """The signed part of the note, with its last line feed."""
        root = base64.b64encode(bytes.fromhex(self.root)).decode()
        return f"{self.origin}\n{self.size}\n{root}\nrun {self.run}\nstate {self.state}\n"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An instance's public key with its name; written ``name+keyid+base64`` (C2SP signed-note, verifier keys)."""

    name: str
    raw: bytes

    @property
    def key_id(self) -> bytes:
        """The first four bytes of SHA-256(name, line feed, algorithm, key)."""
        return hashlib.sha256(self.name.encode() + b"\n" + _ED25519 + self.raw).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.raw).decode()}"

    @classmethod
    def parse(cls, text: str) -> PublicKey:
        """Read a verifier key; ``ValueError`` if it is none, or of another algorithm."""
        name, _, rest = text.strip().partition("+")
        key_id, _, encoded = rest.partition("+")
        raw = base64.b64decode(encoded, validate=True)
        if len(raw) != 33 or raw[:1] != _ED25519:
            raise ValueError("not an Ed25519 key")
        key = cls(name, raw[1:])
        if key.key_id.hex() != key_id:
            raise ValueError("the key's id is not that of the key")
        return key

    def signed(self, note: str) -> bool:
        """Whether this key has signed a note."""
        text, _, lines = note.rpartition("\n\n")
        for line in lines.splitlines():
            match = _SIGNATURE_LINE.fullmatch(line)
            if match and match[1] == self.name:
                blob = base64.b64decode(match[2])
                if blob[:4] == self.key_id and self._verifies(blob[4:], f"{text}\n".encode()):
                    return True
        return False

    def _verifies(self, signature: bytes, message: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


class Key:
    """The private key of an instance, in ``ledger.key`` (PKCS 8, PEM, readable by its owner only)."""

    __slots__ = ("_private", "public")

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public = PublicKey(f"docflow/{hashlib.sha256(raw).hexdigest()[:16]}", raw)

    @classmethod
    def of(cls, path: Path) -> Key:
        """The key in a file, made there if there is none; ``LedgerError`` ``key-unreadable`` where that fails.

        The public key is written beside it (``.pub``), to be handed to whoever is to check.
        """
        try:
            if not path.exists():
                _make(path)
            private = load_pem_private_key(path.read_bytes(), None)
        except (OSError, ValueError, TypeError) as fault:
            raise LedgerError("key-unreadable", path=path, detail=fault) from fault
        if not isinstance(private, Ed25519PrivateKey):
            raise LedgerError("key-unreadable", path=path, detail=type(private).__name__)
        return cls(private)

    def sign(self, checkpoint: Checkpoint) -> str:
        """The signed note of a checkpoint of this instance."""
        text = checkpoint.text()
        blob = self.public.key_id + self._private.sign(text.encode())
        return f"{text}\n— {self.public.name} {base64.b64encode(blob).decode()}\n"


def _make(path: Path) -> None:
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    part = path.with_name(f".{path.name}.part-{os.getpid()}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(pem)
            file.flush()
            os.fsync(file.fileno())
        # A link fails where another process was first: its key stays.
        os.link(part, path)
    except FileExistsError:
        return
    finally:
        part.unlink(missing_ok=True)
    path.with_suffix(".pub").write_text(f"{Key(private).public}\n", "utf-8")


def parse(note: str) -> Checkpoint:
    """Read a checkpoint of ours from a note, signed or not; ``ValueError`` if it is none."""
    lines = note.partition("\n\n")[0].splitlines()
    if len(note) > MAX_NOTE or len(lines) < 5 or not lines[1].isdecimal():
        raise ValueError("not a checkpoint")
    try:
        root = base64.b64decode(lines[2], validate=True).hex()
    except binascii.Error as fault:
        raise ValueError("not a checkpoint") from fault
    told = dict(line.partition(" ")[::2] for line in lines[3:])
    run, state = told.get("run", ""), told.get("state", "")
    if not run.isdecimal() or not re.fullmatch(r"[0-9a-f]{64}", state) or len(root) != 64:
        raise ValueError("not a checkpoint of docflow")
    return Checkpoint(lines[0], int(lines[1]), root, int(run), state)
