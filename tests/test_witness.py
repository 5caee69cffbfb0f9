"""A file's name bears out a reading of a scan, and never says anything that was not read."""

from __future__ import annotations

import pytest

from docflow.model import Candidate, Discrepancy, FileFacts, FileKind, Header, SignatureState, Source, SourceKind
from docflow.witness import Statement, confirmed, settled, told


def a_scan(*numbers: str, days: tuple[str, ...] = (), notation: str | None = "QĐ-UBND", number: str | None = None) -> FileFacts:
    def left_open(values: tuple[str, ...]) -> Source:
        return Source(SourceKind.OCR, 0, 1, None, tuple(Candidate(value, SourceKind.OCR, 500) for value in values))

    return FileFacts(
        sha256="0" * 64,
        size=1,
        media_type="application/pdf",
        kind=FileKind.SCAN,
        pages=1,
        documents=(Header(notation=notation, number=number),),
        sources={"number": left_open(numbers), "promulgated_on": left_open(days)},
        state=SignatureState.NO_SIGNATURE,
        signatures=(),
        problems=(),
        tools="",
    )


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("inbox/H1/outgoing/1380-QD-UBND.pdf", "1380"),
        ("QĐ 1380.2018.pdf", "1380"),
        ("01380_qd_ubnd.pdf", "1380"),
        ("4380-QD-UBND.pdf", "4380"),
        ("7380-QD-UBND.pdf", None),
        ("scan 1380.pdf", None),
        ("1380-KH-UBND.pdf", None),
        ("1380-QD/scan.pdf", None),
    ],
)
def test_a_name_bears_out_a_reading_only_beside_the_type(path: str, number: str | None) -> None:
    assert confirmed(a_scan("1380", "4380"), [path]).documents[0].number == number


def test_names_that_bear_out_different_readings_bear_out_none() -> None:
    facts = confirmed(a_scan("1380", "4380"), ["a/1380-QD-UBND.pdf", "b/4380-QD-UBND.pdf"])

    assert facts == a_scan("1380", "4380")


def test_a_number_without_a_notation_is_not_borne_out() -> None:
    assert confirmed(a_scan("12", notation=None), ["12-QD.pdf"]).documents[0].number is None


def test_a_number_that_was_settled_stays() -> None:
    assert confirmed(a_scan("15", number="12"), ["15-QD-UBND.pdf"]).documents[0].number == "12"


@pytest.mark.parametrize(
    ("name", "day"), [("QD 26.03.2018.pdf", "2018-03-26"), ("2018-03-26 QD.pdf", "2018-03-26"), ("QD 2018.pdf", None)]
)
def test_a_name_bears_out_a_day(name: str, day: str | None) -> None:
    assert confirmed(a_scan(days=("2018-03-26",)), [name]).documents[0].promulgated_on == day


def test_the_witness_is_named() -> None:
    source = confirmed(a_scan("1380", "4380"), ["1380-QD-UBND.pdf"]).sources["number"]

    assert (source.source, source.confidence) == (SourceKind.OCR, 900)
    assert source.candidates[-1] == Candidate("1380", SourceKind.FILE_NAME, 900)


def test_witnesses_that_agree_settle_a_reading_and_are_all_named() -> None:
    said = [Statement("number", "1380", kind) for kind in (SourceKind.REGISTER, SourceKind.EDXML)]
    facts = settled(a_scan("1380", "4380"), said)

    assert facts.documents[0].number == "1380"
    assert [candidate.source for candidate in facts.sources["number"].candidates[2:]] == [SourceKind.EDXML, SourceKind.REGISTER]
    assert told({"f": facts}) == [Discrepancy("number-by-register", "f"), Discrepancy("number-by-edxml", "f")]


def test_witnesses_that_contradict_each_other_settle_nothing_and_stay_for_a_person() -> None:
    said = [Statement("number", "1380", SourceKind.REGISTER), Statement("number", "4380", SourceKind.FILE_NAME)]
    facts = settled(a_scan("1380", "4380"), said)

    assert facts.documents[0].number is None
    assert {(c.value, c.source) for c in facts.sources["number"].candidates[2:]} == {
        ("1380", SourceKind.REGISTER),
        ("4380", SourceKind.FILE_NAME),
    }
    assert told({"f": facts}) == []
