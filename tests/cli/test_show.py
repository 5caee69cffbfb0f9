"""``docflow show`` of a number that many bear tells their keys, and of few tells all that is known."""

from __future__ import annotations

from pathlib import Path

from worlds.commands import docflow

UNITS = 12


def test_of_many_documents_of_one_number_only_the_keys_are_told(tmp_path: Path) -> None:
    instance, units, book = tmp_path / "instance", tmp_path / "units.csv", tmp_path / "book.csv"
    codes = [f"H99.{n}" for n in range(1, UNITS + 1)]
    units.write_text("Mã định danh;Tên đơn vị;Cấp\n" + "".join(f"{code};UBND xã {code};xã\n" for code in codes), encoding="utf-8")
    heading = "Mã đơn vị;Số, ký hiệu văn bản;Ngày tháng văn bản;Trích yếu\n"
    lines = [f"{code};7/QĐ-UBND;01/03/2022;Việc chung\n" for code in codes]
    book.write_text(heading + "".join([*lines, "H99.1;8/QĐ-UBND;02/03/2022;Việc riêng\n"]), encoding="utf-8")
    here = ("--instance", instance, "--at", "2023-01-15")
    docflow("init", instance, "-q")
    docflow("import", "units", units, *here)
    assert docflow("import", "register", book, "--year", "2022", "--direction", "outgoing", *here).code == 0

    many = docflow("show", "7/QĐ-UBND", "--instance", instance)
    (_, *keys) = many.out.splitlines()

    assert (many.code, many.out.partition(" ")[0]) == (0, "12")
    assert keys == [f"{code}/2022//7/QĐ-UBND" for code in codes]
    assert "Việc riêng" in docflow("show", "8/QĐ-UBND", "--instance", instance).out
    assert len(docflow("show", "7/QĐ-UBND", "--format", "json", "--instance", instance).json["documents"]) == UNITS
