"""An original is kept once, under its hash, and never changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from docflow.store import keep, place


def test_an_original_is_kept_under_its_hash(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"original")
    sha256 = hashlib.sha256(b"original").hexdigest()

    assert keep(tmp_path / "store", str(file), sha256)
    assert keep(tmp_path / "store", str(file), sha256)
    kept = place(tmp_path / "store", sha256)
    assert (kept.read_bytes(), kept.stat().st_mode & 0o777) == (b"original", 0o444)
    assert [p.name for p in kept.parent.iterdir()] == [sha256]


def test_bytes_that_changed_on_the_way_are_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(b"changed")
    sha256 = hashlib.sha256(b"original").hexdigest()

    assert not keep(tmp_path / "store", str(file), sha256)
    assert list((tmp_path / "store").rglob("*.part*")) == []
    assert not place(tmp_path / "store", sha256).exists()
