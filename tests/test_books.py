"""Who counts a document: its issuer once, whatever else lies in other units' folders, and whatever copies there are."""

from __future__ import annotations

import pytest

from docflow.classify.identity import Place, Registry, make_key
from docflow.ledger.rollup import counts_of
from docflow.model import (
    CopyForm,
    Direction,
    Document,
    FileFacts,
    FileKind,
    Finding,
    Header,
    Indication,
    Issuer,
    Modification,
    RegisterLine,
    Sighting,
    SignatureEvidence,
    SignatureKind,
    SignatureState,
    SignerKind,
    Unit,
)
from docflow.resolve import KeyFacts, resolve

OUT, IN = Direction.OUTGOING, Direction.INCOMING
DISTRICT = Unit("H", "H", "UBND huyện Sông Mây", "huyện", "UBND")
COMMUNE = Unit("X", "X", "UBND xã Tân Hòa", "xã", "UBND", parent="H")
REGISTRY = Registry([DISTRICT, COMMUNE])
PLACED = Place(make_key("H", 2022, "7", "QĐ-UBND"), placed=True, issuer="H", year=2022)
FOREIGN = Place(PLACED.key, placed=False, issuer="H", year=2022, reasons=("foreign-issuer",))


def scan(sha: str, copied_by: str | None = None) -> FileFacts:
    """A scan of the district's decision, or a copy of it that another body made and signed."""
    signed = SignatureEvidence(
        field="S",
        kind=SignatureKind.SIGNATURE,
        subfilter=None,
        integrity=Finding(Indication.TOTAL_PASSED),
        coverage="entire_file",
        modification=Modification.NONE,
        signer_common_name=copied_by,
        signer_kind=SignerKind.ORGAN,
    )
    header = Header(
        issuers=(Issuer("UBND HUYỆN SÔNG MÂY"),),
        number="7",
        notation="QĐ-UBND",
        promulgated_on="2022-03-01",
        copy_form=CopyForm.SAO_Y if copied_by else None,
    )
    state = SignatureState.SIGNED if copied_by else SignatureState.NO_SIGNATURE
    signatures = (signed,) if copied_by else ()
    return FileFacts(sha, 1, "application/pdf", FileKind.SCAN, 1, (header,), {}, state, signatures, (), "t")


def line(row: int, day: str) -> RegisterLine:
    return RegisterLine("H", OUT, 2022, "7", "QĐ-UBND", 1, row, promulgated_on=day)


def derived(
    files: dict[str, tuple[FileFacts, Place, tuple[tuple[str, Direction], ...]]], lines: dict[str, RegisterLine] | None = None
) -> Document:
    facts = KeyFacts(
        key=PLACED.key,
        files={sha: file for sha, (file, _, _) in files.items()},
        sightings={sha: tuple(Sighting(sha, sha, *one) for one in seen) for sha, (_, _, seen) in files.items()},
        places={sha: place for sha, (_, place, _) in files.items()} | dict.fromkeys(lines or {}, PLACED),
        lines=lines or {},
    )
    return resolve(facts, REGISTRY, {})


def counted(document: Document) -> list[tuple[str, str, str, bool]]:
    return [(c.unit, c.direction.value, c.standing, c.placed) for c in counts_of(document)]


def test_one_file_in_two_outgoing_folders_is_placed_with_its_issuer_only() -> None:
    document = derived({"f": (scan("f"), PLACED, (("H", OUT), ("X", OUT)))})

    assert counted(document) == [("H", "outgoing", "issued", True), ("X", "outgoing", "issued", False)]


@pytest.mark.parametrize(("own", "other"), [("a", "b"), ("b", "a")])
def test_a_file_astray_does_not_take_away_the_issuer_s_whatever_their_hashes(own: str, other: str) -> None:
    document = derived({own: (scan(own), PLACED, (("H", OUT),)), other: (scan(other), FOREIGN, (("X", OUT),))})

    assert counted(document) == [("H", "outgoing", "issued", True), ("X", "outgoing", "issued", False)]


def test_a_copy_by_another_body_alone_is_a_copy() -> None:
    document = derived({"f": (scan("f", "UBND xã Tân Hòa"), PLACED, (("X", IN),))})

    assert counted(document) == [("X", "incoming", "copy", False)]


def test_a_copy_by_another_body_does_not_take_away_the_issuer_s_line_or_file() -> None:
    copy = (scan("f", "UBND xã Tân Hòa"), PLACED, (("X", IN),))
    with_line = derived({"f": copy}, {"l": line(2, "2022-03-01")})
    with_file = derived({"f": copy, "g": (scan("g"), PLACED, (("H", OUT),))})

    expected = [("H", "outgoing", "issued", True), ("X", "incoming", "issued", True)]
    assert (counted(with_line), counted(with_file)) == (expected, expected)


def test_a_number_given_twice_counts_on_its_first_day() -> None:
    document = derived({}, {"l1": line(3, "2022-09-01"), "l2": line(2, "2022-03-01"), "l3": line(4, "2022-12-01")})

    assert (document.promulgated_on, [h.day for h in document.holdings]) == ("2022-03-01", ["2022-03-01"])


def test_a_folder_s_code_is_that_of_the_unit_which_bore_it_then() -> None:
    old = Unit("H", "H", "UBND huyện Sông Mây", "huyện", "UBND", valid_to="2022-06-30")
    new = Unit("H@2022-07-01", "H", "UBND huyện Mới", "huyện", "UBND", valid_from="2022-07-01")
    facts = KeyFacts(PLACED.key, {"f": scan("f")}, {"f": (Sighting("f", "f", "H", OUT),)}, {"f": PLACED}, {})

    assert counted(resolve(facts, Registry([old, new]), {})) == [("H", "outgoing", "issued", True)]
