"""Conflicts of citations as findings of documents: cited by its number, day and organ, but under a notation that is not its own.

One document is meant and one of the two is wrong, so that the one which cites and the one which is cited both bear the finding
``citation-conflict`` (Decree 30/2020/NĐ-CP, annex I, part II, item 6.b: what is cited is told by type, number and notation, day,
organ and subject). It follows from the documents and references that are known, whatever the order in which they came.

The relation ``conflict`` has, of each key, what its finding tells: the key that it cites, or the number and notation by which it
is cited. So a document that is derived again keeps its finding until ``settle`` has looked at all that the run changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from docflow.canonical import restore
from docflow.citation import CITES, CITES_DATED, DATED, Cited, Match, dated_name, meant, references_of
from docflow.classify.identity import Registry, wanted
from docflow.ledger.rows import Numbering
from docflow.ledger.write import Closing
from docflow.model import Discrepancy, Document, FileFacts

CONFLICT = "conflict"
CODE = "citation-conflict"
# So many keys are looked at at once.
PORTION = 1000


def carried(closing: Closing, documents: Iterable[Document]) -> list[Document]:
    """Documents that were derived anew with the conflicts that they are known to be in."""
    derived = list(documents)
    known = closing.reverse(CONFLICT, [document.key for document in derived])
    return [_bearing(document, known.get(document.key, ())) for document in derived]


def names_of(closing: Closing, keys: Iterable[str]) -> set[str]:
    """The numbers and notations that documents have now."""
    return {name for one in closing.numbering(keys).values() for name in _name(one)}


def settle(closing: Closing, touched: set[str], names_before: set[str], registry: Registry) -> None:
    """Write the conflicts that came or went with what a run derived; ``names_before`` are what ``names_of`` told before it."""
    affected: set[str] = set()
    for keys in _portions(touched):
        affected |= _affected(closing, keys)
    for names in _portions(names_before):
        affected |= _of_files(closing, _suspicious(closing, _union(closing.lookup(CITES, names))))
        affected |= _union(closing.lookup(CONFLICT, names))
    affected = _with_partners(closing, affected)
    if not affected:
        return
    found = _Conflicts(closing, registry).of(affected)
    known = closing.reverse(CONFLICT, affected)
    changed = {key: found.get(key, set()) for key in affected if found.get(key, set()) != known.get(key, set())}
    documents = closing.documents(changed)
    closing.relink(CONFLICT, changed)
    closing.put_documents(_bearing(documents[key], changed[key]) for key in sorted(changed) if key in documents)


def _portions(names: set[str]) -> Iterator[list[str]]:
    ordered = sorted(names)
    return (ordered[start : start + PORTION] for start in range(0, len(ordered), PORTION))


def _bearing(document: Document, told: Iterable[str]) -> Document:
    others = {finding for finding in document.findings if finding.code != CODE}
    conflicts = set() if document.void else {Discrepancy(CODE, detail) for detail in told}
    return replace(document, findings=tuple(sorted(others | conflicts, key=lambda d: (d.code, d.detail))))


# ---------------------------------------------------------------- what a change may concern


def _affected(closing: Closing, keys: list[str]) -> set[str]:
    """The keys whose conflicts may be others now that these documents are as they are: cheap to ask, and few."""
    now = closing.numbering(keys).values()
    names = {name for one in now for name in _name(one)}
    own = {subject for subject in _union(closing.lookup("key", keys)) if subject.startswith("file ")}
    citing = _union(closing.lookup(CITES_DATED, {name for one in now for name in _dated(one)}))
    files = _suspicious(closing, own | citing | _union(closing.lookup(CITES, names)))
    return _of_files(closing, files) | set(closing.reverse(CONFLICT, keys)) | _union(closing.lookup(CONFLICT, {*keys, *names}))


def _suspicious(closing: Closing, files: Iterable[str]) -> dict[str, set[str]]:
    """Those files that cite the number and day of known documents by another notation, with the keys of these documents."""
    days = closing.reverse(CITES_DATED, files)
    dated = closing.lookup(DATED, _union(days))
    numbered = closing.numbering(_union(dated))
    cites = closing.reverse(CITES, days)
    found: dict[str, set[str]] = {}
    for file in sorted(days):
        for day in days[file] & dated.keys():
            number = day.rpartition("|")[0]
            cited = {name for name in cites.get(file, ()) if name.startswith(f"{number}/")}
            if any(own and cited - own for own in (_name(numbered.get(key)) for key in dated[day])):
                found.setdefault(file, set()).update(dated[day])
    return found


def _of_files(closing: Closing, files: Mapping[str, set[str]]) -> set[str]:
    return _union(closing.reverse("key", files)) | _union(files)


def _with_partners(closing: Closing, keys: set[str]) -> set[str]:
    """These keys and those that they are known to be in conflict with."""
    found: set[str] = set()
    waiting = keys
    while waiting:
        found |= waiting
        cited = set(closing.reverse(CONFLICT, _union(closing.reverse(CONFLICT, waiting))))
        waiting = (cited | _union(closing.lookup(CONFLICT, waiting))) - found
    return found


# ---------------------------------------------------------------- what is so


@dataclass(frozen=True, slots=True)
class _Conflicts:
    """The documents known while a run closes, once all of them are derived; satisfies ``docflow.citation.Known``.

    Nothing is written while it is asked, so that each answer is kept.
    """

    closing: Closing
    registry: Registry
    met: dict[str, Document | None] = field(default_factory=dict)
    by_number: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    by_day: dict[str, list[str]] = field(default_factory=dict)

    def of(self, keys: set[str]) -> dict[str, set[str]]:
        """What the conflicts of some keys tell; those without any are left out."""
        citing = {subject for subject in _union(self.closing.lookup("key", keys)) if subject.startswith("file ")}
        days = {name for one in self.closing.numbering(keys).values() for name in _dated(one)}
        files = _suspicious(self.closing, citing | _union(self.closing.lookup(CITES_DATED, days)))
        told = self.closing.current("file", [file.removeprefix("file ") for file in files])
        citers = self.closing.reverse("key", files)
        names = _union(self.closing.reverse(CITES_DATED, files))
        dated = self.closing.lookup(DATED, names)
        self.by_day.update({name: sorted(dated.get(name, ())) for name in names})
        self._meet(_union(citers) | _union(dated))
        found: dict[str, set[str]] = {}
        for sha256, payload in sorted(told.items()):
            facts = restore(FileFacts, payload)
            for citer in self.documents(citers.get(f"file {sha256}", ())):
                for cited in self._differing(facts, citer):
                    name = wanted(cited.reference.number or "", cited.reference.notation or "")
                    found.setdefault(citer.key, set()).update(cited.keys)
                    for key in cited.keys:
                        found.setdefault(key, set()).add(name)
        return {key: told for key, told in found.items() if key in keys}

    def _differing(self, facts: FileFacts, citer: Document) -> list[Cited]:
        asked = [r for r in references_of(facts) if r.number and r.notation and r.promulgated_on and r.organ]
        dated = [r for r in asked if self.dated(dated_name(r.number or "", r.promulgated_on or ""))]
        return [cited for r in dated if (cited := meant(r, citer, self)).match is Match.DIFFERS]

    def _meet(self, keys: Iterable[str]) -> None:
        new = {key for key in keys if key not in self.met}
        known = self.closing.documents(new) if new else {}
        self.met.update({key: known.get(key) for key in new})

    def documents(self, keys: Iterable[str]) -> Iterable[Document]:
        """The documents of some keys that are not void, by key."""
        asked = sorted(set(keys))
        self._meet(asked)
        return [document for key in asked if (document := self.met[key]) is not None and not document.void]

    def numbered(self, number: str, notation: str) -> Iterable[str]:
        """The keys of documents that ever had this number and notation, as they are compared."""
        if (number, notation) not in self.by_number:
            self.by_number[number, notation] = self.closing.keys_numbered(number, notation)
        return self.by_number[number, notation]

    def dated(self, name: str) -> Iterable[str]:
        """The keys of documents with a number and day."""
        return self.by_day.get(name, ())

    def unit_name(self, unit: str) -> str | None:
        """The name of a unit."""
        known = self.registry.by_id.get(unit)
        return known.name if known else None


def _name(one: Numbering | None) -> set[str]:
    return {f"{one.number}/{one.notation}"} if one and one.number and one.notation else set()


def _dated(one: Numbering) -> set[str]:
    return {dated_name(one.number, one.day)} if one.number and one.day else set()


def _union(sets: Mapping[str, Iterable[str]]) -> set[str]:
    return {item for items in sets.values() for item in items}
