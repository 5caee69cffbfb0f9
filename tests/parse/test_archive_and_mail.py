"""Zip files and mails: which files they hold, under which names, and that a broken one says so once."""

from __future__ import annotations

import base64
import email.policy
import io
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow import container
from docflow.model import ParseResult, Reading
from docflow.parse import archive, mail, reader
from docflow.parse.archive_names import entry_name, shown, strays

PDF = b"%PDF-1.4\n"


def codes(result: ParseResult) -> list[str]:
    return [problem.code for problem in result.problems]


def made(*entries: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries:
            package.writestr(name, data)
    return out.getvalue()


def a_mail() -> EmailMessage:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Văn bản"
    message.set_content("Kính gửi")
    return message


# ---------------------------------------------------------------- archives


def test_folders_are_no_members_and_names_say_where_a_member_lay() -> None:
    result = reader.read(made(("thang 4/", b""), ("thang 4/1.pdf", PDF), ("2.pdf", PDF)))

    assert ([one.name for one in result.members], result.contents, codes(result)) == (
        ["thang 4%2F1.pdf", "2.pdf"],
        (PDF, PDF),
        [],
    )


def test_a_name_that_is_not_said_to_be_utf_8_is_if_its_bytes_are() -> None:
    names = []
    for raw in ("Quyết định.pdf".encode(), b"b\xa0o c\xa0o.pdf"):
        entry = zipfile.ZipInfo(raw.decode("cp437"))
        names.append(entry_name(entry))

    assert names == ["Quyết định.pdf", "báo cáo.pdf"]


@pytest.mark.parametrize("name", ["../a.pdf", "/etc/a.pdf", "C:\\a.pdf", "x\\..\\..\\a.pdf", "\\\\server\\a.pdf"])
def test_a_name_that_leads_elsewhere_is_told(name: str) -> None:
    result = reader.read(made((name, PDF)))

    assert (codes(result), len(result.members)) == (["path-in-name"], 1)
    assert "/" not in result.members[0].name
    assert "\\" not in result.members[0].name


@given(st.text(max_size=300))
def test_no_shown_name_parts_a_path_or_hides_what_it_is(name: str) -> None:
    told = shown(name, "a")

    assert told
    assert len(told) <= 255
    assert not any(sign in told for sign in "/\\\n\r\t\0\u202e\u2066")
    assert isinstance(strays(name), bool)


def test_what_is_over_the_bounds_is_told_once_and_the_rest_is_taken() -> None:
    both = made(("zeros.pdf", bytes(20 * 2**20)), ("1.pdf", PDF))

    assert (codes(reader.read(both)), [one.name for one in reader.read(both).members]) == (["zip-limits"], ["1.pdf"])
    assert codes(archive.read(made(("1.pdf", PDF), ("2.pdf", PDF)), Reading(max_members=1))) == ["zip-limits"]
    assert codes(archive.read(made(("1.pdf", PDF)), Reading(max_unpacked=4))) == ["zip-limits"]


@pytest.mark.parametrize(
    ("entries", "code", "media_type"),
    [
        ([("META-INF/MANIFEST.MF", b""), ("A.class", b"")], "type-not-read", archive.PACKAGE),
        ([("[Content_Types].xml", b"<Types/>"), ("visio/document.xml", b"")], "type-not-read", archive.PACKAGE),
        ([("META-INF/signature.p7s", b""), ("1.pdf", PDF)], "type-asic", archive.ASIC),
    ],
)
def test_a_package_is_no_folder_of_documents(entries: list[tuple[str, bytes]], code: str, media_type: str) -> None:
    result = reader.read(made(*entries))

    assert (codes(result), result.media_type, result.members) == ([code], media_type, ())
    assert not reader.accepts(media_type)


@given(st.binary(max_size=300), st.integers(0, 200))
def test_no_bytes_break_the_archive_reader(junk: bytes, at: int) -> None:
    data = made(("1.pdf", PDF), ("2.pdf", PDF))

    assert isinstance(archive.read(data[:at] + junk + data[at:]), ParseResult)
    assert isinstance(archive.read(b"PK\x03\x04" + junk), ParseResult)


# ---------------------------------------------------------------- mails


def test_attachments_are_members_and_what_is_to_be_read_is_not() -> None:
    message = a_mail()
    message.add_alternative("<p>Kính gửi <img src=cid:logo></p>", subtype="html")
    (page,) = (part for part in message.walk() if part.get_content_type() == "text/html")
    assert isinstance(page, EmailMessage)
    page.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<logo>", filename="logo.png", disposition="inline")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="Quyết định.pdf")
    message.add_attachment("văn bản thuần", filename="../ghi chú.txt")
    result = reader.read(message.as_bytes())

    assert ([one.name for one in result.members], codes(result)) == (["Quyết định.pdf", "..%2Fghi chú.txt"], [])
    assert (result.media_type, result.contents[0]) == (container.MAIL, PDF)


def test_a_mail_in_a_mail_is_a_member_with_members() -> None:
    inner = a_mail()
    inner.add_attachment(PDF, maintype="application", subtype="pdf", filename="a.pdf")
    outer = a_mail()
    outer.add_attachment(inner, filename="chuyển tiếp.eml")
    (member,) = reader.read(outer.as_bytes()).members

    assert (member.name, member.media_type) == ("chuyển tiếp.eml", container.MAIL)
    assert [one.name for one in reader.read(reader.read(outer.as_bytes()).contents[0]).members] == ["a.pdf"]


def test_a_mail_that_is_nothing_but_a_file_holds_it() -> None:
    head = b'From: a@example.org\r\nTo: b@example.org\r\nContent-Type: application/pdf; name="a.pdf"\r\n'
    data = head + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.b64encode(PDF)

    assert [one.name for one in reader.read(data).members] == ["a.pdf"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data.replace(b"JVBERi0", b"*VBER*0"), "attachment-damaged"),
        (
            lambda data: data.replace(b"Content-Type: multipart", b"Content-Type: multipart" + b"/mixed\r\nX: multipart/" * 2100),
            "zip-limits",
        ),
        (lambda _: a_mail().as_bytes(), "no-attachments"),
    ],
)
def test_a_broken_mail_has_one_problem(change: object, code: str) -> None:
    message = a_mail()
    message.add_attachment(PDF * 20, maintype="application", subtype="pdf", filename="a.pdf")

    assert callable(change)
    assert codes(reader.read(change(message.as_bytes()))) == [code]


@pytest.mark.parametrize(("count", "code"), [(1500, "zip-limits"), (150, "no-attachments")])
def test_parts_in_parts_without_end_are_not_followed(count: int, code: str) -> None:
    head = b"From: a@example.org\r\nTo: b@example.org\r\nMIME-Version: 1.0\r\n"
    nested = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(count))

    assert codes(mail.read(head + nested)) == [code]


@given(st.binary(max_size=400))
def test_no_bytes_break_the_mail_reader(junk: bytes) -> None:
    message = a_mail()
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="a.pdf")
    data = message.as_bytes()

    assert isinstance(mail.read(junk + data), ParseResult)
    assert isinstance(mail.read(data[:200] + junk + data[200:]), ParseResult)
