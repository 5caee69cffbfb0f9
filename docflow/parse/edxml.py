"""edXML messages (QCVN 102:2016/BTTTT): the header fields, what is said of the sending, and the attachments as members.

The envelope's own signature is told apart and never taken for the document's: that one is inside the attachments.
"""

from __future__ import annotations

from dataclasses import replace

from docflow import container
from docflow.model import (
    AS_IT_STANDS,
    AnsweredDocument,
    FileKind,
    Header,
    ParseResult,
    Problem,
    Reading,
    Source,
    SourceKind,
    Stage,
)
from docflow.parse import edxml_attachments, edxml_fields, edxml_tree
from docflow.parse.edxml_tree import QCVN, Refused

# The first version travels as a mail with attachments (e-doc.vn, 2012 to 2016).
_FIRST_VERSION = (b"http://www.e-doc.vn/Schema/", b"SOAP-ENV:Envelope")
FIRST_VERSION = "application/edxml-v1"
# Header field -> name under which its source is told.
_FIELDS = (
    "number",
    "notation",
    "year_in_number",
    "document_type",
    "promulgated_on",
    "place",
    "subject",
    "organ",
    "superior_organ",
    "signers",
    "recipients",
    "priority",
)


def read(data: bytes, how: Reading = AS_IT_STANDS) -> ParseResult:
    """Read a message; never raises for what it holds."""
    if any(mark in data[:4096] for mark in _FIRST_VERSION):
        return _nothing("edxml-first-version", FIRST_VERSION)
    try:
        tree = edxml_tree.parse(data)
    except Refused as fault:
        return _nothing(str(fault))
    if tree.root.name != f"{QCVN} edXML":
        return _nothing("edxml-unknown", container.XML)
    header = tree.root.first("edXMLEnvelope", "edXMLHeader", "MessageHeader")
    if header is None:
        return _nothing("edxml-no-header")
    said = edxml_fields.Said()
    message = edxml_fields.message_of(tree.root, header, said)
    document = edxml_fields.header_of(header, said) if message.kind == "edoc" else Header()
    document = replace(document, references=edxml_fields.references_of(message))
    attached = edxml_attachments.read(tree.root, how)
    return ParseResult(
        container.EDXML,
        FileKind.EDXML,
        documents=(document,) if message.kind == "edoc" else (),
        sources=_sources(document),
        problems=(
            *(Problem(Stage.PARSE, code, detail) for code, detail in tree.mended),
            *said.problems.values(),
            *attached.problems,
            *([Problem(Stage.PARSE, "status-of-nothing")] if _says_nothing(message.kind, message.response_for) else []),
        ),
        message=message,
        members=attached.members,
        contents=attached.contents,
    )


def _nothing(code: str, media_type: str = container.EDXML) -> ParseResult:
    return ParseResult(media_type, FileKind.EDXML, problems=(Problem(Stage.PARSE, code),))


def _says_nothing(kind: str, answered: tuple[AnsweredDocument, ...]) -> bool:
    return kind == "status" and not any(one.code or one.document_id for one in answered)


def _sources(header: Header) -> dict[str, Source]:
    return {name: Source(SourceKind.EDXML) for name in _FIELDS if getattr(header, name)}
