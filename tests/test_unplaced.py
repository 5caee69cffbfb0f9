"""Of a file that cannot be placed nobody can tell whether it has a line: it is unplaced, and not told to lack one."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds.recorded_facts import CLOCK, UNITS, a_file, a_line, covered, recorded, seen, sha

from docflow.correction_run import Decision, record
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.model import Fact


def findings(ledger: str) -> dict[str, set[str]]:
    """The codes of the findings of each document by its key."""
    reader = Reader(open_ledger(ledger))
    return {d.key: {one.code for one in d.findings} for d in reader.documents(reader.run(None).number)}


@pytest.fixture
def ledger(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    open_ledger(url, create=True).dispose()
    recorded(url, *UNITS, a_line("7"), covered("2022-12-31"), a_file("f", number=None), seen("f"))
    return url


def test_a_file_whose_number_was_not_read_is_not_told_to_lack_a_line(ledger: str) -> None:
    told = findings(ledger)[f"file:{sha('f')}"]

    assert "no-number" in told
    assert "file-without-line" not in told


@pytest.mark.parametrize(("number", "codes"), [("8", {"file-without-line"}), ("7", set())])
def test_once_a_person_reads_its_number_it_is_held_against_the_book(ledger: str, number: str, codes: set[str]) -> None:
    record(ledger, [Decision(sha("f"), "number", number, "Văn thư", "xem bản giấy")], CLOCK)

    assert findings(ledger)[f"H/2022//{number}/QĐ-UBND"] & {"file-without-line", "no-number"} == codes


@pytest.mark.parametrize(
    ("code", "documents"),
    [("type-sheet", set()), ("empty-archive", set()), ("no-attachments", set()), ("type-unknown", {f"file:{sha('r')}"})],
)
def test_a_refused_file_may_be_any_document_unless_its_kind_holds_none(ledger: str, code: str, documents: set[str]) -> None:
    recorded(ledger, Fact("rejection", sha("r"), {"code": code}))

    assert set(findings(ledger)) & {f"file:{sha('r')}"} == documents
