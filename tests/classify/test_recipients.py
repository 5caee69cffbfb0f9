"""Who a recipient is, by the registry, by the first words of its name, or by its code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.classify.identity import Registry
from docflow.classify.recipients import Addressees, Recipients
from docflow.model import RecipientClass, Unit

REGISTRY = Registry(
    [
        Unit("H", "H99.01", "UBND huyện Sông Mây", "huyện", "UBND", aliases=("000.00.01.H99",)),
        Unit("X", "H99.01.02", "UBND xã Tân Hòa", "xã", "UBND", parent="H"),
        Unit("U", "A99.01", "Huyện ủy Sông Mây", "huyện", "Đảng"),
    ]
)
ADDRESSEES = Addressees(REGISTRY)
STATE, PARTY, CITIZEN, OWN, UNKNOWN = (
    RecipientClass.STATE,
    RecipientClass.PARTY_OR_MASS,
    RecipientClass.CITIZEN_OR_ENTERPRISE,
    RecipientClass.INTERNAL,
    RecipientClass.UNKNOWN,
)


def told(*cells: str) -> Recipients:
    return ADDRESSEES.named(cells, "H", "2022-03-01")


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("Ủy ban nhân dân các xã, thị trấn", {STATE}),
        ("Sở Giáo dục và Đào tạo", {STATE}),
        ("Phòng Tài chính, Kế hoạch", {STATE}),
        ("Các phòng, ban, ngành huyện", {STATE}),
        ("Thủ trưởng các cơ quan, đơn vị", {STATE}),
        ("TT. HĐND huyện", {STATE}),
        ("Chủ tịch UBND tỉnh", {STATE}),
        ("Chi cục Thuế khu vực", {STATE}),
        ("Trường THCS Tân Hòa", {STATE}),
        ("Hội đồng nhân dân xã", {STATE}),
        ("Hội Nông dân huyện", {PARTY}),
        ("TT. Huyện ủy", {PARTY}),
        ("Văn phòng Tỉnh ủy", {PARTY}),
        ("Ủy ban MTTQ Việt Nam huyện", {PARTY}),
        ("Các đoàn thể", {PARTY}),
        ("Ông Nguyễn Văn A", {CITIZEN}),
        ("Chị Trần Thị B", {CITIZEN}),
        ("Công ty TNHH Sông Mây, huyện Sông Mây", {CITIZEN}),
        ("Các tổ chức, cá nhân liên quan", {CITIZEN}),
        ("Chủ tịch, các PCT UBND huyện", {OWN}),
        ("CVP, PCVP", {OWN}),
        ("Ban Giám đốc", {OWN}),
        ("Bộ trưởng Bộ Nội vụ", {STATE}),
        ("Các Bộ: Tài chính; Nội vụ", {STATE}),
        ("Cục Kiểm tra văn bản – Bộ Tư pháp", {STATE}),
        ("Trưởng các khu phố", {UNKNOWN}),
        ("Cổng thông tin điện tử huyện", {OWN}),
        ("UBND huyện Sông Mây", {OWN}),
        ("Hòa Bình", {UNKNOWN}),
        ("Ông Nguyễn Văn A, UBND xã Tân Hòa", {CITIZEN, STATE}),
        ("Ông Nguyễn Văn A; Sở Nội vụ\nHuyện ủy Sông Mây", {CITIZEN, STATE, PARTY}),
    ],
)
def test_the_first_words_of_a_name_tell_who_it_is(text: str, classes: set[RecipientClass]) -> None:
    assert told(text).classes == classes


@pytest.mark.parametrize("text", ["Lưu: VT", "Lưu: VT, NV.", "VT", "", " - ; ."])
def test_the_copy_for_the_file_is_no_recipient(text: str) -> None:
    assert told(text) == Recipients()


@pytest.mark.parametrize("text", ["Như trên", "Như Điều 3", "- Như trên;\n- Lưu: VT"])
def test_a_list_that_sends_elsewhere_leaves_open_who_is_there(text: str) -> None:
    assert told(text) == Recipients(elsewhere=True)
    assert (told(text, "Ông A").has_state, told(text, "Sở Nội vụ").has_state) == (None, True)


def test_a_unit_of_the_registry_is_known_by_its_name_and_whose_it_is() -> None:
    assert told("UBND xã Tân Hòa") == Recipients(frozenset({STATE}), frozenset({"X"}))
    assert told("Huyện ủy Sông Mây") == Recipients(frozenset({PARTY}))


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("H99.01.02", Recipients(frozenset({STATE}), frozenset({"X"}))),
        ("H99.01", Recipients(frozenset({OWN}))),
        ("000.00.01.H99", Recipients(frozenset({OWN}))),
        ("000.00.15.H51", Recipients(frozenset({STATE}))),
        ("G22.01", Recipients(frozenset({STATE}))),
        ("A12", Recipients(frozenset({PARTY}))),
        ("000.00.12.A51", Recipients(frozenset({PARTY}))),
        ("I01.02", Recipients(frozenset({PARTY}))),
        ("0312345678", Recipients(frozenset({UNKNOWN}))),
    ],
)
def test_a_code_tells_the_group_that_it_belongs_to(code: str, found: Recipients) -> None:
    assert ADDRESSEES.coded([code], "H", "2022-03-01") == found


@pytest.mark.parametrize(
    ("text", "has_state"),
    [("", None), ("Hòa Bình", None), ("Hòa Bình; Sở Nội vụ", True), ("Ông A", False), ("Ông A; Hòa Bình", None), ("CVP", False)],
)
def test_whether_the_state_is_among_them_is_told_only_where_all_are_known(text: str, *, has_state: bool | None) -> None:
    assert told(text).has_state is has_state


@given(st.lists(st.text(max_size=60), max_size=4))
def test_any_text_gives_some_classes_and_reading_it_twice_gives_the_same(cells: list[str]) -> None:
    assert told(*cells) == told(*cells)
    assert told(*cells, "Sở Nội vụ").has_state is True


ENTRIES = (
    "Ông Nguyễn Văn A",
    "UBND xã Tân Hòa",
    "Huyện ủy Sông Mây",
    "UBND huyện Sông Mây",
    "Chủ tịch, các PCT UBND huyện",
    "Sở Nội vụ",
    "Các đoàn thể",
    "Hòa Bình",
    "Như trên",
    "Các Bộ: Tài chính",
    "Ông Nguyễn Văn A, UBND xã Tân Hòa",
    "Lưu: VT",
)


@given(st.lists(st.sampled_from(ENTRIES), max_size=6))
def test_what_stays_of_an_erased_list_says_the_same_and_names_no_person(entries: list[str]) -> None:
    kept = ADDRESSEES.without_persons(["; ".join(entries)], "H", "2022-03-01")

    assert told(*kept) == told("; ".join(entries))
    assert told("; ".join(kept)) == told("; ".join(entries))
    assert ADDRESSEES.without_persons(kept, "H", "2022-03-01") == kept
    assert "Nguyễn" not in str(kept)
