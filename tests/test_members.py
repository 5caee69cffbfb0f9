"""Files inside files are counted, kept, found again and resolved like files; nothing of a secret one leaves its container."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from worlds.commands import Told, docflow
from worlds.letters import letter
from worlds.parcels import COMMUNE, UNITS, archive, letter_bytes, mail, sending, told_of

from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.model import Document
from fixtures.edxml import Attachment, edoc, status

ROOT = Path(__file__).resolve().parent.parent
SECRET = (ROOT / "fixtures" / "cases" / "secret-mark" / "document.pdf").read_bytes()


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    docflow("init", folder, "-q")
    (folder / "inbox" / "H99.01" / "outgoing").mkdir(parents=True)
    (folder / "inbox" / "H99.01.01" / "incoming").mkdir(parents=True)
    (folder / "units.csv").write_text(UNITS, "utf-8")
    docflow("import", "units", folder / "units.csv", "--instance", folder, "-q")
    return folder


@pytest.fixture
def outgoing(instance: Path) -> Path:
    return instance / "inbox" / "H99.01" / "outgoing"


@pytest.fixture
def incoming(instance: Path) -> Path:
    return instance / "inbox" / "H99.01.01" / "incoming"


def ingest(instance: Path, *more: str) -> Told:
    told = docflow("ingest", instance / "inbox", "--instance", instance, "--format", "json", "--at", "2022-12-31", *more)
    assert told.code in {0, 100}, told.err
    for name in ("balance", "members"):
        counts = dict(told.json[name])
        assert counts.pop("found") == sum(counts.values())
    return told


def counted(told: Told, name: str = "members") -> dict[str, int]:
    return {outcome: count for outcome, count in told.json[name].items() if count}


def documents(instance: Path) -> dict[str, Document]:
    reader = Reader(open_ledger(f"sqlite:///{instance / 'ledger.db'}"))
    return {document.key: document for document in reader.documents(reader.run(None).number)}


def document(instance: Path, number: str) -> Document:
    return documents(instance)[f"H99.01/2022//{number}/UBND-VP"]


def codes(told: Document) -> list[str]:
    return [finding.code for finding in told.findings]


# ---------------------------------------------------------------- archives and mails


def test_every_file_in_an_archive_stands_for_itself(instance: Path, outgoing: Path) -> None:
    files = {"thang 4/1.docx": letter_bytes("1"), "2.docx": letter_bytes("2"), "Thumbs.db": b"x", "anh.png": b"\x89PNG\r\n\x1a\n"}
    (outgoing / "thang-4.zip").write_bytes(archive(files))

    told = ingest(instance)
    assert (counted(told, "balance"), counted(told)) == (
        {"found": 1, "accepted": 1},
        {"found": 4, "accepted": 2, "rejected": 1, "ignored": 1},
    )
    found = documents(instance)
    assert [key for key in sorted(found) if not key.startswith("file:")] == ["H99.01/2022//1/UBND-VP", "H99.01/2022//2/UBND-VP"]
    assert [(h.unit, h.direction.value) for h in document(instance, "1").holdings] == [("H99.01", "outgoing")]
    assert [p["path"] for p in told.json["problems"]] == ["inbox/H99.01/outgoing/thang-4.zip!/anh.png"]


def test_what_was_met_before_is_a_duplicate_wherever_it_lies(instance: Path, outgoing: Path, incoming: Path) -> None:
    (outgoing / "a.zip").write_bytes(archive({"1.docx": letter_bytes("1"), "copy.docx": letter_bytes("1")}))
    assert counted(ingest(instance)) == {"found": 2, "accepted": 1, "duplicate": 1}

    (incoming / "b.eml").write_bytes(mail({"1.docx": letter_bytes("1"), "2.docx": letter_bytes("2")}))
    shutil.copy(outgoing / "a.zip", incoming / "a.zip")
    told = ingest(instance)
    assert (counted(told, "balance"), counted(told)) == (
        {"found": 3, "accepted": 1, "duplicate": 1, "known": 1},
        {"found": 4, "accepted": 1, "duplicate": 3},
    )
    assert sorted((h.unit, h.direction.value) for h in document(instance, "1").holdings) == [
        ("H99.01", "outgoing"),
        ("H99.01.01", "incoming"),
    ]


def test_the_store_keeps_the_container_and_the_check_knows_where_its_members_are(instance: Path, outgoing: Path) -> None:
    inner = archive({"1.docx": letter_bytes("1")})
    (outgoing / "a.zip").write_bytes(archive({"in.zip": inner}))
    ingest(instance)

    kept = [path for path in (instance / "store").rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert docflow("ledger", "check", "--files", "--instance", instance).code == 0
    kept[0].unlink()
    assert docflow("ledger", "check", "--files", "--instance", instance).code == 7


@pytest.mark.parametrize(
    ("make", "outcome", "code"),
    [
        (lambda: archive({}), "rejected", "empty-archive"),
        (lambda: mail({}), "rejected", "no-attachments"),
        (lambda: archive({"mimetype": b"application/vnd.etsi.asic-e+zip", "1.docx": b"x"}), "rejected", "type-asic"),
        (lambda: archive({"1.docx": letter_bytes("1"), "META-INF/signatures0.xml": b"<x/>"}), "rejected", "type-asic"),
        (lambda: archive({"1.pdf": b"%PDF-1.4" * 90})[:-30], "accepted", "damaged-archive"),
        (lambda: encrypted(archive({"1.pdf": b"%PDF-1.4"})), "accepted", "encrypted-archive"),
        (lambda: archive({f"{n}.txt": b"" for n in range(1001)}), "accepted", "zip-limits"),
        (lambda: archive({"zeros.pdf": b"%PDF-" + bytes(20 * 2**20)}), "accepted", "zip-limits"),
        (lambda: nested(4), "quarantined", "nested-too-deep"),
        (lambda: archive({"a.zip": many(600), "b.zip": many(601)}), "quarantined", "members-limits"),
        (lambda: archive({"good.docx": letter_bytes("1"), "secret.pdf": SECRET}), "quarantined", "secret"),
        (lambda: edoc(sending("1", Attachment("secret.pdf", SECRET))), "quarantined", "secret"),
        (lambda: b"\x78\x9f\x3e\x22" + bytes(50), "rejected", "type-outlook"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_container_that_cannot_be_taken_as_it_is_says_so(
    instance: Path, outgoing: Path, make: Callable[[], bytes], outcome: str, code: str
) -> None:
    (outgoing / "container.bin").write_bytes(make())

    told = ingest(instance)
    assert [(p["outcome"], p["code"]) for p in told.json["problems"] if "!/" not in (p["path"] or "")] == [(outcome, code)]
    assert counted(told, "balance") == {"found": 1, outcome: 1}


def encrypted(data: bytes) -> bytes:
    """The same archive, whose directory and entries say that they are encrypted."""
    made = bytearray(data)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        made[made.find(mark) + at] |= 1
    return bytes(made)


def nested(depth: int) -> bytes:
    data = letter_bytes("1")
    for level in range(depth):
        data = archive({f"{level}.zip" if level else "1.docx": data})
    return data


def many(count: int) -> bytes:
    return archive({f"{n}.txt": b"%d" % n for n in range(count)})


def test_nothing_of_a_secret_file_in_a_container_is_told(instance: Path, outgoing: Path) -> None:
    (outgoing / "container.zip").write_bytes(archive({"good.docx": letter_bytes("1"), "mat.pdf": SECRET}))
    told = ingest(instance)

    assert [path for path in (instance / "store").rglob("*") if path.is_file()] == []
    assert "container.zip" not in told.out
    ledger = (instance / "ledger.db").read_bytes()
    assert [name for name in (b"container.zip", b"mat.pdf", b"good.docx", b"UBND-VP") if name in ledger] == []


def test_names_are_shown_and_never_used(instance: Path, outgoing: Path) -> None:
    (outgoing / "a.zip").write_bytes(archive({"../../evil.docx": letter_bytes("1"), "C:\\x\\2.docx": letter_bytes("2")}))

    told = ingest(instance)
    assert [(p["code"], p["detail"]) for p in told.json["problems"]] == [("path-in-name", "..%2F..%2Fevil.docx, C:%5Cx%5C2.docx")]
    shown = docflow("show", "1/UBND-VP", "--instance", instance).out
    assert "inbox/H99.01/outgoing/a.zip!/..%2F..%2Fevil.docx" in shown
    assert list(instance.rglob("evil.docx")) == []


def test_a_file_that_holds_itself_ends(instance: Path, outgoing: Path, tmp_path: Path) -> None:
    # As deep as allowed, with the same archives twice on each level: walked, they are more than are taken.
    data = many(40)
    for _ in range(2):
        data = archive({f"{n}.zip": data for n in range(30)})
    (outgoing / "a.zip").write_bytes(data)

    assert [p["code"] for p in ingest(instance).json["problems"]] == ["members-limits"]


# ---------------------------------------------------------------- messages and their documents


def test_a_message_brings_the_files_of_its_document(instance: Path, outgoing: Path, incoming: Path) -> None:
    parcel = sending("7", Attachment("7.docx", letter_bytes("7")), Attachment("phu-luc.pdf", b"%PDF-1.4 broken"))
    (incoming / "7.edxml").write_bytes(edoc(parcel))
    ingest(instance)

    told = document(instance, "7")
    assert (len(told.files), told.form.value, told.form.rule, codes(told)) == (3, "electronic", "electronic-witness", [])
    assert [(h.unit, h.direction.value) for h in told.holdings] == [("H99.01.01", "incoming")]
    assert len(documents(instance)) == 1


def test_a_message_and_the_same_letter_in_the_issuers_folder_are_one_document(
    instance: Path, outgoing: Path, incoming: Path
) -> None:
    letter(outgoing / "7.docx", "7")
    (incoming / "7.edxml").write_bytes(edoc(sending("7", Attachment("7.docx", letter_bytes("7")), paper="1")))
    ingest(instance)

    told = document(instance, "7")
    assert (told.form.value, told.form.rule, len(told.holdings)) == ("both", "witnesses-of-both", 2)


def test_an_attachment_with_another_number_is_a_document_of_its_own(instance: Path, outgoing: Path) -> None:
    (outgoing / "7.edxml").write_bytes(edoc(sending("7", Attachment("8.docx", letter_bytes("8")))))
    ingest(instance)

    assert (codes(document(instance, "8")), document(instance, "8").form.value) == (["edxml-number-differs"], "unknown")
    assert (document(instance, "7").origin.rule, document(instance, "7").form.value) == ("message-only", "electronic")


def test_what_the_message_says_otherwise_than_its_file_is_found(instance: Path, outgoing: Path) -> None:
    parcel = sending("7", Attachment("7.docx", letter_bytes("7")), day="2022/04/06", subject="việc khác", type_name="Báo cáo")
    (outgoing / "7.edxml").write_bytes(edoc(parcel))
    ingest(instance)

    found = codes(document(instance, "7"))
    assert [code for code in found if code.startswith("edxml-")] == [
        "edxml-date-differs",
        "edxml-subject-differs",
        "edxml-type-differs",
    ]


STATUSES = {"01": [], "02": ["refused-by-receiver"], "03": [], "06": [], "13": [], "16": ["take-back-refused"]}


@pytest.mark.parametrize("code", STATUSES)
def test_a_status_witnesses_that_a_document_was_sent_electronically(
    instance: Path, outgoing: Path, incoming: Path, code: str
) -> None:
    letter(outgoing / "7.docx", "7")
    letter(outgoing / "8.docx", "8")
    (incoming / "7.edxml").write_bytes(status(told_of("7", code, organ="000.00.01.H99")))
    ingest(instance)

    told = document(instance, "7")
    assert (told.form.rule, told.standing.value, len(told.messages)) == ("electronic-witness", "issued", 1)
    assert [one for one in codes(told) if "re" in one and "register" not in one] == STATUSES[code]
    assert document(instance, "8").form.rule == "born-digital-unsigned"


def test_what_the_sender_takes_back_with_the_receivers_consent_is_withdrawn(instance: Path, outgoing: Path) -> None:
    letter(outgoing / "7.docx", "7")
    (outgoing / "13.edxml").write_bytes(status(told_of("7", "13", sending("7").sender)))
    ingest(instance)
    assert (document(instance, "7").standing.value, "take-back-asked" in codes(document(instance, "7"))) == ("issued", True)

    (outgoing / "15.edxml").write_bytes(status(told_of("7", "15")))
    ingest(instance)
    assert (document(instance, "7").standing.value, "take-back-asked" in codes(document(instance, "7"))) == ("withdrawn", False)


@pytest.mark.parametrize("first", ["letter", "revocation"])
def test_a_revocation_withdraws_its_document_whichever_comes_first(instance: Path, outgoing: Path, first: str) -> None:
    made: dict[str, Callable[[], object]] = {
        "letter": lambda: letter(outgoing / "7.docx", "7"),
        "revocation": lambda: (outgoing / "thu-hoi.edxml").write_bytes(edoc(sending("7", business="1"))),
    }
    made.pop(first)()
    ingest(instance)
    assert len(documents(instance)) == (1 if first == "letter" else 0)

    made.popitem()[1]()
    ingest(instance)
    told = document(instance, "7")
    assert (told.standing.value, told.form.value, len(told.files), len(told.messages)) == ("withdrawn", "electronic", 1, 1)
    told_by_unit = ("--unit", "H99.01", "--period", "2022", "--format", "json")
    report = docflow("report", "issuance", "--instance", instance, *told_by_unit).json
    assert [(row["numerator"], row["denominator"]) for row in report["rows"] if row["figure"] == "electronic"] == [(1, 1)]


def test_a_revocation_by_another_does_not_count(instance: Path, outgoing: Path) -> None:
    letter(outgoing / "7.docx", "7")
    forged = sending("7", business="1", target="H99.01,2022/04/05,7/UBND-VP", sender=COMMUNE)
    (outgoing / "thu-hoi.edxml").write_bytes(edoc(forged))
    ingest(instance)

    told = document(instance, "7")
    assert (told.standing.value, "revocation-not-by-issuer" in codes(told)) == ("issued", True)


def test_an_update_is_shown_and_not_applied_and_a_replacement_names_the_new_one(instance: Path, outgoing: Path) -> None:
    for number in ("7", "8", "9"):
        letter(outgoing / f"{number}.docx", number)
    (outgoing / "update.edxml").write_bytes(edoc(sending("7", business="2", subject="trích yếu mới")))
    replacing = sending("9", Attachment("9.docx", letter_bytes("9")), business="3", replaced=("H99.01,2022/04/05,8/UBND-VP",))
    (outgoing / "replace.edxml").write_bytes(edoc(replacing))
    ingest(instance)

    assert "update-pending" in codes(document(instance, "7"))
    assert [f.detail for f in document(instance, "8").findings if f.code == "replaced-by"] == ["9/UBND-VP"]
    assert (document(instance, "9").form.rule, len(document(instance, "9").files)) == ("electronic-witness", 2)


def test_a_message_about_nothing_known_makes_no_document(instance: Path, incoming: Path) -> None:
    (incoming / "7.edxml").write_bytes(status(told_of("7", "03")))
    (incoming / "8.edxml").write_bytes(edoc(sending("7", business="1", sender=COMMUNE)))

    assert counted(ingest(instance), "balance") == {"found": 2, "accepted": 2}
    assert documents(instance) == {}


def test_a_unit_learned_later_lets_a_status_find_its_document(instance: Path, outgoing: Path, incoming: Path) -> None:
    letter(outgoing / "7.docx", "7")
    (incoming / "7.edxml").write_bytes(status(told_of("7", "03", organ="H99-OLD")))
    ingest(instance)
    assert document(instance, "7").messages == ()

    (instance / "units.csv").write_text(UNITS.replace("000.00.01.H99", "H99-OLD"), "utf-8")
    docflow("import", "units", instance / "units.csv", "--instance", instance, "-q")
    assert len(document(instance, "7").messages) == 1


# ---------------------------------------------------------------- however it comes about


def fill(inbox: Path) -> None:
    """A little of everything in two units' folders."""
    parcel = edoc(
        sending("7", Attachment("7.docx", letter_bytes("7")), Attachment("ten.zip", archive({"8.docx": letter_bytes("8")})))
    )
    made = {
        "H99.01/outgoing/7.edxml": parcel,
        "H99.01.01/incoming/7.edxml": parcel,
        "H99.01/outgoing/a.zip": archive({"1.docx": letter_bytes("1"), "in.zip": archive({"2.docx": letter_bytes("2")})}),
        "H99.01.01/incoming/b.eml": mail({"1.docx": letter_bytes("1"), "3.docx": letter_bytes("3"), "7.edxml": parcel}),
        "H99.01.01/incoming/s.edxml": status(told_of("1", "03")),
        "H99.01/outgoing/2.docx": letter_bytes("2"),
    }
    for name, data in made.items():
        (inbox / name).parent.mkdir(parents=True, exist_ok=True)
        (inbox / name).write_bytes(data)


def test_the_same_files_one_by_one_or_all_at_once_come_to_the_same_state(instance: Path, tmp_path: Path) -> None:
    twin = tmp_path / "twin"
    shutil.copytree(instance, twin)
    fill(instance / "inbox")
    whole = ingest(instance, "--workers", "2").json

    fill(tmp_path / "aside")
    for path in sorted((tmp_path / "aside").rglob("*"), reverse=True):
        if path.is_file():
            shutil.copy(path, twin / "inbox" / path.relative_to(tmp_path / "aside"))
            parts = ingest(twin).json
    assert parts["state_root"] == whole["state_root"]
    assert documents(twin) == documents(instance)
    assert ingest(instance, "--again").json["state_root"] == whole["state_root"]
    assert docflow("ledger", "check", "--files", "--instance", twin).code == 0


def test_show_explains_messages_archives_and_members(instance: Path, incoming: Path) -> None:
    fill(instance / "inbox")
    ingest(instance)
    inbox = instance / "inbox"

    whole = docflow("show", inbox / "H99.01/outgoing/a.zip", "--instance", instance).out
    assert ("1.docx" in whole, "UBND-VP" in whole) == (True, True)
    told = docflow("show", inbox / "H99.01.01/incoming/s.edxml", "--instance", instance).out
    assert ("đã tiếp nhận" in told, "1/UBND-VP" in told) == (True, True)
    record = docflow("show", "7/UBND-VP", "--instance", instance, "--format", "json").json
    assert sorted(file["facts"]["kind"] for file in record["documents"][0]["files"]) == ["edxml", "word"]


def test_parse_tells_members_and_message(instance: Path) -> None:
    fill(instance / "inbox")
    told = docflow("parse", instance / "inbox/H99.01/outgoing/7.edxml", "--format", "jsonl").json

    assert [(m["name"], [d["number"] for d in m["documents"]], len(m["members"])) for m in told["members"]] == [
        ("7.docx", ["7"], 0),
        ("ten.zip", [], 1),
    ]
    assert (told["message"]["from"], told["message"]["business"], told["document"]["number"]) == ("H99.01", "new", "7")
    inspected = docflow("inspect", instance / "inbox/H99.01/outgoing/7.edxml", "--format", "jsonl").json
    assert (inspected["form"], inspected["form_rule"], inspected["origin_rule"]) == (
        "electronic",
        "electronic-witness",
        "born-digital-unsigned",
    )
