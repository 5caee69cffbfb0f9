"""A deadline that a message sets, from the inbox to the report, beside the one that the receiver's book enters."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds.commands import docflow
from worlds.parcels import UNITS, sending, told_of

from docflow.parse.edxml import read
from fixtures.edxml import edoc, status

HEAD = 'Ngày đến,Số đến,Tác giả,"Số, ký hiệu",Ngày tháng văn bản,Tên loại và trích yếu,Hạn xử lý,Ngày hoàn thành\n'
AUTHOR = "Ủy ban nhân dân huyện Sông Mây"
ASKED = ("--unit", "H99.01.01", "--period", "2022", "--at", "2022-06-01", "--format", "json")


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    docflow("init", folder, "-q")
    (folder / "units.csv").write_text(UNITS, "utf-8")
    docflow("import", "units", folder / "units.csv", "--instance", folder, "-q")
    incoming = folder / "inbox" / "H99.01.01" / "incoming"
    incoming.mkdir(parents=True)
    for number, due in (("11", "2022/04/20"), ("12", "2022/04/20"), ("13", "")):
        (incoming / f"{number}.edxml").write_bytes(edoc(sending(number, due_on=due)))
    (incoming / "status.edxml").write_bytes(status(told_of("12", "03")))
    assert docflow("ingest", folder / "inbox", "--instance", folder, "--at", "2022-05-01").code in {0, 100}
    return folder


def figures(instance: Path, report: str) -> dict[str, tuple[int, int]]:
    rows = docflow("report", report, *ASKED, "--instance", instance).json["rows"]
    return {row["figure"]: (row["numerator"], row["denominator"]) for row in rows}


def test_without_a_book_the_deadline_of_the_message_counts(instance: Path) -> None:
    handled, exchanged = figures(instance, "handling"), figures(instance, "exchange")

    assert (handled["with_deadline"], handled["overdue"]) == ((2, 3), (2, 2))
    assert (exchanged["received_electronically"], exchanged["processed_electronically"]) == ((3, 3), (1, 3))


def test_the_book_s_own_deadline_counts_and_a_differing_one_is_a_finding(instance: Path) -> None:
    lines = [
        f"06/04/2022,{n},{AUTHOR},{n}/UBND-VP,05/04/2022,V/v báo cáo,{due},{done}"
        for n, due, done in (("11", "30/04/2022", "25/04/2022"), ("12", "20/04/2022", "25/04/2022"), ("13", "", ""))
    ]
    (instance / "den.csv").write_text(HEAD + "\n".join(lines), "utf-8")
    told = docflow("import", "register", instance / "den.csv", "--unit", "H99.01.01", "--year", "2022", "--instance", instance)
    assert told.code == 0, told.err

    found = {name: docflow("lines", name, *ASKED, "--instance", instance).json for name in ("in_time", "late")}
    assert [(line["number"], line["due_on"], line["findings"]) for line in found["in_time"]] == [
        ("11", "2022-04-30", ["deadline-differs"])
    ]
    assert [(line["number"], line["due_on"], line["findings"]) for line in found["late"]] == [("12", "2022-04-20", [])]
    assert figures(instance, "handling")["with_deadline"] == (2, 3)


@pytest.mark.parametrize(
    ("written", "day", "problems"),
    [
        ("2022/04/20", "2022-04-20", []),
        ("20/04/2022", "2022-04-20", ["date-turned"]),
        ("2022/02/31", None, ["date-implausible"]),
        ("0001/01/01", None, []),
        ("01/01/0001", None, []),
        ("", None, []),
    ],
)
def test_a_deadline_is_read_like_other_days_and_the_year_one_means_none(
    written: str, day: str | None, problems: list[str]
) -> None:
    parsed = read(edoc(sending("11", due_on=written)))

    assert parsed.message is not None
    assert (parsed.message.due_on, [problem.code for problem in parsed.problems]) == (day, problems)
