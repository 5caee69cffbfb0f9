"""The trees of a PDF, pages and form fields, walked within bounds: hostile ones are circular, endless or deep."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, DictionaryObject, IndirectObject

Key = tuple[int, int]

_MAX_NODES = 50_000
_MAX_DEPTH = 64


def pages(root: Any) -> Iterator[tuple[Key | None, Any, Any]]:
    """Each page once, in reading order, with its media box, its own or inherited (ISO 32000-2, 7.7.3.4)."""
    for key, node, inherited in tree(entry(root, "/Pages"), lambda node, box: entry(node, "/MediaBox") or box):
        if "/Kids" not in node:
            yield key, node, inherited


def tree(root: Any, inherit: Callable[[Any, Any], Any]) -> Iterator[tuple[Key | None, Any, Any]]:
    """Walk a tree of dictionaries by /Kids, each object once; ``inherit(node, above)`` is what it takes over from above.

    Raises:
        ValueError: It is larger or deeper than any honest one.
    """
    waiting: list[tuple[Any, Any, int]] = [(root, None, 0)]
    seen: set[Key] = set()
    while waiting:
        raw, above, depth = waiting.pop()
        key = (raw.reference.idnum, raw.reference.generation) if isinstance(raw, IndirectObject) else None
        node = raw.get_object() if raw is not None else None
        if key in seen or not isinstance(node, DictionaryObject):
            continue
        if key is not None:
            seen.add(key)
        if len(seen) > _MAX_NODES or depth > _MAX_DEPTH:
            raise ValueError("tree")
        own = inherit(node, above)
        yield key, node, own
        kids = entry(node, "/Kids")
        waiting += [(kid, own, depth + 1) for kid in reversed(kids)] if isinstance(kids, ArrayObject) else []


def entry(node: Any, key: str) -> Any:
    """The value of a key with its reference followed; None where there is none."""
    return node[key] if isinstance(node, DictionaryObject) and key in node else None
