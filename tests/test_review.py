"""What a person is asked: everything left open, nothing about secret files, and nothing twice once it is decided."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from worlds.commands import Told, docflow, head
from worlds.recorded_facts import UNITS, a_file, a_line, recorded, seen, sha

from docflow.model import Candidate, Direction, Fact, Form, Problem, Source, SourceKind, Stage

AT = ("--at", "2023-01-15")
WHO = ("--author", "Văn thư", "--reason", "xem bản giấy", *AT)
READ_TWICE = Source(SourceKind.OCR, 0, candidates=(Candidate("17", SourceKind.OCR, 700), Candidate("12", SourceKind.OCR, 650)))


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    docflow("init", folder, "-q")
    plant(folder, *UNITS)
    return folder


def plant(instance: Path, *facts: Fact) -> None:
    recorded(f"sqlite:///{instance / 'ledger.db'}", *facts)


def asked(instance: Path, *more: str) -> Told:
    return docflow("review", "list", *more, "--instance", instance)


def items(instance: Path, *more: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = asked(instance, "--format", "json", *more).json["items"]
    return found


def resolve(instance: Path, *words: str | Path) -> Told:
    return docflow("review", "resolve", *words, "--instance", instance)


def test_nothing_open_is_said_in_words_and_as_an_empty_list(instance: Path) -> None:
    told = asked(instance)

    assert (told.code, told.out) == (0, "Không còn việc nào cần người quyết định.\n")
    assert items(instance) == []


def test_an_unread_number_is_asked_for_with_what_the_recognisers_read(instance: Path) -> None:
    plant(instance, a_file("f", number=None, sources={"number": READ_TWICE}), seen("f"))

    (item,) = items(instance)
    assert (item["kind"], item["subject"], item["field"], item["why"]) == ("unplaced", sha("f"), "number", "no-number")
    assert [(p["value"], p["from"], p["score"]) for p in item["proposals"]] == [("17", "ocr", 700), ("12", "ocr", 650)]
    assert f"resolve '{sha('f')}' --field number --value '17'" in item["command"]


def test_an_uncertain_organ_is_asked_for_with_the_unit_that_is_near(instance: Path) -> None:
    plant(instance, a_file("f", organ="UBND XÃ TÂN HÓA"), seen("f", "X"))

    (item,) = items(instance)
    assert (item["kind"], item["field"], item["why"]) == ("organ", "issuer", "organ-uncertain")
    assert [p["value"] for p in item["proposals"]] == ["X"]
    assert 0 < item["proposals"][0]["score"] < 1000


def test_every_kind_leaves_the_list_when_it_is_decided(instance: Path) -> None:
    unread = (Problem(Stage.PARSE, "no-text-layer"),)
    plant(
        instance,
        a_file("number", number=None),
        seen("number"),
        a_file("folder", number="3"),
        seen("folder", "X"),
        a_file("form", number="4"),
        seen("form"),
        a_line("4", form=Form.ELECTRONIC),
        a_file("scan", number="5", problems=unread),
        seen("scan"),
        Fact("rejection", sha("old"), {"code": "type-doc"}),
        seen("old"),
    )
    kinds = [item["kind"] for item in items(instance)]
    assert kinds == ["unplaced", "unplaced", "form", "secrecy", "rejected"]

    decisions = {"number": "6", "direction": "incoming", "form": "electronic", "standing": "issued", "not_a_document": "yes"}
    for item in items(instance):
        assert resolve(instance, item["subject"], "--field", item["field"], "--value", decisions[item["field"]], *WHO).code == 0

    assert items(instance) == []


def test_a_unit_and_a_period_narrow_the_list(instance: Path) -> None:
    plant(instance, a_file("f", number=None), seen("f"), a_file("g", number=None), seen("g", "X", Direction.INCOMING))

    assert [len(items(instance, "--unit", code)) for code in ("H", "X")] == [2, 1]
    assert [len(items(instance, "--period", p)) for p in ("2022", "2021")] == [2, 0]


def test_of_secret_files_only_their_number_is_told(instance: Path) -> None:
    plant(instance, Fact("quarantine", sha("s"), {"code": "secret"}))
    told = asked(instance, "--format", "json")

    assert (told.json["secret"], told.json["items"]) == (1, [])
    assert sha("s") not in told.out + asked(instance).out + asked(instance, "--format", "csv").out


def filled(instance: Path, values: dict[str, str]) -> list[list[str]]:
    """The list as a spreadsheet, with values by field."""
    rows = list(csv.DictReader(io.StringIO(asked(instance, "--format", "csv").out)))
    for row in rows:
        row |= {"value": values.get(row["field"], ""), "author": "Văn thư", "reason": "xem bản giấy"}
    return [list(rows[0]), *([*row.values()] for row in rows)]


def write(path: Path, rows: list[list[str]]) -> Path:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    else:
        book = Workbook()
        sheet = book.create_sheet("Quyết định", 0)
        for row in rows:
            sheet.append(row)
        book.save(path)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_list_comes_back_filled_in_as_one_run(instance: Path, tmp_path: Path, suffix: str) -> None:
    plant(instance, a_file("f", number=None, day=None), seen("f"))
    before = head(instance)["run"]
    table = write(tmp_path / f"decided{suffix}", filled(instance, {"number": "05", "promulgated_on": "2022-03-01"}))

    assert resolve(instance, "--from", table, *AT).code == 0
    assert head(instance)["run"] == before + 1
    assert items(instance) == []
    shown = docflow("show", "5/QĐ-UBND", "--format", "json", "--instance", instance).json["documents"]
    assert [d["key"] for d in shown] == ["H/2022//5/QĐ-UBND"]
    assert {(c["field"], c["value"], c["author"], c["run"]) for c in shown[0]["corrections"]} == {
        ("number", "05", "Văn thư", before + 1),
        ("promulgated_on", "2022-03-01", "Văn thư", before + 1),
    }


def test_a_table_with_faults_is_refused_whole_and_every_fault_is_told(instance: Path, tmp_path: Path) -> None:
    plant(instance, a_file("f", number=None, day=None), seen("f"))
    rows = filled(instance, {"number": "năm", "promulgated_on": "2022-02-30"})
    before = head(instance)
    told = resolve(instance, "--from", write(tmp_path / "decided.csv", rows), *AT)

    assert told.code == 8
    assert [line.strip() for line in told.err.splitlines() if "dòng" in line] == [
        'dòng 2, cột value: không phải số văn bản: "năm"; viết như 05 hoặc 12a, ký hiệu ghi riêng',
        'dòng 3, cột value: "2022-02-30" không phải là ngày; viết dạng 31/12/2022 hoặc 2022-12-31',
    ]
    assert head(instance) == before


def test_lines_without_a_value_are_left_for_later(instance: Path, tmp_path: Path) -> None:
    plant(instance, a_file("f", number=None, day=None), seen("f"))

    told = resolve(
        instance, "--from", write(tmp_path / "decided.csv", filled(instance, {"number": "5"})), *AT, "--format", "json"
    )
    assert [c["field"] for c in told.json["corrections"]] == ["number"]
    again = resolve(instance, "--from", write(tmp_path / "again.csv", filled(instance, {})), *AT)
    assert (again.code, again.out) == (0, "Không có gì mới để ghi.\n")


def test_a_rehearsal_writes_nothing(instance: Path) -> None:
    plant(instance, a_file("f"), seen("f"))
    before = head(instance)
    told = resolve(instance, sha("f"), "--field", "number", "--value", "9", *WHO, "--dry-run")

    assert (told.code, told.out) == (0, f"{sha('f')}: số = 9\n")
    assert head(instance) == before


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("x",),
        ("x", "--field", "number"),
        ("x", "--field", "number", "--value", "1", "--take-back"),
        ("x", "--field", "number", "--value", "1"),
        ("x", "--field", "number", "--value", "1", "--author", "A"),
        ("x", "--field", "number", "--value", "1", "--author", "A", "--reason", "R"),
    ],
)
def test_half_a_decision_is_a_wrong_call(instance: Path, words: tuple[str, ...]) -> None:
    before = head(instance)

    assert resolve(instance, *words).code == 2
    assert head(instance) == before


def test_who_decided_can_be_erased_and_the_decision_stays(instance: Path) -> None:
    plant(instance, a_file("f"), seen("f"))
    resolve(instance, sha("f"), "--field", "number", "--value", "9", "--author", "Nguyễn Thị Kín", "--reason", "theo lời", *AT)
    erased = docflow("ledger", "erase", f"correction:{sha('f')}|number", *WHO, "--instance", instance)

    assert erased.code == 0
    shown = docflow("show", "9/QĐ-UBND", "--instance", instance).out
    assert "số = 9" in shown
    assert "Nguyễn Thị Kín" not in shown
    assert "Nguyễn Thị Kín".encode() not in b"".join(p.read_bytes() for p in instance.glob("ledger.db*"))
    assert docflow("ledger", "check", "--instance", instance).code == 0


def test_refused_files_are_read_again_when_a_person_asks(instance: Path) -> None:
    (instance / "inbox" / "empty.pdf").write_bytes(b"")

    def ingest() -> dict[str, int]:
        told = docflow("ingest", instance / "inbox", "--format", "json", "--instance", instance, *AT)
        return {name: count for name, count in told.json["balance"].items() if count and name != "found"}

    assert ingest() == {"rejected": 1}
    assert ingest() == {"known": 1}
    assert docflow("review", "retry", "--instance", instance).out == "Số tệp sẽ được đọc lại ở lần nạp sau: 1.\n"
    assert ingest() == {"rejected": 1}
    assert docflow("review", "retry", sha("nobody"), "--instance", instance).code == 2
