"""Each requirement on form: silent on what is right, and a finding of its own where one thing is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from docflow.locale import LANGUAGES, Words, catalogue
from docflow.model import FormCheck, Standing
from docflow.parse import heading, reader
from docflow.parse.form_check import REQUIREMENTS
from docflow.parse.lines import Line, Row, Sheet, Side

ROOT = Path(__file__).resolve().parents[2]
TITLE, MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
DATE = "Sông Mây, ngày 05 tháng 3 năm 2022"

Texts = tuple[str, ...]
# Lines of a letter and of a decision as they must be: one text across the page, or left | right.
LETTER: Texts = (
    f"ỦY BAN NHÂN DÂN | {TITLE}",
    f"HUYỆN SÔNG MÂY | {MOTTO}",
    f"Số: 05/UBND-VX | {DATE}",
    "V/v rà soát sổ đăng ký văn bản | ",
    "Kính gửi: Ủy ban nhân dân các xã.",
    "Thực hiện chương trình công tác năm 2022, Ủy ban nhân dân huyện yêu cầu các xã rà soát./.",
    "Nơi nhận: | TM. ỦY BAN NHÂN DÂN",
    "- Như trên; | KT. CHỦ TỊCH",
    "- Lưu: VT, VX. | PHÓ CHỦ TỊCH",
    " | Trần Thị Bình",
)
DECISION: Texts = (
    f"UBND TỈNH SÔNG LAM | {TITLE}",
    f"SỞ NỘI VỤ | {MOTTO}",
    f"Số: 45/QĐ-SNV | {DATE}",
    "QUYẾT ĐỊNH",
    "Về việc ban hành danh mục hồ sơ",
    "GIÁM ĐỐC SỞ NỘI VỤ",
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;",
    "Điều 1. Ban hành kèm theo Quyết định này danh mục hồ sơ.",
    "Nơi nhận: | GIÁM ĐỐC",
    "- Như Điều 1; | ",
    "- Lưu: VT, TCCB. | Nguyễn Văn An",
)


def rows(texts: Texts, *, paged: bool = False) -> tuple[Row, ...]:
    made = []
    for index, text in enumerate(texts):
        box = (60, 800 - 20 * index, 300, 812 - 20 * index) if paged else None
        parts = [part.strip() for part in text.split("|")]
        sides = (Side.WHOLE,) if len(parts) == 1 else (Side.LEFT, Side.RIGHT)
        lines = (Line(part, side, 1 if paged else None, box) for part, side in zip(parts, sides, strict=True) if part)
        made.append(Row(tuple(lines)))
    return tuple(made)


def checked(texts: Texts, *, paged: bool = False) -> FormCheck:
    sheet = rows(texts, paged=paged)
    header = heading.read(Sheet(sheet, closing=sheet)).header
    assert header is not None
    assert header.form_check is not None
    return header.form_check


def codes(texts: Texts, *, paged: bool = False) -> list[str]:
    check = checked(texts, paged=paged)
    assert check.why_not is None
    return [finding.code for finding in check.findings]


def changed(texts: Texts, *pairs: tuple[str, str]) -> Texts:
    """The lines with some words replaced; a line that becomes empty is left out."""
    made = list(texts)
    for old, new in pairs:
        assert any(old in text for text in made), old
        made = [text.replace(old, new, 1) if old in text else text for text in made]
    return tuple(text for text in made if text.strip(" |"))


@pytest.mark.parametrize("texts", [LETTER, DECISION], ids=["letter", "decision"])
@pytest.mark.parametrize("paged", [False, True], ids=["flowing", "paged"])
def test_what_is_as_it_must_be_gives_no_finding(texts: Texts, paged: bool) -> None:
    assert checked(texts, paged=paged) == FormCheck()


FAULTS: dict[str, Texts] = {
    "title-missing": changed(LETTER, (TITLE, "")),
    "title-wording": changed(LETTER, (TITLE, "CỘNG HÒA XÃ HỘI CHŨ NGHĨA VIỆT NAM")),
    "motto-missing": changed(LETTER, (MOTTO, "")),
    "motto-wording": changed(LETTER, (MOTTO, "Độc lập - Tự do - Hạnh Phúc")),
    "superior-missing": changed(DECISION, ("UBND TỈNH SÔNG LAM", "")),
    "number-missing": changed(LETTER, ("Số: 05/UBND-VX", "")),
    "number-zero": changed(LETTER, ("Số: 05/", "Số: 5/")),
    "number-word": changed(LETTER, ("Số: 05/", "Số 05/")),
    "notation-separator": changed(DECISION, ("QĐ-SNV", "QĐ/SNV")),
    "notation-dash": changed(DECISION, ("QĐ-SNV", "QĐ–SNV")),
    "notation-space": changed(DECISION, ("QĐ-SNV", "QĐ - SNV")),
    "notation-case": changed(DECISION, ("QĐ-SNV", "QĐ-SNV-vp")),
    "type-and-notation": changed(DECISION, ("QĐ-SNV", "KH-SNV")),
    "notation-without-type": changed(DECISION, ("QĐ-SNV", "SNV-TCCC")),
    "letter-with-type": changed(LETTER, ("UBND-VX", "TB-UBND")),
    "organ-and-notation": changed(LETTER, ("UBND-VX", "VP-VX")),
    "place-missing": changed(LETTER, ("Sông Mây, ngày", "ngày")),
    "place-comma": changed(LETTER, ("Sông Mây, ngày", "Sông Mây ngày")),
    "date-zero": changed(LETTER, ("ngày 05 tháng 3", "ngày 15 tháng 1")),
    "date-short": changed(LETTER, ("ngày 05 tháng 3 năm 2022", "ngày 05/3/2022")),
    "subject-missing": changed(LETTER, ("V/v rà soát sổ đăng ký văn bản", "")),
    "signer-missing": (
        *LETTER[:5],
        *[f"{n}. Rà soát sổ đăng ký." for n in range(1, 15)],
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT, VX.",
    ),
    "deputy-without-kt": changed(LETTER, ("KT. CHỦ TỊCH", "")),
    "kt-with-head": changed(LETTER, ("PHÓ CHỦ TỊCH", "CHỦ TỊCH")),
    "tm-not-collective": changed(DECISION, ("| GIÁM ĐỐC", "| TM. SỞ NỘI VỤ"), ("- Như Điều 1; | ", "- Như Điều 1; | GIÁM ĐỐC")),
    "mark-form": changed(LETTER, ("KT. CHỦ TỊCH", "K/T CHỦ TỊCH")),
    "degree-before-name": changed(LETTER, ("Trần Thị Bình", "ThS. Trần Thị Bình")),
    "addressee-missing": changed(LETTER, ("Kính gửi: Ủy ban nhân dân các xã.", "")),
    "recipients-missing": changed(LETTER, ("Nơi nhận:", ""), ("- Như trên;", ""), ("- Lưu: VT, VX.", "")),
    "not-as-above": changed(LETTER, ("Như trên", "Các xã")),
    "file-copy-missing": changed(LETTER, ("- Lưu: VT, VX.", "- Các phòng.")),
    "file-copy-clerk": changed(LETTER, ("Lưu: VT, VX.", "Lưu: VP.")),
}


@pytest.mark.parametrize("code", FAULTS)
def test_one_thing_that_is_wrong_is_one_finding(code: str) -> None:
    assert codes(FAULTS[code]) == [code]


def test_every_requirement_is_broken_by_a_test() -> None:
    assert sorted(FAULTS) == sorted(row.code for row in REQUIREMENTS)


def test_a_finding_tells_what_is_printed_and_where() -> None:
    (finding,) = checked(FAULTS["number-zero"], paged=True).findings

    assert (finding.code, finding.binding, finding.detail, finding.page) == ("number-zero", True, "5", 1)
    assert finding.box == (60, 760, 300, 772)


def test_spaces_that_a_reader_inferred_are_no_finding() -> None:
    assert codes(FAULTS["notation-space"], paged=True) == []


def test_a_head_who_signs_for_himself_and_a_deputy_of_a_council_are_right() -> None:
    assert codes(changed(LETTER, ("KT. CHỦ TỊCH", ""), ("PHÓ CHỦ TỊCH", "CHỦ TỊCH"))) == []
    assert (
        codes(changed(DECISION, ("| GIÁM ĐỐC", "| TL. GIÁM ĐỐC"), ("- Như Điều 1; | ", "- Như Điều 1; | CHÁNH VĂN PHÒNG"))) == []
    )


@pytest.mark.parametrize(
    ("why_not", "texts"),
    [
        ("before-decree", changed(LETTER, ("năm 2022", "năm 2019"))),
        ("draft", changed(LETTER, ("Số: 05/", "Số:      /"))),
        ("normative", changed(DECISION, ("45/QĐ-SNV", "45/2022/QĐ-UBND"))),
        ("party-or-mass", changed(DECISION, (TITLE, "ĐẢNG CỘNG SẢN VIỆT NAM"))),
        ("party-or-mass", changed(DECISION, ("SỞ NỘI VỤ |", "HỘI NÔNG DÂN |"))),
        ("national-assembly", changed(DECISION, ("UBND TỈNH SÔNG LAM", ""), ("SỞ NỘI VỤ |", "VĂN PHÒNG QUỐC HỘI |"))),
        ("armed-forces", changed(DECISION, ("UBND TỈNH SÔNG LAM", "BỘ CÔNG AN"), ("SỞ NỘI VỤ |", "CÔNG AN TỈNH SÔNG LAM |"))),
        ("own-rules", changed(DECISION, ("UBND TỈNH SÔNG LAM", ""), ("SỞ NỘI VỤ |", "TÒA ÁN NHÂN DÂN HUYỆN SÔNG MÂY |"))),
        ("enterprise", changed(DECISION, ("UBND TỈNH SÔNG LAM", ""), ("SỞ NỘI VỤ |", "CÔNG TY CẤP NƯỚC |"))),
        ("organ-unknown", changed(DECISION, ("UBND TỈNH SÔNG LAM", ""), ("SỞ NỘI VỤ |", "TRUNG TÂM ANH NGỮ |"))),
        ("not-administrative", changed(DECISION, ("45/QĐ-SNV", "45/HĐ-SNV"), ("QUYẾT ĐỊNH", "HỢP ĐỒNG"))),
        ("copy", changed(DECISION, ("45/QĐ-SNV", "45/SY-SNV"))),
    ],
)
def test_what_the_decree_does_not_bind_is_not_checked_and_the_reason_is_told(why_not: str, texts: Texts) -> None:
    assert checked(texts) == FormCheck(why_not)


def test_a_scan_is_not_checked() -> None:
    parsed = reader.read((ROOT / "fixtures/cases/scan-numbered-by-organ/document.pdf").read_bytes())

    assert [header.form_check for header in parsed.documents] == [FormCheck("scan")]


def test_no_well_formed_document_of_ours_gives_a_finding() -> None:
    files = [*(ROOT / "fixtures/cases").glob("*/document.*"), *(ROOT / "fixtures/district/inbox").rglob("*.pdf")]
    files += (ROOT / "fixtures/district/inbox").rglob("*.docx")
    headers = [header for file in files for header in reader.read(file.read_bytes()).documents]
    checks = [header.form_check for header in headers if header.standing is not Standing.SECRET]

    assert [check.findings for check in checks if check is not None and check.findings] == []
    assert sum(check is not None and check.checked for check in checks) > 35


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_requirement_has_words(lang: str) -> None:
    assert [row.code for row in REQUIREMENTS if f"form.{row.code}" not in catalogue(lang)] == []


def test_the_page_on_form_lists_every_requirement() -> None:
    told = [line for line in (ROOT / "docs/form-checks.md").read_text("utf-8").splitlines() if line.startswith("| `")]
    words = Words("vi")

    assert told == [
        f"| `{row.code}` | {'MUST' if row.binding else 'SHOULD'} | {row.source} | {words.of('form', row.code)} | {row.example} |"
        for row in REQUIREMENTS
    ]
