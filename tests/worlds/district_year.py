"""A year of one district, eleven communes and a council, planned by code that imports nothing of docflow.

The sums are those that a district and its communes of this size report: 3,087 outgoing documents, 2,933 wholly electronic, 132 on
paper, 22 undecided; 1,801 of the communes, 1,341 electronic, 180 on paper too, 280 on paper only; 12 certificates of 47. In the
year one commune is renamed and keeps its code, two are merged, and the council's documents stand in the district's books.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from fixtures.books import BOTH, ELECTRONIC, PAPER
from fixtures.places import COMMUNES, Person
from worlds.district_year_posts import Post, posts
from worlds.district_year_units import COMMUNE_UNITS, COUNCIL, JOINED, RENAMED, YEAR, C, D, Unit

ANY = ("both", "electronic", "paper")
TYPES = (
    ("UBND-VX", None, "cong_van"),
    ("QĐ-UBND", "QUYẾT ĐỊNH", "quyet_dinh"),
    ("KH-UBND", "KẾ HOẠCH", "ke_hoach"),
    ("BC-UBND", "BÁO CÁO", "bao_cao"),
    ("TB-UBND", "THÔNG BÁO", "thong_bao"),
)
COUNCIL_TYPES = (("BC-HĐTĐ", "BÁO CÁO", "bao_cao"), ("TB-HĐTĐ", "THÔNG BÁO", "thong_bao"))
TOPICS = (
    "gửi, nhận văn bản điện tử",
    "cấp chứng thư số cho cán bộ, công chức",
    "số hóa hồ sơ giải quyết thủ tục hành chính",
    "tập huấn nghiệp vụ văn thư, lưu trữ",
    "kiểm tra công tác văn thư",
    "lập hồ sơ điện tử của cơ quan",
)
ON_PAPER = "Gửi bản giấy qua bưu điện"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is of documents: form column and note of their line, kind of their files, and what follows of the form.

    Kinds: none, docx, pdf, signed (person and organ), organ, person, scan (sealed by the organ), message, paper-message (says
    that paper follows), heard (only a receiver's status).
    """

    column: str
    kind: str
    form: str
    witnessed: bool
    possible: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Planted:
    """A document of the year: its line, its evidence, and what is odd about its number.

    ``missing`` are the numbers left out just before it, ``repeats`` says that the number before it was given again, ``astray``
    that its day does not fit its number.
    """

    unit: Unit
    number: str
    notation: str
    heading: str | None
    type: str
    day: dt.date
    subject: str
    evidence: Evidence
    council: bool = False
    missing: int = 0
    repeats: bool = False
    astray: bool = False
    withdrawn: bool = False

    @property
    def key(self) -> str:
        """The key that the document is known by; 05 and 5 are one number."""
        return f"{self.unit.id}/{YEAR}//{self.number.lstrip('0')}/{self.notation}"

    @property
    def signer(self) -> Person:
        """Whose name the line has as its signer's."""
        return self.unit.place.deputy or self.unit.place.head

    @property
    def has_file(self) -> bool:
        """Whether a file of it is among what was kept."""
        return self.evidence.kind not in {"none", "heard"}


@dataclass(frozen=True, slots=True)
class Numbering:
    """Slips of a unit's numbering, by the place of the document in its book: numbers left out, given again, with a letter."""

    left_out: Mapping[int, int] = field(default_factory=dict)
    again: frozenset[int] = frozenset()
    lettered: frozenset[int] = frozenset()
    astray: frozenset[int] = frozenset()


_PRESUMED = Evidence("", "signed", "electronic", witnessed=False)
_BOOK = Evidence(ELECTRONIC, "none", "electronic", witnessed=True)
DISTRICT_PLAN = (
    (28, _PRESUMED),
    (6, replace(_PRESUMED, kind="organ")),
    (4, Evidence("", "scan", "unknown", witnessed=False, possible=("both", "electronic"))),
    (5, Evidence("", "docx", "unknown", witnessed=False, possible=ANY)),
    (13, Evidence("", "none", "unknown", witnessed=False, possible=ANY)),
    (40, Evidence("", "message", "electronic", witnessed=True)),
    (6, Evidence("", "heard", "electronic", witnessed=True)),
    (20, replace(_BOOK, kind="message")),
    (40, replace(_BOOK, kind="docx")),
    (30, replace(_BOOK, kind="pdf")),
    (2726, _BOOK),
    (8, Evidence("", "none", "paper", witnessed=True, note=ON_PAPER)),
    (4, Evidence(PAPER, "person", "paper", witnessed=True)),
    (8, Evidence(PAPER, "docx", "paper", witnessed=True)),
    (112, Evidence(PAPER, "none", "paper", witnessed=True)),
)
COUNCIL_PLAN = ((2, _PRESUMED), (5, replace(_BOOK, kind="docx")), (30, _BOOK))
# What a commune's documents have beside lines alone, by its number; the rest of the communes' sums is shared out in lines.
_COMMUNE_EVIDENCE: Mapping[str, tuple[tuple[int, Evidence], ...]] = {
    C[1].id: ((4, _PRESUMED), (6, replace(_BOOK, kind="docx"))),
    C[2].id: ((4, _PRESUMED), (4, replace(_BOOK, kind="message"))),
    C[3].id: ((3, replace(_BOOK, kind="docx")),),
    RENAMED.id: ((5, replace(_BOOK, kind="docx")), (4, Evidence("", "message", "electronic", witnessed=True))),
    C[4].id: ((4, _PRESUMED), (2, Evidence(PAPER, "person", "paper", witnessed=True))),
    C[5].id: ((8, replace(_BOOK, kind="docx")),),
    C[6].id: ((8, replace(_BOOK, kind="pdf")),),
    C[7].id: (
        (8, Evidence("", "message", "electronic", witnessed=True)),
        (4, Evidence("", "paper-message", "both", witnessed=True)),
    ),
    C[8].id: ((6, Evidence(BOTH, "docx", "both", witnessed=True)),),
    C[10].id: ((5, replace(_BOOK, kind="docx")),),
    JOINED.id: ((5, replace(_BOOK, kind="docx")),),
}
_COMMUNE_SHARES = {**dict.fromkeys((C[i].id for i in (1, 2, 4, 5, 6, 7, 8, 9)), 164)} | {
    C[3].id: 41,
    RENAMED.id: 123,
    C[10].id: 82,
    C[11].id: 82,
    JOINED.id: 161,
}
COMMUNE_SUMS = {"electronic": 1341, "both": 180, "paper": 280}
_NUMBERING = {
    D.id: Numbering({700: 1, 1500: 2, 2600: 1}, frozenset({1000, 2001}), frozenset({1700}), frozenset({500})),
    COUNCIL.id: Numbering({20: 1}),
    C[1].id: Numbering({50: 1}),
    C[5].id: Numbering({30: 2}, frozenset({60})),
}


def _book(evidence: Sequence[Evidence], unit: Unit, *, council: bool = False) -> Iterator[Planted]:
    """The documents of a book in the order of their numbers."""
    types = COUNCIL_TYPES if council else TYPES
    slips = _NUMBERING.get(COUNCIL.id if council else unit.id, Numbering())
    first, last = unit.days
    number = 0
    for index, one in enumerate(evidence):
        left_out, again, lettered = slips.left_out.get(index, 0), index in slips.again, index in slips.lettered
        number += 0 if again or lettered else 1 + left_out
        notation, heading, kind = types[index % len(types)]
        day = first + dt.timedelta(days=index * ((last - first).days + 1) // len(evidence))
        lead = (heading or "CÔNG VĂN").capitalize()
        town = COMMUNES[index % len(COMMUNES)].town
        yield Planted(
            unit=unit,
            number=f"{number:02}{'a' if lettered else ''}" if number < 10 else f"{number}{'a' if lettered else ''}",
            notation=notation,
            heading=heading,
            type=kind,
            day=day + dt.timedelta(days=60) if index in slips.astray else day,
            subject=f"{lead} về việc {TOPICS[index % len(TOPICS)]} tại xã {town}, đợt {index // 66 + 1}",
            evidence=_BOOK if index in slips.astray else one,
            council=council,
            missing=left_out,
            repeats=again,
            astray=index in slips.astray,
        )


def _shuffled(plan: Sequence[tuple[int, Evidence]], order: random.Random) -> list[Evidence]:
    found = [one for count, one in plan for _ in range(count)]
    order.shuffle(found)
    return found


def _district(order: random.Random) -> Iterator[Planted]:
    own = _shuffled(DISTRICT_PLAN, order)
    astray = next(iter(_NUMBERING[D.id].astray))
    # The line that goes astray is one of a book alone.
    plain = own.index(_BOOK)
    own[astray], own[plain] = own[plain], own[astray]
    withdrawn = [i for i, one in enumerate(own) if one.kind == "message"][:3]
    for index, one in enumerate(_book(own, D)):
        yield replace(one, withdrawn=index in withdrawn)
    yield from _book(_shuffled(COUNCIL_PLAN, order), D, council=True)


def _communes(order: random.Random) -> Iterator[Planted]:
    special = {unit: [one for count, one in rows for _ in range(count)] for unit, rows in _COMMUNE_EVIDENCE.items()}
    used = [one.form for rows in special.values() for one in rows]
    columns = {"electronic": ELECTRONIC, "both": BOTH, "paper": PAPER}
    rest = [
        Evidence(columns[form], "none", form, witnessed=True)
        for form, total in COMMUNE_SUMS.items()
        for _ in range(total - used.count(form))
    ]
    order.shuffle(rest)
    for unit in COMMUNE_UNITS:
        own = special.get(unit.id, [])
        lines = [*own, *(rest.pop() for _ in range(_COMMUNE_SHARES[unit.id] - len(own)))]
        order.shuffle(lines)
        yield from _book(lines, unit)


@dataclass(frozen=True, slots=True)
class Year:
    """The whole year as it was planned."""

    documents: tuple[Planted, ...]
    posts: tuple[Post, ...]

    def of(self, *units: Unit) -> tuple[Planted, ...]:
        """The documents of some units, in the order of their books."""
        return tuple(one for one in self.documents if one.unit in units)


def plan(seed: int = 1) -> Year:
    """Plan the year; ``seed`` shuffles which document has which evidence, and moves no sum of a year."""
    order = random.Random(seed)  # noqa: S311 - reproducible, and no secret
    return Year((*_district(order), *_communes(order)), tuple(posts()))
