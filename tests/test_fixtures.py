"""The committed fixtures are what their recipe makes, small, strict, and keep their keys where keys may lie."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from csv import DictReader
from pathlib import Path
from typing import Any

import pytest

from fixtures import build, case, district
from fixtures.dump import dump
from fixtures.recipes import CASES

ROOT = Path(build.__file__).resolve().parent.parent
WHOLE = """
file = "document.pdf"
why = "because"
[parse]
number = "12"
absent = ["secrecy"]
problems = ["no-text-layer"]
[verify]
state = "SIGNED"
[[verify.signatures]]
field = "Signature1"
role = "organ"
kind = "organ"
integrity = "TOTAL_PASSED"
verdict = "TOTAL_PASSED"
[classify]
origin = "e_original"
form = "electronic"
[ingest]
outcome = "accepted"
"""


def folder_with(tmp_path: Path, text: str) -> Path:
    (tmp_path / "document.pdf").write_bytes(b"%PDF")
    (tmp_path / "case.toml").write_text(text, "utf-8")
    return tmp_path


def test_what_is_committed_is_what_the_recipe_makes() -> None:
    assert build.check() == []


def test_the_fixtures_stay_small() -> None:
    size = sum(path.stat().st_size for path in (ROOT / "fixtures").rglob("*") if path.is_file() and path.suffix != ".pyc")

    assert size < 10 * 2**20


def test_no_private_key_lies_outside_the_test_pki() -> None:
    key = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\r?\n[A-Za-z0-9+/=]{32}")
    places = [path for part in ("docflow", "fixtures", "tests", "schemas") for path in (ROOT / part).rglob("*") if path.is_file()]

    holders = {path.parent for path in places if key.search(path.read_bytes())}

    assert holders == {ROOT / "fixtures" / "pki" / "keys"}


def test_every_private_key_says_that_it_is_for_tests_only() -> None:
    keys = list((ROOT / "fixtures" / "pki" / "keys").iterdir())

    assert [path.name for path in keys if not path.read_bytes().startswith(b"TEST ONLY")] == []


def test_every_case_has_a_recipe_and_every_recipe_a_case() -> None:
    assert {c.name: c.file.name for c in case.load_all()} == {name: file for name, (file, _) in CASES.items()}


def test_a_case_is_read_whole(tmp_path: Path) -> None:
    loaded = case.load(folder_with(tmp_path, WHOLE))

    assert loaded.parse == case.Parse({"secrecy": None, "number": "12"}, ("no-text-layer",))
    assert loaded.verify == case.Verify("SIGNED", (case.Signed("Signature1", "organ", "organ", "TOTAL_PASSED", "TOTAL_PASSED"),))
    assert loaded.classify == case.Classify("e_original", "electronic")
    assert loaded.ingest == case.Ingest("accepted")


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ('why = "because"', 'why = "because"\nwhen = "now"'),
        ('number = "12"', 'numbre = "12"'),
        ('absent = ["secrecy"]', 'absent = ["number"]'),
        ('state = "SIGNED"', 'stat = "SIGNED"'),
        ('role = "organ"', ""),
        ('kind = "organ"', "kind = 7"),
        ('form = "electronic"', 'form = "electronic"\nhue = "red"'),
        ('outcome = "accepted"', 'result = "accepted"'),
        ('file = "document.pdf"', 'file = "other.pdf"'),
    ],
)
def test_a_misspelt_expectation_is_an_error(tmp_path: Path, there: str, instead: str) -> None:
    with pytest.raises(case.BadCase):
        case.load(folder_with(tmp_path, WHOLE.replace(there, instead)))


def test_another_compressor_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    made = CASES["signed-by-person-and-organ"][1]
    before, compress = made(), zlib.compress
    monkeypatch.setattr(zlib, "compress", lambda data, *_args, **_named: compress(data, 1))
    after = made()

    assert before != after
    assert dump(before) == dump(after)


@pytest.mark.parametrize("other", ["signed-by-organ-only", "tampered-after-signing", "attack-tail", "attack-gap", "empty-file"])
def test_what_matters_makes_a_difference(other: str) -> None:
    assert dump(CASES["signed-by-person-and-organ"][1]()) != dump(CASES[other][1]())


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    for folder, text in (("old", b"before"), ("new", b"after")):
        (tmp_path / folder / "cases" / "one").mkdir(parents=True)
        (tmp_path / folder / "cases" / "one" / "document.doc").write_bytes(text)
    (tmp_path / "new" / "cases" / "one" / "more.doc").write_bytes(b"")

    names = [line.split(":")[0] for line in build.differences(tmp_path / "old", tmp_path / "new")]

    assert names == ["cases/one/document.doc", "cases/one/more.doc"]


def figures(planted: district.Planted) -> dict[str, int]:
    forms = ("electronic", "both", "paper", "unknown")
    return {"total": planted.count(), **{form: planted.count(form) for form in forms}, "maybe": planted.maybe_electronic}


@pytest.mark.parametrize(
    ("variant", "changed"),
    [
        (district.Variant.PLAIN, {}),
        (district.Variant.WITHOUT_ORGAN, {"electronic": 2932, "unknown": 23}),
        (district.Variant.RECEIPT_STATED, {"electronic": 2932, "both": 1}),
        (district.Variant.RECEIPT_PRESUMED, {"electronic": 2932, "unknown": 23}),
    ],
)
def test_the_planted_district_has_the_figures_of_the_reports(
    tmp_path: Path, variant: district.Variant, changed: dict[str, int]
) -> None:
    planted = district.plant(tmp_path, variant=variant, files=False)
    plain = {"total": 3087, "electronic": 2933, "both": 0, "paper": 132, "unknown": 22, "maybe": 22}

    assert figures(planted) == {**plain, **changed}
    assert (planted.required, planted.granted) == (47, 12)
    assert len(planted.files) == 338


def rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as table:
        return list(DictReader(table))


def test_the_planted_registers_hold_their_lines_once(tmp_path: Path) -> None:
    planted = district.plant(tmp_path, files=False)
    lines = rows(planted.register())
    communes = [line for unit in rows(planted.units)[1:] for line in rows(planted.register(unit["Mã định danh"]))]

    assert len({line["Số, ký hiệu văn bản"] for line in lines}) == len(lines) == 3087
    assert {line["Ngày tháng văn bản"][-4:] for line in (*lines, *communes)} == {"2022"}
    assert Counter(line["Hình thức phát hành"] for line in lines) == {"Điện tử": 2647, "Giấy": 132, "": 308}
    assert Counter(line["Hình thức phát hành"] for line in communes) == {"Điện tử": 1341, "Điện tử và giấy": 180, "Giấy": 280}
    assert len(rows(planted.roster)) == 47


def test_another_seed_moves_the_lines_but_not_the_figures(tmp_path: Path) -> None:
    one, other = (district.plant(tmp_path / str(seed), seed=seed, files=False) for seed in (1, 2))

    assert figures(one) == figures(other)
    assert [line.form for line in one.lines] != [line.form for line in other.lines]
