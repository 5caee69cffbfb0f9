"""The attachments of an edXML message: base64, of the file itself or of a zip with the file as its one entry.

What is in it is told by its bytes; the content type is not reliable, and the entry's own name is no name (QCVN 102:2016).
"""

from __future__ import annotations

import base64
import binascii
import re

from docflow import container
from docflow.container import Damaged, OverLimits, Package
from docflow.model import Reading
from docflow.parse.archive_members import Members
from docflow.parse.archive_names import shown
from docflow.parse.edxml_tree import Element

_CID = re.compile(r"^(?:cid:)?<?(.*?)>?$", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def read(root: Element, how: Reading) -> Members:
    """The attachments in their order, each under the name that the message gives it."""
    found = Members(how)
    named = {
        _cid(one): one.text("AttachmentName")
        for one in root.all("edXMLEnvelope", "edXMLBody", "edXMLManifest", "Reference")
        if one.text("ContentId")
    }
    seen = set()
    for number, attachment in enumerate(root.all("AttachmentEncoded", "Attachment"), 1):
        cid = _cid(attachment)
        seen.add(cid)
        name = shown(named.get(cid) or attachment.text("AttachmentName"), f"attachment-{number}")
        encoded = attachment.first("ContentTransferEncoded")
        if encoded is not None:
            _take(found, name, encoded.raw)
            # A message may be as long as two of its attachments: its text is not needed twice.
            encoded.pieces.clear()
    for cid, missing in named.items():
        if cid not in seen:
            found.fault("attachment-missing", shown(missing, cid))
    return found


def _cid(element: Element) -> str:
    match = _CID.match(element.text("ContentId") or "")
    return match[1] if match else ""


def _take(found: Members, name: str, encoded: str) -> None:
    bare = _SPACES.sub("", encoded)
    try:
        content = base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)
    except (binascii.Error, ValueError):
        found.fault("attachment-damaged", name)
        return
    inner = _only_entry(found, name, content)
    if inner is not None:
        found.add(name, inner)


def _only_entry(found: Members, name: str, content: bytes) -> bytes | None:
    """The one file in a zip; of anything else the content itself. None where it cannot be unpacked."""
    if container.sniff(content).media_type != container.ZIP:
        return content
    try:
        package = Package(content)
    except OverLimits:
        found.fault("zip-limits", name)
        return None
    except Damaged:
        found.fault("damaged-archive", name)
        return None
    entries = [entry for entry in package.entries if not entry.is_dir()]
    return found.unpacked(package, entries[0], name) if len(entries) == 1 else content
