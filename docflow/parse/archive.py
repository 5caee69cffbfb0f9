"""Loose zip files: every file inside stands for itself; nothing is ever written to a path that an entry names."""

from __future__ import annotations

import re

from docflow import container
from docflow.container import Damaged, OverLimits, Package
from docflow.model import AS_IT_STANDS, FileKind, ParseResult, Problem, Reading, Stage
from docflow.parse.archive_members import Members
from docflow.parse.archive_names import entry_name, shown

ASIC = "application/vnd.etsi.asic-e+zip"
PACKAGE = "application/x-package"
_ASIC_SIGNATURE = re.compile(r"META-INF/[^/]*(?:signature|timestamp)[^/]*\.(?:xml|p7s|tst)", re.IGNORECASE)
# What is packed so that one program reads it as a whole is no folder of documents.
_OF_PACKAGES = frozenset({"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF", "AndroidManifest.xml"})


def read(data: bytes, how: Reading = AS_IT_STANDS) -> ParseResult:
    """The entries of a zip as members; never raises for what the file holds."""
    try:
        package = Package(data)
    except OverLimits as fault:
        return _nothing("zip-limits", str(fault))
    except Damaged as fault:
        return _nothing("damaged-archive", str(fault))
    return _refused(package) or _members(package, how)


def _refused(package: Package) -> ParseResult | None:
    """Why a zip is not taken for a folder of documents, if it is not."""
    if any(_ASIC_SIGNATURE.fullmatch(name) for name in package.names) or _declares_asic(package):
        # Unpacked, its files would pass for unsigned (ETSI EN 319 162-1).
        return _nothing("type-asic", media_type=ASIC)
    if package.names & _OF_PACKAGES:
        return _nothing("type-not-read", media_type=PACKAGE)
    return None


def _members(package: Package, how: Reading) -> ParseResult:
    entries = [entry for entry in package.entries if not entry.is_dir()]
    if not entries:
        return _nothing("empty-archive")
    if len(entries) > how.max_members or sum(entry.file_size for entry in entries) > how.max_unpacked:
        return _nothing("zip-limits", "entries" if len(entries) > how.max_members else "bytes")
    found = Members(how)
    for number, entry in enumerate(entries, 1):
        name = shown(entry_name(entry), f"entry-{number}")
        content = found.unpacked(package, entry, name)
        if content is not None:
            found.add(name, content)
    return ParseResult(container.ZIP, FileKind.OTHER, problems=found.problems, members=found.members, contents=found.contents)


def _declares_asic(package: Package) -> bool:
    try:
        return "mimetype" in package.names and package.read("mimetype", limit=200).startswith(b"application/vnd.etsi.asic")
    except (Damaged, OverLimits):
        return False


def _nothing(code: str, detail: str = "", media_type: str = container.ZIP) -> ParseResult:
    return ParseResult(media_type, FileKind.OTHER, problems=(Problem(Stage.PARSE, code, detail),))
