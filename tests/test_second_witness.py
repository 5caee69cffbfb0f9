"""A line of the register or a message bears out what was read of a scan; one that is another document's never does."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from docflow.canonical import digest, plain
from docflow.closing import derive
from docflow.erasure import erase
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.write import Settled, Writer
from docflow.model import (
    Candidate,
    Clock,
    Direction,
    Document,
    Fact,
    FileFacts,
    FileKind,
    Header,
    Issuer,
    Member,
    Message,
    Outcome,
    RegisterLine,
    Sighting,
    SignatureState,
    Source,
    SourceKind,
    Unit,
)
from docflow.second_witness import Book, by_message, by_register

DISTRICT = Unit("H", "H", "UBND huyện Sông Mây", "huyện", "UBND")
SUBJECT, OTHER = "Về việc ban hành danh mục hồ sơ điện tử", "Khen thưởng tập thể và cá nhân có thành tích"
DAY, NEXT = "2022-03-26", "2022-03-27"
CLOCK = Clock(dt.datetime(2022, 12, 31, tzinfo=dt.UTC))


def a_scan(
    *numbers: str,
    days: tuple[str, ...] = (),
    day: str | None = DAY,
    number: str | None = None,
    subject: str | None = SUBJECT,
    notation: str | None = "QĐ-UBND",
) -> FileFacts:
    """A scan with readings left open; its number or day is settled where one is given."""

    def left_open(values: tuple[str, ...]) -> Source:
        return Source(SourceKind.OCR, 0, 1, None, tuple(Candidate(value, SourceKind.OCR, 500) for value in values))

    header = Header(
        issuers=(Issuer("UBND HUYỆN SÔNG MÂY"),),
        number=number,
        notation=notation,
        promulgated_on=day,
        subject=subject,
        document_type="quyet_dinh",
    )
    sources = {"number": left_open(numbers), "promulgated_on": left_open(days)}
    return FileFacts("s", 1, "application/pdf", FileKind.SCAN, 1, (header,), sources, SignatureState.NO_SIGNATURE, (), (), "t")


def a_line(
    number: str,
    day: str | None = DAY,
    subject: str | None = SUBJECT,
    notation: str = "QĐ-UBND",
    occurrence: int = 1,
) -> RegisterLine:
    year = int((day or DAY)[:4])
    return RegisterLine("H", Direction.OUTGOING, year, number, notation, occurrence, 2, promulgated_on=day, subject=subject)


def subject_of(line: RegisterLine) -> str:
    return f"{line.unit}|outgoing|{line.year}|{line.number}/{line.notation}|{line.occurrence}"


def heard(scan: FileFacts, *lines: RegisterLine) -> dict[str, str]:
    said = by_register(scan, Book({subject_of(line): line for line in lines}))
    assert {one.source for one in said} <= {SourceKind.REGISTER}
    return {one.field: one.value for one in said}


def test_the_line_of_that_number_notation_and_day_bears_a_reading_out() -> None:
    assert heard(a_scan("1380", "4380"), a_line("1380"), a_line("4380", "2022-11-02")) == {"number": "1380"}


def test_the_line_of_a_settled_number_bears_out_the_day() -> None:
    assert heard(a_scan(number="1380", day=None, days=(DAY, NEXT)), a_line("1380")) == {"promulgated_on": DAY}


def test_number_and_day_are_borne_out_together() -> None:
    assert heard(a_scan("1380", day=None, days=(DAY,)), a_line("1380")) == {"number": "1380", "promulgated_on": DAY}


@pytest.mark.parametrize(
    ("scan", "lines"),
    [
        pytest.param(a_scan("1380"), [a_line("1380", NEXT)], id="another day"),
        pytest.param(a_scan("1380", day=None, days=(NEXT,)), [a_line("1380")], id="a day that was read otherwise"),
        pytest.param(a_scan("1380"), [a_line("1380", None)], id="a line without a day"),
        pytest.param(a_scan("1380"), [a_line("1380", notation="KH-UBND")], id="another notation"),
        pytest.param(a_scan("1380", notation=None), [a_line("1380")], id="no notation read"),
        pytest.param(a_scan("1380"), [a_line("1380", subject=OTHER)], id="another subject"),
        pytest.param(a_scan("1380"), [a_line("1386")], id="a number that was not read"),
        pytest.param(a_scan("1380", "1386"), [a_line("1380"), a_line("1386")], id="two lines that fit"),
        pytest.param(a_scan("1380"), [a_line("1380"), a_line("1380", occurrence=2)], id="a line that the book repeats"),
        pytest.param(a_scan("1380", day=None, subject=None), [a_line("1380")], id="neither day nor subject read"),
        pytest.param(a_scan("1380", day=None, subject="Báo cáo"), [a_line("1380", subject="Báo cáo")], id="a bare subject"),
        pytest.param(a_scan("1380", subject=None), [a_line("1380"), a_line("1386")], id="a neighbour of that day"),
        pytest.param(a_scan("1380"), [a_line("1380"), a_line("1386")], id="a neighbour of that day and subject"),
        pytest.param(a_scan("1380"), [a_line("1380"), a_line("1386", subject=None)], id="a neighbour without a subject"),
    ],
)
def test_a_line_that_may_be_another_document_s_bears_out_nothing(scan: FileFacts, lines: list[RegisterLine]) -> None:
    assert heard(scan, *lines) == {}


def test_the_subject_tells_a_line_from_the_others_of_its_day() -> None:
    assert heard(a_scan("1380"), a_line("1380"), a_line("1386", subject=OTHER)) == {"number": "1380"}
    assert heard(a_scan("1386"), a_line("1380"), a_line("1386", subject=OTHER)) == {}


def test_the_subject_stands_for_a_day_that_was_not_read() -> None:
    assert heard(a_scan("1380", day=None), a_line("1380")) == {"number": "1380"}


def letter(number: str = "1380", day: str | None = DAY, notation: str = "QĐ-UBND") -> Header:
    return Header(number=number, notation=notation, promulgated_on=day)


@pytest.mark.parametrize(
    ("carried", "expected"),
    [
        (letter(), {"number": "1380"}),
        (letter("01380"), {"number": "1380"}),
        (letter(day=None), {"number": "1380"}),
        (letter(day=NEXT), {}),
        (letter("1386"), {}),
        (letter(notation="KH-UBND"), {}),
    ],
)
def test_the_message_that_carries_a_scan_bears_out_what_it_says_alike(carried: Header, expected: dict[str, str]) -> None:
    assert {one.field: one.value for one in by_message(a_scan("1380", "4380"), [carried])} == expected


# ---------------------------------------------------------------- in a ledger


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_ledger(f"sqlite:///{tmp_path / 'ledger.db'}", create=True)
    yield made
    made.dispose()


def run(engine: Engine, *facts: Fact) -> dict[str, Document]:
    with Writer(engine, kind="ingest", clock=CLOCK, tools="t", settings={}) as writer:
        writer.settle(
            [Settled(path_hash=digest([f.kind, f.subject]), path="p", outcome=Outcome.ACCEPTED, facts=(f,)) for f in facts]
        )
        last = writer.close(derive, lambda _: {}).number
    return {document.key: document for document in Reader(engine).documents(last) if not document.void}


def file_fact(facts: FileFacts) -> Fact:
    return Fact("file", facts.sha256, plain(facts))


def line_fact(line: RegisterLine) -> Fact:
    return Fact("register-line", subject_of(line), plain(line))


def seen(sha: str) -> Fact:
    sighting = Sighting(sha, f"inbox/H/outgoing/{sha}.pdf", "H", Direction.OUTGOING)
    return Fact("sighting", digest(plain(sighting)), plain(sighting))


UNIT = Fact("unit", "H", plain(DISTRICT))
SCAN = (file_fact(a_scan("1380", "4380", day=None, days=(DAY,))), seen("s"))


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_scan_meets_its_line_whichever_comes_first(engine: Engine, order: tuple[int, ...]) -> None:
    parts = (SCAN, (line_fact(a_line("1380")),), (line_fact(a_line("4380", NEXT)),))
    run(engine, UNIT)
    documents = [run(engine, *parts[part]) for part in order][-1]

    assert sorted(documents) == ["H/2022//1380/QĐ-UBND", "H/2022//4380/QĐ-UBND"]
    document = documents["H/2022//1380/QĐ-UBND"]
    assert (document.files, document.promulgated_on, len(document.lines)) == (("s",), DAY, 1)
    assert {finding.code for finding in document.findings} >= {"number-by-register", "date-by-register"}


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_a_neighbour_in_the_book_takes_the_witness_back_whenever_it_comes(engine: Engine, order: tuple[int, ...]) -> None:
    parts = (SCAN, (line_fact(a_line("1380")),), (line_fact(a_line("1386")),))
    run(engine, UNIT)
    documents = [run(engine, *parts[part]) for part in order][-1]

    assert documents["file:s"].number is None


def test_a_line_that_vanishes_leaves_the_scan_open_again(engine: Engine) -> None:
    line = line_fact(a_line("1380"))
    run(engine, UNIT, *SCAN, line)

    assert list(run(engine, replace(line, payload=None))) == ["file:s"]


def test_another_unit_s_line_is_no_witness(engine: Engine) -> None:
    other = replace(a_line("1380"), unit="X")

    assert "file:s" in run(
        engine, UNIT, Fact("unit", "X", plain(Unit("X", "X", "UBND xã", "xã", "UBND"))), *SCAN, line_fact(other)
    )


def test_the_message_that_carries_a_scan_settles_it(engine: Engine) -> None:
    message = replace(
        a_scan(number="1380"),
        sha256="m",
        kind=FileKind.EDXML,
        sources={},
        message=Message("edoc", business="new", sender="H"),
        members=(Member("s.pdf", "s", 1, "application/pdf"),),
    )
    documents = run(engine, UNIT, file_fact(message), seen("m"), *SCAN)

    assert list(documents) == ["H/2022//1380/QĐ-UBND"]
    codes = {finding.code for finding in documents["H/2022//1380/QĐ-UBND"].findings}
    assert codes >= {"number-by-edxml", "date-by-edxml"}


@pytest.mark.parametrize("path", ["inbox/H/outgoing/s.pdf", "inbox/H/outgoing/1380-QD-UBND.pdf"])
def test_what_bore_a_scan_s_number_out_holds_when_the_scan_is_erased(engine: Engine, tmp_path: Path, path: str) -> None:
    scan = replace(a_scan("1380", "4380"), sha256=digest("s"))
    met = Sighting(scan.sha256, path, "H", Direction.OUTGOING)
    witness = () if "1380" in path else (line_fact(a_line("1380")), line_fact(a_line("1386", subject=OTHER)))
    before = run(engine, UNIT, file_fact(scan), Fact("sighting", digest(plain(met)), plain(met)), *witness)
    assert "H/2022//1380/QĐ-UBND" in before

    erase(str(engine.url), [scan.sha256], author="Văn thư", reason="Luật 91/2025", clock=CLOCK, originals=tmp_path)
    again = replace(met, path="inbox/H/outgoing/other.pdf")
    after = run(engine, Fact("sighting", digest(plain(again)), plain(again)))

    told = {key: (one.number, one.promulgated_on, {f.code for f in one.findings}) for key, one in before.items()}
    assert {key: (one.number, one.promulgated_on, {f.code for f in one.findings}) for key, one in after.items()} == told
