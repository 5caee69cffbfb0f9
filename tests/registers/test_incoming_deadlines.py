"""What a register of incoming documents says of how each came, when it must be settled and what settled it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from docflow.canonical import canonical, plain, restore
from docflow.classify.registered import deadline_findings
from docflow.errors import ImportRefused
from docflow.locale import Words
from docflow.model import Direction, Discrepancy, FileFacts, FileKind, Form, Message, RegisterLine, SignatureState, Unit
from docflow.registers.importing import Source, prepare
from docflow.registers.register import Asked

TEN = 'Ngày đến,Số đến,Tác giả,"Số, ký hiệu",Ngày tháng văn bản,Tên loại và trích yếu'
UNITS = {"unit": {"D": plain(Unit("D", "D", "UBND huyện", "huyện", "UBND"))}}


def lines(headings: str, *rows: str, current: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    text = "\n".join(
        [f"{TEN}{headings}", *(f"02/03/2022,{i},Sở A,{i}/SA-VP,01/03/2022,Về việc{r}" for i, r in enumerate(rows, 1))]
    )
    source = Source("den.csv", text.encode(), dt.date(2026, 1, 1), Asked("D"))
    plan = prepare("register", source, current or UNITS, Words("vi"))
    return [fact.payload for fact in plan.facts if fact.kind == "register-line"]  # type: ignore[misc]


@pytest.mark.parametrize("heading", ["Thời hạn", "Hạn xử lý", "Hạn giải quyết", "Hạn trả lời", "Thời hạn giải quyết", "due_on"])
def test_the_deadline_is_read_by_the_names_that_it_goes_by(heading: str) -> None:
    assert [line["due_on"] for line in lines(f",{heading}", ",15/03/2022", ",2022-03-20")] == ["2022-03-15", "2022-03-20"]


@pytest.mark.parametrize("heading", ["Văn bản trả lời", "Số ký hiệu văn bản trả lời", '"Số, ký hiệu văn bản trả lời"'])
def test_what_answered_it_is_kept_as_entered(heading: str) -> None:
    (line,) = lines(f",{heading}", ",45/UBND-VX ngày 10/3/2022")

    assert line["answered_by"] == "45/UBND-VX ngày 10/3/2022"


@pytest.mark.parametrize("heading", ["Ngày hoàn thành", "Ngày xử lý xong"])
def test_the_day_on_which_it_was_settled_is_read(heading: str) -> None:
    assert [line["handled_on"] for line in lines(f",{heading}", ",10/03/2022")] == ["2022-03-10"]


@pytest.mark.parametrize(
    ("words", "form"),
    [
        ("Điện tử", Form.ELECTRONIC),
        ("Trục liên thông", Form.ELECTRONIC),
        ("Giấy", Form.PAPER),
        ("Bưu điện", Form.PAPER),
        ("Trực tiếp", Form.PAPER),
        ("Cả hai", Form.BOTH),
        ("Điện tử và giấy", Form.BOTH),
    ],
)
def test_how_it_came_is_read(words: str, form: Form) -> None:
    assert [line["arrived_as"] for line in lines(",Hình thức đến", f",{words}")] == [form.value]


def test_other_words_for_how_it_came_say_nothing_and_refuse_nothing() -> None:
    (line,) = lines(",Phương thức", ",Văn thư nhận")

    assert "arrived_as" not in line


def test_a_bad_day_refuses_the_table_with_row_and_column() -> None:
    with pytest.raises(ImportRefused) as refused:
        lines(",Hạn xử lý,Ngày hoàn thành", ",15/03/2022,", ",31/02/2022,", ",,hôm qua")

    assert list(refused.value.rows) == [
        'dòng 3, cột Hạn xử lý: "31/02/2022" không phải là ngày; viết dạng 31/12/2022 hoặc 2022-12-31',
        'dòng 4, cột Ngày hoàn thành: "hôm qua" không phải là ngày; viết dạng 31/12/2022 hoặc 2022-12-31',
    ]


def test_a_line_that_says_nothing_of_them_keeps_the_bytes_that_it_always_had() -> None:
    (line,) = lines("", "")

    assert not {"due_on", "answered_by", "handled_on", "arrived_as"} & set(line)
    assert canonical(restore(RegisterLine, line)) == canonical(line)
    assert "due_on" not in canonical(Message("edoc"))


def test_a_book_taken_in_again_with_its_deadlines_changes_only_the_lines_that_have_one() -> None:
    before = lines("", "", "")
    known = UNITS | {"register-line": {f"D|incoming|2022|den:{i}|1": line for i, line in enumerate(before, 1)}}

    (changed,) = lines(",Hạn xử lý", ",15/03/2022", ",", current=known)
    assert (changed["arrival_number"], changed["due_on"]) == ("1", "2022-03-15")


# ---------------------------------------------------------------- beside the message

LINE = RegisterLine("D", Direction.INCOMING, 2022, "1", "SA-VP", 1, 2, due_on="2022-03-15")


def letter(due_on: str | None) -> FileFacts:
    message = Message("edoc", due_on=due_on)
    return FileFacts("a", 1, "application/edxml", FileKind.EDXML, None, (), {}, SignatureState.NO_SIGNATURE, (), (), "t", message)


def test_a_book_and_a_message_with_two_deadlines_are_a_finding() -> None:
    found = list(deadline_findings([LINE], [letter("2022-03-20")]))

    assert found == [Discrepancy("deadline-differs", "2022-03-15 / 2022-03-20")]


@pytest.mark.parametrize(("entered", "asked"), [("2022-03-15", "2022-03-15"), (None, "2022-03-15"), ("2022-03-15", None)])
def test_equal_deadlines_or_a_single_one_are_none(entered: str | None, asked: str | None) -> None:
    assert list(deadline_findings([replace(LINE, due_on=entered)], [letter(asked)])) == []
