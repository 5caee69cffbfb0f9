"""Which files lie in which, and which messages are about what: relations by which closing finds both again.

``member`` has the members of a file as names, ``about`` the numbers and ids that a message is about. Both are projections of
the facts ``file``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from docflow.canonical import restore
from docflow.classify.messages import names
from docflow.ledger.write import Closing
from docflow.model import FileFacts, Message

FILE, MEMBER, ABOUT = "file", "member", "about"


def corresponds(payload: Any) -> bool:
    """Whether a file's payload tells of members or of a message."""
    return payload is not None and bool(payload.get("members") or payload.get("message"))


def link(closing: Closing, payloads: Mapping[str, Any]) -> None:
    """Keep the relations of these files as their payloads now say; None where a file is no longer taken in."""
    closing.relink(MEMBER, {_name(sha): {m["sha256"] for m in (told or {}).get("members", ())} for sha, told in payloads.items()})
    closing.relink(ABOUT, {_name(sha): _about(told) for sha, told in payloads.items()})


def _about(payload: Any) -> set[str]:
    message = payload.get("message") if payload else None
    return names(restore(Message, message)) if message else set()


def _name(sha256: str) -> str:
    return f"{FILE} {sha256}"


def _bare(names_: Iterable[str]) -> set[str]:
    return {name.removeprefix(f"{FILE} ") for name in names_}


def with_members(closing: Closing, files: Iterable[str]) -> set[str]:
    """These files and all that lies inside them."""
    found: set[str] = set()
    waiting = set(files)
    while waiting:
        found |= waiting
        inside = closing.reverse(MEMBER, [_name(sha256) for sha256 in waiting])
        waiting = {member for members in inside.values() for member in members} - found
    return found


def with_holders(closing: Closing, files: Iterable[str]) -> set[str]:
    """These files and all that they lie inside."""
    found: set[str] = set()
    waiting = set(files)
    while waiting:
        found |= waiting
        above = closing.lookup(MEMBER, waiting)
        waiting = {holder for holders in above.values() for holder in _bare(holders)} - found
    return found


def letters(closing: Closing, files: Iterable[str]) -> tuple[dict[str, set[str]], dict[str, FileFacts]]:
    """The messages that brought each file, directly or in an archive, and what is known of these messages."""
    brought: dict[str, set[str]] = {}
    messages: dict[str, FileFacts] = {}
    # Holder -> the files asked for that lie in it.
    waiting: dict[str, set[str]] = {sha256: {sha256} for sha256 in files}
    met: set[tuple[str, str]] = set()
    while waiting:
        above: dict[str, set[str]] = {}
        for member, holders in closing.lookup(MEMBER, waiting).items():
            for holder in _bare(holders):
                above.setdefault(holder, set()).update(waiting[member])
        known = {sha: restore(FileFacts, told) for sha, told in closing.current(FILE, above).items()} if above else {}
        waiting = {}
        for holder, facts in known.items():
            if facts.message is not None:
                messages[holder] = facts
                for sha256 in above[holder]:
                    brought.setdefault(sha256, set()).add(holder)
            else:
                new = {sha256 for sha256 in above[holder] if (holder, sha256) not in met}
                met.update((holder, sha256) for sha256 in new)
                if new:
                    waiting[holder] = new
    return brought, messages


def about(closing: Closing, wanted: Iterable[str]) -> dict[str, set[str]]:
    """The messages that are about each of these names."""
    return {name: _bare(found) for name, found in closing.lookup(ABOUT, wanted).items()}


def told_of(closing: Closing, messages: Iterable[str]) -> set[str]:
    """The names that these messages are about."""
    found = closing.reverse(ABOUT, [_name(sha256) for sha256 in messages])
    return {name for names_ in found.values() for name in names_}
