"""A printed organ names a unit only where no other can be meant; what is near is proposed with its score, for a person."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.classify.organ_names import SURE, OrganNames, distance
from docflow.model import Unit


def unit(code: str, name: str, parent: str | None = None, **more: object) -> Unit:
    return Unit(id=code, code=code, name=name, level="xã", kind="UBND", parent=parent, **more)  # type: ignore[arg-type]


UNITS = [
    unit("P", "Ủy ban nhân dân tỉnh Sông Lam"),
    unit("P2", "Ủy ban nhân dân tỉnh Bến Lúa"),
    unit("S", "Sở Nội vụ", "P"),
    unit("S2", "Sở Nội vụ", "P2"),
    unit("G", "Sở Giáo dục và Đào tạo", "P"),
    unit("D1", "UBND huyện Sông Mây", "P"),
    unit("D2", "UBND huyện Kỳ Lộc", "P"),
    unit("N1", "Phòng Nội vụ huyện Sông Mây", "D1"),
    unit("N2", "Phòng Nội vụ huyện Kỳ Lộc", "D2"),
    unit("C1", "UBND xã Tân Hòa", "D1"),
    unit("C2", "UBND xã Tân Hòa", "D2"),
    unit("C3", "UBND thị trấn Tân Hòa", "D1"),
    unit("C4", "UBND xã Tân Hoa", "D1"),
    unit("C5", "UBND xã Bình An Thượng", "D1"),
    unit("C6", "UBND phường 12", "D2"),
    unit("C7", "UBND phường 11", "D2"),
    unit("T", "Trường Trung học phổ thông Nguyễn Văn Mẫu", "G"),
    unit("O", "UBND xã Phước Hội", "D1", valid_to="2024-12-31", successors=("M",)),
    unit("M", "UBND xã Phước Hội Đông", "D1", valid_from="2025-01-01"),
]
NAMES = OrganNames({u.id: u for u in UNITS})


@pytest.mark.parametrize(
    ("organ", "superior", "expected"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH SÔNG LAM", None, "P"),
        ("UỶ BAN NHÂN DÂN TỈNH SÔNG LAM", None, "P"),
        ("UBND TINH SONG LAM", None, "P"),
        ("SỞ NỘI VỤ", "UBND TỈNH SÔNG LAM", "S"),
        ("SỞ NỘI VỤ", "ỦY BAN NHÂN DÂN TỈNH BẾN LÚA", "S2"),
        ("SỞ NỘI VỤ TỈNH BẾN LÚA", None, "S2"),
        ("SỞ NỘI VỤ BẾN LÚA", None, "S2"),
        ("SỞ GD&ĐT", "UBND TỈNH SÔNG LAM", "G"),
        ("TRƯỜNG THPT NGUYỄN VĂN MẪU", "SỞ GIÁO DỤC VÀ ĐÀO TẠO SÔNG LAM", "T"),
        ("PHÒNG NỘI VỤ", "UBND HUYỆN KỲ LỘC", "N2"),
        ("PHÒNG NỘI VỤ HUYỆN KỲ LỘC", None, "N2"),
        ("UBND XÃ TÂN HOÀ", "UBND HUYỆN SÔNG MÂY", "C1"),
        ("UBND XÃ TÂN HÒA", "ỦY BAN NHÂN DÂN HUYỆN KỲ LỘC", "C2"),
        ("UBND XÃ TÂN HÒA HUYỆN KỲ LỘC", None, "C2"),
        ("UBND THỊ TRẤN TÂN HÒA", "UBND HUYỆN SÔNG MÂY", "C3"),
        ("UBND XÃ TÂN HOA", "UBND HUYỆN SÔNG MÂY", "C4"),
        ("UBND PHƯỜNG 12", "UBND HUYỆN KỲ LỘC", "C6"),
    ],
)
def test_a_unit_is_named_by_its_name_and_the_body_above_it(organ: str, superior: str | None, expected: str) -> None:
    match = NAMES.weigh(organ, superior)

    assert (match.unit and match.unit.id, match.score >= SURE, match.reason) == (expected, True, "")


@pytest.mark.parametrize(
    ("organ", "superior", "candidates"),
    [
        ("UBND XÃ TÂN HÒA", None, ["C1", "C2"]),
        ("SỞ NỘI VỤ", None, ["S", "S2"]),
        ("UBND XÃ BÌNH AN THƯƠNG", None, ["C5"]),
        ("UBND XÃ BINH AM THƯỢNG", None, ["C5"]),
        ("ỦY BAN NHÂN DÂN TỈNH SÔNG LÂN", None, ["P"]),
        ("SỞ GIAO DỤC VÀ ĐÀO TẠO", "UBND TỈNH SÔNG LAM", ["G"]),
    ],
)
def test_names_that_several_bear_or_that_differ_by_a_slip_are_proposed(
    organ: str, superior: str | None, candidates: list[str]
) -> None:
    match = NAMES.weigh(organ, superior)

    assert match.unit is None
    assert [unit.id for unit, _ in match.candidates] == candidates
    assert match.reason == "organ-uncertain"


@pytest.mark.parametrize(
    ("organ", "superior"),
    [
        (None, None),
        ("", None),
        ("...", None),
        ("PHÒNG NỘI VỤ", None),
        ("UBND XÃ TÂN HÒA", "UBND HUYỆN KHÁC"),
        ("SỞ NỘI VỤ", "UBND TỈNH HÒA KHÊ"),
        ("UBND PHƯỜNG 13", "UBND HUYỆN KỲ LỘC"),
        ("BẢO HIỂM XÃ HỘI TỈNH SÔNG LAM", "BẢO HIỂM XÃ HỘI VIỆT NAM"),
    ],
)
def test_a_stranger_is_nobody(organ: str | None, superior: str | None) -> None:
    match = NAMES.weigh(organ, superior)

    assert (match.unit, match.candidates, match.reason) == (None, (), "")


def test_a_unit_is_named_only_while_it_was_there_and_its_heir_is_proposed_after() -> None:
    before, after, undated = (NAMES.weigh("UBND XÃ PHƯỚC HỘI", None, day) for day in ("2024-06-01", "2025-02-01", None))

    assert before.unit is not None
    assert undated.unit is not None
    assert (before.unit.id, undated.unit.id) == ("O", "O")
    assert (after.unit, [(unit.id, score) for unit, score in after.candidates]) == (None, [("O", 800), ("M", 750)])


def test_the_order_of_units_says_nothing() -> None:
    shuffled = UNITS[:]
    random.Random(3).shuffle(shuffled)  # noqa: S311 - reproducible
    again = OrganNames({u.id: u for u in shuffled})
    printed = ["UBND XÃ TÂN HÒA", "SỞ NỘI VỤ", "UBND XÃ BÌNH AM THƯỢNG", "UBND TỈNH SÔNG LAM"]

    assert [again.weigh(organ) for organ in printed] == [NAMES.weigh(organ) for organ in printed]


_LETTERS = "ABCDEGHIKLMNOPQRSTUVXY"


@given(st.sampled_from(UNITS), st.integers(0, 200), st.sampled_from(_LETTERS), st.sampled_from(["change", "add", "drop"]))
def test_a_slip_in_a_name_never_names_another_unit(meant: Unit, at: int, letter: str, kind: str) -> None:
    name = meant.name.upper()
    at %= len(name)
    slipped = name[:at] + {"change": letter, "add": letter + name[at], "drop": ""}[kind] + name[at + 1 :]
    found = NAMES.weigh(slipped).unit

    assert found is None or found.id == meant.id or found.name.upper() == slipped


@given(st.text("abc ", max_size=9), st.text("abc ", max_size=9))
def test_a_distance_counts_letters_up_to_its_bound(one: str, other: str) -> None:
    def plainly(left: str, right: str) -> int:
        if not left or not right:
            return len(left) + len(right)
        if left[-1] == right[-1]:
            return plainly(left[:-1], right[:-1])
        return 1 + min(plainly(left[:-1], right), plainly(left, right[:-1]), plainly(left[:-1], right[:-1]))

    assert distance(one[:5], other[:5], 2) == min(plainly(one[:5], other[:5]), 3)
    assert distance(one, other, 2) == distance(other, one, 2)


@given(st.text(max_size=80), st.none() | st.text(max_size=80))
def test_no_text_makes_the_weighing_fail(organ: str, superior: str | None) -> None:
    assert NAMES.weigh(organ, superior) == NAMES.weigh(organ, superior)
