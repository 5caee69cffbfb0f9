"""What every report of the planned year must say, by the planter's own plain arithmetic over its own documents."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from worlds.district_year import Planted, Year
from worlds.district_year_posts import Post
from worlds.district_year_units import STATED, UNITS, YEAR, D, Unit

# A group and a figure as the rows of a report name them: unit, level, period, type, figure.
Key = tuple[str | None, str | None, str | None, str | None, str]
# Numerator, denominator, lowest and highest share, and what of it is witnessed and presumed, where that is told.
Row = tuple[int, int, tuple[int, int], tuple[int, int], int | None, int | None]
_FORMS = {
    "electronic": {"electronic"},
    "electronic_or_both": {"electronic", "both"},
    "both": {"both"},
    "both_or_paper": {"both", "paper"},
    "paper": {"paper"},
}
_BY_ID = {unit.id: unit for unit in UNITS}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a report; ``unit`` is an id, ``period`` a part of the year."""

    by: tuple[str, ...] = ()
    tree: str = "then"
    period: str = str(YEAR)
    unit: str | None = None


def days_of(period: str) -> tuple[dt.date, dt.date]:
    """The first and the last day of a year, quarter, month, half or nine months."""
    part = period[5:]
    if part.startswith("Q"):
        first, last = 3 * int(part[1]) - 2, 3 * int(part[1])
    elif part.startswith("H"):
        first, last = 6 * int(part[1]) - 5, 6 * int(part[1])
    elif part.endswith("M"):
        first, last = 1, int(part[:-1])
    else:
        first, last = (int(part), int(part)) if part else (1, 12)
    return dt.date(YEAR, first, 1), dt.date(YEAR, last, calendar.monthrange(YEAR, last)[1])


def _period(day: dt.date, asked: Asked) -> str:
    if "month" in asked.by:
        return f"{day:%Y-%m}"
    return f"{day.year}-Q{(day.month + 2) // 3}" if "quarter" in asked.by else asked.period


def _owner(unit: Unit, asked: Asked) -> tuple[str | None, str | None] | None:
    """Under whom a unit's figure is shown; None if it is not asked about."""
    shown = _BY_ID[unit.stands_for] if asked.tree == "successors" else unit
    apart = {"unit", "level"} & set(asked.by)
    if asked.unit is not None and shown.id != asked.unit and not (apart and asked.unit == D.id):
        return None
    if "unit" in asked.by:
        return shown.id, shown.place.level
    if "level" in asked.by:
        return None, shown.place.level
    return asked.unit, _BY_ID[asked.unit].place.level if asked.unit else None


def _grouped(documents: Iterable[Planted], asked: Asked) -> Mapping[tuple[str | None, ...], list[Planted]]:
    first, last = days_of(asked.period)
    groups: dict[tuple[str | None, ...], list[Planted]] = defaultdict(list)
    for one in documents:
        owner = _owner(one.unit, asked)
        if owner is not None and first <= one.day <= last:
            kind = one.type if "type" in asked.by else None
            groups[*owner, _period(one.day, asked), kind].append(one)
    return groups


def _plain(part: int, whole: int) -> Row:
    return part, whole, (part, whole), (part, whole), None, None


def issuance(year: Year, asked: Asked) -> dict[Key, Row]:
    """How documents were issued."""
    rows: dict[Key, Row] = {}
    for group, members in _grouped(year.documents, asked).items():
        total = len(members)
        for figure, forms in _FORMS.items():
            sure = [one.evidence for one in members if one.evidence.form in forms]
            perhaps = sum(bool(forms & set(one.evidence.possible)) for one in members)
            witnessed = sum(one.witnessed for one in sure)
            high = (len(sure) + perhaps, total)
            rows[(*group, figure)] = (len(sure), total, (len(sure), total), high, witnessed, len(sure) - witnessed)  # type: ignore[index]
        rows[(*group, "unknown")] = _plain(sum(one.evidence.form == "unknown" for one in members), total)  # type: ignore[index]
        rows[(*group, "withdrawn")] = _plain(sum(one.withdrawn for one in members), total)  # type: ignore[index]
        if _owner(D, asked) is not None:
            rows[(*group, "hosted")] = _plain(sum(one.council for one in members), total)  # type: ignore[index]
    return rows


def signatures(year: Year, asked: Asked) -> dict[Key, Row]:
    """Who signed what there is a file of; all that was signed passes the policy."""
    rows: dict[Key, Row] = {}
    kinds = {
        "signed_by_person": {"signed", "person"},
        "signed_by_organ": {"signed", "organ", "scan"},
        "signed_by_both": {"signed"},
        "passing": {"signed", "person", "organ", "scan"},
    }
    for group, members in _grouped((one for one in year.documents if one.has_file), asked).items():
        for figure, wanted in kinds.items():
            rows[(*group, figure)] = _plain(sum(one.evidence.kind in wanted for one in members), len(members))  # type: ignore[index]
    return rows


def exchange(year: Year, asked: Asked) -> dict[Key, Row]:
    """What was sent electronically to organs of the state, as all was that was sent so; what is presumed may have been."""
    rows: dict[Key, Row] = {}
    for group, members in _grouped(year.documents, asked).items():
        total = len(members)
        known = [one.evidence.form for one in members if one.evidence.witnessed]
        served, on_paper = sum(form != "paper" for form in known), known.count("paper")
        unknown = total - len(known)
        rows[(*group, "to_state")] = _plain(total, total)  # type: ignore[index]
        rows[(*group, "exchange_unknown")] = _plain(unknown, total)  # type: ignore[index]
        for figure, number in (("exchanged", served), ("not_exchanged", on_paper)):
            rows[(*group, figure)] = number, total, (number, total), (number + unknown, total), None, None  # type: ignore[index]
    return rows


def completeness(year: Year, asked: Asked) -> dict[Key, Row]:
    """Lines and files, and the slips in the numbers."""
    rows: dict[Key, Row] = {}
    for group, members in _grouped(year.documents, asked).items():
        filed = sum(one.has_file for one in members)
        gaps, repeats = sum(one.missing for one in members), sum(one.repeats for one in members)
        counted = {
            "lines_with_file": (filed, len(members)),
            "lines_without_file": (len(members) - filed, len(members)),
            "files_without_line": (0, filed),
            "gaps": (gaps, len(members) - repeats + gaps),
            "repeats": (repeats, len(members)),
            "leaps": (0, len(members)),
            "out_of_order": (sum(one.astray for one in members), len(members)),
        }
        rows.update({(*group, figure): _plain(*share) for figure, share in counted.items()})  # type: ignore[misc]
    return rows


def basis_of_numbers(units: Sequence[str]) -> str:
    """What is told of the numbers of some units rests on."""
    stated = {unit in STATED for unit in units}
    return "mixed" if len(stated) > 1 else "stated" if stated == {True} else "probable"


def _granted(post: Post, day: dt.date) -> bool:
    return post.held is not None and post.held.granted <= day


def _valid(post: Post, day: dt.date) -> bool:
    if post.held is None or not _granted(post, day):
        return False
    return post.held.expires >= day and (post.held.revoked is None or post.held.revoked > day)


_RULES: Mapping[str, Callable[[Post, dt.date], bool]] = {"granted": _granted, "valid": _valid}
_KINDS = {"": (True, False), "_personal": (False,), "_organ": (True,)}


def certificates(year: Year, asked: Asked) -> dict[Key, Row]:
    """The certificates that should be held on the last day of each period."""
    rows: dict[Key, Row] = {}
    first, last = days_of(asked.period)
    names = {_period(dt.date(YEAR, month, 1), asked) for month in range(first.month, last.month + 1)}
    for name in sorted(names):
        day = days_of(name)[1]
        groups: dict[tuple[str | None, str | None], list[Post]] = defaultdict(list)
        for post in year.posts:
            owner = _owner(post.unit, asked)
            if owner is not None and post.first <= day and (post.last is None or post.last >= day):
                groups[owner].append(post)
        for group, posts in groups.items():
            for suffix, kinds in _KINDS.items():
                own = [post for post in posts if post.organ in kinds]
                for rule, holds in _RULES.items():
                    key = (*group, name, None, f"{rule}{suffix}")
                    rows[key] = _plain(sum(holds(post, day) for post in own), len(own))
    return rows


REPORTS: Mapping[str, Callable[[Year, Asked], dict[Key, Row]]] = {
    "issuance": issuance,
    "signatures": signatures,
    "completeness": completeness,
    "exchange": exchange,
    "certificates": certificates,
}
