"""Who cites whom: both directions, what a reference may mean, and what was known when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from worlds.citing_letters import UNITS, carrying_out, mistaken, plan
from worlds.commands import docflow

CLOCK = ("--at", "2022-12-31")
PLAN, LETTER, REMINDER = "P/2022//798/KH-UBND", "D/2022//12/UBND-VX", "D/2022//13/UBND-VX"


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run 1 takes in the units, 2 the letters, 3 the plan that they cite."""
    root = tmp_path_factory.mktemp("citing")
    folder, papers, later = root / "instance", root / "papers", root / "later"
    papers.mkdir()
    later.mkdir()
    (root / "units.csv").write_text(UNITS, "utf-8")
    docflow("init", folder, "-q")
    assert docflow("import", "units", root / "units.csv", "--instance", folder, *CLOCK).code == 0
    carrying_out(papers)
    mistaken(papers)
    plan(later)
    for unit, where in (("D", papers), ("P", later)):
        told = docflow("ingest", where, "--unit", unit, "--direction", "outgoing", "--instance", folder, "--workers", "1", *CLOCK)
        assert told.code in {0, 100}, told.err
    return folder


def shown(instance: Path, wanted: str, *more: str) -> Any:
    told = docflow("show", wanted, "--format", "json", "--instance", instance, *more)
    assert told.code == 0, told.err
    return told.json


def only(instance: Path, wanted: str, *more: str) -> Any:
    (document,) = shown(instance, wanted, *more)["documents"]
    return document


def test_a_letter_tells_which_plan_it_carries_out(instance: Path) -> None:
    cited = only(instance, LETTER)["cites"]

    assert [(c["reference"]["citing"], c["match"], c["keys"]) for c in cited] == [("carries_out", "known", [PLAN])]


def test_a_plan_tells_which_letters_carry_it_out_and_which_only_may_mean_it(instance: Path) -> None:
    found = only(instance, "798/KH-UBND")

    assert found["key"] == PLAN
    assert [(c["key"], c["reference"]["citing"], c["match"], c["day"]) for c in found["cited_by"]] == [
        (LETTER, "carries_out", "known", "2022-05-20"),
        (REMINDER, "mentions", "differs", "2022-05-25"),
        (REMINDER, "mentions", "possible", "2022-05-25"),
    ]
    told = " ".join(docflow("show", PLAN, "--instance", instance).out.split())
    assert f"nhắc đến: {REMINDER}, ngày 25/05/2022 (ghi ký hiệu 798/UBND-NC)" in told


def test_a_document_cited_under_another_notation_is_pointed_at(instance: Path) -> None:
    conflicting, unsure = only(instance, REMINDER)["cites"]

    assert (conflicting["match"], conflicting["keys"]) == ("differs", [PLAN])
    assert (unsure["match"], unsure["keys"]) == ("possible", [PLAN])
    told = " ".join(docflow("show", REMINDER, "--instance", instance).out.split())
    assert "cùng số, ngày, cơ quan nhưng ký hiệu khác" in told


def test_what_is_not_in_the_ledger_is_still_found_by_those_that_cite_it(instance: Path) -> None:
    known = only(instance, PLAN)["cites"]
    decree = shown(instance, "30/2020/NĐ-CP")

    assert [(c["reference"]["citing"], c["match"], c["keys"]) for c in known] == [("basis", "absent", [])]
    assert decree["documents"] == []
    assert [(c["key"], c["reference"]["citing"]) for c in decree["cited_by"]] == [(PLAN, "basis")]
    told = " ".join(docflow("show", "30/2020/NĐ-CP", "--instance", instance).out.split())
    assert "Không có văn bản này trong sổ đối soát" in told
    assert docflow("show", "30/2021/NĐ-CP", "--instance", instance).code == 2


def test_before_the_plan_came_its_letter_cited_something_unknown(instance: Path) -> None:
    before = only(instance, LETTER, "--as-of", "2")
    asked = shown(instance, "798/KH-UBND", "--as-of", "2")

    assert [(c["match"], c["keys"]) for c in before["cites"]] == [("absent", [])]
    assert [c["key"] for c in asked["cited_by"]] == [LETTER, REMINDER]
    assert docflow("show", "798/KH-UBND", "--as-of", "1", "--instance", instance).code == 2


@pytest.mark.parametrize(
    ("asked", "keys"),
    [
        (("--cites", "798/KH-UBND"), [LETTER, REMINDER]),
        (("--cites", "798/KH-UBND", "--citing", "carries_out"), [LETTER]),
        (("--cites", "0798/2022/KH-UBND", "--citing", "carries_out"), [LETTER]),
        (("--cites", "30/2020/NĐ-CP"), [PLAN]),
        (("--cites", "31/2020/NĐ-CP"), []),
    ],
)
def test_the_documents_that_cite_one_are_listed(instance: Path, asked: tuple[str, ...], keys: list[str]) -> None:
    listed = docflow("documents", "--period", "2022", *asked, "--format", "json", "--instance", instance).json

    assert [one["key"] for one in listed] == keys


def test_a_kind_of_citing_needs_what_is_cited(instance: Path) -> None:
    told = docflow("documents", "--citing", "basis", "--instance", instance)
    written = docflow("documents", "--cites", "ke hoach", "--instance", instance)

    assert (told.code, written.code) == (2, 2)
    assert "--cites" in told.err
    assert "798/KH-UBND" in written.err
