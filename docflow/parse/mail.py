"""Mails (RFC 5322): their attachments are files that stand for themselves; the text of the mail is no document."""

from __future__ import annotations

import email
import email.errors
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage, Message

from docflow import container
from docflow.model import AS_IT_STANDS, FileKind, ParseResult, Problem, Reading, Stage
from docflow.parse.archive_members import Members
from docflow.parse.archive_names import shown

MAX_PARTS = 2000
# Every line of a mail is held against the boundary of every multipart around it.
MAX_MULTIPARTS = 200
_MULTIPART = b"multipart/"


class _TooManyParts(Exception):
    """The mail is built of more parts than are looked at."""


def read(data: bytes, how: Reading = AS_IT_STANDS) -> ParseResult:
    """The attachments of a mail as members; never raises for what the file holds."""
    found = Members(how)
    if data.lower().count(_MULTIPART) > MAX_MULTIPARTS:
        return _nothing("zip-limits", "parts")
    try:
        mail = email.message_from_bytes(data, policy=email.policy.default)
        for number, part in enumerate(_attachments(mail), 1):
            name = shown(_file_name(part), f"attachment-{number}")
            content = _content(part)
            if content is None:
                found.fault("attachment-damaged", name)
            else:
                found.add(name, content)
    except _TooManyParts:
        return _nothing("zip-limits", "parts")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, email.errors.MessageError) as fault:
        return _nothing("damaged-mail", type(fault).__name__)
    if not found.members and not found.problems:
        return _nothing("no-attachments")
    return ParseResult(container.MAIL, FileKind.OTHER, problems=found.problems, members=found.members, contents=found.contents)


def _attachments(mail: Message) -> Iterator[Message]:
    """The parts that are files: all but the text to be read and the pictures set into it. What is in them is not entered."""
    waiting = [(mail, False)]
    parts = 0
    while waiting:
        part, related = waiting.pop()
        parts += 1
        if parts > MAX_PARTS:
            raise _TooManyParts
        if part.get_content_maintype() == "multipart":
            below = [one for one in part.get_payload() if isinstance(one, Message)] if part.is_multipart() else []
            waiting.extend((one, part.get_content_subtype() == "related") for one in reversed(below))
        elif part is not mail and not _shown_inline(part, related=related):
            yield part
        elif part is mail and part.get_content_maintype() != "text":
            # A mail may be nothing but one file.
            yield part


def _shown_inline(part: Message, *, related: bool) -> bool:
    if part.get_content_disposition() == "attachment":
        return False
    if part.get_content_maintype() == "text":
        return _file_name(part) is None
    return related and part.get_content_maintype() == "image"


def _file_name(part: Message) -> str | None:
    name = part.get_filename()
    return str(name).strip() or None if name else None


def _content(part: Message) -> bytes | None:
    """The bytes of a part, those of a mail in it as that mail; None where its encoding is broken."""
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        return first.as_bytes() if isinstance(first, EmailMessage) else None
    content = part.get_payload(decode=True)
    broken = any(type(defect).__name__.startswith("InvalidBase64") for defect in part.defects)
    return content if isinstance(content, bytes) and not broken else None


def _nothing(code: str, detail: str = "") -> ParseResult:
    return ParseResult(container.MAIL, FileKind.OTHER, problems=(Problem(Stage.PARSE, code, detail),))
