"""Erasing what the law says must go: the content of facts and the stored bytes, while every figure and proof stays.

What is erased is named by entry in the log; a residue without names, subjects and paths goes on counting. Reading the same bytes
again does not bring anything back.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from docflow import __version__, store, witness
from docflow.canonical import plain, restore
from docflow.classify.identity import Registry
from docflow.closing import derive
from docflow.errors import UsageError
from docflow.evidence import LedgerEvidence
from docflow.ledger.engine import open_ledger, scrub
from docflow.ledger.erasing import RESIDUE, Erasing, Version, residue_subject
from docflow.ledger.log_reader import LogReader
from docflow.ledger.read import Reader
from docflow.ledger.write import Settled, Writer
from docflow.model import Clock, Fact, FileFacts, Outcome
from docflow.placing import FILE, LINE, SIGHTING
from docflow.residue import ERASABLE, residue

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure destroyed: versions of facts by kind, stored originals; ``run`` is None for a rehearsal."""

    facts: dict[str, int]
    originals: int
    run: int | None


def targets(ledger: str, wanted: Iterable[str]) -> list[tuple[str, str]]:
    """The facts that are meant: of a file by its SHA-256, of a document by its key, or ``KIND:SUBJECT``.

    A file takes the files inside it and its sightings with it. ``UsageError`` ``nothing-to-erase`` for one that means nothing.
    """
    engine = open_ledger(ledger)
    reader = Reader(engine)
    last = reader.run(None)
    log = LogReader(engine, last.leaves)
    found: dict[tuple[str, str], None] = {}
    for one in wanted:
        kind, _, subject = one.partition(":")
        if kind in ERASABLE and subject:
            meant = [(kind, subject)]
        elif _SHA256.fullmatch(one.lower()):
            meant = [(FILE, one.lower())]
        else:
            keys = reader.find_keys(one)
            documents = list(reader.documents(last.number, keys=keys))
            meant = [(FILE, sha256) for document in documents for sha256 in document.files]
            meant += [(LINE, line) for document in documents for line in document.lines]
        known = {(entry.kind, entry.subject) for entry in log.last_entries(meant)}
        if not known:
            raise UsageError("nothing-to-erase", value=one)
        files = _with_members(reader, [subject for kind, subject in sorted(known) if kind == FILE])
        found.update(dict.fromkeys([*sorted(known), *((FILE, sha256) for sha256 in files)]))
        found.update(dict.fromkeys((SIGHTING, subject) for subject in log.sightings_of(files)))
    return list(found)


def _with_members(reader: Reader, files: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    waiting = list(files)
    while waiting:
        sha256 = waiting.pop(0)
        if sha256 in found:
            continue
        found[sha256] = None
        payload = next((payload for _, payload in reversed(reader.history(FILE, sha256)) if payload is not None), None)
        if payload is not None:
            waiting += [member.sha256 for member in restore(FileFacts, payload).members]
    return list(found)


def erase(ledger: str, wanted: Iterable[str], *, author: str, reason: str, clock: Clock, originals: Path) -> Erased:
    """Erase what is meant; ``UsageError`` ``already-erased`` where nothing of it is left."""
    engine = open_ledger(ledger)
    settings = {"author": author, "reason": reason}
    with Writer(engine, kind="erasure", clock=clock, tools=f"docflow/{__version__}", settings=settings) as writer:
        doomed = targets(ledger, wanted)
        versions = writer.versions(doomed)
        if not versions:
            _remove(originals, doomed)
            raise UsageError("already-erased")
        name = hashlib.sha256(f"erasure:{versions[0].fact_id}".encode()).hexdigest()
        reader = Reader(engine)
        registry = LedgerEvidence(reader, reader.run(None).number).registry
        left = tuple(_left(version, registry, reader) for version in versions if json.loads(version.body) is not None)
        writer.settle([Settled(path_hash=name, path=None, outcome=Outcome.ACCEPTED, facts=left)])
        counts = {kind: sum(version.kind == kind for version in versions) for kind in sorted({v.kind for v in versions})}
        summary = writer.close(derive, lambda _closing: counts, erasing=Erasing(tuple(doomed), author, reason))
    scrub(engine)
    # Only now: an original without an erasure in the ledger would look lost.
    return Erased(counts, _remove(originals, doomed), summary.number)


def _left(version: Version, registry: Registry, reader: Reader) -> Fact:
    payload = json.loads(version.body)
    if version.kind == FILE:
        last = reader.run(None).number
        documents = reader.documents(last, keys=reader.keys_of_file(version.subject, last))
        payload = plain(witness.as_counted(restore(FileFacts, payload), documents))
    kept = residue(version.kind, payload, registry)
    return Fact(RESIDUE, residue_subject(version.kind, version.subject, version.digest), kept)


def _remove(originals: Path, doomed: Iterable[tuple[str, str]]) -> int:
    removed = 0
    for kind, subject in doomed:
        place = store.place(originals, subject)
        if kind == FILE and place.is_file():
            place.unlink()
            removed += 1
    return removed
