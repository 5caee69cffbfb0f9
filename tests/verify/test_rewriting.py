"""A file written anew after signing keeps its verdict; what speaks for it is told beside."""

from __future__ import annotations

import io

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

from docflow.classify.identity import Place, Registry
from docflow.model import Direction, FileFacts, FileKind, Indication, Sighting, SignatureState
from docflow.resolve import KeyFacts, resolve
from docflow.verify.examine import examine
from verify.alterations import annotation
from verify.papers import paper, signed

STAMP = annotation(Subtype="/Stamp")


def anew(data: bytes) -> bytes:
    """All objects of a file written again, as one revision."""
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(data)))
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def details(data: bytes) -> list[str]:
    return [p.detail for p in examine(data).problems if p.code == "rewritten-after-signing"]


def test_a_file_written_anew_fails_as_computed_and_says_what_was_lost() -> None:
    data = anew(signed("district"))
    (evidence,) = examine(data).signatures

    assert evidence.integrity.indication is Indication.TOTAL_FAILED
    assert details(data) == ["revisions=1"]


def test_a_stamp_on_the_first_page_is_told_with_it() -> None:
    assert details(anew(STAMP(signed("district")))) == ["revisions=1, stamp"]


def test_a_file_whose_field_was_lost_on_the_way_is_told_the_same() -> None:
    lost = anew(signed("district")).replace(b"/AcroForm", b"/AcroFarm")

    assert examine(lost).state is SignatureState.NOT_REACHABLE
    assert details(lost) == ["revisions=1"]


def test_a_file_changed_in_place_was_not_written_anew() -> None:
    assert details(signed("district").replace(b"SO 05", b"SO 06")) == []
    assert details(STAMP(signed("district"))) == []
    assert details(paper()) == []


@pytest.mark.parametrize(
    ("stamped", "direction", "found"),
    [(True, Direction.OUTGOING, True), (False, Direction.INCOMING, True), (False, Direction.OUTGOING, False)],
)
def test_an_arrival_is_a_probable_cause_where_a_stamp_or_the_receivers_folder_speaks_for_it(
    direction: Direction, *, stamped: bool, found: bool
) -> None:
    data = signed("district")
    examination = examine(anew(STAMP(data) if stamped else data))
    file = FileFacts(
        *("f", 1, "application/pdf", FileKind.TEXT, 1, (), {}, examination.state, examination.signatures),
        problems=examination.problems,
        tools="",
    )
    place = Place("file:f", placed=False, issuer=None, year=None)
    facts = KeyFacts("file:f", {"f": file}, {"f": (Sighting("f", "a.pdf", "H1", direction),)}, {"f": place}, {})
    codes = [finding.code for finding in resolve(facts, Registry(()), {}).findings]

    assert ("rewritten-on-arrival" in codes) is found
    assert "signature-broken" in codes
