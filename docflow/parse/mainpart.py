"""Which part of a Word package is the document: the one that the package's relationships name (ECMA-376, part 2, clause 9.3).

Word's own files say ``word/document.xml``, Word Online's ``word/document2.xml``, others anything. Word opens what the
relationship names, whatever else is in the package, and so do we.
"""

from __future__ import annotations

import re
from typing import Any

from docflow.container import Damaged, Package

USUAL = "word/document.xml"
_RELATIONSHIPS = "_rels/.rels"
_MAX_RELATIONSHIPS = 2**20
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
_OFFICE_DOCUMENT = re.compile(rb"<[^<>]*/relationships/officeDocument[\"'][^<>]*>")
_NAMES_USUAL = re.compile(rb"\bTarget\s*=\s*[\"']/?word/document\.xml[\"']")


def name_of(package: Package) -> str:
    """The member's name; ``Damaged`` where the package names none, or one that it does not hold."""
    if _RELATIONSHIPS not in package.names:
        if USUAL in package.names:
            return USUAL
        raise Damaged("main part")
    relationships = package.read(_RELATIONSHIPS, limit=_MAX_RELATIONSHIPS)
    named = _OFFICE_DOCUMENT.findall(relationships)
    if len(named) == 1 and b"<!--" not in relationships and _NAMES_USUAL.search(named[0]):
        return USUAL
    name = _resolved(relationships)
    if name not in package.names:
        raise Damaged("main part")
    return name


def _resolved(xml: bytes) -> str:
    """The target of the one relationship to an office document, read by python-docx as Word would."""
    if b"<!DOCTYPE" in xml:
        raise Damaged("main part")
    from docx.opc import oxml  # noqa: PLC0415 - python-docx takes 200 ms to import, and few packages need it
    from docx.opc.constants import RELATIONSHIP_TARGET_MODE, RELATIONSHIP_TYPE  # noqa: PLC0415 - as above
    from docx.opc.packuri import PackURI  # noqa: PLC0415 - as above

    kinds = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, _STRICT}
    try:
        root: Any = oxml.parse_xml(xml)  # type: ignore[arg-type]  # it takes bytes, whatever it says
        inside = [r for r in root.Relationship_lst if r.reltype in kinds and r.target_mode != RELATIONSHIP_TARGET_MODE.EXTERNAL]
        names = {str(PackURI.from_rel_ref("/", r.target_ref).membername) for r in inside}
    except (SyntaxError, ValueError, AttributeError, TypeError, IndexError) as fault:  # lxml's own is a SyntaxError
        raise Damaged("main part") from fault
    if len(names) != 1:
        raise Damaged("main part")
    return names.pop()
