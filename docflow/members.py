"""Files inside files, as a run deals with them: where they lie, which are taken in, and a balance of their own.

A member is a file fact by its own hash, with a sighting ``container!/member``. Its bytes are those of its container, which
alone is kept. In the balance a member is a duplicate if its bytes were met before, as a file or inside one; files come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docflow.correspondence import MEMBER
from docflow.errors import DocflowError
from docflow.find import is_system_file
from docflow.ledger.write import Closing
from docflow.model import FileFacts, Outcome, Problem
from docflow.parse import reader
from docflow.work import Answer

PREFIX = "member-"
"""What the members' counts are called by in a run's stored balance, which holds one flat list of names."""

SEPARATOR = "!/"

# Problems of a file that holds nothing to take in.
_EMPTY = frozenset({"empty-archive", "no-attachments"})
# Problems of a file that was taken in though it, or something inside it, could not be read.
_UNREAD = frozenset(
    {
        "attachment-damaged",
        "attachment-missing",
        "corrupted-in-transit",
        "damaged-archive",
        "damaged-doc",
        "damaged-docx",
        "damaged-html",
        "damaged-mail",
        "damaged-odt",
        "damaged-pdf",
        "pdf-limits",
        "edxml-no-header",
        "encrypted",
        "encrypted-archive",
        "not-well-formed",
        "old-word",
        "over-limits",
        "path-in-name",
        "xml-dtd",
        "xml-limits",
        "zip-limits",
    }
)


def refusal(facts: FileFacts) -> tuple[str, str] | None:
    """Why a file that was read is not taken in, as code and detail; None for one that is."""
    if not reader.accepts(facts.media_type):
        return (facts.problems[0].code if facts.problems else "type-not-read"), facts.media_type
    return next(((p.code, p.detail) for p in facts.problems if p.code in _EMPTY), None)


def unread(facts: FileFacts) -> Problem | None:
    """The first problem of a file taken in that a person should look at."""
    return next((problem for problem in facts.problems if problem.code in _UNREAD), None)


def inside(path: str, answer: Answer) -> Iterator[tuple[str, Answer]]:
    """Every file inside a file with the path at which it is sighted, depth first; what a system left there is passed over."""
    if answer.facts is None:
        return
    for member, one in zip(answer.facts.members, answer.members, strict=True):
        if not _is_system(member.name):
            at = f"{path}{SEPARATOR}{member.name}"
            yield at, one
            yield from inside(at, one)


def _is_system(name: str) -> bool:
    return is_system_file(name.replace("%5C", "%2F").rpartition("%2F")[2])


# ---------------------------------------------------------------- the balance


def balance(closing: Closing, files: Iterable[str]) -> dict[str, int]:
    """The outcomes of all that is inside these files, each as often as it was met; empty if there is nothing inside any.

    ``DocflowError`` where a member has no outcome: then something was lost.
    """
    met = list(files)
    linked = closing.reverse(MEMBER, [f"file {sha256}" for sha256 in met])
    outermost = [sha256 for sha256 in met if f"file {sha256}" in linked]
    if not outermost:
        return {}
    facts = _below(closing, outermost)
    walked = [sha256 for one in outermost for sha256 in _walk(one, facts)]
    seen = set(met) | _seen_before(closing, {sha256 for sha256 in walked if sha256 is not None})
    refused = {
        outcome: closing.current(kind, {s for s in walked if s is not None})
        for kind, outcome in (("rejection", Outcome.REJECTED), ("quarantine", Outcome.QUARANTINED))
    }
    counts = {"found": len(walked)} | {outcome.value: 0 for outcome in Outcome}
    for sha256 in walked:
        if sha256 is None:
            outcome = Outcome.IGNORED
        elif sha256 in facts:
            outcome = Outcome.DUPLICATE if sha256 in seen else Outcome.ACCEPTED
            seen.add(sha256)
        else:
            found = [outcome for outcome, payloads in refused.items() if sha256 in payloads]
            if not found:
                raise DocflowError("balance", **counts)
            outcome = found[0]
        counts[outcome.value] += 1
    return {f"{PREFIX}{name}": count for name, count in counts.items()}


def _below(closing: Closing, outermost: list[str]) -> dict[str, Any]:
    """The payloads of these files and of all that is inside them and was taken in."""
    facts: dict[str, Any] = {}
    waiting = set(outermost)
    while waiting:
        found = closing.current("file", waiting)
        facts |= found
        waiting = {member["sha256"] for payload in found.values() for member in payload["members"]} - facts.keys() - waiting
    return facts


def _walk(sha256: str, facts: Mapping[str, Any]) -> Iterator[str | None]:
    """The files inside a file; None for one that is passed over."""
    for member in facts[sha256]["members"]:
        if _is_system(member["name"]):
            yield None
            continue
        yield member["sha256"]
        if member["sha256"] in facts:
            yield from _walk(member["sha256"], facts)


def _seen_before(closing: Closing, files: set[str]) -> set[str]:
    """Those files that an earlier run met, as files or inside one."""
    holders: dict[str, set[str]] = {}
    waiting = set(files)
    while waiting:
        found = closing.lookup(MEMBER, waiting)
        holders |= {sha256: {name.removeprefix("file ") for name in found.get(sha256, ())} for sha256 in waiting}
        waiting = {holder for sha256 in waiting for holder in holders[sha256]} - holders.keys()
    seen = closing.first_seen(holders)
    grown = True
    while grown:
        more = {sha256 for sha256, holding in holders.items() if holding & seen} - seen
        seen |= more
        grown = bool(more)
    return seen & files
