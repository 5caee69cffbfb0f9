"""The spreadsheets of the planned year: units, successions, series, registers, roster, targets and declarations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import openpyxl

from fixtures.books import INCOMING, OUTGOING, ROSTER, UNITS, write_table, written
from fixtures.places import DISTRICT
from worlds.district_year import COMMUNE_SUMS, Planted, Year
from worlds.district_year_units import COMMUNE_UNITS, COUNCIL, STATED, YEAR, C, D, Unit
from worlds.district_year_units import UNITS as ALL_UNITS

DECLARED = ("Mã đơn vị", "Cấp", "Kỳ", "Chỉ số", "Tử số", "Mẫu số", "Tỷ lệ", "Nguồn")
_SECRET = ("Mật", "Tối mật")


def units(path: Path) -> Path:
    """The table of units, those that ended in the year with their last day."""
    rows = [
        (
            unit.place.code,
            unit.place.name,
            unit.place.level,
            "Hội đồng" if unit is COUNCIL else "UBND",
            "" if unit is D else D.id,
            written(unit.first),
            written(unit.last),
        )
        for unit in ALL_UNITS
    ]
    return write_table(path, (*UNITS, "Đến ngày"), rows)


def successions(path: Path) -> Path:
    """Who took over from whom, and by which act."""
    rows = [
        (C[3].place.code, C[3].place.code, written(C[3].first), written(C[3].last), "đổi tên", "Nghị quyết 11/NQ-HĐND"),
        *(
            (C[i].place.code, f"{DISTRICT.code}.12", written(C[i].first), written(C[i].last), "sáp nhập", "Nghị quyết 24/NQ-HĐND")
            for i in (10, 11)
        ),
    ]
    return write_table(path, ("Mã định danh", "Mã kế thừa", "Từ ngày", "Đến ngày", "Hình thức", "Căn cứ pháp lý"), rows)


def series(path: Path) -> Path:
    """One series for all types of three units, and that of the council in the district's books."""
    rows = [(unit, "Văn bản hành chính", "", "năm", "") for unit in STATED]
    rows.append((COUNCIL.id, "Hội đồng thẩm định", "-HĐTĐ", "năm", D.id))
    return write_table(path, ("Mã đơn vị", "Tên dãy số", "Ký hiệu", "Đặt lại", "Cơ quan dùng chung dấu"), rows)


# ---------------------------------------------------------------- registers


def outgoing_row(one: Planted) -> tuple[str, ...]:
    """A document's line in its register; the count of copies is filled for electronic ones too, and says nothing."""
    return (
        f"{one.number}/{one.notation}",
        written(one.day),
        one.subject,
        one.signer.name,
        C[1].place.name if one.unit is D else DISTRICT.name,
        "Văn thư",
        "1",
        written(one.day),
        "",
        one.evidence.note,
        one.evidence.column,
    )


def district_register(path: Path, year: Year) -> Path:
    """The district's register of outgoing documents as CSV; two lines bear a mark of secrecy and must be refused."""
    rows = [outgoing_row(one) for one in year.of(D)]
    rows += [
        (f"{i:02}/BC-UBND", "15/05/2022", f"Việc {i}", "", "", "", "1", "", "", mark, "Giấy") for i, mark in enumerate(_SECRET, 1)
    ]
    return write_table(path, OUTGOING, rows)


def commune_registers(path: Path, year: Year) -> Path:
    """The registers of all communes in one workbook with a title, a column for the unit, and days as days."""
    rows = [(one.unit.place.code, *_with_day(outgoing_row(one), one.day)) for one in year.of(*COMMUNE_UNITS)]
    return _workbook(path, "SỔ ĐĂNG KÝ VĂN BẢN ĐI CỦA CÁC XÃ", ("Mã đơn vị", *OUTGOING), rows)


def _with_day(row: Sequence[str], day: dt.date) -> tuple[str | dt.date, ...]:
    return (row[0], day, *row[2:])


def incoming(path: Path, year: Year) -> Path:
    """What the district and the communes received from one another, in one workbook."""
    rows = []
    for unit in ALL_UNITS:
        received = _received(unit, year)
        for number, one in enumerate(sorted(received, key=lambda d: d.day), 1):
            day = min(one.day + dt.timedelta(days=1), unit.days[1])
            cells = (
                day,
                number,
                one.unit.place.name,
                f"{one.number}/{one.notation}",
                one.day,
                one.subject,
                "Văn phòng",
                "",
                "",
                "",
            )
            rows.append((unit.place.code, *cells))
    return _workbook(path, "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", ("Mã đơn vị", *INCOMING), rows)


def _received(unit: Unit, year: Year) -> list[Planted]:
    first, last = unit.days
    if unit is D:
        return [one for other in COMMUNE_UNITS for one in year.of(other)[::18]]
    if unit is COUNCIL:
        return []
    return [one for one in year.of(D)[::200] if first <= one.day <= last and not one.council]


def _workbook(path: Path, title: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sổ")
    sheet.append([title])
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


# ---------------------------------------------------------------- roster, targets, declarations


def roster(path: Path, year: Year) -> Path:
    """The posts that should hold a certificate."""
    rows = [
        (
            post.unit.place.code,
            "Cấp huyện" if post.unit is D else "Cấp xã",
            post.holder,
            post.position,
            "cơ quan" if post.organ else "cá nhân",
            written(post.first),
            "",
            written(post.held.granted if post.held else None),
            written(post.held.expires if post.held else None),
            "",
            written(post.last),
            written(post.held.revoked if post.held else None),
        )
        for post in year.posts
    ]
    return write_table(path, (*ROSTER, "Cần đến ngày", "Ngày thu hồi"), rows)


def targets(path: Path) -> Path:
    """What the plan of the province asks for, and what the district reaches."""
    rows = [
        ("Hoàn toàn điện tử", "huyện", "01/01/2021", "31/12/2025", "95 %"),
        ("Hoàn toàn điện tử", "xã", "01/01/2021", "31/12/2025", "60 %"),
    ]
    return write_table(path, ("Chỉ số", "Cấp", "Từ ngày", "Đến ngày", "Chỉ tiêu"), rows)


def honest(year: Year) -> Iterator[tuple[str, ...]]:
    """What the units could truthfully declare; each unit for itself, the district for its communes too."""
    own = year.of(D)
    yield from _forms(D, "", own, "Báo cáo năm của huyện")
    for quarter in range(1, 5):
        yield from _total(D, f"quý {quarter}/{YEAR}", [one for one in own if (one.day.month + 2) // 3 == quarter])
    yield from _total(D, f"6 tháng đầu năm {YEAR}", [one for one in own if one.day.month <= 6])
    yield from _total(D, f"9 tháng đầu năm {YEAR}", [one for one in own if one.day.month <= 9])
    communes = year.of(*COMMUNE_UNITS)
    yield from _forms(D, "xã", communes, "Báo cáo năm của huyện")
    for unit in COMMUNE_UNITS:
        # A unit that ended told of its part of the year, and declared no more.
        period = str(YEAR) if unit.last is None else f"quý 1/{YEAR}" if unit is C[3] else f"6 tháng đầu năm {YEAR}"
        yield from _forms(unit, "", year.of(unit), "Báo cáo của xã", period)
    yield ("", "", str(YEAR), "Đã được cấp chứng thư số", "12", "47", "25,53 %", "Báo cáo chứng thư số")


def _forms(
    unit: Unit, level: str, documents: Sequence[Planted], source: str, period: str = str(YEAR)
) -> Iterator[tuple[str, ...]]:
    total = len(documents)
    names = {
        "electronic": "Hoàn toàn điện tử",
        "both": "Điện tử song song giấy",
        "paper": "Chỉ bản giấy",
        "unknown": "Chưa rõ hình thức",
    }
    scope = (unit.id, level, period)
    yield (*scope, "Tổng số văn bản đi", str(total), "", "", source)
    for form, name in names.items():
        count = sum(one.evidence.form == form for one in documents)
        yield (*scope, name, str(count), str(total), share(count, total), source)


def _total(unit: Unit, period: str, documents: Sequence[Planted]) -> Iterator[tuple[str, ...]]:
    yield (unit.id, "", period, "Tổng số văn bản đi", str(len(documents)), "", "", "Báo cáo tiến độ của huyện")


def seeds() -> list[tuple[str, ...]]:
    """What was declared: 22 documents unexplained, and 29 more on paper than there can be."""
    total = sum(COMMUNE_SUMS.values())
    communes = (D.id, "xã", str(YEAR))
    return [
        (D.id, "", str(YEAR), "Hoàn toàn điện tử", "2.933", "3.087", "95,01 %", "Báo cáo năm"),
        (D.id, "", str(YEAR), "Chỉ bản giấy", "132", "3.087", "4,28 %", "Báo cáo năm"),
        (*communes, "Hoàn toàn điện tử", "1.341", str(total), "74,46 %", "Báo cáo năm"),
        (*communes, "Có giấy", "489", str(total), "27,15 %", "Báo cáo năm"),
        (*communes, "Hoàn toàn điện tử", "", "", "trên 90 %", "Báo cáo tóm tắt"),
        ("", "", str(YEAR), "Đã được cấp chứng thư số", "12", "47", "25,53 %", "Báo cáo năm"),
    ]


def share(part: int, whole: int) -> str:
    """A share as people print it: two places, half up, with a comma."""
    hundredths = (20_000 * part + whole) // (2 * whole)
    return f"{hundredths // 100},{hundredths % 100:02} %"
