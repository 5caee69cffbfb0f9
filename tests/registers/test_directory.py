from __future__ import annotations

import pytest

from docflow.errors import UsageError
from docflow.model import Unit
from docflow.registers.directory import Directory
from docflow.registers.kinds import document_type


def unit(unit_id: str, parent: str | None = None, first: str | None = None, last: str | None = None) -> Unit:
    return Unit(unit_id, unit_id.partition("@")[0], f"Tên {unit_id}", "tỉnh", "UBND", parent, first, last)


DIRECTORY = Directory(
    [
        unit("15@2000-01-01", first="2000-01-01", last="2025-06-30"),
        unit("15@2025-07-01", first="2025-07-01"),
        unit("A"),
        unit("A.2", "A"),
        unit("A.10", "A"),
        unit("A.2.1", "A.2"),
    ]
)


@pytest.mark.parametrize(
    ("period", "found"),
    [(("2024-01-01", "2024-12-31"), "15@2000-01-01"), (("2025-01-01", "2025-12-31"), "15@2025-07-01")],
)
def test_a_reused_code_is_resolved_at_the_end_of_the_period(period: tuple[str, str], found: str) -> None:
    assert found == DIRECTORY.resolve("15", *period)


def test_an_id_names_its_unit_in_any_period() -> None:
    assert DIRECTORY.resolve("15@2000-01-01", "2026-01-01", "2026-12-31") == "15@2000-01-01"


def test_a_code_that_fits_several_units_is_an_error_that_names_them() -> None:
    with pytest.raises(UsageError) as refused:
        Directory([unit("9@a"), unit("9@b")]).resolve("9", "2022-01-01", "2022-12-31")

    assert (
        refused.value.code,
        refused.value.values["candidates"],
    ) == ("unit-ambiguous", "9@a: Tên 9@a (… – …); 9@b: Tên 9@b (… – …)")


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(UsageError):
        DIRECTORY.resolve("Z", "2022-01-01", "2022-12-31")


def test_descendants_come_parents_first_and_in_the_order_of_people() -> None:
    assert DIRECTORY.with_descendants("A") == ["A", "A.2", "A.10", "A.2.1"]


def test_a_circle_of_parents_is_walked_once() -> None:
    assert Directory([unit("A", "B"), unit("B", "A")]).with_descendants("A") == ["A", "B"]


@pytest.mark.parametrize(
    ("words", "notation", "found"),
    [
        ("Quyết định về việc", None, "quyet_dinh"),
        ("V/v báo cáo", "UBND-VP", "cong_van"),
        ("Báo cáo: tháng 5", None, "bao_cao"),
        ("tháng 5", "BC-UBND", "bao_cao"),
        ("tháng 5", "NQ/TU", "nghi_quyet"),
        ("tháng 5", "SNV-CCHC", None),
        ("Kế hoạchhóa", None, None),
        (None, None, None),
    ],
)
def test_a_type_is_what_the_words_begin_with_else_what_the_notation_abbreviates(
    words: str | None, notation: str | None, found: str | None
) -> None:
    assert found == document_type(words, notation)
