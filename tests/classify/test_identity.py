"""A document is placed under its issuer, year, number and notation; what is missing is filled from one witness or left open."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docflow.classify.identity import Registry, make_key, place_file, place_line
from docflow.model import Direction, Header, Issuer, RegisterLine, Series, Unit


def unit(code: str, name: str, parent: str | None = None, **more: str) -> Unit:
    return Unit(id=more.pop("id", code), code=code, name=name, level="huyện", kind="UBND", parent=parent, **more)  # type: ignore[arg-type]


DISTRICT = unit("T01.02", "UBND huyện Sông Mây")
COMMUNE = unit("T01.02.01", "Ủy ban nhân dân xã Tân Hòa", "T01.02")
OFFICE = unit("T01.02.90", "Phòng Nội vụ huyện Sông Mây", "T01.02")
REGISTRY = Registry([DISTRICT, COMMUNE, OFFICE])


def header(organ: str | None, number: str | None, notation: str | None, day: str | None, superior: str | None = None) -> Header:
    return Header(issuers=(Issuer(organ, superior),), number=number, notation=notation, promulgated_on=day)


def line(number: str, notation: str, year: int = 2022, unit_id: str = "T01.02") -> RegisterLine:
    return RegisterLine(unit_id, Direction.OUTGOING, year, number, notation, 1, 2, promulgated_on=f"{year}-03-01")


@pytest.mark.parametrize(
    ("organ", "superior", "expected"),
    [
        ("ỦY BAN NHÂN DÂN HUYỆN SÔNG MÂY", None, "T01.02"),
        ("UỶ BAN NHÂN DÂN XÃ TÂN HOÀ", "UBND HUYỆN SÔNG MÂY", "T01.02.01"),
        ("PHÒNG NỘI VỤ", "UBND HUYỆN SÔNG MÂY", "T01.02.90"),
        ("PHÒNG NỘI VỤ", None, None),
        ("ỦY BAN NHÂN DÂN", None, None),
        (None, None, None),
    ],
)
def test_an_organ_is_matched_by_its_name_and_the_body_above_it(organ: str | None, superior: str | None, expected: str) -> None:
    found = REGISTRY.match(organ, superior)

    assert (found.id if found else None) == expected


def test_a_name_that_two_units_bear_is_no_match() -> None:
    twins = Registry([unit("A", "UBND xã Tân Hòa"), unit("B", "UBND xã Tân Hòa")])

    assert twins.match("UBND XÃ TÂN HÒA", None) is None


def test_a_superior_body_tells_two_units_of_one_name_apart() -> None:
    units = [
        unit("D1", "UBND huyện Một"),
        unit("D2", "UBND huyện Hai"),
        unit("A", "UBND xã Tân Hòa", "D1"),
        unit("B", "UBND xã Tân Hòa", "D2"),
    ]
    found = Registry(units).match("UBND XÃ TÂN HÒA", "ỦY BAN NHÂN DÂN HUYỆN HAI")

    assert found is not None
    assert found.id == "B"


def test_a_reused_code_is_resolved_by_the_day() -> None:
    units = [
        unit("X", "UBND huyện Cũ", id="X@old", valid_to="2025-06-30"),
        unit("X", "UBND xã Mới", id="X@2025-07-01", valid_from="2025-07-01"),
    ]
    registry = Registry(units)

    assert [registry.folder("X", day) for day in ("2022-01-01", "2025-08-01", None)] == ["X@old", "X@2025-07-01", "X"]


def test_a_key_folds_what_is_the_same_and_keeps_what_differs() -> None:
    assert make_key("U", 2022, "05", "QÐ - UBND") == make_key("U", 2022, "5", "qđ-ubnd") == "U/2022//5/QĐ-UBND"
    assert make_key("U", 2022, "12a", "HĐ-UBND") != make_key("U", 2022, "12", "HD-UBND")


def test_the_printed_organ_places_a_file_whatever_folder_it_lies_in() -> None:
    place = place_file("s", header("UBND HUYỆN SÔNG MÂY", "12", "QĐ-UBND", "2022-03-01"), [], REGISTRY, [])

    assert (place.key, place.placed, place.reasons) == ("T01.02/2022//12/QĐ-UBND", True, ())


def test_a_folder_fills_the_issuer_that_is_not_printed() -> None:
    place = place_file("s", header(None, "12", "QĐ-UBND", "2022-03-01"), ["T01.02"], REGISTRY, [])

    assert (place.key, place.reasons) == ("T01.02/2022//12/QĐ-UBND", ())


def test_a_document_of_another_unit_in_an_outgoing_folder_is_not_counted_there() -> None:
    place = place_file("s", header("UBND XÃ TÂN HÒA", "12", "QĐ-UBND", "2022-03-01"), ["T01.02"], REGISTRY, [])

    assert (place.issuer, place.placed, place.reasons) == ("T01.02.01", False, ("foreign-issuer",))


def test_the_only_register_line_fills_the_year() -> None:
    undated = header("UBND HUYỆN SÔNG MÂY", "12", "QĐ-UBND", None)

    one = place_file("s", undated, [], REGISTRY, [line("12", "QĐ-UBND", 2021)])
    two = place_file("s", undated, [], REGISTRY, [line("12", "QĐ-UBND", 2021), line("12", "QĐ-UBND", 2022)])

    assert (one.key, one.reasons) == ("T01.02/2021//12/QĐ-UBND", ("year-from-register",))
    assert (two.key, two.placed, two.reasons) == ("file:s", False, ("no-year",))


@pytest.mark.parametrize(
    ("given", "reasons"),
    [
        (header("UBND HUYỆN SÔNG MÂY", None, "QĐ-UBND", "2022-03-01"), ("no-number",)),
        (header(None, "1", None, None), ("no-issuer", "no-year", "no-notation")),
        (None, ("no-header",)),
    ],
)
def test_a_file_that_lacks_a_part_of_the_key_is_counted_apart(given: Header | None, reasons: tuple[str, ...]) -> None:
    place = place_file("s", given, [], REGISTRY, [])

    assert (place.key, place.placed, place.reasons) == ("file:s", False, reasons)


def test_a_line_and_the_file_of_it_have_one_key() -> None:
    file = place_file("s", header("UBND HUYỆN SÔNG MÂY", "05", "QĐ-UBND", "2022-03-01"), [], REGISTRY, [])

    assert place_line("any", line("5", "QĐ-UBND"), REGISTRY).key == file.key


def test_a_line_without_a_number_keeps_its_own_key() -> None:
    blank = RegisterLine("T01.02", Direction.OUTGOING, 2022, None, None, 1, 2)

    assert place_line("T01.02|outgoing|2022|row", blank, REGISTRY).key == "line:T01.02|outgoing|2022|row"


def test_a_certificate_of_the_issuer_may_name_its_place_too() -> None:
    assert REGISTRY.is_same("Ủy ban nhân dân huyện Sông Mây", "UBND HUYỆN SÔNG MÂY", None)
    assert REGISTRY.is_same("Phòng Nội vụ huyện Sông Mây", "PHÒNG NỘI VỤ", None)
    assert REGISTRY.is_same("UBND huyện Sông Mây", None, "T01.02")
    assert not REGISTRY.is_same("Văn phòng UBND huyện Sông Mây", "UBND HUYỆN SÔNG MÂY", "T01.02")
    assert not REGISTRY.is_same("Ủy ban nhân dân", "UBND HUYỆN SÔNG MÂY", "T01.02")
    assert not REGISTRY.is_same(None, "UBND HUYỆN SÔNG MÂY", "T01.02")


def test_a_longer_name_of_the_same_beginning_is_another_body() -> None:
    assert not REGISTRY.is_same("UBND xã Tân An Luông", "UBND XÃ TÂN AN", None)
    assert not REGISTRY.is_same("UBND huyện Khác", "ỦY BAN NHÂN DÂN HUYỆN", None)
    assert REGISTRY.is_same("UBND xã Tân An huyện Sông Mây", "UBND XÃ TÂN AN", None)


def test_a_certificate_of_another_place_is_not_the_known_issuer_s_however_short_the_printed_name() -> None:
    assert not REGISTRY.is_same("Phòng Nội vụ huyện Khác", "PHÒNG NỘI VỤ", "T01.02.90")


def test_a_stranger_of_the_same_name_under_another_district_is_no_match() -> None:
    assert REGISTRY.match("UBND XÃ TÂN HÒA", "HUYỆN KHÁC") is None


def test_a_parent_whose_code_is_used_again_still_tells_its_children_apart() -> None:
    units = [
        unit("D1", "UBND huyện Một"),
        unit("D2", "UBND huyện Cũ", valid_to="2020-12-31"),
        unit("D2", "UBND huyện Hai", id="D2@2021-01-01", valid_from="2021-01-01"),
        unit("A", "UBND xã Tân Hòa", "D1"),
        unit("B", "UBND xã Tân Hòa", "D2@2021-01-01"),
    ]
    found = Registry(units).match("UBND XÃ TÂN HÒA", "UBND HUYỆN HAI")

    assert found is not None
    assert found.id == "B"


def test_a_folder_of_one_unit_stays_its_own_whatever_the_day() -> None:
    registry = Registry([unit("X", "UBND xã Mới", id="X@2025-07-01", valid_from="2025-07-01")])

    assert registry.folder("x", "2019-01-01") == "X@2025-07-01"


def test_a_council_s_document_goes_with_the_body_that_numbers_it_wherever_it_lies() -> None:
    council = Unit("C", "C", "Hội đồng thẩm định giá", "huyện", "hội đồng", "D")
    units = (Unit("D", "D", "Ủy ban nhân dân huyện Sông Mây", "huyện", "UBND"), council)
    series = Series("C", "Hội đồng", notations=("-HĐTĐ",), valid_from="2022-01-01", host="D")
    header = Header(issuers=(Issuer("HỘI ĐỒNG THẨM ĐỊNH GIÁ"),), number="3", notation="BC-HĐTĐ", promulgated_on="2022-03-01")
    hosted = Registry(units, (series,))

    placed = place_file("f", header, ["D"], hosted, ())
    assert (placed.key, placed.placed, placed.reasons) == ("D/2022//3/BC-HĐTĐ", True, ("numbered-by-host",))
    kept = place_file("f", header, ["C"], hosted, ())
    assert (kept.key, kept.placed, kept.fellows) == ("D/2022//3/BC-HĐTĐ", True, ("C",))
    assert place_file("f", replace(header, promulgated_on="2021-03-01"), [], hosted, ()).key == "C/2021//3/BC-HĐTĐ"
    assert place_file("f", header, [], Registry(units), ()).key == "C/2022//3/BC-HĐTĐ"
