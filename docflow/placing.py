"""Where files and register lines belong: the keys that they are given while a run closes, and what they are then found by.

The relations kept here are ``key``, ``wanted`` and ``organ`` (told in ``docflow.closing``), the files of ``docflow.citation`` and
``normative`` (``docflow.legal_series``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from docflow import citation, correspondence, legal_series, second_witness
from docflow.canonical import restore
from docflow.classify.identity import Place, Registry, code_key, place_file, wanted
from docflow.classify.messages import id_name, is_another, is_document
from docflow.correction import Corrections
from docflow.ledger.write import Closing
from docflow.model import (
    Correctable,
    Direction,
    FileFacts,
    FileKind,
    Header,
    Problem,
    RegisterLine,
    Sighting,
    SignatureState,
    Stage,
)
from docflow.text import organ_key
from docflow.witness import undecided

FILE, REJECTION, SIGHTING, LINE = "file", "rejection", "sighting", "register-line"
# Refused files that hold no document of their own: a spreadsheet is a list or an appendix.
NO_DOCUMENT = frozenset({"type-sheet", "empty-archive", "no-attachments"})


def subjects_of(kind: str, names: Iterable[str]) -> set[str]:
    """The subjects of one kind among names like ``file <sha256>``."""
    return {name.removeprefix(f"{kind} ") for name in names if name.startswith(f"{kind} ")}


def lines_of(closing: Closing, subjects: Iterable[str], fixes: Corrections) -> dict[str, RegisterLine]:
    """Register lines as they are known, with what people decided of them."""
    lines: dict[str, RegisterLine] = restored(closing, LINE, RegisterLine, subjects)
    return {subject: fixes.line(subject, line) for subject, line in lines.items()}


def places_of_lines(
    closing: Closing, lines: Mapping[str, RegisterLine], registry: Registry, fixes: Corrections
) -> dict[str, Place]:
    """Where register lines belong, with what people decided of them."""
    decided = {subject: fixes.value(subject, Correctable.ISSUER) for subject in lines}
    return legal_series.place_all(closing, lines, registry, decided)


def place_lines(closing: Closing, subjects: set[str], registry: Registry, fixes: Corrections) -> set[str]:
    """Give register lines their keys; returns the keys that they left and the keys that they came to."""
    names = {subject: f"{LINE} {subject}" for subject in subjects}
    before = closing.reverse("key", names.values())
    lines = lines_of(closing, subjects, fixes)
    links: dict[str, set[str]] = {name: set() for name in names.values()}
    wants, organs, asked = dict(links), dict(links), dict(links)
    places = places_of_lines(closing, lines, registry, fixes)
    for subject, line in lines.items():
        name = names[subject]
        links[name] = {places[subject].key}
        asked[name] = legal_series.asked_by(line)
        if line.direction is Direction.INCOMING:
            organs[name] = {organ_key(line.author)} if line.author else set()
        elif line.number and line.notation:
            wants[name] = {wanted(line.number, line.notation)} | second_witness.on_day(line.notation, line.promulgated_on)
    closing.relink("key", links)
    closing.relink("wanted", wants)
    closing.relink("organ", organs)
    closing.relink(legal_series.RELATION, asked)
    return union(before) | union(links)


@dataclass(frozen=True, slots=True)
class PlacedFiles:
    """Files with what places them, their places, and the messages that brought them; a file that is no document has no place.

    ``heard_of`` are the names of lines that may settle, or unsettle, what was read of a scan.
    """

    facts: Mapping[str, FileFacts]
    seen: Mapping[str, tuple[Sighting, ...]]
    wants: Mapping[str, str]
    places: Mapping[str, tuple[Place, ...]]
    brought: Mapping[str, set[str]]
    heard_of: Mapping[str, frozenset[str]]


def facts_of(closing: Closing, files: set[str], fixes: Corrections) -> dict[str, FileFacts]:
    """What is known of files, with what people decided of them; one that is not read may be any document, if it may hold one."""
    facts: dict[str, FileFacts] = restored(closing, FILE, FileFacts, files)
    refused = closing.current(REJECTION, sorted(files - set(facts)))
    facts |= {sha: _unread(sha, said["code"]) for sha, said in refused.items() if said["code"] not in NO_DOCUMENT}
    return {sha: fixes.file(told) for sha, told in facts.items()}


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


def placed_files(closing: Closing, files: Iterable[str], registry: Registry, fixes: Corrections) -> PlacedFiles:
    """Put together what places some files, and place them."""
    facts = facts_of(closing, set(files), fixes)
    brought, messages = correspondence.letters(closing, facts)
    known = facts | {sha: fixes.file(message) for sha, message in messages.items()}
    seen = {sha: fixes.seen(sha, sightings) for sha, sightings in sightings_of(closing, known).items()}
    heard = _heard(closing, known, seen, brought, registry, fixes)
    facts, known = ({sha: heard[sha].facts if sha in heard else told for sha, told in some.items()} for some in (facts, known))
    printed = {sha: f.documents[0] if f.documents else None for sha, f in known.items()}
    headers = legal_series.with_years(closing, printed, known)
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
    return PlacedFiles(facts, seen, wants, places, brought, {sha: one.names for sha, one in heard.items()})


def _heard(
    closing: Closing,
    known: Mapping[str, FileFacts],
    seen: Mapping[str, tuple[Sighting, ...]],
    brought: Mapping[str, set[str]],
    registry: Registry,
    fixes: Corrections,
) -> dict[str, second_witness.Heard]:
    """The scans whose number or day recognition left open, with what other witnesses bear out."""
    scans = {}
    for sha, facts in known.items():
        if undecided(facts):
            header, decided = facts.documents[0], fixes.value(sha, Correctable.ISSUER)
            place = place_file(sha, header, _outgoing_units(seen[sha], header, registry), registry, (), decided=decided)
            letters = tuple(header for one in sorted(brought.get(sha, ())) for header in known[one].documents[:1])
            scans[sha] = second_witness.Scan(facts, tuple(s.path for s in seen[sha]), place.issuer, letters)

    def find(names: set[str]) -> dict[str, RegisterLine]:
        return lines_of(closing, subjects_of(LINE, union(closing.lookup("wanted", names))), fixes)

    return second_witness.hear(scans, find) if scans else {}


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


def place_files(closing: Closing, files: set[str], registry: Registry, fixes: Corrections) -> set[str]:
    """Give files their keys, none to those no longer taken in; returns the keys that they left and came to."""
    placed = placed_files(closing, files, registry, fixes)
    names = {sha: f"{FILE} {sha}" for sha in files}
    before = closing.reverse("key", names.values())
    links: dict[str, set[str]] = {name: set() for name in names.values()}
    wants, organs, cites, days, legal = (dict(links) for _ in range(5))
    for sha, places in placed.places.items():
        first = placed.facts[sha].documents[:1]
        day = first[0].promulgated_on if first else None
        legal[names[sha]] = {name for place in places for name in legal_series.names_of(place, day)}
        links[names[sha]] = {place.key for place in places}
        wants[names[sha]] = wants_of(sha, placed) | placed.heard_of.get(sha, frozenset())
        organs[names[sha]] = _organ_names(placed.facts[sha], placed.seen[sha])
        cites[names[sha]] = citation.names_cited(placed.facts[sha])
        days[names[sha]] = citation.days_cited(placed.facts[sha])
    closing.relink("key", links)
    closing.relink("wanted", wants)
    closing.relink("organ", organs)
    closing.relink(citation.CITES, cites)
    closing.relink(citation.CITES_DATED, days)
    closing.relink(legal_series.RELATION, legal)
    return union(before) | union(links)


def wants_of(sha: str, placed: PlacedFiles) -> set[str]:
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
    subjects = {name: subjects_of(LINE, found.get(name, ())) for name in names}
    lines = lines_of(closing, union(subjects), fixes)
    return {name: tuple(lines[s] for s in sorted(subjects[name]) if s in lines) for name in names}


def _organ_names(facts: FileFacts, sightings: Iterable[Sighting]) -> set[str]:
    names = {organ_key(i.organ) for h in facts.documents for i in h.issuers if i.organ}
    if facts.message is not None:
        codes = (facts.message.sender, *(one.organ_id for one in facts.message.about))
        names |= {folder_name(code) for code in codes if code}
    return names | {folder_name(s.unit) for s in sightings if s.unit}


def folder_name(code: str) -> str:
    """The name under which a unit's code stands in the relation ``organ``."""
    return f"#{code_key(code)}"


def _outgoing_units(sightings: Iterable[Sighting], header: Header | None, registry: Registry) -> set[str]:
    day = header.promulgated_on if header else None
    return {registry.folder(s.unit, day) for s in sightings if s.unit and s.direction is Direction.OUTGOING}


def sightings_of(closing: Closing, files: Iterable[str]) -> dict[str, tuple[Sighting, ...]]:
    """The sightings of each of some files, by subject."""
    found = closing.lookup("of-file", files)
    values = restored(closing, SIGHTING, Sighting, union(found))
    return {sha: tuple(values[s] for s in sorted(found.get(sha, ())) if s in values) for sha in files}


def restored(closing: Closing, kind: str, cls: type[Any], subjects: Iterable[str]) -> dict[str, Any]:
    """The facts of a kind that hold, as values, by subject."""
    return {s: restore(cls, payload) for s, payload in closing.current(kind, sorted(set(subjects))).items()}


def union(sets: Mapping[str, Iterable[str]]) -> set[str]:
    """All that any of the sets holds."""
    return {item for items in sets.values() for item in items}
