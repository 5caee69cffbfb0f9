"""What a run's facts change: placing them under keys and deriving those keys again, inside the closing transaction.

Only keys that a run touched are derived. When a fact moves from one key to another, both are; a key that nothing is left of
gets a void version that names the keys its facts went to. The relations kept for this are projections that can be rebuilt:
``key`` (key of a fact), ``of-file`` (sightings of a file), ``organ`` (files and incoming lines by the organ, and files by the
folder's code, that they name), ``wanted`` (files and lines by number and notation), ``book`` (keys by unit and year of an
outgoing holding), and those of ``docflow.correspondence`` and ``docflow.citing``. The files that a message brings are files of
its document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from docflow import citing, correspondence
from docflow.canonical import restore
from docflow.classify.identity import Place, Registry, code_key, place_file, place_line, wanted
from docflow.classify.messages import id_name, is_another, is_document
from docflow.correction import CORRECTION, Corrections, is_file, target_of
from docflow.correction_heirs import heirs, left_again
from docflow.ledger.write import Closing
from docflow.model import (
    Correctable,
    Coverage,
    Direction,
    Document,
    FileFacts,
    FileKind,
    Header,
    Problem,
    RegisterLine,
    Series,
    Sighting,
    SignatureState,
    Stage,
    Unit,
)
from docflow.resolve import KeyFacts, resolve, void
from docflow.text import organ_key
from docflow.witness import confirmed, undecided

FILE, REJECTION, SIGHTING, LINE, UNIT, COVERAGE = "file", "rejection", "sighting", "register-line", "unit", "coverage"

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
    series = (restore(Series, payload) for payload in closing.current("series").values())
    registry = Registry((restore(Unit, payload) for payload in closing.current(UNIT).values()), series)
    fixes = Corrections(closing.current(CORRECTION))
    corrected = {target_of(subject) for subject in changed.get(CORRECTION, {})}
    numbered = {one["unit"] for pair in changed.get("series", {}).values() for one in pair if one is not None}
    renamed = _named_by_units(closing, changed.get(UNIT, {}), registry, numbered)
    fixed = {f"{LINE} {target}" for target in corrected if not is_file(target)}
    looked_for = _union(closing.reverse("wanted", fixed))
    told_lines = set(changed.get(LINE, {})) | _of_kind(LINE, renamed) | _known_lines(closing, corrected)
    touched = _place_lines(closing, told_lines, registry, fixes)
    looked_for |= _union(closing.reverse("wanted", fixed))
    files = _touched_files(closing, changed, looked_for) | _of_kind(FILE, renamed) | {one for one in corrected if is_file(one)}
    files = correspondence.with_members(closing, files)
    touched |= _named_by_messages(closing, files)
    for portion in _portions(files):
        touched |= _place_files(closing, portion, registry, fixes)
    touched |= _covered_anew(closing, changed.get(COVERAGE, {}))
    held = heirs(closing, [target for target in fixes.targets if not is_file(target)])
    touched |= {key for key, keys in held.items() if keys & (touched | corrected)} | left_again(closing, held)
    for portion in _portions(touched):
        _derive(closing, portion, registry, fixes, held)


def _named_by_messages(closing: Closing, files: set[str]) -> set[str]:
    """The keys of what is there under the numbers and ids that these files, as messages, are about."""
    found = _union(closing.lookup("wanted", correspondence.told_of(closing, files)))
    return _union(closing.reverse("key", found))


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
    codes = {_folder_name(code) for unit in told for code in (unit.id, unit.code, *unit.aliases)}
    words = [organ_key(unit.name).split() for unit in told]
    # What is printed may leave out the place.
    names = {" ".join(name[:n]) for name in words for n in range(1, len(name) + 1)}
    return _union(closing.lookup("organ", codes | names))


def _of_kind(kind: str, names: Iterable[str]) -> set[str]:
    return {name.removeprefix(f"{kind} ") for name in names if name.startswith(f"{kind} ")}


def _known_lines(closing: Closing, targets: set[str]) -> set[str]:
    """Those targets of corrections that are register lines."""
    return set(closing.current(LINE, sorted(target for target in targets if not is_file(target)))) if targets else set()


def _lines(closing: Closing, subjects: Iterable[str], fixes: Corrections) -> dict[str, RegisterLine]:
    """Register lines as they are known, with what people decided of them."""
    lines: dict[str, RegisterLine] = _restored(closing, LINE, RegisterLine, subjects)
    return {subject: fixes.line(subject, line) for subject, line in lines.items()}


def _place_of(subject: str, line: RegisterLine, registry: Registry, fixes: Corrections) -> Place:
    return place_line(subject, line, registry, fixes.value(subject, Correctable.ISSUER))


def _place_lines(closing: Closing, subjects: set[str], registry: Registry, fixes: Corrections) -> set[str]:
    """Give register lines their keys; returns the keys that they left and the keys that they came to."""
    names = {subject: f"{LINE} {subject}" for subject in subjects}
    before = closing.reverse("key", names.values())
    lines = _lines(closing, subjects, fixes)
    links: dict[str, set[str]] = {name: set() for name in names.values()}
    wants, organs = dict(links), dict(links)
    for subject, line in lines.items():
        name = names[subject]
        links[name] = {_place_of(subject, line, registry, fixes).key}
        if line.direction is Direction.INCOMING:
            organs[name] = {organ_key(line.author)} if line.author else set()
        elif line.number and line.notation:
            wants[name] = {wanted(line.number, line.notation)}
    closing.relink("key", links)
    closing.relink("wanted", wants)
    closing.relink("organ", organs)
    return _union(before) | _union(links)


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
    return files | _of_kind(FILE, _union(closing.lookup("wanted", names | looked_for)))


@dataclass(frozen=True, slots=True)
class _Files:
    """Files with what places them, their places, and the messages that brought them; a file that is no document has no place."""

    facts: Mapping[str, FileFacts]
    seen: Mapping[str, tuple[Sighting, ...]]
    wants: Mapping[str, str]
    places: Mapping[str, tuple[Place, ...]]
    brought: Mapping[str, set[str]]


def _facts(closing: Closing, files: set[str], fixes: Corrections) -> dict[str, FileFacts]:
    """What is known of files, with what people decided of them; one of a type that is not read may be any document."""
    facts: dict[str, FileFacts] = _restored(closing, FILE, FileFacts, files)
    refused = closing.current(REJECTION, sorted(files - set(facts)))
    facts |= {sha: _unread(sha, payload["code"]) for sha, payload in refused.items()}
    facts |= _borne_out(closing, facts)
    return {sha: fixes.file(told) for sha, told in facts.items()}


def _borne_out(closing: Closing, facts: Mapping[str, FileFacts]) -> dict[str, FileFacts]:
    """The scans whose number or day recognition left open, with the readings that their names bear out."""
    scans = {sha: one for sha, one in facts.items() if undecided(one)}
    seen = _sightings(closing, scans) if scans else {}
    return {sha: confirmed(one, [sighting.path for sighting in seen.get(sha, ())]) for sha, one in scans.items()}


def _unread(sha256: str, code: str) -> FileFacts:
    return FileFacts(
        sha256=sha256,
        size=0,
        media_type="application/octet-stream",
        kind=FileKind.OTHER,
        pages=None,
        documents=(),
        sources={},
        state=SignatureState.UNREADABLE,
        signatures=(),
        problems=(Problem(Stage.PARSE, code),),
        tools="",
    )


def _placed(closing: Closing, files: Iterable[str], registry: Registry, fixes: Corrections) -> _Files:
    facts = _facts(closing, set(files), fixes)
    brought, messages = correspondence.letters(closing, facts)
    known = facts | {sha: fixes.file(message) for sha, message in messages.items()}
    seen = {sha: fixes.seen(sha, sightings) for sha, sightings in _sightings(closing, known).items()}
    headers = {sha: f.documents[0] if f.documents else None for sha, f in known.items()}
    wants = {sha: wanted(h.number, h.notation) for sha, h in headers.items() if h and h.number and h.notation}
    lines = _lines_wanted(closing, {name for sha, name in wants.items() if _yearless(known[sha])}, fixes)
    own = {
        sha: place_file(
            sha,
            header,
            _outgoing_units(seen[sha], header, registry),
            registry,
            lines.get(wants.get(sha, ""), ()),
            sender=_sender(known[sha]),
            decided=fixes.value(sha, Correctable.ISSUER),
        )
        for sha, header in headers.items()
        if is_document(known[sha]) and not fixes.is_no_document(sha)
    }
    places = {sha: _places(sha, own, [one for one in sorted(brought.get(sha, ())) if one in own], headers) for sha in facts}
    return _Files(facts, seen, wants, places, brought)


def _sender(facts: FileFacts) -> str | None:
    return facts.message.sender if facts.message else None


def _places(sha: str, own: Mapping[str, Place], messages: list[str], headers: Mapping[str, Header | None]) -> tuple[Place, ...]:
    """Where a file belongs: under the key of each message that brought it, unless it prints the number of another document."""
    if sha not in own:
        return ()
    joined: dict[str, Place] = {}
    for one in messages:
        letter, place = headers[one], own[one]
        if letter is None or (place.key.startswith("file:") and not own[sha].key.startswith("file:")):
            continue
        if is_another(headers[sha], letter):
            differing = replace(own[sha], reasons=(*own[sha].reasons, "edxml-number-differs"))
            joined.setdefault(differing.key, differing)
        else:
            joined[place.key] = replace(place, reasons=())
    return tuple(joined[key] for key in sorted(joined)) or (own[sha],)


def _place_files(closing: Closing, files: set[str], registry: Registry, fixes: Corrections) -> set[str]:
    """Give files their keys, none to those no longer taken in; returns the keys that they left and came to."""
    placed = _placed(closing, files, registry, fixes)
    names = {sha: f"{FILE} {sha}" for sha in files}
    before = closing.reverse("key", names.values())
    links: dict[str, set[str]] = {name: set() for name in names.values()}
    wants, organs, cites = dict(links), dict(links), dict(links)
    for sha, places in placed.places.items():
        links[names[sha]] = {place.key for place in places}
        wants[names[sha]] = _wants(sha, placed)
        organs[names[sha]] = _organ_names(placed.facts[sha], placed.seen[sha])
        cites[names[sha]] = citing.names_cited(placed.facts[sha])
    closing.relink("key", links)
    closing.relink("wanted", wants)
    closing.relink("organ", organs)
    closing.relink(citing.CITES, cites)
    return _union(before) | _union(links)


def _wants(sha: str, placed: _Files) -> set[str]:
    """The names under which lines, and messages about its document, look for a file."""
    if not placed.places[sha]:
        return set()
    message = placed.facts[sha].message
    names = {id_name(message.document_id)} if message and message.document_id else set()
    return names | ({placed.wants[sha]} if sha in placed.wants else set())


def _yearless(facts: FileFacts) -> bool:
    """Whether the file itself gives no year: then a register line may."""
    header = facts.documents[0]
    return header.promulgated_on is None and header.year_in_number is None


def _lines_wanted(closing: Closing, names: set[str], fixes: Corrections) -> dict[str, tuple[RegisterLine, ...]]:
    found = closing.lookup("wanted", names)
    subjects = {name: _of_kind(LINE, found.get(name, ())) for name in names}
    lines = _lines(closing, _union(subjects), fixes)
    return {name: tuple(lines[s] for s in sorted(subjects[name]) if s in lines) for name in names}


def _organ_names(facts: FileFacts, sightings: Iterable[Sighting]) -> set[str]:
    names = {organ_key(i.organ) for h in facts.documents for i in h.issuers if i.organ}
    if facts.message is not None:
        codes = (facts.message.sender, *(one.organ_id for one in facts.message.about))
        names |= {_folder_name(code) for code in codes if code}
    return names | {_folder_name(s.unit) for s in sightings if s.unit}


def _folder_name(code: str) -> str:
    return f"#{code_key(code)}"


def _outgoing_units(sightings: Iterable[Sighting], header: Header | None, registry: Registry) -> set[str]:
    day = header.promulgated_on if header else None
    return {registry.folder(s.unit, day) for s in sightings if s.unit and s.direction is Direction.OUTGOING}


def _sightings(closing: Closing, files: Iterable[str]) -> dict[str, tuple[Sighting, ...]]:
    found = closing.lookup("of-file", files)
    values = _restored(closing, SIGHTING, Sighting, _union(found))
    return {sha: tuple(values[s] for s in sorted(found.get(sha, ())) if s in values) for sha in files}


def _covered_anew(closing: Closing, coverages: Mapping[str, tuple[Any, Any]]) -> set[str]:
    """The keys in books whose register now reaches further: a file there may have become one without a line."""
    books = {f"{v['unit']}|{v['year']}" for pair in coverages.values() for v in pair if v is not None}
    return _union(closing.lookup("book", books))


def _derive(closing: Closing, keys: set[str], registry: Registry, fixes: Corrections, held: Mapping[str, Iterable[str]]) -> None:
    members = closing.lookup("key", keys)
    of_kind = {kind: {key: sorted(_of_kind(kind, members.get(key, ()))) for key in keys} for kind in (FILE, LINE)}
    files = _placed(closing, _union(of_kind[FILE]), registry, fixes)
    lines = _lines(closing, _union(of_kind[LINE]), fixes)
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
                | {subject: _place_of(subject, lines[subject], registry, fixes) for subject in own_lines},
                lines={subject: lines[subject] for subject in own_lines},
                brought={sha: files.brought[sha] & set(own_files) for sha in own_files if sha in files.brought},
                about=about[key],
                decided=fixes.decided(sorted(held.get(key, ())), (*own_files, *own_lines)),
            )
            documents.append(resolve(facts, registry, covered))
    documents += _voided(closing, [key for key in sorted(keys) if not of_kind[FILE][key] and not of_kind[LINE][key]])
    closing.relink("book", {d.key: _books(d) for d in documents})
    closing.relink(citing.DATED, {d.key: citing.names_dated(d) for d in documents})
    closing.put_documents(documents)


def _under(key: str, places: tuple[Place, ...]) -> Place:
    return next((place for place in places if place.key == key), places[0])


def _about(
    closing: Closing, of_kind: Mapping[str, Mapping[str, list[str]]], files: _Files, lines: Mapping[str, RegisterLine]
) -> dict[str, dict[str, FileFacts]]:
    """By key, the messages that may be about its document: those that name a number, notation or id of its files and lines."""
    names = {
        key: {name for sha in of_kind[FILE][key] for name in _wants(sha, files)}
        | {wanted(one.number, one.notation) for s in of_kind[LINE][key] if (one := lines[s]).number and one.notation}
        for key in of_kind[FILE]
    }
    found = correspondence.about(closing, _union(names))
    # A message is heard as it was sent: what people decide concerns its document.
    facts = _facts(closing, _union(found), Corrections({}))
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
        voided.append(void(key, tuple(sorted(_union(closing.reverse("key", members))))))
    return voided


def _restored(closing: Closing, kind: str, cls: type[Any], subjects: Iterable[str]) -> dict[str, Any]:
    return {s: restore(cls, payload) for s, payload in closing.current(kind, sorted(set(subjects))).items()}


def _union(sets: Mapping[str, Iterable[str]]) -> set[str]:
    return {item for items in sets.values() for item in items}
