"""What a run's facts change: placing them under keys and deriving those keys again, inside the closing transaction.

Only keys that a run touched are derived. When a fact moves from one key to another, both are; a key that nothing is left of
gets a void version that names the keys its facts went to. The relations kept for this are projections that can be rebuilt:
``key`` (key of a fact), ``of-file`` (sightings of a file), ``organ`` (files and incoming lines by the organ, and files by the
folder's code, that they name), ``wanted`` (files and lines by number and notation, lines by day too), ``book`` (keys by unit and
year of an outgoing holding), and those of ``docflow.correspondence``, ``docflow.citation`` and ``docflow.legal_series``. What a
message brings are files of its document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docflow import citation, citation_conflicts, correspondence, legal_series
from docflow.canonical import restore
from docflow.classify.identity import Place, Registry, wanted
from docflow.correction import CORRECTION, Corrections, is_file, target_of
from docflow.correction_heirs import heirs, left_again
from docflow.ledger.write import Closing
from docflow.model import Coverage, Direction, Document, FileFacts, RegisterLine, Series, Unit
from docflow.placing import (
    FILE,
    LINE,
    REJECTION,
    SIGHTING,
    PlacedFiles,
    facts_of,
    folder_name,
    lines_of,
    place_files,
    place_lines,
    placed_files,
    places_of_lines,
    subjects_of,
    union,
    wants_of,
)
from docflow.resolve import KeyFacts, resolve, void
from docflow.second_witness import on_day
from docflow.text import organ_key

UNIT, COVERAGE = "unit", "coverage"

# So many files or keys are held in memory at once.
PORTION = 1000


def derive(closing: Closing) -> None:
    """Place what the run changed and write a new version of every document that is different for it."""
    changed: dict[str, dict[str, tuple[Any, Any]]] = {}
    holders: dict[str, Any] = {}
    for change in closing.changes():
        if change.kind == FILE and (correspondence.corresponds(change.before) or correspondence.corresponds(change.after)):
            holders[change.subject] = change.after
        # What a file says is large, and is read again in portions.
        pair = (None, None) if change.kind == FILE else (change.before, change.after)
        changed.setdefault(change.kind, {})[change.subject] = pair
    if not changed:
        return
    correspondence.link(closing, holders)
    stated = [restore(Series, payload) for payload in closing.current("series").values()]
    registry = Registry((restore(Unit, payload) for payload in closing.current(UNIT).values()), stated)
    fixes = Corrections(closing.current(CORRECTION))
    corrected = {target_of(subject) for subject in changed.get(CORRECTION, {})}
    renumbered = [one for pair in changed.get("series", {}).values() for one in pair if one is not None]
    councils = {one["unit"] for one in renumbered if one["host"] is not None}
    councils |= {one.unit for one in stated if one.host in changed.get(UNIT, {})}
    numbered = councils | {one["unit"] for one in renumbered}
    renamed = _named_by_units(closing, changed.get(UNIT, {}), registry, numbered)
    fixed = {f"{LINE} {target}" for target in corrected if not is_file(target)}
    looked_for = union(closing.reverse("wanted", fixed))
    told_lines = set(changed.get(LINE, {})) | subjects_of(LINE, renamed) | _known_lines(closing, corrected)
    told_lines |= _outgoing_lines(closing, councils)
    touched = place_lines(closing, told_lines, registry, fixes)
    looked_for |= union(closing.reverse("wanted", fixed))
    files = _touched_files(closing, changed, looked_for) | subjects_of(FILE, renamed) | {one for one in corrected if is_file(one)}
    files = correspondence.with_members(closing, correspondence.with_holders(closing, files))
    touched |= _named_by_messages(closing, files)
    series = set[str]()
    for portion in _portions(files):
        before = legal_series.told_by(closing, portion)
        touched |= place_files(closing, portion, registry, fixes)
        series |= before ^ legal_series.told_by(closing, portion)
    touched |= place_lines(closing, legal_series.lines_named(closing, series), registry, fixes)
    touched |= _covered_anew(closing, changed.get(COVERAGE, {}))
    held = heirs(closing, [target for target in fixes.targets if not is_file(target)])
    touched |= {key for key, keys in held.items() if keys & (touched | corrected)} | left_again(closing, held)
    names = citation_conflicts.names_of(closing, touched)
    for portion in _portions(touched):
        _derive(closing, portion, registry, fixes, held)
    citation_conflicts.settle(closing, touched | closing.keys_issued(changed.get(UNIT, {})), names, registry)


def _named_by_messages(closing: Closing, files: set[str]) -> set[str]:
    """The keys of what is there under the numbers and ids that these files, as messages, are about."""
    found = union(closing.lookup("wanted", correspondence.told_of(closing, files)))
    return union(closing.reverse("key", found))


def _portions(names: set[str]) -> Iterator[set[str]]:
    ordered = sorted(names)
    return (set(ordered[start : start + PORTION]) for start in range(0, len(ordered), PORTION))


def _named_by_units(closing: Closing, units: Mapping[str, tuple[Any, Any]], registry: Registry, numbered: set[str]) -> set[str]:
    """Files and lines whose organ, or whose folder's code, may stand for another unit now that units or series differ."""
    if not units and not numbered:
        return set()
    told = [restore(Unit, v) for pair in units.values() for v in pair if v is not None]
    # The body printed above an organ tells it from others of its name, so that a parent's name matters to its children.
    told += [unit for unit in registry.by_id.values() if unit.parent in units or unit.id in numbered]
    codes = {folder_name(code) for unit in told for code in (unit.id, unit.code, *unit.aliases)}
    words = [organ_key(unit.name).split() for unit in told]
    # What is printed may leave out the place.
    names = {" ".join(name[:n]) for name in words for n in range(1, len(name) + 1)}
    return union(closing.lookup("organ", codes | names))


def _outgoing_lines(closing: Closing, councils: set[str]) -> set[str]:
    """The outgoing lines of councils whose host is stated otherwise, or known, now: they go with the body whose seal is used."""
    books = tuple(f"{council}|{Direction.OUTGOING.value}|" for council in councils)
    return {subject for subject in closing.current(LINE) if subject.startswith(books)} if books else set()


def _known_lines(closing: Closing, targets: set[str]) -> set[str]:
    """Those targets of corrections that are register lines."""
    return set(closing.current(LINE, sorted(target for target in targets if not is_file(target)))) if targets else set()


def _touched_files(closing: Closing, changed: Mapping[str, Mapping[str, tuple[Any, Any]]], looked_for: set[str]) -> set[str]:
    """The files whose place may have changed: by their own facts, their sightings or their number's lines.

    ``looked_for`` are the names under which lines that were corrected look, or looked, for files.
    """
    files = set(changed.get(FILE, {})) | set(changed.get(REJECTION, {}))
    sightings = {s: after["sha256"] for s, (_, after) in changed.get(SIGHTING, {}).items() if after is not None}
    closing.relink("of-file", {subject: {sha} for subject, sha in sightings.items()})
    files |= set(sightings.values())
    values = [v for pair in changed.get(LINE, {}).values() for v in pair if v is not None]
    names = {wanted(v["number"], v["notation"]) for v in values if v["number"] and v["notation"]}
    names |= {name for v in values for name in on_day(v["notation"], v["promulgated_on"])}
    return files | subjects_of(FILE, union(closing.lookup("wanted", names | looked_for)))


def _covered_anew(closing: Closing, coverages: Mapping[str, tuple[Any, Any]]) -> set[str]:
    """The keys in books whose register now reaches further: a file there may have become one without a line."""
    books = {f"{v['unit']}|{v['year']}" for pair in coverages.values() for v in pair if v is not None}
    return union(closing.lookup("book", books))


def _derive(closing: Closing, keys: set[str], registry: Registry, fixes: Corrections, held: Mapping[str, Iterable[str]]) -> None:
    members = closing.lookup("key", keys)
    of_kind = {kind: {key: sorted(subjects_of(kind, members.get(key, ()))) for key in keys} for kind in (FILE, LINE)}
    files = placed_files(closing, union(of_kind[FILE]), registry, fixes)
    lines = lines_of(closing, union(of_kind[LINE]), fixes)
    line_places = places_of_lines(closing, lines, registry, fixes)
    about = _about(closing, of_kind, files, lines)
    covered = _coverage(closing)
    documents = []
    for key in sorted(keys):
        own_files, own_lines = of_kind[FILE][key], of_kind[LINE][key]
        if own_files or own_lines:
            facts = KeyFacts(
                key=key,
                files={sha: files.facts[sha] for sha in own_files},
                sightings={sha: files.seen[sha] for sha in own_files},
                places={sha: _under(key, files.places[sha]) for sha in own_files}
                | {subject: line_places[subject] for subject in own_lines},
                lines={subject: lines[subject] for subject in own_lines},
                brought={sha: files.brought[sha] & set(own_files) for sha in own_files if sha in files.brought},
                about=about[key],
                decided=fixes.decided(sorted(held.get(key, ())), (*own_files, *own_lines)),
            )
            documents.append(resolve(facts, registry, covered))
    documents = citation_conflicts.carried(closing, documents)
    documents += _voided(closing, [key for key in sorted(keys) if not of_kind[FILE][key] and not of_kind[LINE][key]])
    closing.relink("book", {d.key: _books(d) for d in documents})
    closing.relink(citation.DATED, {d.key: citation.names_dated(d) for d in documents})
    closing.put_documents(documents)


def _under(key: str, places: tuple[Place, ...]) -> Place:
    return next((place for place in places if place.key == key), places[0])


def _about(
    closing: Closing, of_kind: Mapping[str, Mapping[str, list[str]]], files: PlacedFiles, lines: Mapping[str, RegisterLine]
) -> dict[str, dict[str, FileFacts]]:
    """By key, the messages that may be about its document: those that name a number, notation or id of its files and lines."""
    names = {
        key: {name for sha in of_kind[FILE][key] for name in wants_of(sha, files)}
        | {wanted(one.number, one.notation) for s in of_kind[LINE][key] if (one := lines[s]).number and one.notation}
        for key in of_kind[FILE]
    }
    found = correspondence.about(closing, union(names))
    # A message is heard as it was sent: what people decide concerns its document.
    facts = facts_of(closing, union(found), Corrections({}))
    return {key: {sha: facts[sha] for name in mine for sha in found.get(name, ()) if sha in facts} for key, mine in names.items()}


def _coverage(closing: Closing) -> dict[tuple[str, int], str]:
    values = (restore(Coverage, payload) for payload in closing.current(COVERAGE).values())
    return {(c.unit, c.year): c.through for c in values if c.direction is Direction.OUTGOING}


def _books(document: Document) -> set[str]:
    return {f"{h.unit}|{h.day[:4]}" for h in document.holdings if h.direction is Direction.OUTGOING and h.day}


def _voided(closing: Closing, keys: list[str]) -> list[Document]:
    """Void versions for emptied keys that once had a document, naming where its facts are now."""
    voided = []
    for key, document in sorted(closing.documents(keys).items()):
        members = [f"{FILE} {sha}" for sha in document.files] + [f"{LINE} {subject}" for subject in document.lines]
        voided.append(void(key, tuple(sorted(union(closing.reverse("key", members))))))
    return voided
