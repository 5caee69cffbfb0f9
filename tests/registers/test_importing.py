from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from docflow.errors import ImportRefused, UsageError
from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.ledger.write import Settled, Writer
from docflow.locale import Words
from docflow.model import Clock, Direction, Outcome
from docflow.registers.importing import Plan, Source, prepare, record
from docflow.registers.register import Asked

VI = Words("vi")
TODAY = dt.date(2026, 1, 1)
UNITS = "Mã định danh,Tên đơn vị,Cấp,Mã đơn vị cấp trên,Từ ngày,Đến ngày,Mã kế thừa\n"
OUTGOING = '"Số, ký hiệu văn bản",Ngày tháng văn bản,Tên loại và trích yếu nội dung,Hình thức phát hành,Ghi chú,Độ mật\n'


def plan(kind: str, text: str, current: Mapping[str, Mapping[str, Any]] | None = None, asked: Asked | None = None) -> Plan:
    return prepare(kind, Source("t.csv", text.encode(), TODAY, asked or Asked()), current or {}, VI)


def after(done: Plan, current: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, dict[str, Any]]:
    known = {kind: dict(facts) for kind, facts in (current or {}).items()}
    for fact in done.facts:
        facts = known.setdefault(fact.kind, {})
        if fact.payload is None:
            facts.pop(fact.subject)
        else:
            facts[fact.subject] = fact.payload
    return known


def faults(kind: str, text: str, current: Mapping[str, Mapping[str, Any]] | None = None, asked: Asked | None = None) -> list[str]:
    with pytest.raises(ImportRefused) as refused:
        plan(kind, text, current, asked)
    return list(refused.value.rows)


@pytest.fixture
def units() -> dict[str, dict[str, Any]]:
    return after(plan("units", UNITS + "P,UBND tỉnh,tỉnh,,,,\nD,UBND huyện,Huyện,P,01/01/2000,30/06/2025,\nC,UBND xã,xã,D,,,\n"))


# ---------------------------------------------------------------- units


def test_units_are_facts_with_their_parents(units: dict[str, dict[str, Any]]) -> None:
    assert {i: unit["parent"] for i, unit in units["unit"].items()} == {"P": None, "D": "P", "C": "D"}
    assert {i: unit["level"] for i, unit in units["unit"].items()} == {"P": "tỉnh", "D": "huyện", "C": "xã"}
    assert (units["unit"]["D"]["valid_from"], units["unit"]["D"]["valid_to"]) == ("2000-01-01", "2025-06-30")


def test_of_units_of_one_code_the_later_ones_bear_their_first_day() -> None:
    text = UNITS + "38,Cũ,tỉnh,,01/01/2000,30/06/2025,38\n38,Mới,tỉnh,,01/07/2025,,\n"
    known = after(plan("units", text))

    assert sorted(known["unit"]) == ["38", "38@2025-07-01"]
    assert known["unit"]["38"]["successors"] == ["38@2025-07-01"]
    assert plan("units", text, known).facts == ()


def test_a_known_unit_keeps_its_id_when_its_code_is_used_again() -> None:
    known = after(plan("units", UNITS + "38,Cũ,tỉnh,,01/01/2000,30/06/2025,\n"))
    both = plan("units", UNITS + "38,Cũ,tỉnh,,01/01/2000,30/06/2025,\n38,Mới,tỉnh,,01/07/2025,,\n", known)

    assert ([fact.subject for fact in both.facts], both.added, both.unchanged) == (["38@2025-07-01"], 1, 1)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_unit_has_the_same_id_whichever_table_comes_first(order: tuple[int, int]) -> None:
    lines = ("38,Cũ,tỉnh,,01/01/2000,30/06/2025,\n", "38,Mới,tỉnh,,01/07/2025,,\n")
    known: dict[str, dict[str, Any]] = {}
    for i in order:
        known = after(plan("units", UNITS + lines[i], known), known)

    assert {i: unit["name"] for i, unit in known["unit"].items()} == {"38": "Cũ", "38@2025-07-01": "Mới"}


def test_a_unit_recorded_under_another_rule_keeps_its_id() -> None:
    text = UNITS + "38,Cũ,tỉnh,,01/01/2000,30/06/2025,\n"
    recorded = after(plan("units", text))["unit"]["38"] | {"id": "38@2000-01-01"}

    assert plan("units", text, {"unit": {"38@2000-01-01": recorded}}).facts == ()


def test_units_that_are_not_in_a_newer_table_stay(units: dict[str, dict[str, Any]]) -> None:
    assert ((done := plan("units", UNITS + "P,UBND tỉnh,tỉnh,,,,\n", units)).vanished, done.unchanged) == (0, 1)


def test_every_fault_of_a_table_of_units_is_told() -> None:
    assert faults("units", UNITS + "A,Tên,ấp,Z,hôm qua,,\nB,Tên,,,,,\n") == [
        'dòng 2, cột Từ ngày: "hôm qua" không phải là ngày; viết dạng 31/12/2022 hoặc 2022-12-31',
        'dòng 2, cột Cấp: không hiểu "ấp"',
        "dòng 2, cột Mã đơn vị cấp trên: mã đơn vị Z chưa có trong danh mục đơn vị",
        "dòng 3, cột Cấp: để trống",
    ]


def test_a_code_with_what_parts_a_key_is_a_fault() -> None:
    assert faults("units", UNITS + "A|B,UBND xã,xã,,,,\n") == [
        "dòng 2, cột Mã định danh: mã A|B không được chứa dấu | / ; và không dài quá 60 ký tự"
    ]


def test_successions_close_a_unit_and_name_who_took_over(units: dict[str, dict[str, Any]]) -> None:
    known = after(plan("successions", "Mã định danh,Mã kế thừa,Đến ngày\nC,D;P,30/06/2025\n", units), units)

    assert (known["unit"]["C"]["successors"], known["unit"]["C"]["valid_to"]) == (["D", "P"], "2025-06-30")
    assert "succession" not in known


def test_how_a_unit_ended_is_kept_with_its_day_and_legal_act(units: dict[str, dict[str, Any]]) -> None:
    heading = "Mã định danh,Mã kế thừa,Đến ngày,Hình thức,Căn cứ pháp lý\n"
    text = heading + "C,P,30/06/2025,Sáp nhập,Nghị quyết 1\nD,,30/06/2025,giải thể,\n"
    done = plan("successions", text, units)
    known = after(done, units)

    assert (done.lines, done.changed, done.unchanged) == (2, 1, 1)
    assert known["succession"] == {
        "C": {"unit": "C", "successors": ["P"], "kind": "merge", "day": "2025-07-01", "legal_basis": "Nghị quyết 1"},
        "D": {"unit": "D", "successors": [], "kind": "abolish", "day": "2025-07-01", "legal_basis": None},
    }
    assert plan("successions", text, known).facts == ()


def test_a_succession_without_a_successor_must_be_an_end() -> None:
    known = after(plan("units", UNITS + "C,UBND xã,xã,,,,\n"))

    assert faults("successions", "Mã định danh,Mã kế thừa,Hình thức\nC,,Sáp nhập\n", known) == [
        "dòng 2, cột Mã kế thừa: để trống"
    ]


# ---------------------------------------------------------------- registers


def test_a_register_becomes_lines_and_what_it_covers(units: dict[str, dict[str, Any]]) -> None:
    text = OUTGOING + "01/QĐ-UBND,03/01/2022,Quyết định về đất,Điện tử,,\n2/UBND-VP,04/01/2022,V/v đê,Điện tử và giấy,,\n"
    done = plan("register", text, units, Asked(unit="D", year=2022))
    facts = {fact.subject: fact.payload for fact in done.facts}

    assert list(facts) == ["D|outgoing|2022|1/QĐ-UBND|1", "D|outgoing|2022|2/UBND-VP|1", "D|outgoing|2022"]
    first: Any = facts["D|outgoing|2022|1/QĐ-UBND|1"]
    assert tuple(first[name] for name in ("number", "notation", "document_type", "form")) == (
        "01",
        "QĐ-UBND",
        "quyet_dinh",
        "electronic",
    )
    assert facts["D|outgoing|2022"] == {"unit": "D", "direction": "outgoing", "year": 2022, "through": "2022-01-04", "secret": {}}


def test_a_newer_register_supersedes_line_by_line(units: dict[str, dict[str, Any]]) -> None:
    asked = Asked(unit="D")
    old = OUTGOING + "1/A-B,03/01/2022,x,,,\n2/A-B,04/01/2022,x,,,\n3/A-B,05/01/2022,x,,,\n"
    known = after(plan("register", old, units, asked), units)
    new = plan("register", OUTGOING + "4/A-B,05/01/2022,x,,,\n1/A-B,03/01/2022,x,,,\n2/A-B,04/01/2022,x,Giấy,,\n", known, asked)

    assert new.balance == {"lines": 3, "added": 1, "changed": 1, "vanished": 1, "unchanged": 1, "secret": 0}
    assert [fact.subject for fact in new.facts if fact.payload is None] == ["D|outgoing|2022|3/A-B|1"]
    assert plan("register", old, known, asked).facts == ()


def test_a_register_of_another_year_supersedes_nothing(units: dict[str, dict[str, Any]]) -> None:
    known = after(plan("register", OUTGOING + "1/A-B,03/01/2021,x,,,\n", units, Asked(unit="D")), units)

    assert plan("register", OUTGOING + "1/A-B,03/01/2022,x,,,\n", known, Asked(unit="D")).vanished == 0


def test_equal_numbers_are_told_apart_by_their_occurrence(units: dict[str, dict[str, Any]]) -> None:
    done = plan("register", OUTGOING + "05/A-B,03/01/2022,x,,,\n5/A-B,04/01/2022,x,,,\n", units, Asked(unit="D"))

    assert [f.subject for f in done.facts if f.kind == "register-line"] == ["D|outgoing|2022|5/A-B|1", "D|outgoing|2022|5/A-B|2"]


def test_secret_lines_are_refused_one_by_one_and_only_counted(units: dict[str, dict[str, Any]]) -> None:
    text = OUTGOING + "1/A-B,03/01/2022,x,,,\n2/A-B,04/02/2022,bí danh,,Mật,\n3/A-B,05/02/2022,bí danh,,,Tối mật\n"
    done = plan("register", text, units, Asked(unit="D"))

    assert (done.secret, done.added, done.lines) == (2, 1, 3)
    assert "bí danh" not in repr(done)
    assert next(fact.payload["secret"] for fact in done.facts if fact.kind == "coverage") == {"2022-02": 2}  # type: ignore[index]


def test_an_incoming_register_is_told_by_its_headings(units: dict[str, dict[str, Any]]) -> None:
    text = 'Ngày đến,Số đến,Tác giả,"Số, ký hiệu",Ngày tháng văn bản\n05/01/2022,07,UBND tỉnh,12/TB-UBND,30/12/2021\n'
    line = plan("register", text, units, Asked(unit="C")).facts[0]

    assert line.subject == "C|incoming|2022|den:7|1"
    payload: Any = line.payload
    assert tuple(payload[name] for name in ("arrived_on", "promulgated_on", "author")) == (
        "2022-01-05",
        "2021-12-30",
        "UBND tỉnh",
    )


def test_text_in_the_number_column_enters_a_subject_as_a_digest_only(units: dict[str, dict[str, Any]]) -> None:
    fact = plan("register", OUTGOING + "chưa lấy số,03/01/2022,x,,,\n", units, Asked(unit="D")).facts[0]

    assert "chưa" not in fact.subject
    assert (fact.payload["number"], fact.payload["notation"]) == (None, "chưa lấy số")  # type: ignore[index]


def test_a_name_in_the_place_of_a_notation_enters_a_subject_as_a_digest_only(units: dict[str, dict[str, Any]]) -> None:
    fact = plan("register", OUTGOING + "12/Nguyễn Văn A xin cấp đất,03/01/2022,x,,,\n", units, Asked(unit="D")).facts[0]

    assert "NGUY" not in fact.subject
    assert (fact.payload["number"], fact.payload["notation"]) == (None, "12/Nguyễn Văn A xin cấp đất")  # type: ignore[index]


def test_a_slip_of_the_year_does_not_take_away_another_year_s_book(units: dict[str, dict[str, Any]]) -> None:
    text = OUTGOING + "1/A-B,03/01/2022,x,,,\n9/A-B,31/12/2021,x,,,\n2/A-B,04/01/2022,x,,,\n"

    assert faults("register", text, units, Asked(unit="D")) == [
        (
            "dòng 3, cột Ngày tháng văn bản: sổ có ngày của nhiều năm: 2021 (1), 2022 (2) văn bản; "
            "sửa ngày ghi sai, hoặc tách mỗi năm một bảng"
        )
    ]


def test_every_fault_of_a_register_is_told(units: dict[str, dict[str, Any]]) -> None:
    text = OUTGOING + "1/A-B,31/02/2022,x,Fax,,\n2/A-B,03/03/2023,x,,,\n3/A-B,,x,,,\n"

    assert faults("register", text, units, Asked(unit="D", year=2022)) == [
        'dòng 2, cột Ngày tháng văn bản: "31/02/2022" không phải là ngày; viết dạng 31/12/2022 hoặc 2022-12-31',
        'dòng 2, cột Hình thức phát hành: không hiểu "Fax"',
        'dòng 3, cột Ngày tháng văn bản: "03/03/2023" không thuộc năm đã cho ở --year',
    ]


@pytest.mark.parametrize(
    ("code", "day", "sentence"),
    [
        ("Z", "03/01/2022", "mã đơn vị Z chưa có trong danh mục đơn vị"),
        ("D", "03/01/2026", "đơn vị D không tồn tại vào ngày này"),
    ],
)
def test_a_unit_that_is_not_known_on_the_day_is_a_fault(
    units: dict[str, dict[str, Any]], code: str, day: str, sentence: str
) -> None:
    text = f'Mã đơn vị,"Số, ký hiệu văn bản",Ngày tháng văn bản\n{code},1/A-B,{day}\n'

    assert [f"dòng 2, cột Mã đơn vị: {sentence}"] == faults("register", text, units)


def test_an_unknown_unit_on_the_command_line_is_a_usage_error(units: dict[str, dict[str, Any]]) -> None:
    with pytest.raises(UsageError):
        plan("register", OUTGOING, units, Asked(unit="Z", direction=Direction.OUTGOING))


# ---------------------------------------------------------------- rosters


ROSTER = "Mã đơn vị,Họ và tên,Chức vụ,Loại,Ngày cấp,Ngày hết hạn\n"


def test_a_roster_counts_vacant_posts_and_equal_positions(units: dict[str, dict[str, Any]]) -> None:
    text = ROSTER + "D,,Phó Chủ tịch,cá nhân,,\nD,,Phó Chủ tịch,Cá nhân,,\nD,,UBND huyện,cơ quan,01/02/2021,01/02/2024\n"
    done = plan("roster", text, units)

    assert (done.added, len({fact.subject for fact in done.facts})) == (3, 3)
    assert plan("roster", text, after(done, units)).facts == ()


def test_a_newer_roster_of_a_unit_supersedes_the_lines_of_that_unit_only(units: dict[str, dict[str, Any]]) -> None:
    known = after(plan("roster", ROSTER + "D,,A,cá nhân,,\nD,,B,cá nhân,,\nC,,A,cá nhân,,\n", units), units)

    assert ((done := plan("roster", ROSTER + "D,,B,cá nhân,,\n", known)).vanished, done.unchanged) == (1, 1)


def test_a_certificate_that_ends_before_it_is_granted_is_a_fault(units: dict[str, dict[str, Any]]) -> None:
    assert faults("roster", ROSTER + "D,,A,cá nhân,01/02/2021,01/01/2021\n", units) == [
        "dòng 2, cột Ngày hết hạn: 01/01/2021 sớm hơn ngày bắt đầu"
    ]


# ---------------------------------------------------------------- recording


def test_what_a_killed_import_left_does_not_come_in_beside_the_next(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    engine = open_ledger(url, create=True)
    clock = Clock(dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    def taken(kind: str, text: str) -> None:
        record(
            url,
            kind,
            Source("t.csv", text.encode(), TODAY, Asked(unit="D" if kind == "register" else None)),
            words=VI,
            clock=clock,
        )

    taken("units", UNITS + "D,UBND huyện,huyện,,,,\n")
    left = plan("register", OUTGOING + "1/A-B,03/01/2022,x,,,\n2/A-B,04/01/2022,x,,,\n", known(engine), Asked(unit="D"))
    with Writer(engine, kind="import", clock=clock, tools="t", settings={}) as killed:
        killed.settle([Settled("0", "t.csv", Outcome.ACCEPTED, facts=left.facts)])
    taken("register", OUTGOING + "1/A-B,03/01/2022,x,,,\n")

    assert list(known(engine)["register-line"]) == ["D|outgoing|2022|1/A-B|1"]
    engine.dispose()


def known(engine: Engine) -> dict[str, dict[str, Any]]:
    reader = Reader(engine)
    return {kind: reader.facts(kind, reader.run(None).number) for kind in ("unit", "register-line", "coverage")}
