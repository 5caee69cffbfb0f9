"""Where the document of a key is now: a correction of a key follows it into the keys that it merged into."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docflow.ledger.write import Closing


def heirs(closing: Closing, keys: Iterable[str]) -> dict[str, set[str]]:
    """By key under which facts stand now, those of the keys whose document it holds: itself, or keys that merged into it."""
    wanted = set(keys)
    found: dict[str, set[str]] = {key: {key} for key in closing.lookup("key", wanted)}
    for key in sorted(wanted - set(found)):
        waiting, met = {key}, set[str]()
        while waiting:
            standing = set(closing.lookup("key", waiting))
            for one in standing:
                found.setdefault(one, set()).add(key)
            met |= waiting
            waiting = _left_to(closing, waiting - standing) - met
    return found


def _left_to(closing: Closing, keys: set[str]) -> set[str]:
    """The keys that the facts of emptied keys went to: as the void version says, or where they stand before it is written."""
    left: set[str] = set()
    for document in closing.documents(keys).values():
        left |= set(document.merged_into)
        members = [f"file {sha256}" for sha256 in document.files] + [f"register-line {line}" for line in document.lines]
        left |= {key for names in closing.reverse("key", members).values() for key in names}
    return left


def left_again(closing: Closing, held: Mapping[str, Iterable[str]]) -> set[str]:
    """The keys that no longer hold the document of another one, which has facts of its own again."""
    back = [key for key, keys in held.items() if key in keys]
    return {into for document in closing.documents(back).values() if document.void for into in document.merged_into}
