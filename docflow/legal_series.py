"""Series of legal normative documents, where a file tells what a register line or a message leaves out.

Registers and messages often have 05/QĐ-UBND for what the paper prints as 05/2022/QĐ-UBND. A line that prints no year is of the
normative document if a file of it bears the line's day; a message is if the paper that it brings prints the year. The relation
``normative`` (files by key and day, incoming lines by number, notation and day) finds them; it can be rebuilt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from docflow.canonical import restore
from docflow.classify.identity import Place, Registry, place_line, wanted
from docflow.classify.messages import is_another
from docflow.ledger.write import Closing
from docflow.model import Direction, FileFacts, Header, RegisterLine
from docflow.numbers import NORMATIVE, series_of_key, series_part

RELATION = "normative"
_ANY_YEAR = 0


def names_of(place: Place, day: str | None) -> set[str]:
    """The name under which closing keeps a file with a place and a printed day; none unless it is a normative document's."""
    return {_name(place.key, day)} if day and series_of_key(place.key) == NORMATIVE else set()


def _name(key: str, day: str) -> str:
    return f"{key}|{day}"


def told_by(closing: Closing, files: Iterable[str]) -> set[str]:
    """The names under which closing keeps these files now."""
    found = closing.reverse(RELATION, [f"file {sha256}" for sha256 in files])
    return {name for names in found.values() for name in names}


def asked_by(line: RegisterLine) -> set[str]:
    """The name under which closing keeps an incoming line that may be of a normative document; outgoing ones are found anyhow."""
    if line.direction is Direction.OUTGOING or not _leaves_open(line):
        return set()
    return {_name(wanted(line.number or "", line.notation or ""), line.promulgated_on or "")}


def _leaves_open(line: RegisterLine) -> bool:
    told = line.number and line.notation and line.promulgated_on
    return line.year_in_number is None and bool(told) and series_part(line.notation or "", _ANY_YEAR) == NORMATIVE


def lines_named(closing: Closing, names: Iterable[str]) -> set[str]:
    """The register lines whose series these names of files may decide: those of the same number, notation and day."""
    asked = {"/".join(name.split("/", 4)[3:]) for name in names}
    if not asked:
        return set()
    found = [closing.lookup(RELATION, asked), closing.lookup("wanted", {name.rpartition("|")[0] for name in asked})]
    entries = {entry for one in found for subjects in one.values() for entry in subjects}
    return {entry.removeprefix("register-line ") for entry in entries if entry.startswith("register-line ")}


def place_all(
    closing: Closing, lines: Mapping[str, RegisterLine], registry: Registry, decided: Mapping[str, str | None]
) -> dict[str, Place]:
    """The places of register lines by subject; ``decided`` are the issuers that people named."""
    asking = {subject: line for subject, line in lines.items() if _leaves_open(line)}
    apart = {subject: place_line(subject, line, registry, decided.get(subject), NORMATIVE) for subject, line in asking.items()}
    names = {subject: _name(place.key, lines[subject].promulgated_on or "") for subject, place in apart.items()}
    kept = closing.lookup(RELATION, names.values()) if names else {}
    return {
        subject: apart[subject] if names.get(subject) in kept else place_line(subject, line, registry, decided.get(subject))
        for subject, line in lines.items()
    }


def with_years(
    closing: Closing, headers: Mapping[str, Header | None], known: Mapping[str, FileFacts]
) -> dict[str, Header | None]:
    """The headers of files, those of messages that name no year with the one that the paper which they bring prints."""
    asked = {
        sha256: tuple(member.sha256 for member in facts.members)
        for sha256, facts in known.items()
        if facts.message is not None and facts.members and _may_be_normative(headers[sha256])
    }
    inside = closing.current("file", sorted({member for members in asked.values() for member in members})) if asked else {}
    papers = {sha256: restore(FileFacts, payload) for sha256, payload in inside.items()}
    found = dict(headers)
    for sha256, members in asked.items():
        letter = headers[sha256]
        printed = [h for one in members if one in papers for h in papers[one].documents[:1]]
        years = {h.year_in_number for h in printed if letter is not None and h.number and not is_another(h, letter)} - {None}
        if letter is not None and len(years) == 1:
            found[sha256] = replace(letter, year_in_number=years.pop())
    return found


def _may_be_normative(header: Header | None) -> bool:
    return bool(header and header.year_in_number is None and header.notation and series_part(header.notation, _ANY_YEAR))
