"""Legal normative documents are numbered apart: 05/2022/QĐ-UBND and 05/QĐ-UBND of one body and year are two documents."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from worlds.commands import docflow
from worlds.numbered_papers import entry, known, paper, state_root
from worlds.recorded_facts import UNITS, recorded, seen, sha

from docflow.model import Citing, Fact, Reference
from docflow.numbers import series_of_key, series_part

LEGAL, PLAIN = "H/2022/QPPL/5/QĐ-UBND", "H/2022//5/QĐ-UBND"


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    docflow("init", folder, "-q")
    plant(folder, *UNITS)
    return folder


def plant(instance: Path, *facts: Fact) -> None:
    recorded(f"sqlite:///{instance / 'ledger.db'}", *facts)


def held(instance: Path) -> dict[str, tuple[int, int]]:
    """By key, how many files and lines there are."""
    return {key: (len(one.files), len(one.lines)) for key, one in known(instance).items()}


@pytest.mark.parametrize(
    ("notation", "year", "series"),
    [
        ("QĐ-UBND", 2022, "QPPL"),
        ("NĐ-CP", 2020, "QPPL"),
        ("QH15", 2025, "QPPL"),
        ("UBTVQH15", 2025, "QPPL"),
        ("NQLT/UBTVQH14-CP", 2020, "QPPL"),
        ("QĐ-UBND", None, ""),
        ("KH-UBND", 2022, ""),
        ("QĐUB", 2022, ""),
    ],
)
def test_a_year_before_a_notation_of_a_normative_form_makes_the_series(notation: str, year: int | None, series: str) -> None:
    assert series_part(notation, year) == series


@pytest.mark.parametrize(
    ("key", "series"), [(LEGAL, "QPPL"), (PLAIN, ""), ("line:H|outgoing|2022|5/QĐ-UBND/QPPL/1/x|1", ""), ("file:ab", "")]
)
def test_the_series_is_read_back_from_a_whole_key_alone(key: str, series: str) -> None:
    assert series_of_key(key) == series


def test_two_papers_of_one_number_are_two_documents_and_each_is_found_as_it_is_written(instance: Path) -> None:
    plant(instance, paper("legal", year=2022), seen("legal"), paper("plain", day="2022-01-12"), seen("plain"))

    assert held(instance) == {LEGAL: (1, 0), PLAIN: (1, 0)}
    for written, key in (("05/2022/QĐ-UBND", LEGAL), ("5/QĐ-UBND", PLAIN)):
        (shown,) = docflow("show", written, "--format", "json", "--instance", instance).json["documents"]
        assert shown["key"] == key


def test_lines_follow_their_numbers_and_one_without_a_year_the_paper_of_its_day(instance: Path) -> None:
    plant(instance, paper("legal", year=2022), seen("legal"), paper("plain", day="2022-01-12"), seen("plain"))
    plant(instance, entry(day="2022-01-12"), entry(occurrence=2, day="2022-03-03"))
    assert held(instance) == {LEGAL: (1, 1), PLAIN: (1, 1)}

    plant(instance, entry(number="6", year_in_number=2022), entry(number="7", notation="KH-UBND", year_in_number=2022))
    assert {"H/2022/QPPL/6/QĐ-UBND", "H/2022//7/KH-UBND"} < set(held(instance))


def test_a_line_goes_back_when_its_paper_turns_out_to_be_of_another_day(instance: Path) -> None:
    plant(instance, entry(), paper("legal", year=2022), seen("legal"))
    assert held(instance) == {LEGAL: (1, 1)}

    correct = ("--field", "promulgated_on", "--value", "2022-04-04", "--author", "A", "--reason", "R", "--at", "2023-01-01")
    assert docflow("review", "resolve", sha("legal"), *correct, "--instance", instance).code == 0
    assert held(instance) == {LEGAL: (1, 0), PLAIN: (0, 1)}


def test_an_incoming_line_of_it_without_the_year_is_the_same_document(instance: Path) -> None:
    told: dict[str, Any] = {
        "number": "05",
        "notation": "QĐ-UBND",
        "promulgated_on": "2022-03-03",
        "author": "UBND huyện Sông Mây",
    }
    line = entry(unit="X").payload
    assert isinstance(line, dict)
    received = {**line, **told, "direction": "incoming", "arrival_number": "9", "arrived_on": "2022-03-04"}
    plant(instance, Fact("register-line", "X|incoming|2022|den:9|1", received))
    assert held(instance) == {PLAIN: (0, 1)}

    plant(instance, paper("legal", year=2022), seen("legal"))
    (document,) = known(instance).values()
    assert (document.key, [(h.unit, h.direction.value) for h in document.holdings]) == (
        LEGAL,
        [("H", "outgoing"), ("X", "incoming")],
    )


def test_any_order_of_arrival_gives_the_same_documents(tmp_path: Path) -> None:
    facts = (paper("legal", year=2022), paper("plain", day="2022-01-12"), entry(), entry(occurrence=2, day="2022-01-12"))
    ends = set()
    for i, order in enumerate(itertools.islice(itertools.permutations(facts), 0, 24, 5)):
        folder = tmp_path / str(i)
        docflow("init", folder, "-q")
        plant(folder, *UNITS, seen("legal"), seen("plain"))
        for fact in order:
            plant(folder, fact)
        ends.add((state_root(folder), str(sorted(held(folder).items()))))

    assert len(ends) == 1
    assert f"('{LEGAL}', (1, 1))" in ends.pop()[1]


def test_a_document_recorded_under_the_plain_key_moves_when_it_is_told_anew_and_past_figures_stay(instance: Path) -> None:
    plant(instance, paper("legal"), seen("legal"), entry())
    before = docflow("documents", "--as-of", "2", "--format", "json", "--instance", instance).out
    plant(instance, paper("legal", year=2022))

    assert held(instance) == {LEGAL: (1, 1)}
    assert docflow("documents", "--as-of", "2", "--format", "json", "--instance", instance).out == before
    shown = docflow("show", PLAIN, "--format", "json", "--instance", instance).json["documents"]
    assert [one["key"] for one in shown] == [PLAIN, LEGAL]
    assert docflow("ledger", "check", "--instance", instance).code == 0


def test_each_series_has_its_own_gaps(instance: Path) -> None:
    legal = [paper(f"l{n}", number=str(n), year=2022, day=f"2022-03-0{n}") for n in (1, 3)]
    plain = [paper(f"p{n}", number=str(n), day=f"2022-01-0{n}") for n in (1, 2)]
    plant(instance, *legal, *plain, *(seen(name) for name in ("l1", "l3", "p1", "p2")))

    told = docflow("lines", "gaps", "--unit", "H", "--period", "2022", "--format", "json", "--instance", instance).json
    assert [(one["series"], one["number"], one["basis"]) for one in told] == [("QĐ QPPL", "2", "probable")]


def test_a_reference_means_the_document_whose_number_it_writes(instance: Path) -> None:
    cited = [
        Reference(Citing.BASIS, "05", "QĐ-UBND", year, None, "quyet_dinh", "Ủy ban nhân dân huyện Sông Mây")
        for year in (2022, None)
    ]
    citer = paper("citer", "9", "2022-06-01", header={"references": tuple(cited)})
    plant(instance, paper("legal", year=2022), paper("plain", day="2022-01-12"), citer, *map(seen, ("legal", "plain", "citer")))

    (shown,) = docflow("show", "9/QĐ-UBND", "--format", "json", "--instance", instance).json["documents"]
    assert [(one["match"], one["keys"]) for one in shown["cites"]] == [("known", [LEGAL]), ("known", [PLAIN])]


@pytest.mark.parametrize(("value", "key"), [("05/2022", LEGAL), ("6", "H/2022//6/QĐ-UBND")])
def test_a_person_may_add_the_year_that_a_reading_left_out(instance: Path, value: str, key: str) -> None:
    plant(instance, paper("read"), seen("read"), entry(year_in_number=2022))
    assert held(instance) == {PLAIN: (1, 0), LEGAL: (0, 1)}

    told = ("--field", "number", "--value", value, "--author", "A", "--reason", "R", "--at", "2023-01-01")
    assert docflow("review", "resolve", sha("read"), *told, "--instance", instance).code == 0
    assert held(instance)[key][0] == 1


@pytest.mark.parametrize("value", ["05/", "05/22", "05/2022/QĐ", "2022/05"])
def test_what_is_no_number_with_a_year_is_refused(instance: Path, value: str) -> None:
    plant(instance, paper("read"), seen("read"))

    told = ("--field", "number", "--value", value, "--author", "A", "--reason", "R", "--at", "2023-01-01")
    assert docflow("review", "resolve", sha("read"), *told, "--instance", instance).code == 2
