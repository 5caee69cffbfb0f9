"""Whose document it is and under which key: matching organs to the unit registry, and placing.

The key is (issuer, year, series, number, notation): a number is unique per body, year and notation (Decree 30/2020, article 15
and annex VI.I.1.h). Names repeat all over the country, so an organ is matched by its name together with the body above it
and the date, and an ambiguous match is no match. The series part is blank but for legal normative documents, which are numbered
apart (``docflow.numbers``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docflow.classify.joint import numbering_body
from docflow.classify.organ_names import Match, OrganNames, valid
from docflow.model import Direction, Header, RegisterLine, Series, Unit
from docflow.numbers import series_part
from docflow.text import notation_key, number_key, organ_key

_COMMITTEE = "uy ban nhan dan "
# Bodies that every place has: without a place such a name is nobody's, and what follows it must be a place.
_OF_EVERY_PLACE = (_COMMITTEE, "hoi dong nhan dan ")
_DISTRICTS = ("huyen ", "quan ", "thi xa ", "thanh pho ")
_PLACES = (*_DISTRICTS, "tinh ", "xa ", "phuong ", "thi tran ")

# A code of QCVN 102:2016 is read from the right; its empty levels on the left are written as zeros or left out.
_FROM_THE_RIGHT = re.compile(r"(?:\d{2,3}\.){1,3}[A-Z]\d{2}")
_EMPTY_LEVELS = re.compile(r"^(?:0+\.)+")


def code_key(code: str) -> str:
    """The form in which codes of units are compared; the two official schemes meet by aliases only, never by reversing."""
    plain = code.strip().upper()
    return _EMPTY_LEVELS.sub("", plain) if _FROM_THE_RIGHT.fullmatch(plain) else plain


class Registry:
    """The units known, by id, code and name, and the series that they stated; built once from the current facts."""

    def __init__(self, units: Iterable[Unit], series: Iterable[Series] = ()) -> None:
        self.by_id: Mapping[str, Unit] = {u.id: u for u in units}
        self._by_code: dict[str, list[Unit]] = {}
        for unit in sorted(self.by_id.values(), key=lambda u: u.id):
            for code in dict.fromkeys(code_key(code) for code in (unit.code, unit.id, *unit.aliases)):
                self._by_code.setdefault(code, []).append(unit)
        self._names = OrganNames(self.by_id)
        self._series = tuple(series)

    def of_code(self, code: str, day: str | None = None) -> Unit | None:
        """The one unit with this code, id or alias on a day; None if there is none or there are several."""
        found = [u for u in self._by_code.get(code_key(code), ()) if valid(u, day)]
        return found[0] if len(found) == 1 else None

    def folder(self, code: str, day: str | None = None) -> str:
        """The id of a folder's unit on a day; a code that the registry does not know stands for itself."""
        unit = self.of_code(code, day) or self.of_code(code)
        return unit.id if unit else code

    def match(self, organ: str | None, superior: str | None, day: str | None = None) -> Unit | None:
        """The unit that a printed organ names on a day, by its name, or its name with the body above it; else None."""
        return self.weigh(organ, superior, day).unit

    def weigh(self, organ: str | None, superior: str | None, day: str | None = None) -> Match:
        """What ``match`` found, with its score and the units that may be meant where no one is sure."""
        return self._names.weigh(organ, superior, day)

    def host(self, council: str | None, document_type: str | None, notation: str | None, day: str | None) -> str | None:
        """The id of the body whose seal a council uses and among whose numbers its documents are; None where none is stated."""
        own = [s for s in self._stated(document_type, notation, day) if s.unit == council]
        hosts = {s.host for s in own if s.host in self.by_id}
        return hosts.pop() if len(hosts) == 1 else None

    def stating(self, document_type: str | None, notation: str | None, day: str | None) -> frozenset[str]:
        """The ids of the units that state a series of just this notation, other than councils with another's seal."""
        found = self._stated(document_type, notation, day)
        return frozenset(s.unit for s in found if s.notations and s.host is None)

    def _stated(self, document_type: str | None, notation: str | None, day: str | None) -> list[Series]:
        compared = notation_key(notation or "")
        return [s for s in self._series if (day is None or s.holds_on(day)) and s.numbers(document_type, compared)]

    def is_same(self, holder: str | None, organ: str | None, issuer: str | None) -> bool:
        """Whether a certificate's holder is the issuing organ: equal names, or one is the other with its place added.

        A printed name that leaves out the place of the known issuer says less than the registry and is not asked.
        """
        if not holder:
            return False
        printed = organ_key(organ) if organ else ""
        known = self.by_id.get(issuer or "")
        own = organ_key(known.name) if known else ""
        held = organ_key(holder)
        return any(_same_body(held, name) for name in {printed, own} if name and not (name == printed and _begins(own, printed)))


def _begins(long: str, short: str) -> bool:
    return long.startswith(f"{short} ")


def _same_body(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if not _begins(long, short) or len(short.split()) < 3:
        return False
    if f"{short} ".startswith(_OF_EVERY_PLACE):
        return f"{short} " not in _OF_EVERY_PLACE and long.removeprefix(f"{short} ").startswith(_PLACES)
    return True


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file or a line belongs: its key, and what of the key is known.

    ``fellows`` are the ids of the units whose outgoing books hold it for the issuer: a council that uses the issuer's seal, the
    others that issued it jointly.
    """

    key: str
    placed: bool
    issuer: str | None
    year: int | None
    reasons: tuple[str, ...] = ()
    fellows: tuple[str, ...] = ()


def make_key(issuer: str, year: int, number: str, notation: str, series: str = "") -> str:
    """The key's text: ``issuer/year/series/number/notation``."""
    return f"{issuer}/{year}/{series}/{number_key(number)}/{notation_key(notation)}"


def named_issuer(organ: str, superior: str | None) -> str:
    """The issuer's part of a key for an organ that no unit matches: its folded names."""
    return f"~{organ_key(organ)}" + (f"|{organ_key(superior)}" if superior else "")


def wanted(number: str, notation: str) -> str:
    """The name under which register lines and files without a year look for each other."""
    return f"{number_key(number)}/{notation_key(notation)}"


def place_file(
    sha256: str,
    header: Header | None,
    outgoing_units: Iterable[str],
    registry: Registry,
    lines: Iterable[RegisterLine],
    sender: str | None = None,
    decided: str | None = None,
) -> Place:
    """Place a file by its header; a missing issuer or year is filled, never guessed.

    ``outgoing_units`` are the ids of the units in whose outgoing folders it lies, ``lines`` the outgoing register lines with its
    number and notation, ``sender`` the organ's code where a message brings the header, ``decided`` the id of the unit that a
    person named. The issuer is that unit, else the one with the sender's code, else the one that the printed organ matches, else
    the one folder's unit; a council's documents go with the body that numbers them. The year is that of the date, else of the
    number, else of the only register line.
    """
    keyless = f"file:{sha256}"
    folders = sorted(set(outgoing_units))
    if header is None:
        issuer = decided or (folders[0] if len(folders) == 1 else None)
        return Place(keyless, placed=False, issuer=issuer, year=None, reasons=("no-header",))
    issuer, fellows, found = _issuer(header, folders, registry, sender, decided)
    reasons = list(found)
    day = header.promulgated_on
    year = int(day[:4]) if day else header.year_in_number
    if year is None and issuer and header.number and header.notation:
        years = {line.year for line in lines if line.unit == issuer}
        if len(years) == 1:
            year = years.pop()
            reasons.append("year-from-register")
    if issuer and year and header.number and header.notation:
        series = series_part(header.notation, header.year_in_number)
        key = make_key(issuer, year, header.number, header.notation, series)
        return Place(key, "foreign-issuer" not in reasons, issuer, year, tuple(reasons), fellows)
    missing = [
        name
        for name, value in (("issuer", issuer), ("year", year), ("number", header.number), ("notation", header.notation))
        if not value
    ]
    return Place(keyless, placed=False, issuer=issuer, year=year, reasons=(*reasons, *(f"no-{m}" for m in missing)))


def _issuer(
    header: Header, folders: list[str], registry: Registry, sender: str | None, decided: str | None
) -> tuple[str | None, tuple[str, ...], list[str]]:
    """The issuer of a header, the units whose outgoing books hold it for the issuer, and what is to be said of that."""
    day = header.promulgated_on
    unit = registry.of_code(sender, day) if sender else None
    weighed = [registry.weigh(one.organ, one.superior_organ, day) for one in header.issuers] or [registry.weigh(None, None, day)]
    units = [match.unit.id if match.unit else None for match in weighed]
    stating = registry.stating(header.document_type, header.notation, day) if len(units) > 1 else frozenset()
    place, sure = numbering_body(header, units, stating)
    issuer = decided or (unit.id if unit else units[place])
    named = header.issuers[place] if header.issuers else None
    host = registry.host(issuer, header.document_type, header.notation, day)
    reasons = ["numbered-by-host"] if host else [weighed[place].reason] if issuer is None and weighed[place].reason else []
    reasons += [] if sure or unit or decided else ["joint-issuer-uncertain"]
    fellows = {one for one in (*units, issuer if host else None) if one is not None}
    issuer = host or issuer
    if issuer is None and len(folders) == 1 and not (sure and folders[0] in fellows):
        issuer = folders[0]
        if named is not None and named.organ and not reasons:
            reasons.append("organ-unmatched")
    elif issuer is None and named is not None and named.organ:
        issuer = named_issuer(named.organ, named.superior_organ)
    elif folders and decided is None and header.copy_form is None and not fellows.union({issuer}).intersection(folders):
        reasons.append("foreign-issuer")
    return issuer, tuple(sorted(fellows - {issuer})), reasons


def place_line(
    subject: str, line: RegisterLine, registry: Registry, decided: str | None = None, series: str | None = None
) -> Place:
    """Place a register line: an outgoing one under its unit, an incoming one under its author or the unit ``decided``.

    A line of a council that uses another body's seal goes with that body. ``series`` is the series part where more than the line
    tells it.
    """
    outgoing = line.direction is Direction.OUTGOING
    fellows: tuple[str, ...] = ()
    if outgoing:
        host = registry.host(line.unit, line.document_type, line.notation, line.promulgated_on or f"{line.year}-12-31")
        issuer, year = host or line.unit, line.year
        fellows = (line.unit,) if host else ()
    else:
        unit = registry.match(line.author, None, line.promulgated_on)
        issuer = decided or (unit.id if unit else (named_issuer(line.author, None) if line.author else ""))
        year = int(line.promulgated_on[:4]) if line.promulgated_on else line.year_in_number or 0
    reasons = ("numbered-by-host",) if fellows else ()
    if issuer and year and line.number and line.notation:
        part = series_part(line.notation, line.year_in_number) if series is None else series
        key = make_key(issuer, year, line.number, line.notation, part)
        return Place(key, placed=True, issuer=issuer, year=year, reasons=reasons, fellows=fellows)
    return Place(f"line:{subject}", outgoing, issuer or None, year or None, reasons, fellows)
