"""Tables as they go wrong in offices: everything wrong is told at once with its cell, and nothing of them is taken in."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds.commands import docflow, head

UNITS = """Mã định danh,Tên đơn vị,Cấp,Loại,Mã đơn vị cấp trên,Từ ngày,Đến ngày,Mã kế thừa,Mã khác
"""
LINES = """P,UBND tỉnh,tỉnh,UBND,,,,,
D,UBND huyện,huyện,UBND,P,01/01/2000,30/06/2025,,
X,A,xã,,P,,31/12/2010,,
X,B,xã,,P,01/01/2011,,,
"""
BOOK = "Mã đơn vị,Số và ký hiệu,Ngày tháng văn bản,Trích yếu,Hình thức phát hành\n"
ROSTER = "Mã đơn vị,Chức vụ,Loại,Cần từ ngày,Cần đến ngày,Ngày cấp,Ngày hết hạn\n"
SERIES = "Mã đơn vị,Tên dãy số,Loại văn bản,Từ ngày,Đến ngày,Đặt lại,Cơ quan dùng chung dấu\n"
CRITERIA = "Mã tiêu chí,Tên tiêu chí,Chỉ số,Cấp,Ngưỡng,Điểm tối đa,Từ ngày\n"
DECLARED = "Mã đơn vị,Cấp,Kỳ,Chỉ số,Tử số,Mẫu số,Tỷ lệ\n"

# What went wrong: the kind of table, its text, and the cells that are told.
CELLS = {
    "a day that the month does not have": ("register", BOOK + "D,1/QĐ-UBND,30/02/2022,a,\n", ["2 Ngày tháng văn bản"]),
    "a day in the wrong century": ("register", BOOK + "D,1/QĐ-UBND,03/01/0222,a,\n", ["2 Ngày tháng văn bản"]),
    "a slip in one year": (
        "register",
        BOOK + "D,1/QĐ-UBND,03/01/2022,a,\nD,2/QĐ-UBND,04/01/2022,b,\nD,3/QĐ-UBND,05/01/2002,c,\n",
        ["4 Ngày tháng văn bản"],
    ),
    "a line without a day in a book of no year": ("register", BOOK + "D,1/QĐ-UBND,,a,\n", ["2 Ngày tháng văn bản"]),
    "a word for a form that nobody knows": ("register", BOOK + "D,1/QĐ-UBND,03/01/2022,a,fax\n", ["2 Hình thức phát hành"]),
    "a unit that nobody knows": ("register", BOOK + "Z,1/QĐ-UBND,03/01/2022,a,\n", ["2 Mã đơn vị"]),
    "a unit that had ended": ("register", BOOK + "D,1/QĐ-UBND,03/07/2025,a,\n", ["2 Mã đơn vị"]),
    "no unit at all": ("register", BOOK + ",1/QĐ-UBND,03/01/2022,a,\n", ["2 Mã đơn vị"]),
    "a comma in a cell that moves the others": (
        "register",
        BOOK + "D,1/QĐ-UBND,03/01/2022,về đất, Điện tử,Giấy\n",
        ["2 6"],
    ),
    "cells moved by one": ("register", BOOK + "1/QĐ-UBND,03/01/2022,a,Giấy\n", ["2 Mã đơn vị", "2 Ngày tháng văn bản"]),
    "faults in many lines": (
        "register",
        BOOK + "D,1/QĐ-UBND,03/01/2022,a,\nZ,2/QĐ-UBND,tháng một,b,fax\nD,3/QĐ-UBND,05/01/2022,c,thư\n",
        ["3 Hình thức phát hành", "3 Mã đơn vị", "3 Ngày tháng văn bản", "4 Hình thức phát hành"],
    ),
    "a roster without a position": ("roster", ROSTER + "D,,cá nhân,,,,\n", ["2 Chức vụ"]),
    "a roster of an unknown kind": ("roster", ROSTER + "D,Chủ tịch,tập thể,,,,\n", ["2 Loại"]),
    "a certificate that ends before it begins": (
        "roster",
        ROSTER + "D,Chủ tịch,cá nhân,01/01/2022,31/12/2021,02/02/2022,01/02/2022\n",
        ["2 Cần đến ngày", "2 Ngày hết hạn"],
    ),
    "a code that several units bear": ("roster", ROSTER + "X,Chủ tịch,cá nhân,,,,\n", ["2 Mã đơn vị"]),
    "a level that is none": ("units", UNITS + "A,UBND ấp,ấp,,,,,,\n", ["2 Cấp"]),
    "a parent that nobody knows": ("units", UNITS + "A,UBND xã,xã,,Z,,,,\n", ["2 Mã đơn vị cấp trên"]),
    "units above themselves": (
        "units",
        UNITS + "A,UBND xã,xã,,B,,,,\nB,UBND huyện,huyện,,A,,,,\n",
        ["2 Mã đơn vị cấp trên", "3 Mã đơn vị cấp trên"],
    ),
    "a code written twice": ("units", UNITS + "A,UBND xã,xã,,,,,,\na,UBND xã,xã,,,,,,\nA,UBND xã,xã,,,,,,\n", ["4 Mã định danh"]),
    "a unit that ends before it begins": ("units", UNITS + "A,UBND xã,xã,,,01/01/2022,31/12/2021,,\n", ["2 Đến ngày"]),
    "a code with a separator in it": ("units", UNITS + "A;B,UBND xã,xã,,,,,,C|D\n", ["2 Mã khác", "2 Mã định danh"]),
    "a successor that nobody knows": ("successions", "Mã định danh,Mã kế thừa,Đến ngày\nD,Z,30/06/2025\n", ["2 Mã kế thừa"]),
    "a series of an unknown type": ("series", SERIES + "D,Chung,Bản đồ,,,,\n", ["2 Loại văn bản"]),
    "a term without a beginning": ("series", SERIES + "D,Chung,,,,nhiệm kỳ,Z\n", ["2 Cơ quan dùng chung dấu", "2 Từ ngày"]),
    "a number with letters in it": ("declared", DECLARED + "D,,2022,Hoàn toàn điện tử,2O33,3087,\n", ["2 Tử số"]),
    "a figure without a number": ("declared", DECLARED + "D,,2022,Hoàn toàn điện tử,,,\n", ["2 Tử số"]),
    "a share that may be a fraction": ("declared", DECLARED + 'D,,2022,Hoàn toàn điện tử,,,"0,95"\n', ["2 Tỷ lệ"]),
    "a criterion of a figure that is no share": ("criteria", CRITERIA + "1,A,tổng số văn bản đi,huyện,95=2,2,\n", ["2 Chỉ số"]),
    "a criterion of another criterion": ("criteria", CRITERIA + "1,A,criteria.total,huyện,95=2,2,\n", ["2 Chỉ số"]),
    "steps that give more than there is": ("criteria", CRITERIA + "1,A,số liệu nhập,huyện,95=2;80=3,2,\n", ["2 Ngưỡng"]),
    "a criterion that is counted and earns nothing": ("criteria", CRITERIA + "1,A,gaps,huyện,,2,\n", ["2 Ngưỡng"]),
    "a criterion written twice": (
        "criteria",
        CRITERIA + "1,A,gaps,huyện,0=2,2,\n1,B,gaps,huyện,0=2,2,\n1,C,gaps,huyện,0=2,2,01/01/2022\n",
        ["3 Mã tiêu chí"],
    ),
    "a value of a criterion that nobody knows": (
        "scores",
        "Mã tiêu chí,Mã đơn vị,Kỳ,Tử số,Mẫu số\n9,D,2022,1,2\n",
        ["2 Mã tiêu chí"],
    ),
    "a period that is none": ("declared", DECLARED + "D,,đầu năm,Hoàn toàn điện tử,1,2,\n", ["2 Kỳ"]),
}
# Tables that have no cells to tell of.
WHOLE = {
    "a heading that is missing": (
        "register",
        BOOK.replace("Ngày tháng văn bản", "Cột").encode() + b"D,1,1,1,1\n",
        "Ngày tháng văn bản",
    ),
    "letters of another encoding": (
        "roster",
        (ROSTER + "D,Chủ tịch,cá nhân,,,,\n").encode("cp1258", "replace") + b"\xff\xfe\xfd",
        "Unicode",
    ),
    "a picture": ("units", b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00", ""),
    "nothing": ("units", b"", "Mã định danh"),
    "half a spreadsheet": ("declared", b"PK\x03\x04" + b"\x00" * 60, "XLSX"),
    "a cell that never ends": ("register", (BOOK + 'D,1/QĐ-UBND,03/01/2022,"').encode() + b"a" * 200_000, "2"),
}


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("malformed")
    docflow("init", folder / "i", "-q")
    (folder / "known.csv").write_text(UNITS + LINES, "utf-8")
    assert docflow("import", "units", folder / "known.csv", "--instance", folder / "i", "--at", "2026-01-01").code == 0
    return folder / "i"


def refused(instance: Path, kind: str, data: bytes) -> str:
    """What is said of a table that is not taken in."""
    table = instance.parent / "t.csv"
    table.write_bytes(data)
    before = head(instance)
    told = docflow("import", kind, table, "--instance", instance, "--at", "2026-01-01")
    assert (told.code, told.out, head(instance)) == (8, "", before)
    return told.err


@pytest.mark.parametrize(("kind", "text", "cells"), CELLS.values(), ids=CELLS)
def test_every_cell_at_fault_is_told_and_nothing_is_taken_in(instance: Path, kind: str, text: str, cells: list[str]) -> None:
    said = [line.strip() for line in refused(instance, kind, text.encode()).splitlines()]
    told = sorted(" ".join(line.split(":")[0].replace(", cột", "").split()[1:]) for line in said if line.startswith("dòng "))

    assert told == cells


@pytest.mark.parametrize(("kind", "data", "said"), WHOLE.values(), ids=WHOLE)
def test_what_is_no_table_is_refused_whole(instance: Path, kind: str, data: bytes, said: str) -> None:
    assert said in refused(instance, kind, data)


def test_a_table_that_was_refused_is_taken_in_once_it_is_mended(instance: Path) -> None:
    refused(instance, "register", (BOOK + "D,1/QĐ-UBND,30/02/2022,a,\n").encode())
    mended = instance.parent / "t.csv"
    mended.write_text(BOOK + "D,1/QĐ-UBND,28/02/2022,a,\n", "utf-8")

    assert docflow("import", "register", mended, "--instance", instance, "--at", "2026-01-01").code == 0
