"""A view of one revision that finds out who uses an object without walking what nobody asks about.

The library lists every path to every object before it compares two revisions, and the number of paths grows with the product
of shared parts. Only objects that later revisions write matter, and appearance dictionaries of fields; an object from which
none of them can be reached is not entered. Paths to the others come out the same; a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)
from pyhanko.pdf_utils.reader import HistoricalResolver

Key = tuple[int, int]
_PERIOD = "\ue02e"  # of the private use area
# What holds nothing and is nobody's: every view hands out the same.
_PLAIN = frozenset({BooleanObject, ByteStringObject, FloatObject, NameObject, NullObject, NumberObject, TextStringObject})


class PrunedView(HistoricalResolver):  # type: ignore[misc]  # the library is untyped
    """The library's view of a revision, with a shorter walk to the objects that matter."""

    def __init__(self, reader: Any, revision: int) -> None:
        super().__init__(reader, revision)
        self._barren: frozenset[Key] = frozenset()
        self.renamed = False
        self._hide_unfilled_streams()

    def __call__(self, ref: Any) -> Any:
        """The object of a reference in this revision; null for one that the walk under way need not enter."""
        return NullObject() if (ref.idnum, ref.generation) in self._barren else super().__call__(ref)

    def get_object(self, ref: Any, as_metadata_stream: bool = False) -> Any:
        """The object of a reference; periods in a field's partial name give way to a sign that no name holds.

        Names may not hold periods (ISO 32000-2, 12.7.4.2) yet some tools write them, and the library then compares nothing. The
        new names are as distinct as the old ones; ``renamed`` says that there were any.
        """
        found = super().get_object(ref, as_metadata_stream)
        name = dict.get(found, "/T") if isinstance(found, DictionaryObject) else None
        if isinstance(name, TextStringObject) and "." in name and _PERIOD not in name:
            found["/T"] = TextStringObject(name.replace(".", _PERIOD))
            self.renamed = True
        return found

    def _subsume_object(self, obj: Any) -> Any:
        """The object as one of this view; what the library finds out about plain ones first, it never uses."""
        kind = type(obj)
        if kind in _PLAIN:
            return obj
        if kind is IndirectObject:
            return IndirectObject(obj.idnum, obj.generation, self)
        return super()._subsume_object(obj)

    def _hide_unfilled_streams(self) -> None:
        """Take /AdditionalStreams out of the trailer where it leads to no stream, neither here nor in the file's last revision.

        LibreOffice names the embedded source of a document there; no PDF viewer looks at it. Where the source was never
        written, later revisions put other objects under its number, which changes nothing that anybody shows.
        """
        listed = [r.reference for r, _ in _references(self._trailer.get("/AdditionalStreams"))]
        current = (self.reader.get_object(r, transparent_decrypt=False) for r in listed)
        if not any(isinstance(found, StreamObject) for found in (*current, *map(self.get_object, listed))):
            self._trailer.pop("/AdditionalStreams", None)

    def _load_reverse_xref_cache(self) -> None:
        if self._indirect_object_access_cache is None:
            self._barren = self._without_interest()
            try:
                super()._load_reverse_xref_cache()
            finally:
                self._barren = frozenset()

    def _links(self, reference: Any) -> tuple[bool, tuple[tuple[Any, str], ...]]:
        """Whether an object is of the page tree, and the references in it with the keys that they stand under.

        They are the same in every view of an object that no later revision wrote, and found once.
        """
        key = (reference.idnum, reference.generation)
        try:
            shared = self.reader.xrefs.get_last_change(reference) <= self.revision
        except KeyError:
            shared = False
        found: tuple[bool, tuple[tuple[Any, str], ...]] | None = self.reader.links.get(key) if shared else None
        if found is None:
            value = self._unshared(reference) if shared else self.get_object(reference)
            page = isinstance(value, DictionaryObject) and value.get("/Type") in ("/Page", "/Pages")
            found = page, tuple((link.reference, under) for link, under in _references(value))
            if shared and all(under != "/Type" for _, under in found[1]):  # a type that is written elsewhere may change there
                self.reader.links[key] = found
        return found

    def _unshared(self, reference: Any) -> Any:
        """An object to look at only: the reader's own, not one made for this view, unless that would tell more."""
        if not self.reader.encrypted:
            found = self.reader.get_object(reference, transparent_decrypt=False)
            if not (isinstance(found, DictionaryObject) and "/T" in found):
                return found
        return self.get_object(reference)

    def _without_interest(self) -> frozenset[Key]:
        """The objects from which no object of interest can be reached (each object is read once)."""
        xrefs = self.reader.xrefs
        later = range(self.revision + 1, xrefs.total_revisions)
        interest = {(r.idnum, r.generation) for number in later for r in xrefs.explicit_refs_in_revision(number)}
        users: dict[Key, set[tuple[Key, bool]]] = {}
        seen: set[Key] = set()
        pages: set[Key] = set()
        waiting = [r.reference for r, _ in _references(self.trailer_view)]
        while waiting:
            reference = waiting.pop()
            key = (reference.idnum, reference.generation)
            if key in seen:
                continue
            seen.add(key)
            page, links = self._links(reference)
            if page:
                pages.add(key)
            for found, under in links:
                target = (found.idnum, found.generation)
                users.setdefault(target, set()).add((key, under in ("/Pages", "/Kids")))
                waiting.append(found)
                if under == "/AP":
                    interest.add(target)
        fertile = set(interest)
        rising = list(interest)
        while rising:
            target = rising.pop()
            for user, enters in users.get(target, ()):
                # a page is entered from the page tree alone, so that a link to it leads no further
                if user not in fertile and (enters or target in interest or target not in pages):
                    fertile.add(user)
                    rising.append(user)
        return frozenset(seen - fertile)


def _references(found: Any) -> Iterator[tuple[Any, str]]:
    """The references in an object with the key that they stand under; those to parents aside, which the walk never follows."""
    waiting = [(found, "")]
    while waiting:
        value, under = waiting.pop()
        if isinstance(value, IndirectObject):
            yield value, under
        elif isinstance(value, DictionaryObject):
            waiting += [(v, k) for k, v in value.items() if k != "/Parent"]
        elif isinstance(value, ArrayObject):
            waiting += [(v, under) for v in value]
