"""A document counts once, for the body whose series numbered it: joint ones, those of councils with another's seal, copies."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from worlds.commands import docflow
from worlds.numbered_papers import DISTRICT_ORGAN, entry, known, paper, state_root
from worlds.recorded_facts import UNITS, covered, recorded, seen

from docflow.canonical import plain
from docflow.model import CopyForm, Coverage, Direction, Fact, FileKind, Series, Standing, Unit

FRONT = Unit("M", "M", "Ủy ban Mặt trận Tổ quốc Việt Nam huyện Sông Mây", "huyện", "đoàn thể")
COUNCIL = Unit("C", "C", "Hội đồng thẩm định giá huyện Sông Mây", "huyện", "hội đồng", parent="H")
JOINT = ("ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM HUYỆN SÔNG MÂY", DISTRICT_ORGAN)


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    docflow("init", folder, "-q")
    plant(folder, *UNITS, *(Fact("unit", one.id, plain(one)) for one in (FRONT, COUNCIL)))
    return folder


def plant(instance: Path, *facts: Fact) -> None:
    recorded(f"sqlite:///{instance / 'ledger.db'}", *facts)


def figures(instance: Path, unit: str) -> dict[str, tuple[int | None, int]]:
    told = docflow("report", "issuance", "--unit", unit, "--period", "2022", "--format", "json", "--instance", instance).json
    return {row["figure"]: (row["numerator"], row["denominator"]) for row in told["rows"]}


def stated(unit: str, *notations: str, host: str | None = None) -> Fact:
    return Fact("series", f"{unit}|series", plain(Series(unit, "Dãy", notations=notations, host=host)))


def joint(notation: str = "KHLT-UBND-UBMTTQ", **more: Any) -> Fact:
    return paper("joint", organs=JOINT, notation=notation, document_type="ke_hoach", **more)


def test_a_joint_document_counts_for_the_body_that_its_notation_names_first_in_whosever_folder_it_lies(instance: Path) -> None:
    plant(instance, joint(), seen("joint", "H"), seen("joint", "M"))

    (document,) = known(instance).values()
    assert (document.key, document.placed, [h.unit for h in document.holdings]) == ("H/2022//5/KHLT-UBND-UBMTTQ", True, ["H"])
    assert (figures(instance, "H")["electronic"][1], figures(instance, "M")["electronic"][1]) == (1, 0)


def test_one_that_lies_with_the_other_issuer_alone_counts_for_the_numbering_body_too(instance: Path) -> None:
    plant(instance, joint(), seen("joint", "M"))

    (document,) = known(instance).values()
    assert (document.placed, [(h.unit, h.direction.value) for h in document.holdings]) == (True, [("H", "outgoing")])


def test_one_numbered_by_a_stranger_was_received(instance: Path) -> None:
    organs = ("HUYỆN ĐOÀN NƠI KHÁC", DISTRICT_ORGAN)
    plant(instance, paper("joint", organs=organs, notation="KHLT-HĐNK-UBND", document_type="ke_hoach"), seen("joint", "H"))

    (document,) = known(instance).values()
    assert [(h.unit, h.direction.value) for h in document.holdings] == [("H", "incoming")]
    assert figures(instance, "H")["electronic"][1] == 0


def test_where_nothing_tells_the_first_issuer_has_it_with_a_finding_until_a_series_is_stated(instance: Path) -> None:
    plant(instance, joint("KHLT"), seen("joint", "H"))
    (document,) = known(instance).values()
    assert document.key == "M/2022//5/KHLT"
    assert "joint-issuer-uncertain" in [finding.code for finding in document.findings]

    plant(instance, stated("H", "KHLT"))
    (document,) = known(instance).values()
    assert (document.key, [finding.code for finding in document.findings]) == ("H/2022//5/KHLT", [])


def test_the_uncertain_issuer_of_a_joint_document_is_asked_with_both_and_stays_as_decided(instance: Path) -> None:
    plant(instance, joint("KHLT"), seen("joint", "M"))
    (item,) = docflow("review", "list", "--format", "json", "--instance", instance).json["items"]
    assert (item["field"], item["why"], [p["value"] for p in item["proposals"]]) == (
        "issuer",
        "joint-issuer-uncertain",
        ["M", "H"],
    )

    decided = ("--field", "issuer", "--value", "H", "--author", "A", "--reason", "R", "--at", "2023-01-01")
    docflow("review", "resolve", item["subject"], *decided, "--instance", instance)
    (document,) = known(instance).values()
    assert (document.key, [(h.unit, h.direction.value) for h in document.holdings]) == ("H/2022//5/KHLT", [("H", "outgoing")])
    assert docflow("review", "list", "--format", "json", "--instance", instance).json["items"] == []


def test_a_council_s_own_register_counts_with_its_host_and_is_shown_apart(instance: Path) -> None:
    book = Fact("coverage", "C|outgoing|2022", plain(Coverage("C", Direction.OUTGOING, 2022, "2022-12-31")))
    own = (entry("1", unit="H"), covered("2022-12-31"))
    plant(instance, *own, entry("1", unit="C", notation="BC-HĐTĐ"), entry("2", None, unit="C", notation="BC-HĐTĐ"), book)
    assert (figures(instance, "H")["electronic"][1], figures(instance, "C")["electronic"][1]) == (1, 1)

    plant(instance, stated("C", "-HĐTĐ", host="H"))
    assert (figures(instance, "H")["hosted"], figures(instance, "C")["electronic"][1]) == ((1, 2), 0)
    assert sorted(known(instance)) == ["H/2022//1/BC-HĐTĐ", "H/2022//1/QĐ-UBND", "H/2022//2/BC-HĐTĐ"]

    plant(instance, Fact("series", "C|series", None))
    assert sorted(known(instance)) == ["C/2022//1/BC-HĐTĐ", "C/2022//2/BC-HĐTĐ", "H/2022//1/QĐ-UBND"]


def test_the_council_s_paper_and_its_line_are_one_document_of_the_host(instance: Path) -> None:
    council = paper("c", "1", notation="BC-HĐTĐ", organs=("HỘI ĐỒNG THẨM ĐỊNH GIÁ HUYỆN SÔNG MÂY",), document_type="bao_cao")
    plant(instance, stated("C", "-HĐTĐ", host="H"), council, seen("c", "C"), entry("1", unit="C", notation="BC-HĐTĐ"))

    (document,) = known(instance).values()
    assert (document.key, len(document.files), len(document.lines)) == ("H/2022//1/BC-HĐTĐ", 1, 1)
    assert [(h.unit, h.has_line, h.has_file) for h in document.holdings] == [("H", True, True)]


def test_a_draft_is_no_file_of_the_issued_document_though_both_have_one_subject(instance: Path) -> None:
    draft: dict[str, Any] = {
        "number": None,
        "day": None,
        "kind": FileKind.WORD,
        "header": {"standing": Standing.DRAFT, "subject": "Kế hoạch"},
    }
    plant(instance, paper("draft", **draft), seen("draft"), paper("issued", header={"subject": "Kế hoạch"}), seen("issued"))

    found = {one.standing: one for one in known(instance).values()}
    assert sorted(found) == ["draft", "issued"]
    assert figures(instance, "H")["electronic"][1] == 1


def test_two_renderings_are_one_document_and_the_source_s_missing_signature_does_not_move_it(instance: Path) -> None:
    plant(instance, paper("pdf"), seen("pdf"), paper("source", number="5", kind=FileKind.WORD), seen("source"), entry())

    (document,) = known(instance).values()
    assert (len(document.files), document.standing, figures(instance, "H")["electronic"][1]) == (2, "issued", 1)


@pytest.mark.parametrize("mark", ["SY", "SL", "TRS"])
def test_a_copy_that_bears_a_copy_s_number_is_a_document_of_its_maker(instance: Path, mark: str) -> None:
    form = {"SY": CopyForm.SAO_Y, "SL": CopyForm.SAO_LUC, "TRS": CopyForm.TRICH_SAO}[mark]
    copy = paper("copy", "3", notation=f"{mark}-UBND", organs=("UBND XÃ TÂN HÒA",), header={"copy_form": form})
    plant(instance, paper("original"), seen("original"), copy, seen("copy", "X"))

    assert {key: one.issuer for key, one in known(instance).items()} == {"H/2022//5/QĐ-UBND": "H", f"X/2022//3/{mark}-UBND": "X"}


def test_a_copy_sent_on_under_the_original_s_number_is_told_as_a_copy_of_its_maker_alone(instance: Path) -> None:
    copy = paper("copy", header={"copy_form": CopyForm.SAO_Y})
    plant(instance, paper("original"), seen("original"), copy, seen("copy", "X"))

    (document,) = known(instance).values()
    assert [(h.unit, h.copy) for h in document.holdings] == [("H", False), ("X", True)]
    told = docflow("report", "issuance", "--unit", "X", "--period", "2022", "--format", "json", "--instance", instance).json
    assert (told["rows"][0]["denominator"], told["excluded"]["copy"], told["unplaced"]) == (0, 1, 0)
    assert figures(instance, "H")["electronic"][1] == 1


def test_any_order_of_arrival_gives_the_same_documents(tmp_path: Path) -> None:
    units = tuple(Fact("unit", one.id, plain(one)) for one in (FRONT, COUNCIL))
    facts = (joint("KHLT"), seen("joint", "M"), stated("H", "KHLT"), entry("5", notation="KHLT"))
    ends = set()
    for i, order in enumerate(itertools.islice(itertools.permutations(facts), 0, 24, 5)):
        folder = tmp_path / str(i)
        docflow("init", folder, "-q")
        plant(folder, *UNITS, *units)
        for fact in order:
            plant(folder, fact)
        ends.add((state_root(folder), str(sorted((key, one.lines, one.files) for key, one in known(folder).items()))))

    assert len(ends) == 1
