from __future__ import annotations

import pytest

from docflow.classify.identity import Registry
from docflow.classify.registered import abolished_findings, line_findings, may_be_signer, same_subject, twin_findings
from docflow.model import Direction, Header, Issuer, RegisterLine, Signer, Unit

DISTRICT = Unit("D", "D", "Ủy ban nhân dân huyện Sông Mây", "huyện", "UBND", valid_to="2025-06-30")
REGISTRY = Registry([DISTRICT])
ORGAN = "ỦY BAN NHÂN DÂN HUYỆN SÔNG MÂY"


def header(subject: str | None = None, signer: str | None = None, kind: str | None = None, day: str | None = None) -> Header:
    signers = (Signer(signer),) if signer else ()
    return Header(
        issuers=(Issuer(ORGAN),),
        number="5",
        notation="QĐ-UBND",
        document_type=kind,
        promulgated_on=day,
        subject=subject,
        signers=signers,
    )


def line(subject: str | None = None, signer: str | None = None, kind: str | None = None) -> RegisterLine:
    return RegisterLine("D", Direction.OUTGOING, 2022, "5", "QĐ-UBND", 1, 2, None, subject, kind, signer)


def codes(of_line: RegisterLine, of_file: Header | None) -> list[str]:
    return [finding.code for finding in line_findings([of_line], of_file)]


@pytest.mark.parametrize(
    ("printed", "entered"),
    [
        ("Về việc phê duyệt kế hoạch phòng chống lụt bão năm 2022", "phê duyệt kế hoạch phòng chống lụt bão năm 2022"),
        ("phê duyệt kế hoạch phòng chống lụt bão năm 2022", "Quyết định v/v phê duyệt kế hoạch phòng chống lụt bão"),
        ("Phân công công tác của Chủ tịch UBND huyện", "Phân công công tác của Chủ tịch Ủy ban nhân dân huyện"),
        ("Kiểm tra công tác cải cách hành chính tại các xã", "Kiểm tra cải cách hành chính tại các xã"),
        ("Kiem tra cong tac cai cach hanh chinh", "Kiểm tra công tác cải cách hành chính"),
        ("Kiểm tra", ""),
    ],
)
def test_a_shortened_or_misread_subject_is_the_same(printed: str, entered: str) -> None:
    assert same_subject(printed, entered, "quyet_dinh") is True


@pytest.mark.parametrize(
    "entered",
    ["Thu hồi đất của hộ ông Lê Văn Thử", "Bổ nhiệm kế toán trưởng Trường mầm non", "Quyết định khen thưởng đột xuất"],
)
def test_another_matter_is_a_finding(entered: str) -> None:
    assert codes(line(entered), header("Phê duyệt kế hoạch phòng chống lụt bão năm 2022", kind="quyet_dinh")) == [
        "subject-differs"
    ]


@pytest.mark.parametrize(
    "entered",
    ["Trần Văn Mẫu", "KT. Chủ tịch Trần Văn Mẫu", "TRẦN VĂN MẪU - PCT", "Phó Chủ tịch", "T.V.Mẫu", "Ô. Mẫu", "Trần Mẫu", ""],
)
def test_a_name_with_a_position_beside_it_or_a_position_alone_is_no_other_signer(entered: str) -> None:
    assert may_be_signer("Trần Văn Mẫu", entered) is True


@pytest.mark.parametrize("entered", ["Trần Văn Dũng", "KT. Chủ tịch Lê Thị Thử", "Nguyễn Hữu Mẫu"])
def test_another_name_is_a_finding(entered: str) -> None:
    assert codes(line(signer=entered), header(signer="Trần Văn Mẫu")) == ["signer-differs"]


def test_another_type_is_a_finding_but_a_letter_has_none_printed() -> None:
    assert codes(line(kind="bao_cao"), header(kind="quyet_dinh")) == ["type-differs"]
    assert codes(line(kind="bao_cao"), header(kind="cong_van")) == []
    assert codes(line(kind="quyet_dinh"), header(kind="quyet_dinh")) == []
    assert codes(line(), header(kind="quyet_dinh")) == []


def test_what_one_side_does_not_say_is_no_finding() -> None:
    assert codes(line("Một việc", "Lê Thị Thử"), header()) == []
    assert codes(line("Một việc", "Lê Thị Thử"), None) == []


def test_two_files_of_one_number_with_different_subjects_are_a_conflict() -> None:
    flood, land = header("Phê duyệt kế hoạch phòng chống lụt bão"), header("Thu hồi đất của hộ ông Lê Văn Thử")

    assert [finding.code for finding in twin_findings([flood, None, land])] == ["same-key-differs"]
    assert list(twin_findings([flood, flood, header()])) == []


def test_a_day_after_the_unit_s_last_is_a_finding_also_where_only_the_name_tells_the_unit() -> None:
    late = [header(day="2025-07-02")]

    assert [(one.code, one.detail) for one in abolished_findings("D", late, REGISTRY)] == [("unit-abolished", "D")]
    assert [one.code for one in abolished_findings("~uy ban nhan dan huyen song may", late, REGISTRY)] == ["unit-abolished"]
    assert list(abolished_findings("D", [header(day="2025-06-30"), header()], REGISTRY)) == []
