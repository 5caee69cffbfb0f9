"""MHTML (RFC 2557), a web page in one file as Word saves it under ``.doc`` or ``.mht``: the page is read, its pictures not."""

from __future__ import annotations

import email
import email.errors
import email.policy
from email.message import Message

from docflow import container
from docflow.model import AS_IT_STANDS, FileKind, ParseResult, Problem, Reading, Stage
from docflow.parse import html

MAX_PARTS = 500


def read(data: bytes, _how: Reading = AS_IT_STANDS) -> ParseResult:
    """Read the first page in the archive; never raises for what the file holds."""
    if len(data) > html.MAX_HTML or data.lower().count(b"content-type:") > MAX_PARTS:
        return _nothing("over-limits")
    try:
        page = _page(email.message_from_bytes(data, policy=email.policy.compat32))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, email.errors.MessageError) as fault:
        return _nothing("damaged-html", type(fault).__name__)
    return html.page(page, container.MHTML) if page is not None else _nothing("damaged-html", "no page")


def _nothing(code: str, detail: str = "") -> ParseResult:
    return ParseResult(container.MHTML, FileKind.TEXT, problems=(Problem(Stage.PARSE, code, detail),))


def _page(archive: Message) -> bytes | None:
    for part in archive.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else None
    return None
