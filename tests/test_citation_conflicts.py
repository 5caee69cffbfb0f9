"""A document cited under another notation: a finding of both, whatever the order in which everything came."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from worlds.citing_letters import DISTRICT, PROVINCE, UNITS, carrying_out, mistaken, paper, plan
from worlds.commands import docflow, head

CLOCK = ("--at", "2022-12-31")
PLAN, REMINDER = "P/2022//798/KH-UBND", "D/2022//13/UBND-VX"
SAID = {PLAN: ["798/UBND-NC"], REMINDER: [PLAN]}


def namesake(folder: Path) -> Path:
    """A letter of the province that does bear the number and notation by which the plan is wrongly cited, of another day."""
    opening = "V/v trả lời kiến nghị"
    return paper(folder / "tra-loi.docx", PROVINCE, "798/UBND-NC", "ngày 10 tháng 5 năm 2022", opening, "Trả lời kiến nghị.")


def renumbered(folder: Path) -> Path:
    """The same letter of the district as ``mistaken`` with the right notation."""
    said = "Theo Kế hoạch số 798/KH-UBND ngày 12 tháng 5 năm 2022 của Ủy ban nhân dân tỉnh, báo cáo."
    return paper(folder / "nhac-lai.docx", DISTRICT, "14/UBND-VX", "ngày 26 tháng 5 năm 2022", "V/v báo cáo", said)


Maker = Callable[[Path], Path]


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for each document, in that of its unit."""
    root = tmp_path_factory.mktemp("papers")
    for unit, make in (("P", plan), ("P", namesake), ("D", carrying_out), ("D", mistaken), ("D", renumbered)):
        where = root / unit / make.__name__
        where.mkdir(parents=True)
        make(where)
    (root / "units.csv").write_text(UNITS, "utf-8")
    return root


def taken_in(instance: Path, papers: Path, runs: Sequence[tuple[str, ...]]) -> Path:
    """An instance into which each run takes a few folders, or the units."""
    docflow("init", instance, "-q")
    for run in runs:
        if run == ("units",):
            assert docflow("import", "units", papers / "units.csv", "--instance", instance, *CLOCK).code == 0
            continue
        unit = run[0][0]
        folders = [papers / one for one in run]
        asked = ("--unit", unit, "--direction", "outgoing", "--instance", instance, "--workers", "1", *CLOCK)
        told = docflow("ingest", *folders, *asked)
        assert told.code in {0, 100}, told.err
    return instance


def conflicts(instance: Path, *more: str) -> dict[str, list[str]]:
    """By key, what the findings of a conflict tell."""
    found: dict[str, list[str]] = {}
    for name in ("798/KH-UBND", "12/UBND-VX", "13/UBND-VX", "14/UBND-VX", "798/UBND-NC"):
        told = docflow("show", name, "--format", "json", "--instance", instance, *more)
        for document in told.json["documents"] if told.code == 0 else ():
            details = [one["detail"] for one in document["findings"] if one["code"] == "citation-conflict"]
            if details:
                found[document["key"]] = details
    return found


def versions(instance: Path, key: str) -> list[int]:
    (document,) = docflow("show", key, "--format", "json", "--instance", instance).json["documents"]
    return [one["run"] for one in document["versions"]]


ALL = (("units",), ("P/plan",), ("D/carrying_out", "D/mistaken", "D/renumbered"))


def test_in_every_order_the_same_documents_are_in_conflict_and_the_state_is_the_same(tmp_path: Path, papers: Path) -> None:
    told = [taken_in(tmp_path / str(i), papers, runs) for i, runs in enumerate(itertools.permutations(ALL))]

    assert [conflicts(one) for one in told] == [SAID] * len(told)
    assert len({head(one)["state_root"] for one in told}) == 1


def test_a_conflict_comes_and_goes_with_what_is_known(tmp_path: Path, papers: Path) -> None:
    runs = (("units",), ("D/mistaken",), ("P/plan",), ("P/namesake",))
    instance = taken_in(tmp_path / "one", papers, runs)
    other_way = taken_in(tmp_path / "other", papers, (*reversed(runs[1:]), runs[0]))

    found = {run: conflicts(instance, "--as-of", run) for run in ("2", "3", "4")}
    # A letter of that number and notation is there: which of the two is meant cannot be told any more.
    assert found == {"2": {}, "3": SAID, "4": {}}
    assert conflicts(other_way) == {}


def test_a_document_that_is_derived_again_is_written_once_in_a_run(tmp_path: Path, papers: Path) -> None:
    instance = taken_in(tmp_path / "one", papers, (("units",), ("P/plan",), ("D/mistaken",)))
    books = tmp_path / "register.csv"
    books.write_text(
        "Số ký hiệu,Ngày tháng năm văn bản,Tên loại và trích yếu\n798/KH-UBND,12/05/2022,Kế hoạch cải cách\n", "utf-8"
    )
    asked = ("--unit", "P", "--direction", "outgoing", "--year", "2022", "--instance", instance, *CLOCK)
    assert docflow("import", "register", books, *asked).code == 0

    assert conflicts(instance) == SAID
    assert versions(instance, PLAN) == [2, 3, 4]
    assert docflow("ledger", "check", "--instance", instance).code == 0


def test_a_conflict_follows_the_name_of_the_unit(tmp_path: Path, papers: Path) -> None:
    instance = taken_in(tmp_path / "one", papers, (("units",), ("P/plan",), ("D/mistaken",)))
    renamed = tmp_path / "renamed.csv"
    renamed.write_text(UNITS.replace("tỉnh Sông Lam", "thành phố Sông Lam"), "utf-8")
    before = conflicts(instance)
    assert docflow("import", "units", renamed, "--instance", instance, *CLOCK).code == 0
    between = conflicts(instance)
    assert docflow("import", "units", papers / "units.csv", "--instance", instance, *CLOCK).code == 0

    assert (before, between, conflicts(instance)) == (SAID, {}, SAID)


def test_erasing_the_one_that_cites_leaves_what_was_found(tmp_path: Path, papers: Path) -> None:
    instance = taken_in(tmp_path / "one", papers, (("units",), ("P/plan",), ("D/mistaken",)))
    why = ("--author", "Văn thư", "--reason", "Luật 91/2025")
    assert docflow("ledger", "erase", REMINDER, *why, "--instance", instance).code == 0
    renamed = tmp_path / "renamed.csv"
    renamed.write_text(UNITS.replace("tỉnh Sông Lam", "thành phố Sông Lam"), "utf-8")
    for table in (renamed, papers / "units.csv"):
        assert docflow("import", "units", table, "--instance", instance, *CLOCK).code == 0

    assert conflicts(instance) == SAID
