"""Legal normative documents that were appraised before they were issued."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds.dealings import known
from worlds.figures import Held, coverage, document, unit
from worlds.recorded_facts import a_file, seen

from docflow.indicators.appraisal import appraisal, is_appraisal
from docflow.indicators.dealings import Paper
from docflow.indicators.figures import Row
from docflow.indicators.question import Question
from docflow.lines import lines
from docflow.listing import Filter
from docflow.model import Citing, Document, Fact, FileKind, Header, Issuer, Reference
from docflow.periods import parse_period
from docflow.residue import residue

YEAR = Question("D", parse_period("2022"))
REPORT = Reference(Citing.BASIS, "12", "BC-STP", None, "2022-02-15", "bao_cao", "Sở Tư pháp")
OTHER = Reference(Citing.BASIS, "30", "NĐ-CP", 2020, "2020-03-05", "nghi_dinh", "Chính phủ")


def decision(number: str, *, normative: bool = True, **more: Any) -> Document:
    """A decision of the district; a legal normative one has the year in its number."""
    made = document(number, **more)
    key = f"D/2022/{'QPPL' if normative else ''}/{number}/QĐ-UBND"
    return replace(made, key=key, files=(f"f{number}",) if made.files else ())


def held(*documents: Document, papers: dict[str, Paper] | None = None) -> Held:
    return Held(documents, (coverage(),), units=(unit("D", "huyện"),), papers=papers or {})


def read(*references: Reference) -> Paper:
    return Paper(references=references, read=True, numbered=True)


def rows(world: Held) -> dict[str, Row]:
    return {row.figure: row for row in appraisal(world, YEAR).rows}


def shares(world: Held) -> dict[str, tuple[int | None, int]]:
    return {name: (row.numerator, row.denominator) for name, row in rows(world).items()}


def test_a_normative_document_that_cites_an_earlier_report_of_the_justice_body_was_appraised() -> None:
    world = held(
        decision("1"),
        decision("2"),
        decision("3", normative=False),
        papers={"f1": read(OTHER, REPORT), "f2": read(OTHER), "f3": read(OTHER)},
    )

    assert shares(world) == {"appraised": (1, 2), "not_appraised": (1, 2), "appraisal_unknown": (0, 2)}
    assert (rows(world)["appraised"].low, rows(world)["appraised"].high) == ((1, 2), (1, 2))


@pytest.mark.parametrize(
    ("day", "appraised", "unknown"),
    [("2022-02-28", 1, 0), ("2022-03-01", 0, 1), (None, 0, 1), ("2022-03-02", 0, 0)],
)
def test_only_a_report_of_a_day_before_the_issue_counts(day: str | None, appraised: int, unknown: int) -> None:
    found = shares(held(decision("1"), papers={"f1": read(replace(REPORT, promulgated_on=day))}))

    assert (found["appraised"], found["appraisal_unknown"]) == ((appraised, 1), (unknown, 1))


def test_what_was_not_read_is_unknown_and_widens_the_band() -> None:
    world = held(decision("1"), decision("2"), decision("3", file=False), papers={"f1": read(REPORT), "f2": Paper()})

    assert shares(world) == {"appraised": (1, 3), "not_appraised": (0, 3), "appraisal_unknown": (2, 3)}
    assert (rows(world)["appraised"].low, rows(world)["appraised"].high) == ((1, 3), (3, 3))


def test_a_scan_that_shows_the_citation_is_known_to_be_appraised() -> None:
    assert shares(held(decision("1"), papers={"f1": Paper(references=(REPORT,))}))["appraised"] == (1, 1)


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        (REPORT, True),
        (replace(REPORT, organ=None), True),
        (replace(REPORT, notation="BC-PTP", organ=None), True),
        (replace(REPORT, notation="BCTĐ-STP", organ=None, document_type=None), True),
        (replace(REPORT, notation="BC-TP", organ=None), True),
        (replace(REPORT, notation="BC-TPT", organ=None), False),
        (replace(REPORT, notation="BC", organ="Phòng Tư pháp huyện An"), True),
        (replace(REPORT, notation="BC-HĐTĐ", organ="Giám đốc Sở Tư pháp"), True),
        (replace(REPORT, notation="BC-STC", organ="Sở Tài chính"), False),
        (replace(REPORT, notation="TTr-STP", document_type="to_trinh"), False),
        (replace(REPORT, notation="BC-KTNS", organ="Ban Kinh tế - Ngân sách"), False),
        (OTHER, False),
    ],
)
def test_a_report_of_a_justice_body_is_known_by_its_notation_or_its_organ(reference: Reference, expected: bool) -> None:
    assert is_appraisal(reference) is expected


def test_a_document_without_a_key_may_be_normative_unless_its_type_says_no() -> None:
    loose = replace(document("x", placed=False, line=False, day=None, year=None), key="file:x", document_type=None)
    letter = replace(loose, key="file:y", document_type="cong_van")
    world = Held((loose, letter), (), units=(unit("D", "huyện"),))

    assert shares(world)["appraised"] == (0, 0)
    assert (rows(world)["appraised"].low, rows(world)["appraised"].high) == ((0, 1), (1, 1))


def test_a_decision_that_the_book_enters_without_the_year_may_be_normative_until_its_paper_is_read() -> None:
    loose = decision("1", normative=False)

    unread = rows(held(loose, decision("2"), papers={"f2": read(REPORT)}))["appraised"]
    told = rows(held(loose, decision("2"), papers={"f1": read(), "f2": read(REPORT)}))["appraised"]
    without = rows(held(decision("1", normative=False, file=False), decision("2"), papers={"f2": read(REPORT)}))["appraised"]

    assert (unread.numerator, unread.denominator, unread.low, unread.high) == (1, 1, (1, 2), (2, 2))
    assert (told.low, told.high) == (without.low, without.high) == ((1, 1), (1, 1))


def paper(name: str, number: str, kind: FileKind, *references: Reference) -> list[Fact]:
    """A decision of the district with the year in its number, as a reader tells of its file."""
    header = Header(
        issuers=(Issuer("UBND huyện Sông Mây"),),
        number=number,
        notation="QĐ-UBND",
        year_in_number=2022,
        promulgated_on="2022-03-01",
        document_type="quyet_dinh",
        references=references,
    )
    return [a_file(name, documents=(header,), kind=kind), seen(name)]


def test_a_ledger_tells_what_was_read_from_what_was_only_looked_at(tmp_path: Path) -> None:
    facts = [
        *paper("a", "1", FileKind.TEXT, REPORT),
        *paper("b", "2", FileKind.WORD, OTHER),
        *paper("c", "3", FileKind.SCAN, REPORT),
        *paper("d", "4", FileKind.SCAN),
    ]
    found = appraisal(known(f"sqlite:///{tmp_path / 'ledger.db'}", *facts), replace(YEAR, unit="H")).rows

    assert {row.figure: (row.numerator, row.denominator) for row in found} == {
        "appraised": (2, 4),
        "not_appraised": (1, 4),
        "appraisal_unknown": (1, 4),
    }


def test_what_is_erased_leaves_the_figures_as_they_were(tmp_path: Path) -> None:
    facts = [*paper("a", "1", FileKind.TEXT, REPORT), *paper("b", "2", FileKind.WORD, OTHER)]
    before = known(f"sqlite:///{tmp_path / 'before.db'}", *facts)
    kept = [replace(one, payload=residue(one.kind, one.payload, before.registry)) for one in facts]
    after = known(f"sqlite:///{tmp_path / 'after.db'}", *kept)

    assert appraisal(after, replace(YEAR, unit="H")) == appraisal(before, replace(YEAR, unit="H"))


def test_the_list_is_as_long_as_the_figure_and_names_the_report() -> None:
    world = held(decision("1"), decision("2"), papers={"f1": read(REPORT), "f2": read()})
    listed = [line.record for line in lines(world, YEAR, "appraised", Filter())]

    assert [(one["key"], one["appraisal"], one["appraised_on"]) for one in listed] == [
        ("D/2022/QPPL/1/QĐ-UBND", "12/BC-STP", "2022-02-15")
    ]
    assert len(list(lines(world, YEAR, "not_appraised", Filter()))) == 1


@given(st.lists(st.booleans(), min_size=1, max_size=8), st.integers(0, 7))
def test_a_document_that_is_not_read_never_raises_the_low_end(cites: list[bool], unread: int) -> None:
    documents = [decision(str(i)) for i in range(len(cites))]
    papers = {f"f{i}": read(REPORT) if cited else read() for i, cited in enumerate(cites)}
    whole = rows(held(*documents, papers=papers))["appraised"]
    part = rows(held(*documents, papers={name: paper for name, paper in papers.items() if name != f"f{unread}"}))["appraised"]

    assert part.low[0] * whole.low[1] <= whole.low[0] * part.low[1]
    assert part.high[0] * whole.high[1] >= whole.high[0] * part.high[1]
