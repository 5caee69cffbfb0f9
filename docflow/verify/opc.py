"""An Office package as its signatures see it: parts, content types, relationships (ECMA-376-2; ISO/IEC 29500-2).

Names of parts are absolute and compared without case. Reading is bounded: no DTD, no entities, no network, and no more bytes
in all than ``MAX_BYTES``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from docflow import container

MAX_BYTES = 256 << 20
MAX_XML = 8 << 20
CONTENT_TYPES = "/[content_types].xml"
ROOT_RELATIONSHIPS = "/_rels/.rels"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DEFAULT: dict[Any, str] = {None: _RELATIONSHIPS}


class Malformed(Exception):
    """The package breaks a rule that readers rely on to see the same parts; the message is a reason of the catalogue."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """A relationship; ``part`` is the name of the part that it leads to, empty for one outside the package."""

    key: str
    kind: str
    target: str
    part: str
    mode: str


def parse_xml(data: bytes, limit: int = MAX_XML) -> Any:
    """Parse XML into its root element; ``Malformed`` for what is none, is too large or declares a document type."""
    if len(data) > limit:
        raise Malformed("over-limit")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Malformed("xml-malformed") from fault
    if root.getroottree().docinfo.internalDTD is not None:
        raise Malformed("xml-malformed")
    return root


class Parts:
    """The parts of a package; ``container.Damaged``, ``container.OverLimits`` or ``Malformed`` if it cannot be opened."""

    def __init__(self, data: bytes) -> None:
        self._package = container.Package(data)
        found = [name for name in self._package.names if not name.endswith("/")]
        self._names = {part_name(name): name for name in found}
        if len(self._names) != len(found) or self._package.repeats:
            raise Malformed("parts-repeated")
        self._left = MAX_BYTES
        self._read: dict[str, bytes] = {}
        self._relationships: dict[str, tuple[Relationship, ...]] = {}
        self._overrides, self._defaults = self._content_types()

    def __contains__(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self._names

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts but the list of content types, sorted."""
        return tuple(sorted(self._names.keys() - {CONTENT_TYPES}))

    def printed(self, name: str) -> str:
        """A part's name as the package writes it."""
        return "/" + self._names.get(name, name.removeprefix("/"))

    def read(self, name: str) -> bytes:
        """The bytes of a part; ``KeyError`` if there is none."""
        if name not in self._read:
            data = self._package.read(self._names[name])
            self._left -= len(data)
            if self._left < 0:
                raise container.OverLimits("package")
            self._read[name] = data
        return self._read[name]

    def content_type(self, name: str) -> str | None:
        """What [Content_Types].xml says of a part: its own entry, else that of its extension."""
        return self._overrides.get(name) or self._defaults.get(name.rpartition("/")[2].rpartition(".")[2])

    def relationships(self, name: str) -> tuple[Relationship, ...]:
        """The relationships in a relationships part; none if there is no such part."""
        if name not in self._relationships:
            self._relationships[name] = self._read_relationships(name) if name in self._names else ()
        return self._relationships[name]

    def transformed(self, name: str, keys: Collection[str], kinds: Collection[str]) -> tuple[bytes, frozenset[str]]:
        """The relationship transform (ECMA-376-2, 12.2.4.26): chosen relationships alone, sorted, in canonical form.

        Returns:
            The bytes that were digested, and the keys of the relationships in them.
        """
        chosen = [r for r in self.relationships(name) if r.key in keys or r.kind in kinds]
        root = etree.Element(f"{{{_RELATIONSHIPS}}}Relationships", nsmap=_DEFAULT)
        for one in sorted(chosen, key=lambda r: r.key):
            values = {"Id": one.key, "Target": one.target, "TargetMode": one.mode, "Type": one.kind}
            etree.SubElement(root, f"{{{_RELATIONSHIPS}}}Relationship", values)
        return etree.tostring(root, method="c14n"), frozenset(r.key for r in chosen)

    def _read_relationships(self, name: str) -> tuple[Relationship, ...]:
        found = []
        for element in parse_xml(self.read(name)).iter(f"{{{_RELATIONSHIPS}}}Relationship"):
            target, mode = element.get("Target", ""), element.get("TargetMode", "Internal")
            part = "" if mode == "External" else _resolved(_source_of(name), target)
            found.append(Relationship(element.get("Id", ""), element.get("Type", ""), target, part, mode))
        if len({r.key for r in found}) != len(found):
            raise Malformed("relationships-repeated")
        return tuple(found)

    def _content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        if CONTENT_TYPES not in self._names:
            raise Malformed("content-types-malformed")
        overrides: dict[str, str] = {}
        defaults: dict[str, str] = {}
        for element in parse_xml(self.read(CONTENT_TYPES)).iterchildren("{*}*"):
            table, key = (overrides, "PartName") if element.tag == f"{_TYPES}Override" else (defaults, "Extension")
            name = element.get(key, "").casefold()
            if name in table:
                raise Malformed("content-types-malformed")
            table[name] = element.get("ContentType", "")
        return overrides, defaults


def relationships_of(name: str) -> str:
    """The name of the part that holds a part's relationships."""
    folder, _, last = name.rpartition("/")
    return f"{folder}/_rels/{last}.rels"


def is_relationships(name: str) -> bool:
    """Whether a name is that of a relationships part."""
    return name.endswith(".rels") and posixpath.dirname(name).endswith("/_rels")


def part_name(uri: str) -> str:
    """A reference's path as the name of a part."""
    return posixpath.normpath("/" + unquote(uri).lstrip("/")).casefold()


def _source_of(name: str) -> str:
    """The part whose relationships a relationships part holds; a folder's path for the package itself."""
    folder = posixpath.dirname(posixpath.dirname(name))
    return posixpath.join(folder, posixpath.basename(name).removesuffix(".rels"))


def _resolved(source: str, target: str) -> str:
    path = target.partition("#")[0].partition("?")[0]
    return part_name(posixpath.join(posixpath.dirname(source), path))
