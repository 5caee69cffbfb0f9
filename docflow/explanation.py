"""Everything the ledger knows about a document, as of a run: what was decided, by which rule, on what evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from docflow.canonical import plain, restore
from docflow.citation import Cited
from docflow.citing import Citations, Citer
from docflow.classify.form import Settling, settled_by
from docflow.correction_history import Decisions, Told
from docflow.ledger.read import Reader
from docflow.ledger.rows import StoredVerdict
from docflow.model import Document, FileFacts, RegisterLine

MAX_DOCUMENTS = 50
MAX_CITING = 200


@dataclass(frozen=True, slots=True)
class ExplainedFile:
    """A file of a document: where it was seen, what was read from it, and the verdicts on its signatures.

    ``erased`` is the place in the log of what was read, if that was erased.
    """

    sha256: str
    paths: tuple[str, ...]
    facts: FileFacts | None
    verdicts: tuple[StoredVerdict, ...]
    refused: str | None = None
    erased: int | None = None


@dataclass(frozen=True, slots=True)
class Explained:
    """A document with its files, register lines and versions (run number, document), oldest first.

    ``erased`` has the lines whose content was erased with the place of the fact in the log: of them the residue is told.
    ``settled_by`` is what would decide a form that was left open.
    """

    document: Document
    files: tuple[ExplainedFile, ...]
    lines: tuple[tuple[str, RegisterLine], ...]
    versions: tuple[tuple[int, Document], ...]
    cites: tuple[Cited, ...] = ()
    cited_by: tuple[Citer, ...] = ()
    more_citing: int = 0
    messages: tuple[ExplainedFile, ...] = ()
    corrections: tuple[Told, ...] = ()
    erased: Mapping[str, int] = field(default_factory=dict)
    settled_by: tuple[Settling, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The documents that a person meant; ``refused`` is why a file was not taken in; ``more`` counts documents left off.

    ``cited_by`` are documents that cite the number and notation asked for and mean none of the documents shown. ``outer`` is the
    file asked for, where it is no document's own: an archive, a mail, a message about documents. ``corrections`` are what was
    decided of a file that makes no document.
    """

    documents: tuple[Explained, ...]
    refused: str | None
    run: int
    state_root: str
    more: int = 0
    cited_by: tuple[Citer, ...] = ()
    outer: ExplainedFile | None = None
    corrections: tuple[Told, ...] = ()


def explain(reader: Reader, wanted: str, as_of: str | None) -> Explanation:
    """Explain what a key, the beginning of a SHA-256, or a number and notation stands for; no documents if nothing is known."""
    run = reader.run(as_of)
    found = reader.find_keys(wanted, run.number) or reader.keys_of_file(wanted.lower(), run.number)
    outer = None if found else _outer(reader, wanted.lower(), run.number)
    if outer is not None:
        found = _keys_told_of(reader, outer, run.number)
    keys = _followed(reader, found, run.number)
    shown = keys[:MAX_DOCUMENTS]
    documents = []
    for key in shown:
        versions = tuple((number, document) for number, document in reader.document_versions(key) if number <= run.number)
        if versions:
            documents.append((versions[-1][1], versions))
    citations, decisions = Citations(reader, run.number), Decisions(reader, run.number)
    explained = tuple(
        _explained(reader, document, versions, citations, decisions, run.number) for document, versions in documents
    )
    alone = () if explained else decisions.about([wanted.lower()])
    refused = None if explained or outer else _refused(reader, wanted.lower(), run.number)
    told = {citer.key for one in explained for citer in one.cited_by}
    others = tuple(islice((citer for citer in citations.to_written(wanted) if citer.key not in told), MAX_CITING))
    return Explanation(
        explained,
        refused,
        run.number,
        run.state_root,
        more=len(keys) - len(shown),
        cited_by=others,
        outer=outer,
        corrections=alone,
    )


def _explained(
    reader: Reader,
    document: Document,
    versions: tuple[tuple[int, Document], ...],
    citations: Citations,
    decisions: Decisions,
    run: int,
) -> Explained:
    files = tuple(_file(reader, sha, run) for sha in document.files)
    citing = list(citations.to(document))
    decided = decisions.keys() - {*document.lines}
    # Only a key that nothing stands under any more can have merged into this one.
    gone = decided - {one.key for one in reader.documents(run, keys=decided)}
    keys = {document.key, *(key for key in gone if document.key in _followed(reader, [key], run))}
    return Explained(
        document=document,
        files=files,
        lines=tuple(_lines(reader, document.lines, run)),
        versions=versions,
        cites=citations.of(document, (file.facts for file in files if file.facts is not None)),
        cited_by=tuple(citing[:MAX_CITING]),
        more_citing=max(len(citing) - MAX_CITING, 0),
        messages=tuple(_file(reader, sha, run) for sha in document.messages),
        corrections=decisions.about({*document.files, *document.lines, *keys}),
        erased=reader.erased("register-line", document.lines, run),
        settled_by=() if document.void else settled_by(document.form, document.origin),
    )


def _outer(reader: Reader, sha256: str, run: int) -> ExplainedFile | None:
    """A file that holds others or is a message, by its whole hash; None if nothing like it is known."""
    file = _file(reader, sha256, run)
    return file if file.facts is not None and (file.facts.members or file.facts.message) else None


def _keys_told_of(reader: Reader, outer: ExplainedFile, run: int) -> list[str]:
    """The keys of the documents that lie inside a file, or that it is a message about."""
    found: dict[str, None] = {}
    waiting = [outer.facts]
    met: set[str] = set()
    while waiting:
        facts = waiting.pop()
        if facts is None or facts.sha256 in met:
            continue
        met.add(facts.sha256)
        for member in facts.members:
            found |= dict.fromkeys(reader.keys_of_file(member.sha256, run))
            waiting.append(_file(reader, member.sha256, run).facts)
        codes = {one.code for one in facts.message.about if one.code} if facts.message else set()
        named = [key for code in sorted(codes) for key in reader.find_keys(code, run)]
        found |= {document.key: None for document in reader.documents(run, keys=named) if facts.sha256 in document.messages}
    return list(found)


def _followed(reader: Reader, keys: Iterable[str], run: int) -> list[str]:
    """The keys, each followed by those that it merged into."""
    found: dict[str, None] = {}
    waiting = list(keys)
    while waiting:
        key = waiting.pop(0)
        if key in found:
            continue
        found[key] = None
        for number, document in reversed(reader.document_versions(key)):
            if number <= run:
                waiting += document.merged_into
                break
    return list(found)


def _known(reader: Reader, kind: str, subject: str, run: int) -> Any:
    """The payload of a subject as of a run, None if there was none."""
    return next((payload for number, payload in reversed(reader.history(kind, subject)) if number <= run), None)


def _file(reader: Reader, sha256: str, run: int) -> ExplainedFile:
    paths = tuple(sorted({payload["path"] for payload in reader.sightings(sha256, run)}))
    payload = _known(reader, "file", sha256, run)
    facts = restore(FileFacts, payload) if payload is not None else None
    refused = _refused(reader, sha256, run) if facts is None else None
    erased = reader.erased("file", [sha256], run).get(sha256) if facts is None else None
    return ExplainedFile(sha256, paths, facts, tuple(reader.verdicts(sha256, run)), refused, erased)


def _lines(reader: Reader, subjects: Iterable[str], run: int) -> Iterable[tuple[str, RegisterLine]]:
    known = reader.facts_of("register-line", subjects, run)
    return [(subject, restore(RegisterLine, known[subject])) for subject in subjects if subject in known]


def _refused(reader: Reader, sha256: str, run: int) -> str | None:
    for kind in ("quarantine", "rejection"):
        payload = _known(reader, kind, sha256, run)
        if payload is not None:
            return str(payload["code"])
    return None


def _file_record(file: ExplainedFile) -> dict[str, Any]:
    return {
        "sha256": file.sha256,
        "paths": list(file.paths),
        "facts": plain(file.facts),
        "refused": file.refused,
        **({"erased": file.erased} if file.erased is not None else {}),
        "verdicts": [plain(verdict) for verdict in file.verdicts],
    }


def _erased(one: Explained, subject: str) -> dict[str, int]:
    return {"erased": one.erased[subject]} if subject in one.erased else {}


def _told_records(corrections: Iterable[Told]) -> list[dict[str, Any]]:
    return [{"subject": told.target, **plain(told.correction), "run": told.run} for told in corrections]


def explanation_record(explanation: Explanation) -> dict[str, Any]:
    """The public form (``docflow/show/1``): plain values of everything that is shown."""
    return {
        "schema": "docflow/show/1",
        "checkpoint": {"run": explanation.run, "state_root": explanation.state_root},
        "refused": explanation.refused,
        "more": explanation.more,
        "outer": _file_record(explanation.outer) if explanation.outer else None,
        "cited_by": [plain(citer) for citer in explanation.cited_by],
        "corrections": _told_records(explanation.corrections),
        "documents": [
            {
                **plain(one.document),
                "files": [_file_record(file) for file in one.files],
                "messages": [_file_record(file) for file in one.messages],
                "lines": [{"line": subject, **plain(line), **_erased(one, subject)} for subject, line in one.lines],
                **({"settled_by": [plain(settling) for settling in one.settled_by]} if one.settled_by else {}),
                "cites": [plain(cited) for cited in one.cites],
                "cited_by": [plain(citer) for citer in one.cited_by],
                "more_citing": one.more_citing,
                "corrections": _told_records(one.corrections),
                "versions": [
                    {
                        "run": run,
                        "standing": version.standing.value,
                        "origin": version.origin.value,
                        "form": version.form.value,
                        "rule": version.form.rule,
                        "void": version.void,
                        "merged_into": list(version.merged_into),
                    }
                    for run, version in one.versions
                ],
            }
            for one in explanation.documents
        ],
    }
