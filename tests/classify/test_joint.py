"""Which of several issuers numbered a joint document."""

from __future__ import annotations

import pytest

from docflow.classify.joint import numbering_body
from docflow.model import Header, Issuer

COUNCIL, COMMITTEE, FRONT = "HỘI ĐỒNG NHÂN DÂN", "ỦY BAN NHÂN DÂN", "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM"


def header(notation: str, *organs: str, document_type: str = "nghi_quyet_lien_tich") -> Header:
    return Header(issuers=tuple(Issuer(organ) for organ in organs), number="1", notation=notation, document_type=document_type)


@pytest.mark.parametrize(
    ("notation", "organs", "found"),
    [
        ("NQLT-HĐND-UBMTTQ", (COUNCIL, FRONT), (0, True)),
        ("NQLT-UBMTTQ-HĐND", (COUNCIL, FRONT), (1, True)),
        ("TTLT-BTC-BNV", ("BỘ NỘI VỤ", "BỘ TÀI CHÍNH"), (1, True)),
        ("KHLT/STNMT.SXD", ("SỞ XÂY DỰNG", "SỞ TÀI NGUYÊN VÀ MÔI TRƯỜNG"), (1, True)),
        ("CTPH-UBND-MTTQ", (FRONT, "UBND HUYỆN SÔNG MÂY"), (1, True)),
        ("NQLT-MTTQ", (COMMITTEE, FRONT), (1, True)),
        ("NQLT", (COUNCIL, FRONT), (0, False)),
        ("KH-UB", (COMMITTEE, FRONT), (0, False)),
        ("KH-LN", (COMMITTEE, FRONT), (0, False)),
        ("QĐ-UBND", (COMMITTEE,), (0, True)),
        ("QĐ-UBND", (), (0, True)),
    ],
)
def test_the_notation_names_the_body_that_numbered_it_first(
    notation: str, organs: tuple[str, ...], found: tuple[int, bool]
) -> None:
    units = [f"u{i}" for i in range(len(organs))]

    assert numbering_body(header(notation, *organs), units, ()) == found


def test_a_letter_s_notation_begins_with_its_body() -> None:
    letter = header("SXD-SNV", "SỞ NỘI VỤ", "SỞ XÂY DỰNG", document_type="cong_van")

    assert numbering_body(letter, ["n", "x"], ()) == (1, True)


def test_a_stated_series_decides_before_the_notation_unless_both_state_one() -> None:
    joint = header("NQLT-HĐND-UBMTTQ", COUNCIL, FRONT)

    assert numbering_body(joint, ["c", "f"], {"f"}) == (1, True)
    assert numbering_body(joint, ["c", "f"], {"c", "f"}) == (0, True)
    assert numbering_body(header("NQLT", COUNCIL, FRONT), ["c", None], {"c"}) == (0, True)


def test_one_body_printed_twice_is_no_doubt() -> None:
    assert numbering_body(header("NQ", COUNCIL, COUNCIL), ["c", "c"], ()) == (0, True)
