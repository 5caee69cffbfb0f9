"""edXML messages: what each kind says, and that a broken one is told by one problem."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import resource
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.executor import Lost, Processes
from docflow.model import AnsweredDocument, Citing, Header, Issuer, Message, ParseResult, Reading, Signer
from docflow.parse import reader
from docflow.parse.edxml_fields import Said, code_parts, named
from docflow.settings import Limits
from fixtures.edxml import QCVN, Answered, Attachment, Edoc, Organ, Status, edoc, status, zipped

DISTRICT = Organ("H99.01", "UBND huyện Sông Mây", "UBND tỉnh Mẫu")
COMMUNE = Organ("H99.01.01", "UBND xã Bến Lứa", "UBND huyện Sông Mây")
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\nnothing more\n%%EOF\n"
NOTICE = Edoc(DISTRICT, "147", "TB-UBND", "2022/03/15", signer="Trần Văn A", receivers=(COMMUNE,))
WITH_PDF = dataclasses.replace(NOTICE, attachments=(Attachment("147-TB-UBND.signed.pdf", PDF),))


def message_of(data: bytes) -> Message:
    message = reader.read(data).message
    assert message is not None
    return message


def codes(result: ParseResult) -> list[str]:
    return [problem.code for problem in result.problems]


# ---------------------------------------------------------------- what a message says


def test_the_header_of_a_message_is_read() -> None:
    told = dataclasses.replace(NOTICE, priority="2", places=("Như trên", "Lưu: VT"), type_name="Quyết định (cá biệt)")
    result = reader.read(edoc(told))

    assert result.documents == (
        Header(
            issuers=(Issuer("UBND huyện Sông Mây", "UBND tỉnh Mẫu"),),
            number="147",
            notation="TB-UBND",
            document_type="quyet_dinh",
            promulgated_on="2022-03-15",
            place="Mẫu",
            subject="Kết luận cuộc họp giao ban",
            signers=(Signer("Trần Văn A", "CHÁNH VĂN PHÒNG", ("TL.",)),),
            recipients=("Như trên", "Lưu: VT"),
            priority="THƯỢNG KHẨN",
        ),
    )
    assert {source.source.value for source in result.sources.values()} == {"edxml"}
    assert codes(result) == []


def test_a_new_document_names_its_sender_and_receivers() -> None:
    assert message_of(edoc(dataclasses.replace(NOTICE, document_id="H99.01,2022/03/15,147/TB-UBND"))) == Message(
        kind="edoc",
        business="new",
        business_code="0",
        sender="H99.01",
        receivers=("H99.01.01",),
        paper=False,
        document_id="H99.01,2022/03/15,147/TB-UBND",
        signature="absent",
    )


@pytest.mark.parametrize(
    ("code", "word"), [("0", "new"), ("1", "revoke"), ("2", "update"), ("3", "replace"), ("03", "replace"), ("", None)]
)
def test_each_business_code_has_its_word(code: str, word: str | None) -> None:
    message = message_of(edoc(dataclasses.replace(NOTICE, business=code)))

    assert (message.business, message.business_code) == (word, code or None)


@pytest.mark.parametrize(("said", "paper"), [("1", True), ("0", False), ("", None), ("7", None)])
def test_only_one_says_that_paper_follows(said: str, paper: bool | None) -> None:
    assert message_of(edoc(dataclasses.replace(NOTICE, paper=said))).paper is paper


@pytest.mark.parametrize("code", ["01", "02", "03", "04", "05", "06", "13", "15", "16"])
def test_each_status_is_told_with_what_it_is_about(code: str) -> None:
    about = Answered("H99.01", "147/TB-UBND", "2022/03/15", "H99.01,2022/03/15,147/TB-UBND")
    result = reader.read(status(Status(COMMUNE, code, (about,))))

    assert (result.documents, codes(result)) == ((), [])
    assert result.message == Message(
        kind="status",
        status=code,
        sender="H99.01.01",
        response_for=(AnsweredDocument("H99.01", "147/TB-UBND", "2022-03-15", "H99.01,2022/03/15,147/TB-UBND"),),
        signature="absent",
    )


@pytest.mark.parametrize(("code", "expected"), [("3", "03"), ("0", None), ("null", None), ("", None), ("15", "15")])
def test_a_status_code_may_be_an_unpadded_number_or_nothing(code: str, expected: str | None) -> None:
    message = message_of(status(Status(COMMUNE, code, (Answered("H99.01", "147/TB-UBND", "2022/03/15"),))))

    assert (message.kind, message.status) == ("status", expected)


def test_a_revocation_is_about_what_it_names_else_about_its_own_document() -> None:
    own = message_of(edoc(dataclasses.replace(NOTICE, business="1")))
    by_id = message_of(edoc(dataclasses.replace(NOTICE, business="1", target="H99.01,2022/02/01,90/TB-UBND")))
    by_answer = message_of(
        edoc(dataclasses.replace(NOTICE, business="1", answers=(Answered("H99.01", "90/TB-UBND", "2022/02/01"),)))
    )

    assert own.targets == (AnsweredDocument("H99.01", "147/TB-UBND", "2022-03-15"),)
    assert by_id.targets == (AnsweredDocument("H99.01", "90/TB-UBND", "2022-02-01", "H99.01,2022/02/01,90/TB-UBND"),)
    assert by_answer.targets == (AnsweredDocument("H99.01", "90/TB-UBND", "2022-02-01"),)


def test_a_replacement_names_what_it_replaces_and_an_answer_what_it_answers() -> None:
    told = dataclasses.replace(
        NOTICE,
        business="3",
        replaced=("H99.01,2022/02/01,90/TB-UBND", "0b5c-uuid"),
        answers=(Answered("H99.01.01", "12/BC-UBND", "2022/03/01"),),
    )
    result = reader.read(edoc(told))
    assert result.message is not None
    assert result.message.targets == (
        AnsweredDocument("H99.01", "90/TB-UBND", "2022-02-01", "H99.01,2022/02/01,90/TB-UBND"),
        AnsweredDocument(document_id="0b5c-uuid"),
    )
    assert [(one.citing, one.number, one.notation) for one in result.documents[0].references] == [
        (Citing.ANSWERS, "12", "BC-UBND"),
        (Citing.REPLACES, "90", "TB-UBND"),
    ]


def test_a_namespace_counts_and_a_prefix_does_not() -> None:
    data = edoc(WITH_PDF).replace(b"edXML:", b"x:").replace(b"xmlns:edXML", b"xmlns:x")

    assert reader.read(data).documents == reader.read(edoc(WITH_PDF)).documents
    assert codes(reader.read(edoc(NOTICE).replace(QCVN.encode(), b"http://example.org/other"))) == ["edxml-unknown"]


SIGNED = (
    '<Signature xmlns="{ns}"><SignedInfo/><SignatureValue>{value}</SignatureValue><KeyInfo><X509Data>'
    "<X509Certificate>{certificate}</X509Certificate></X509Data></KeyInfo></Signature>"
)
DSIG = "http://www.w3.org/2000/09/xmldsig#"


@pytest.mark.parametrize(
    ("signature", "state"),
    [
        ("", "absent"),
        ("<edXML:DigitalSignature/>", "absent"),
        (SIGNED.format(ns=QCVN, value="A" * 64, certificate="MIIF" + "A" * 400), "malformed"),
        (SIGNED.format(ns=DSIG, value="A" * 64, certificate="MIIFqTCCBJG"), "malformed"),
        (SIGNED.format(ns=DSIG, value="A" * 64, certificate="MIIF" + "A" * 400), "present-unverified"),
    ],
)
def test_the_signature_of_the_envelope_is_told_apart(signature: str, state: str) -> None:
    assert message_of(edoc(dataclasses.replace(NOTICE, signature=signature))).signature == state


# ---------------------------------------------------------------- attachments


@pytest.mark.parametrize(
    "attachment",
    [
        Attachment("a.pdf", PDF),
        Attachment("a.pdf", PDF, label="application/pdf"),
        Attachment("a.pdf", PDF, zipped=False),
        Attachment("a.pdf", PDF, zipped=False, label="application/pdf", with_cid=False),
        Attachment("a.pdf", PDF, named_twice=False),
    ],
)
def test_an_attachment_is_what_its_bytes_are(attachment: Attachment) -> None:
    result = reader.read(edoc(dataclasses.replace(NOTICE, attachments=(attachment,))))

    assert (result.contents, codes(result)) == ((PDF,), [])
    assert [(one.name, one.media_type, one.size) for one in result.members] == [("a.pdf", "application/pdf", len(PDF))]


def test_a_zip_of_several_files_is_an_archive_itself() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.pdf", PDF)
        archive.writestr("b.pdf", PDF)
    result = reader.read(edoc(dataclasses.replace(NOTICE, attachments=(Attachment("ab.zip", out.getvalue(), zipped=False),))))

    assert [(one.name, one.media_type) for one in result.members] == [("ab.zip", "application/zip")]


# ---------------------------------------------------------------- broken ones


def bomb() -> bytes:
    return zipped("x.pdf", b"%PDF-1.4\n" + bytes(300 * 2**20))


def laughs() -> bytes:
    lines = b"".join(b'<!ENTITY %c "%s">' % (98 + i, b"&%c;" % (97 + i) * 10) for i in range(9))
    text = edoc(NOTICE).replace("Kết luận".encode(), b"&j;")
    return text.replace(b"<edXML xmlns", b'<!DOCTYPE d [<!ENTITY a "ha">' + lines + b"]>\n<edXML xmlns", 1)


def mangled() -> bytes:
    return (PDF + bytes(range(128, 256)) * 20).decode("utf-8", "replace").encode()


def deep() -> bytes:
    return edoc(NOTICE).replace(b"<edXML:Subject>", b"<edXML:Subject>" + b"<a>" * 5000 + b"</a>" * 5000)


def attached(attachment: Attachment) -> bytes:
    return edoc(dataclasses.replace(NOTICE, attachments=(attachment,)))


SOUND = edoc(WITH_PDF)
BROKEN = {
    "junk before the declaration": (b"1212" + SOUND, "junk-before-prolog"),
    "prefix outside its declaration": (
        SOUND.replace(b"<AttachmentEncoded>", b"<edXML:AttachmentEncoded>").replace(
            b"</AttachmentEncoded>", b"</edXML:AttachmentEncoded>"
        ),
        "prefix-undeclared",
    ),
    "xlink not declared": (SOUND.replace(b"<edXML:Reference>", b'<edXML:Reference xlink:href="cid:1">'), "prefix-undeclared"),
    "another prefix not declared": (SOUND.replace(b"edXML:Subject", b"other:Subject"), "not-well-formed"),
    "cut off": (SOUND[: len(SOUND) // 2], "not-well-formed"),
    "day before month": (edoc(dataclasses.replace(NOTICE, day="15/03/2022")), "date-turned"),
    "day in the middle": (edoc(dataclasses.replace(NOTICE, day="2022/15/03")), "date-turned"),
    "year 20": (edoc(dataclasses.replace(NOTICE, day="0020/03/15")), "date-implausible"),
    "a DTD with entities": (laughs(), "xml-dtd"),
    "elements in elements": (deep(), "xml-limits"),
    "an unknown business code": (edoc(dataclasses.replace(NOTICE, business="9")), "edxml-code-unknown"),
    "base64 that is none": (
        SOUND.replace(b"UEsDB", b"***DB"),
        "attachment-damaged",
    ),
    "a zip bomb": (attached(Attachment("x.pdf", bomb(), zipped=False)), "zip-limits"),
    "a name that climbs": (attached(Attachment("a.pdf", PDF, entry="../../etc/cron.d/x")), "path-in-name"),
    "an attachment that is not there": (
        SOUND.replace(b"<AttachmentEncoded>", b"<Elsewhere>").replace(b"</AttachmentEncoded>", b"</Elsewhere>"),
        "attachment-missing",
    ),
    "no header": (f'<edXML xmlns="{QCVN}"><edXMLEnvelope/></edXML>'.encode(), "edxml-no-header"),
    "a status of nothing": (status(Status(COMMUNE, "03", ())), "status-of-nothing"),
    "the first version": (
        b'--b\r\nContent-Type: text/xml\r\n\r\n<SOAP-ENV:Envelope xmlns:edXML="http://www.e-doc.vn/Schema/"/>\r\n--b--',
        "edxml-first-version",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_each_broken_message_has_one_problem(name: str) -> None:
    data, code = BROKEN[name]

    assert codes(reader.read(data)) == [code]


@pytest.mark.parametrize("name", ["junk before the declaration", "prefix outside its declaration", "xlink not declared"])
def test_what_is_mended_says_what_the_sound_message_says(name: str) -> None:
    mended, sound = reader.read(BROKEN[name][0]), reader.read(SOUND)

    assert (mended.documents, mended.message, mended.members) == (sound.documents, sound.message, sound.members)


def test_a_date_the_wrong_way_round_is_turned_and_an_impossible_one_left_out() -> None:
    assert reader.read(BROKEN["day before month"][0]).documents[0].promulgated_on == "2022-03-15"
    assert reader.read(BROKEN["day in the middle"][0]).documents[0].promulgated_on == "2022-03-15"
    assert reader.read(BROKEN["year 20"][0]).documents[0].promulgated_on is None


def test_a_mangled_attachment_says_that_it_was_destroyed_on_its_way() -> None:
    result = reader.read(attached(Attachment("a.pdf", mangled())))

    assert (codes(result), codes(reader.read(result.contents[0]))) == ([], ["corrupted-in-transit"])


def test_a_name_that_climbs_is_never_the_name_of_a_member() -> None:
    assert [one.name for one in reader.read(BROKEN["a name that climbs"][0]).members] == ["a.pdf"]
    climbing = reader.read(attached(Attachment("../x/C:\\y.pdf", PDF)))
    assert [one.name for one in climbing.members] == ["..%2Fx%2FC:%5Cy.pdf"]


@dataclasses.dataclass(frozen=True)
class Heavy:
    """A broken message as a task of a real worker."""

    name: str
    size: int = 0


def peak(_: None, task: Heavy) -> tuple[list[str], int]:
    """The problems of a message and by how many MiB reading it raised the worker's highest memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = codes(reader.read(BROKEN[task.name][0]))
    return found, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024


def test_bombs_are_refused_in_little_memory() -> None:
    limits = Limits(memory_mib=512, base_seconds=20, seconds_per_mib=0, max_seconds=20)
    executor: Processes[Heavy, None, tuple[list[str], int]] = Processes(peak, None, workers=1, limits=limits, preload=())
    bombs = [Heavy(name) for name in ("a zip bomb", "a DTD with entities", "elements in elements")]
    answers = {task.name: answer for task, answer in executor.run(bombs)}

    assert {name: (answer if isinstance(answer, Lost) else answer[0]) for name, answer in answers.items()} == {
        one.name: [BROKEN[one.name][1]] for one in bombs
    }
    assert [name for name, answer in answers.items() if isinstance(answer, Lost) or answer[1] > 64] == []


# ---------------------------------------------------------------- rules with a space


@given(st.dates(min_value=dt.date(1945, 1, 1), max_value=dt.date(2099, 12, 31)))
def test_every_day_of_the_window_is_read_in_its_right_order(day: dt.date) -> None:
    said = Said()

    assert (said.day(day.strftime("%Y/%m/%d")), list(said.problems)) == (day.isoformat(), [])


@given(st.text(max_size=40))
def test_no_text_breaks_a_date_or_an_id(text: str) -> None:
    assert Said().day(text) is None or len(str(Said().day(text))) == 10
    assert isinstance(named(text), AnsweredDocument)


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(junk: bytes) -> None:
    for data in (b"<edXML " + junk, SOUND[:700] + junk + SOUND[700:], junk + SOUND):
        assert isinstance(reader.read(data, Reading(max_unpacked=2**20)), ParseResult)


def test_a_joined_code_falls_into_number_year_and_notation() -> None:
    assert code_parts("12/2022/NQ-HĐND") == ("12", 2022, "NQ-HĐND")
    assert code_parts("147/TB-UBND") == ("147", None, "TB-UBND")
    assert code_parts("147") == (None, None, None)
