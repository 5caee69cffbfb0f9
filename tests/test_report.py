from __future__ import annotations

import json

import pytest
from worlds.figures import Held, coverage, document, unit

from docflow.errors import UsageError
from docflow.locale import Words
from docflow.model import Form, Unit
from docflow.render import FORMATS
from docflow.render.screen import Screen
from docflow.report import Asked, Report, make_report, report_record

CHECKPOINT = {"run": 7, "state_root": "ab" * 32}
HELD = Held(
    (document("1"), document("2", form=Form.UNKNOWN), document("3", line=False), document("4", day=None)),
    (coverage(),),
    units=(unit("D", "huyện"), unit("C", parent="D")),
)


def report(asked: Asked, held: Held = HELD) -> Report:
    return make_report(asked, held, {"run": 7, "state_root": "ab" * 32})


def test_the_json_of_a_report_says_the_question_the_run_and_exact_integers() -> None:
    record = report_record(report(Asked("issuance", "2026-01-01", unit="D", period="2022")))

    assert {name: value for name, value in record.items() if name != "rows"} == {
        "schema": "docflow/report/1",
        "name": "issuance",
        "unit": "D",
        "period": "2022",
        "calendar": "natural",
        "at": None,
        "as_of": None,
        "tree": "then",
        "policy": None,
        "checkpoint": CHECKPOINT,
        "excluded": {"copy": 0, "draft": 0, "internal": 0, "secret": 0},
        "undated": 1,
        "unplaced": 0,
        "without_line": 1,
    }
    assert record["rows"][0] == {
        "unit": "D",
        "level": "huyện",
        "period": "2022",
        "type": None,
        "figure": "electronic",
        "numerator": 1,
        "denominator": 2,
        "low": [1, 2],
        "high": [3, 3],
        "witnessed": 1,
        "presumed": 0,
        "basis": "register",
        "declared": None,
        "target": None,
    }


@pytest.mark.parametrize(
    ("asked", "at"),
    [
        (Asked("certificates", "2026-01-01"), "2026-01-01"),
        (Asked("certificates", "2026-01-01", period="2022-Q1"), "2022-03-31"),
        (Asked("certificates", "2026-01-01", period="2022", at="2022-02-03"), "2022-02-03"),
        (Asked("issuance", "2026-01-01", period="2022"), None),
    ],
)
def test_certificates_are_asked_at_the_date_given_else_at_the_end_of_the_period_else_today(asked: Asked, at: str | None) -> None:
    assert report(asked).question.at == at


def test_a_reused_code_means_the_unit_at_the_end_of_the_period() -> None:
    held = Held(
        units=(
            Unit("9@a", "9", "Cũ", "tỉnh", "", None, None, "2025-06-30"),
            Unit("9@b", "9", "Mới", "tỉnh", "", None, "2025-07-01"),
        )
    )

    assert report(Asked("issuance", "2026-01-01", unit="9", period="2024"), held).question.unit == "9@a"
    assert report(Asked("issuance", "2026-01-01", unit="9", period="2025"), held).question.unit == "9@b"


def test_an_unknown_unit_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        report(Asked("issuance", "2026-01-01", unit="Z"))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", ["issuance", "signatures", "certificates"])
@pytest.mark.parametrize("by", [(), ("unit",), ("level",)])
@pytest.mark.parametrize("form", list(FORMATS))
def test_every_report_renders_in_every_format_and_language(lang: str, name: str, by: tuple[str, ...], form: str) -> None:
    asked = Asked(name, "2026-01-01", unit="D", period="2022", by=by, policy="strict")
    text = FORMATS[form](report(asked), Words(lang), Screen())

    assert text.endswith("\n")
    assert FORMATS[form](report(asked), Words(lang), Screen()) == text


def test_json_lines_are_the_rows() -> None:
    asked = Asked("issuance", "2026-01-01", unit="D", period="2022")
    lines = FORMATS["jsonl"](report(asked), Words("vi"), Screen()).splitlines()

    assert [json.loads(line) for line in lines] == report_record(report(asked))["rows"]
