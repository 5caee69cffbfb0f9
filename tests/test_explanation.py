from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from docflow.canonical import digest, plain
from docflow.closing import derive
from docflow.erasure import erase
from docflow.evidence import LedgerEvidence
from docflow.explanation import explain, explanation_record
from docflow.indicators.issuance import issuance
from docflow.indicators.question import Question
from docflow.indicators.signatures import signatures
from docflow.ledger.engine import open_ledger
from docflow.ledger.log_reader import LogReader
from docflow.ledger.read import Reader
from docflow.ledger.write import Settled, StoredVerdict, Writer
from docflow.listing import Filter, counted
from docflow.locale import Words
from docflow.model import (
    Clock,
    Direction,
    Fact,
    FileFacts,
    FileKind,
    Finding,
    Form,
    Header,
    Indication,
    Issuer,
    Modification,
    Outcome,
    Sighting,
    SignatureEvidence,
    SignatureKind,
    SignatureState,
    SignerKind,
    Source,
    SourceKind,
    Verdict,
)
from docflow.periods import parse_period
from docflow.registers.importing import Source as Table
from docflow.registers.importing import preview, record
from docflow.registers.register import Asked
from docflow.render.explanation import explanation_text
from docflow.render.screen import Screen

VI = Words("vi")
CLOCK = Clock(dt.datetime(2023, 1, 10, tzinfo=dt.UTC))
YEAR = parse_period("2022")
UNITS = "Mã định danh,Tên đơn vị,Cấp\nD,UBND huyện Mẫu,huyện\n"
REGISTER = (
    '"Số, ký hiệu văn bản",Ngày tháng văn bản,Tên loại và trích yếu nội dung,Hình thức phát hành\n'
    "05/QĐ-UBND,03/02/2022,Quyết định về đê,\n06/QĐ-UBND,30/12/2022,Quyết định về đất,Giấy\n"
)
SHA, SECRET = "ab" * 32, "cd" * 32


def signature(field: str, name: str, kind: SignerKind) -> SignatureEvidence:
    return SignatureEvidence(
        field=field,
        kind=SignatureKind.SIGNATURE,
        subfilter="ETSI.CAdES.detached",
        integrity=Finding(Indication.TOTAL_PASSED),
        coverage="entire_file",
        modification=Modification.NONE,
        signer_common_name=name,
        signer_kind=kind,
        timestamp="2022-02-03T02:00:00+00:00",
    )


FILE = FileFacts(
    sha256=SHA,
    size=12345,
    media_type="application/pdf",
    kind=FileKind.TEXT,
    pages=2,
    documents=(
        Header(
            issuers=(Issuer("UBND huyện Mẫu"),),
            number="05",
            notation="QĐ-UBND",
            document_type="quyet_dinh",
            promulgated_on="2022-02-03",
        ),
    ),
    sources={"number": Source(SourceKind.SIGNATURE_WIDGET, 990, 1)},
    state=SignatureState.SIGNED,
    signatures=(signature("S1", "Nguyễn Văn Mẫu", SignerKind.PERSONAL), signature("S2", "UBND huyện Mẫu", SignerKind.ORGAN)),
    problems=(),
    tools="test",
)


def take_in(ledger: str, kind: str, text: str, **asked: object) -> int | None:
    table = Table(f"{kind}.csv", text.encode(), dt.date(2023, 1, 10), Asked(**asked))  # type: ignore[arg-type]
    return record(ledger, kind, table, words=VI, clock=CLOCK)[1]


def settled(sha256: str, *facts: Fact, verdicts: tuple[StoredVerdict, ...] = (), refused: bool = False) -> Settled:
    return Settled(
        path_hash=digest(sha256),
        path=None,
        outcome=Outcome.QUARANTINED if refused else Outcome.ACCEPTED,
        sha256=sha256,
        reason="secret" if refused else None,
        facts=facts,
        verdicts=verdicts,
    )


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A district's register of two lines, the signed file of the first, and one secret file."""
    url = f"sqlite:///{tmp_path_factory.mktemp('ledger') / 'ledger.db'}"
    engine = open_ledger(url, create=True)
    assert take_in(url, "units", UNITS) == 1
    assert take_in(url, "register", REGISTER, unit="D") == 2
    seen = Sighting(SHA, "inbox/D/outgoing/qd.pdf", "D", Direction.OUTGOING)
    verdict = Verdict("strict", Indication.INDETERMINATE, "NO_CERTIFICATE_CHAIN_FOUND")
    stored = tuple(StoredVerdict(SHA, f, "strict", "1" * 64, "2" * 64, "2023-01-10T00:00:00Z", verdict) for f in ("S1", "S2"))
    with Writer(engine, kind="ingest", clock=CLOCK, tools="test", settings={}) as writer:
        facts = (Fact("file", SHA, plain(FILE)), Fact("sighting", digest(seen), plain(seen)))
        writer.settle(
            [settled(SHA, *facts, verdicts=stored), settled(SECRET, Fact("quarantine", SECRET, {"code": "secret"}), refused=True)]
        )
        writer.close(derive, lambda _: {}, None)
    return url


@pytest.fixture
def reader(ledger: str) -> Reader:
    return Reader(open_ledger(ledger))


def test_the_same_table_again_makes_no_run(ledger: str, reader: Reader) -> None:
    assert take_in(ledger, "register", REGISTER, unit="D") is None
    assert [run.kind for run in reader.runs()] == ["import", "import", "ingest"]


def test_a_dry_run_says_what_would_change_and_changes_nothing(ledger: str, reader: Reader) -> None:
    table = Table("r.csv", REGISTER.replace("Giấy", "Điện tử").encode(), dt.date(2023, 1, 10), Asked(unit="D"))

    assert preview(ledger, "register", table, VI).balance["changed"] == 1
    assert len(reader.runs()) == 3


@pytest.mark.parametrize(("run", "electronic", "unknown"), [(2, 0, 1), (3, 1, 0)])
def test_a_figure_can_be_printed_as_it_was_known(reader: Reader, run: int, electronic: int, unknown: int) -> None:
    rows = {row.figure: row for row in issuance(LedgerEvidence(reader, run), Question("D", YEAR)).rows}

    assert (rows["electronic"].numerator, rows["unknown"].numerator, rows["paper"].numerator) == (electronic, unknown, 1)
    assert rows["electronic"].denominator == 2


@pytest.mark.parametrize("form", list(Form))
def test_the_ledger_lists_as_many_as_it_counts(reader: Reader, form: Form) -> None:
    evidence = LedgerEvidence(reader, 3)
    rows = {row.figure: row.numerator for row in issuance(evidence, Question("D", YEAR)).rows}

    assert len(list(counted(evidence, Question("D", YEAR), Filter(form=form)))) == rows[form.value]


def test_signing_and_what_a_policy_says_are_counted_apart(reader: Reader) -> None:
    evidence = LedgerEvidence(reader, 3)

    def figures(policy: str) -> dict[str, tuple[int | None, int]]:
        rows = signatures(evidence, Question("D", YEAR, policy=policy)).rows
        return {row.figure: (row.numerator, row.denominator) for row in rows}

    assert figures("strict") == {
        "signed_by_person": (1, 1),
        "signed_by_organ": (1, 1),
        "signed_by_both": (1, 1),
        "passing": (0, 1),
    }
    assert figures("unheard-of")["passing"] == (None, 1)


def test_a_secret_file_is_excluded_and_counted(reader: Reader) -> None:
    assert issuance(LedgerEvidence(reader, 3), Question(period=YEAR)).excluded["secret"] == 1


@pytest.mark.parametrize("wanted", ["05/QĐ-UBND", "5/QĐ-UBND", SHA, SHA[:8].upper(), "D/2022//5/QĐ-UBND"])
def test_a_document_is_found_by_key_number_and_hash(reader: Reader, wanted: str) -> None:
    assert [one.document.key for one in explain(reader, wanted, None).documents] == ["D/2022//5/QĐ-UBND"]


def test_an_explanation_tells_why_in_whole_sentences(reader: Reader) -> None:
    text = explanation_text(explain(reader, "05/QĐ-UBND", None), VI, Screen(100))

    assert (
        text.rpartition("Lượt nạp")[0]
        == """\
Quyết định 05/QĐ-UBND
Khóa: D/2022//5/QĐ-UBND
Ngày ban hành: 03/02/2022 (theo sổ đăng ký)
Tình trạng: đã ban hành
Nguồn gốc: bản gốc điện tử
  Vì: Văn bản điện tử có đủ chữ ký số của người có thẩm quyền và của cơ quan (NĐ 30/2020, Điều 5)
  [signed-by-person-and-organ]
  Bằng chứng: tệp abababababab…, chữ ký S1, chữ ký S2
Hình thức phát hành: điện tử
  Vì: Văn bản điện tử có đủ chữ ký số của người có thẩm quyền và của cơ quan (NĐ 30/2020, Điều 5)
  [signed-by-person-and-organ]
  Suy đoán từ chữ ký số, không có chứng cứ về việc gửi
Mục trong sổ
  D, văn bản đi, ngày 03/02/2022, theo dòng sổ đăng ký + tệp
Tệp abababababababababababababababababababababababababababababababab
  Thấy tại: inbox/D/outgoing/qd.pdf
  Tệp chữ, 2 trang, 12.345 byte
  Số: 05 [ô chữ ký số, trang 1, tin cậy 99 %]
  Ký hiệu: QĐ-UBND
  Ngày: 03/02/2022
  Loại: Quyết định
  Cơ quan ban hành: UBND huyện Mẫu
  Chữ ký số của Nguyễn Văn Mẫu (cá nhân). Nội dung còn nguyên từ khi ký. Ký lúc 03/02/2022 09:00, có
  dấu thời gian. Chưa kết luận theo chính sách strict, xét ngày 10/01/2023 07:00 (chưa nối được tới
  cơ quan chứng thực tin cậy).
  Chữ ký số của UBND huyện Mẫu (cơ quan). Nội dung còn nguyên từ khi ký. Ký lúc 03/02/2022 09:00, có
  dấu thời gian. Chưa kết luận theo chính sách strict, xét ngày 10/01/2023 07:00 (chưa nối được tới
  cơ quan chứng thực tin cậy).
Dòng 2 trong sổ năm 2022 của D
  Mã dòng: D|outgoing|2022|5/QĐ-UBND|1
  Trích yếu: Quyết định về đê
Các lượt đã xét
  Lượt 2: chưa rõ, nguồn gốc chưa rõ [register-only]
  Lượt 3: điện tử, nguồn gốc bản gốc điện tử [signed-by-person-and-organ]

"""
    )


def test_an_explanation_as_of_an_earlier_run_does_not_know_the_file(reader: Reader) -> None:
    (one,) = explain(reader, "05/QĐ-UBND", "2").documents

    assert (one.files, one.document.form.rule, len(one.versions)) == ((), "register-only", 1)


def test_the_json_of_an_explanation_holds_files_lines_and_versions(reader: Reader) -> None:
    (one,) = explanation_record(explain(reader, "05/QĐ-UBND", None))["documents"]

    assert [file["paths"] for file in one["files"]] == [["inbox/D/outgoing/qd.pdf"]]
    assert [line["line"] for line in one["lines"]] == ["D|outgoing|2022|5/QĐ-UBND|1"]
    assert [(version["run"], version["form"]) for version in one["versions"]] == [(2, "unknown"), (3, "electronic")]


def test_of_a_secret_file_only_the_reason_is_told(reader: Reader) -> None:
    found = explain(reader, SECRET, None)

    assert (found.documents, found.refused) == ((), "secret")


def test_what_the_ledger_does_not_know_is_nothing(reader: Reader) -> None:
    found = explain(reader, "99/XX-YY", None)

    assert (found.documents, found.refused) == ((), None)


def test_a_line_that_is_gone_from_a_newer_register_leaves_the_figure(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    engine = open_ledger(url, create=True)
    take_in(url, "units", UNITS)
    take_in(url, "register", REGISTER, unit="D")
    take_in(url, "register", REGISTER.rpartition("06/")[0], unit="D")
    now, before = (issuance(LedgerEvidence(Reader(engine), run), Question("D", YEAR)).rows[0].denominator for run in (3, 2))

    assert (before, now) == (2, 1)


def test_a_form_that_was_left_open_tells_which_witness_would_decide_it(reader: Reader) -> None:
    explanation = explain(reader, "05/QĐ-UBND", "2")
    (one,) = explanation.documents

    assert [(settling.witness, settling.possible) for settling in one.settled_by] == [
        ("column", ("both", "electronic", "paper")),
        ("electronic", ("electronic",)),
        ("paper", ("paper",)),
        ("both", ("both",)),
    ]
    told = explanation_text(explanation, VI, Screen(100))
    assert "Ký nhận bản giấy".lower() in told.lower()
    assert "gói tin edXML hoặc trạng thái của nơi nhận → điện tử" in told
    record = explanation_record(explanation)["documents"][0]
    assert record["settled_by"][1] == {"witness": "electronic", "possible": ["electronic"]}
    assert "settled_by" not in explanation_record(explain(reader, "05/QĐ-UBND", "3"))["documents"][0]


@pytest.mark.parametrize("as_of", [None, "3"])
def test_what_was_erased_is_marked_with_its_entry_in_the_log(ledger: str, tmp_path: Path, as_of: str | None) -> None:
    # With what SQLite has not yet written back beside it.
    copy = shutil.copytree(Path(ledger.removeprefix("sqlite:///")).parent, tmp_path / "copy")
    url = f"sqlite:///{copy / 'ledger.db'}"
    erase(url, ["05/QĐ-UBND"], author="A", reason="R", clock=CLOCK, originals=tmp_path)
    reader = Reader(open_ledger(url))
    line = "D|outgoing|2022|5/QĐ-UBND|1"
    entries = {
        (one.kind, one.subject): one.position
        for one in LogReader(open_ledger(url), reader.run("3").leaves).last_entries([("register-line", line), ("file", SHA)])
    }
    explanation = explain(reader, "05/QĐ-UBND", as_of)
    (one,) = explanation.documents

    assert one.erased == {line: entries["register-line", line]}
    assert [(subject, told.subject, told.number) for subject, told in one.lines] == [(line, None, "05")]
    assert [file.erased for file in one.files] == [entries["file", SHA]]
    told = explanation_text(explanation, VI, Screen(100))
    for entry in entries.values():
        assert f"Nội dung đã xóa theo yêu cầu (mục {entry} của nhật ký)" in told
    record = explanation_record(explanation)["documents"][0]
    assert (record["lines"][0]["erased"], record["files"][0]["erased"]) == (entries["register-line", line], entries["file", SHA])
