"""Proofs for a stranger: the facts behind some documents, each shown to stand in a signed log.

The record (``docflow/proof/1``) is checked by ``docflow/verify_proof.py`` without docflow. What it shows is that these facts
stood in the log when the checkpoint was signed; that nothing later speaks against one of them is for whoever holds the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from docflow.correction import CORRECTION, subject_of
from docflow.errors import LedgerError
from docflow.ledger.checkpoint import Checkpoint, Key, parse
from docflow.ledger.log_reader import Entry, LogReader
from docflow.ledger.merkle import Tree
from docflow.ledger.read import Reader
from docflow.ledger.rows import RunRow
from docflow.model import Correctable, Document


def checkpoint_of(run: RunRow, log_root: str, key: Key) -> Checkpoint:
    """The checkpoint of the log as it was after a run."""
    return Checkpoint(key.public.name, run.leaves, log_root, run.number, run.state_root)


def facts_behind(log: LogReader, documents: Iterable[Document]) -> list[tuple[str, str]]:
    """Kind and subject of what documents rest on: their files, where these were seen, their lines, and what people decided."""
    documents = list(documents)
    files = sorted({sha256 for document in documents for sha256 in document.files})
    lines = sorted({line for document in documents for line in document.lines})
    return [
        *(("file", sha256) for sha256 in files),
        *(("register-line", line) for line in lines),
        *(("sighting", subject) for subject in log.sightings_of(files)),
        *((CORRECTION, subject) for subject in _decisions([*files, *lines], documents)),
    ]


def _decisions(facts: Iterable[str], documents: Iterable[Document]) -> list[str]:
    """The subjects under which something may have been decided of facts and documents, or was of a key that they had before."""
    documents = list(documents)
    targets = {*facts, *(document.key for document in documents)}
    told = {one.removeprefix(f"{CORRECTION}:") for document in documents for one in document.form.evidence}
    return sorted(told | {subject_of(target, field) for target in targets for field in Correctable})


def prove(
    log: LogReader,
    run: RunRow,
    key: Key,
    documents: Sequence[Document],
    *,
    since: str | None = None,
    content: bool = True,
) -> dict[str, Any]:
    """The proof record of some documents as they were known after a run.

    ``since`` is the note of an earlier checkpoint that the log is shown to go on from; without ``content`` only the leaves are
    told. ``LedgerError`` ``checkpoint-unreadable``, ``checkpoint-later`` if ``since`` is none or lies ahead.
    """
    tree = log.tree()
    entries = log.last_entries(facts_behind(log, documents))
    return {
        "schema": "docflow/proof/1",
        "checkpoint": key.sign(checkpoint_of(run, tree.root().hex(), key)),
        "key": str(key.public),
        "documents": [{"key": one.key, "form": one.form.value, "origin": one.origin.value} for one in documents],
        "consistency": None if since is None else [node.hex() for node in _consistency(tree, since)],
        "entries": [_proven(entry, tree, content=content) for entry in entries],
    }


def _proven(entry: Entry, tree: Tree, *, content: bool) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "subject": entry.subject,
        "position": entry.position,
        "leaf": entry.leaf,
        "salt": entry.salt if content else None,
        "content": entry.body if content else None,
        "erased": entry.erased,
        "path": [node.hex() for node in tree.inclusion(entry.position, tree.size)],
    }


def _consistency(tree: Tree, since: str) -> tuple[bytes, ...]:
    try:
        earlier = parse(since)
    except ValueError as fault:
        raise LedgerError("checkpoint-unreadable", detail=fault) from fault
    if earlier.size > tree.size:
        raise LedgerError("checkpoint-later", size=earlier.size, here=tree.size)
    return tree.consistency(earlier.size, tree.size) if earlier.size else ()


def documents_meant(reader: Reader, wanted: Iterable[str], run: RunRow) -> list[Document]:
    """The documents that keys, numbers with notation, or beginnings of SHA-256 stand for, as known after a run.

    ``LedgerError`` ``nothing-to-prove`` for one that stands for nothing.
    """
    keys: dict[str, None] = {}
    for one in wanted:
        meant = reader.find_keys(one, run.number) or reader.keys_of_file(one.lower(), run.number)
        if not meant:
            raise LedgerError("nothing-to-prove", value=one)
        keys.update(dict.fromkeys(meant))
    return sorted(reader.documents(run.number, keys=keys), key=lambda document: document.key)
