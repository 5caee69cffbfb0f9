"""The header of a Word document's first page, where some offices keep their letterhead (ECMA-376, part 1, clause 17.10)."""

from __future__ import annotations

import posixpath
from typing import Any

from lxml import etree

from docflow.container import Damaged, Package
from docflow.parse.wordtext import W, is_on

_MAX_XML = 2 * 2**20
_MAX_RELATIONSHIPS = 2**20
_IDS = tuple(
    f"{{{space}}}id"
    for space in (
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )
)


def part_of(package: Package, main: str, body: Any) -> bytes | None:
    """The part that is printed at the top of the first page, None where there is none; ``Damaged`` or ``OverLimits``."""
    section = next(body.iter(f"{W}sectPr"), None)
    if section is None:
        return None
    named = {e.get(f"{W}type"): e.get(_IDS[0]) or e.get(_IDS[1]) for e in section.iterfind(f"{W}headerReference")}
    identity = named.get("first" if is_on(section.find(f"{W}titlePg")) else "default")
    if identity is None:
        return None
    folder, name = posixpath.split(main)
    target = _target(package.read(posixpath.join(folder, "_rels", f"{name}.rels"), limit=_MAX_RELATIONSHIPS), identity)
    return package.read(posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/"), limit=_MAX_XML)


def _target(relationships: bytes, identity: str) -> str:
    """What a relationship of the main part points to, empty where it is none inside the package."""
    if b"<!DOCTYPE" in relationships:
        raise Damaged("relationships")
    try:
        root = etree.fromstring(relationships, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Damaged("relationships") from fault
    return next((e.get("Target", "") for e in root if e.get("Id") == identity and e.get("TargetMode") != "External"), "")
