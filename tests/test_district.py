"""A district's year, planted by code that imports nothing of docflow: every printed figure, and the documents behind each."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from fixtures.district import Planted, Variant, plant

CLOCK = ("--at", "2023-01-15")


@dataclass(frozen=True)
class Instance:
    """An instance that has taken in the district."""

    folder: Path
    planted: Planted

    def docflow(self, *arguments: str, lang: str = "vi") -> str:
        command = [sys.executable, "-m", "docflow.cli.main", *arguments, "--instance", str(self.folder), "--lang", lang]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode in {0, 100}, done.stderr
        return done.stdout

    def documents(self, *arguments: str) -> dict[str, dict[str, Any]]:
        asked = ("documents", "--unit", self.planted.unit, "--period", "2022", *arguments)
        listed = [json.loads(line) for line in self.docflow(*asked, "--format", "jsonl").splitlines()]
        return {one["key"]: one for one in listed}

    def copied(self, name: str) -> Instance:
        folder = self.folder.with_name(name)
        shutil.copytree(self.folder, folder)
        return Instance(folder, self.planted)

    def take(self, table: Path) -> None:
        """Import a unit's register."""
        unit = table.parent.parent.name
        self.docflow("import", "register", str(table), "--unit", unit, "--direction", "outgoing", "--year", "2022", *CLOCK)

    def receive(self, file: Path) -> None:
        """Put a file into the district's outgoing folder and read what is new."""
        folder = self.folder / "inbox" / self.planted.unit / "outgoing"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, folder)
        self.docflow("ingest", str(self.folder / "inbox"), *CLOCK)


@pytest.fixture(scope="module")
def without_the_special_file(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    root = tmp_path_factory.mktemp("district")
    planted = plant(root / "world")
    made = Instance(root / "before", planted)
    subprocess.run([sys.executable, "-m", "docflow.cli.main", "init", str(made.folder), "-q"], check=True)
    shutil.copytree(planted.trust, made.folder / "trust", dirs_exist_ok=True)
    shutil.copytree(planted.inbox, made.folder / "inbox", dirs_exist_ok=True)
    (made.folder / planted.special_file.relative_to(planted.folder)).unlink()
    made.docflow("import", "units", str(planted.units), *CLOCK)
    for table in sorted(planted.inbox.glob("*/registers/*.csv")):
        made.take(table)
    made.docflow("import", "roster", str(planted.roster), *CLOCK)
    made.docflow("ingest", str(made.folder / "inbox"), *CLOCK)
    return made


@pytest.fixture(scope="module")
def district(without_the_special_file: Instance) -> Instance:
    made = without_the_special_file.copied("whole")
    made.receive(made.planted.special_file)
    return made


def test_the_district_prints_the_figures_that_were_planted(district: Instance) -> None:
    printed = district.docflow("report", "issuance", "--unit", district.planted.unit, "--period", "2022")
    lines = {line.split("  ")[0].strip(): line.split() for line in printed.splitlines()}

    assert lines["Hoàn toàn điện tử"][-7:] == ["%", "95,01", "–", "95,72", "%", "2.647", "286"]
    assert lines["Hoàn toàn điện tử"][4:6] == ["2.933", "95,01"]
    assert lines["Chỉ bản giấy"][3:6] == ["132", "4,28", "%"]
    assert lines["Chưa rõ hình thức"][4:6] == ["22", "0,71"]
    assert lines["Tổng số văn bản đi"][-1] == "3.087"


def test_the_communes_and_the_certificates_print_theirs(district: Instance) -> None:
    levels = district.docflow("report", "issuance", "--by", "level", "--period", "2022")
    certificates = district.docflow("report", "certificates", "--period", "2022")

    assert "1.341 74,46 %" in next(line for line in levels.splitlines() if line.strip().startswith("Xã"))
    assert "1.801" in levels
    granted = next(line for line in certificates.splitlines() if "Đã được cấp" in line)
    assert granted.split()[-3:] == ["12", "25,53", "%"]
    assert "47" in next(line for line in certificates.splitlines() if "Tổng số cần cấp" in line)


@pytest.mark.parametrize(("form", "count"), [("electronic", 2933), ("both", 0), ("paper", 132), ("unknown", 22)])
def test_the_list_of_a_form_is_as_long_as_its_figure(district: Instance, form: str, count: int) -> None:
    assert (district.planted.count(form), len(district.documents("--form", form))) == (count, count)


def test_every_document_has_the_form_that_was_planted(district: Instance) -> None:
    found = {f"{d['number']}/{d['notation']}": d["form"] for d in district.documents().values()}

    assert found == {one.key: one.form for one in district.planted.lines}


def test_each_planted_contradiction_is_a_finding_and_nothing_else_is(district: Instance) -> None:
    found = {f"{d['number']}/{d['notation']}" for d in district.documents().values() if "form-contradiction" in d["findings"]}

    assert found == {one.key for one in district.planted.lines if one.contradiction}
    assert len(found) == 30


def moved(before: Instance, after: Instance) -> dict[str, tuple[str, str]]:
    """The documents whose form is not the same in two instances, with both forms."""
    one, two = before.documents(), after.documents()
    assert one.keys() == two.keys()
    return {
        f"{two[key]['number']}/{two[key]['notation']}": (one[key]["form"], two[key]["form"])
        for key in one
        if one[key]["form"] != two[key]["form"]
    }


def variant(made: Instance, tmp_path: Path, which: Variant) -> Planted:
    return plant(tmp_path / "variant", variant=which, files=False)


def test_taking_the_organs_signature_from_one_document_moves_exactly_that_one(
    district: Instance, without_the_special_file: Instance, tmp_path: Path
) -> None:
    changed = variant(district, tmp_path, Variant.WITHOUT_ORGAN)
    other = without_the_special_file.copied("without-organ")
    other.receive(changed.special_file)
    key = next(one.key for one in changed.lines if one.file == changed.special_file)

    assert moved(district, other) == {key: ("electronic", "unknown")}
    document = other.documents("--form", "unknown")
    assert [d["possible"] for d in document.values() if f"{d['number']}/{d['notation']}" == key] == [["both", "paper"]]


@pytest.mark.parametrize(
    ("which", "name", "form"),
    [(Variant.RECEIPT_STATED, "special_stated", "both"), (Variant.RECEIPT_PRESUMED, "special_presumed", "unknown")],
)
def test_filling_the_receipt_of_one_line_moves_exactly_that_one(
    district: Instance, tmp_path: Path, which: Variant, name: str, form: str
) -> None:
    changed = variant(district, tmp_path, which)
    other = district.copied(which.value)
    other.take(changed.register())

    assert moved(district, other) == {getattr(changed, name): ("electronic", form)}


def test_an_earlier_report_prints_the_same_bytes_after_a_newer_register(district: Instance, tmp_path: Path) -> None:
    asked = ("report", "issuance", "--period", "2022", "--by", "unit", "--format", "json")
    other = district.copied("later")
    run = str(json.loads(other.docflow(*asked))["checkpoint"]["run"])
    before = other.docflow(*asked, "--as-of", run)
    other.take(variant(district, tmp_path, Variant.RECEIPT_STATED).register())

    assert other.docflow(*asked, "--as-of", run) == before
    assert other.docflow(*asked) != before


def test_the_ledger_of_the_district_is_sound(district: Instance) -> None:
    assert json.loads(district.docflow("ledger", "check", "--files", "--format", "json")) == {"damages": []}


SEEDS = """Mã đơn vị;Cấp;Kỳ;Chỉ số;Tử số;Mẫu số;Tỷ lệ;Nguồn
{unit};;2022;Hoàn toàn điện tử;2.933;3.087;95,01 %;Báo cáo năm
{unit};;2022;Chỉ bản giấy;132;3.087;4,28 %;Báo cáo năm
{unit};xã;2022;Hoàn toàn điện tử;1.341;1.801;74,46 %;Báo cáo năm
{unit};xã;2022;Có giấy;489;1.801;27,15 %;Báo cáo năm
{unit};xã;2022;Hoàn toàn điện tử;;;trên 90 %;Báo cáo tóm tắt
;;2022;Đã được cấp chứng thư số;12;47;25,53 %;Báo cáo năm
"""


def test_reconciling_tells_the_declared_figures_apart_and_nothing_else(district: Instance) -> None:
    made = district.copied("declared")
    table = made.folder / "declared.csv"
    table.write_text(SEEDS.format(unit=made.planted.unit), "utf-8")
    made.docflow("import", "declared", str(table), *CLOCK)
    command = [sys.executable, "-m", "docflow.cli.main", "reconcile", "--period", "2022", "--format", "json"]

    done = subprocess.run([*command, "--instance", str(made.folder)], capture_output=True, text=True, check=False)

    found = json.loads(done.stdout)["differences"]
    assert done.returncode == 101
    assert [(one["code"], one["level"], one["amount"]) for one in found] == [
        ("parts-unexplained", None, 22),
        ("basis-unstated", "xã", None),
        ("claims-contradict", "xã", None),
        ("parts-too-many", "xã", 29),
        ("both_or_paper-differs", "xã", 29),
        ("form-contradiction", None, 30),
    ]
    assert {key.partition("//")[2] for key in found[-1]["documents"]} == {
        f"{one.line.number}/{one.line.notation}" for one in made.planted.lines if one.contradiction
    }
