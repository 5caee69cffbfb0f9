"""``docflow judge`` as it is typed: what it says, and with which code it leaves."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from verify.papers import signed
from worlds.commands import Told, docflow
from worlds.ledgers import document, putting, run, settled
from worlds.recorded import NOBODY, Recorded

from docflow.pipeline import process
from fixtures.pki import FOLDER

TRUST = FOLDER / "trust"
AT = ("--at", "2023-02-01T00:00:00+00:00")


@pytest.fixture
def recorded(tmp_path: Path) -> Recorded:
    return Recorded(tmp_path, *(signed("district", pades=pades) for pades in (True, False)))


def typed(recorded: Recorded, *arguments: str | Path, trust: Path = TRUST, lang: str = "en") -> Told:
    return docflow("judge", *arguments, *AT, "--trust", trust, "--ledger", recorded.url, "--lang", lang)


def test_it_counts_what_it_judged_and_the_second_time_has_nothing_to_do(recorded: Recorded) -> None:
    first, second = typed(recorded, "--policy", "modern"), typed(recorded, "--policy", "modern")

    assert (first.code, second.code) == (0, 0)
    assert first.out.splitlines()[0].startswith("Run 3: 2 of 2 signatures judged again under the policy modern; 0 ")
    assert [line.split()[-1] for line in first.out.splitlines()[1:]] == ["2", "0", "0"]
    assert second.out.splitlines()[0] == "All 2 verdicts under the policy modern still hold; nothing to judge."


def test_a_signature_that_no_longer_passes_is_news(recorded: Recorded, tmp_path: Path) -> None:
    nobody = tmp_path / "nobody"
    nobody.mkdir()
    rehearsed, told = (typed(recorded, *dry, trust=nobody, lang="vi") for dry in (("--dry-run",), ()))

    assert (rehearsed.code, told.code) == (100, 100)
    assert rehearsed.out.startswith("Nếu ghi sổ: đánh giá lại 2 trong 2 chữ ký")
    assert "Kết luận thay đổi (2 chữ ký):" in told.out
    assert "  2 chữ ký: đạt → chưa kết luận (chưa nối được tới cơ quan chứng thực tin cậy)" in told.out
    assert told.out.count("QĐ-UBND") == 2
    assert typed(recorded, "-q").out.count("QĐ-UBND") == 2  # good news is news too
    assert typed(recorded, "-q").out == ""


def test_many_changed_documents_are_cut_and_all_told_on_request(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path, signed("district"), trust=NOBODY)
    sha256 = process(signed("district")).facts.sha256
    run(recorded.engine, settled("more"), derive=putting(*(document(str(n), files=(sha256,)) for n in range(100, 111))))

    short, full = typed(recorded, "--dry-run"), typed(recorded, "--dry-run", "-v")

    assert (short.out.count("QĐ-UBND"), full.out.count("QĐ-UBND")) == (10, 12)
    assert "… and 2 more documents" in short.out


def test_its_json_is_that_of_its_schema(recorded: Recorded) -> None:
    told = typed(recorded, "--policy", "modern", "--format", "json").json
    schema = Path(__file__).resolve().parents[2] / "schemas" / "judge.schema.json"

    jsonschema.validate(told, json.loads(schema.read_text("utf-8")))
    assert (told["at"], told["judged"], told["verdicts"]["TOTAL_PASSED"]) == ("2023-02-01T00:00:00Z", 2, 2)


def test_a_ledger_without_signatures_says_so(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path, b"%PDF-1.4 nothing")

    assert typed(recorded).out == "The ledger holds no signature to judge.\n"


def test_an_unknown_policy_and_a_policy_that_demands_nothing_are_refused(recorded: Recorded, tmp_path: Path) -> None:
    empty = tmp_path / "empty.toml"
    empty.write_text("demand = []\n")

    assert [typed(recorded, "--policy", name).code for name in ("unknown", str(empty))] == [4, 4]
