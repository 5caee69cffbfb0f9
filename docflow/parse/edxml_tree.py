"""The XML of an edXML message as a small tree, within bounds of our own: no DTD, no entity, no network.

Expat is asked directly because a message holds whole files in single texts, longer than lxml takes unless all its bounds are
off. Elements are matched by their namespace and local name: prefix and default namespace of a message share one URI.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from docflow.text import printed

QCVN = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
MAX_BYTES = 128 * 2**20
MAX_DEPTH = 100
MAX_ELEMENTS = 50_000
MAX_ATTRIBUTES = 200_000
MAX_JUNK = 1024
MAX_VALUE = 20_000
"""So many characters of a text are read as a value: what is longer is no header field."""

_UNBOUND = expat.errors.codes[expat.errors.XML_ERROR_UNBOUND_PREFIX]
_ROOT = re.compile(rb"<(?:[\w.-]{1,40}:)?edXML\b[^<>]{0,4096}>")
# The only prefixes whose meaning is beyond doubt when their declaration is missing.
_KNOWN = (b"edXML", QCVN.encode()), (b"xlink", b"http://www.w3.org/1999/xlink")


class Refused(Exception):
    """The XML is not taken; the message is the problem's code."""


@dataclass(slots=True)
class Element:
    """An element: its name as ``namespace local``, its own text in pieces, its children in order."""

    name: str
    pieces: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition(" ")[2]

    @property
    def namespace(self) -> str:
        """The namespace, empty where there is none."""
        return self.name.rpartition(" ")[0]

    @property
    def raw(self) -> str:
        """The whole text."""
        return "".join(self.pieces)

    def all(self, *path: str) -> list[Element]:
        """The descendants at a path of local names of QCVN 102:2016."""
        found = [self]
        for step in path:
            found = [child for one in found for child in one.children if child.name == f"{QCVN} {step}"]
        return found

    def first(self, *path: str) -> Element | None:
        """The first descendant at a path."""
        found = self.all(*path)
        return found[0] if found else None

    def texts(self, *path: str) -> tuple[str, ...]:
        """The values at a path that say something; the word ``null`` says nothing."""
        values = (printed("".join(one.pieces)[:MAX_VALUE]) for one in self.all(*path))
        return tuple(value for value in values if value and value != "null")

    def text(self, *path: str) -> str | None:
        """The first value at a path."""
        found = self.texts(*path)
        return found[0] if found else None

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in order."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.children))


@dataclass(frozen=True, slots=True)
class Tree:
    """A message's root, with the problems that were mended on the way to it as (code, detail)."""

    root: Element
    mended: tuple[tuple[str, str], ...] = ()


class _Builder:
    """Builds the tree from expat's events; ``Refused`` where a bound is passed."""

    __slots__ = ("_attributes", "_count", "_open", "root")

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0
        self._attributes = 0

    def start(self, name: str, attributes: list[str]) -> None:
        self._count += 1
        self._attributes += len(attributes)
        if self._count > MAX_ELEMENTS or len(self._open) >= MAX_DEPTH or self._attributes > MAX_ATTRIBUTES:
            raise Refused("xml-limits")
        element = Element(name)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def end(self, _name: str) -> None:
        self._open.pop()

    def text(self, text: str) -> None:
        self._open[-1].pieces.append(text)

    def doctype(self, *_: object) -> None:
        raise Refused("xml-dtd")


def parse(data: bytes) -> Tree:
    """Parse a message, mending only what has one certain meaning; ``Refused`` with not-well-formed, xml-dtd or xml-limits.

    Certain are junk before the XML declaration, and the prefixes ``edXML`` and ``xlink`` used outside their declaration.
    """
    if len(data) > MAX_BYTES:
        raise Refused("xml-limits")
    mended: list[tuple[str, str]] = []
    at = data.find(b"<?xml", 0, MAX_JUNK + 5)
    if at > 0 and data[:at] != b"\xef\xbb\xbf":
        mended.append(("junk-before-prolog", str(at)))
        data = data[at:]
    try:
        return Tree(_parsed(data), tuple(mended))
    except expat.ExpatError as fault:
        bound = _bound(data) if fault.code == _UNBOUND else None
        if bound is None:
            raise Refused("not-well-formed") from fault
        mended.append(("prefix-undeclared", bound[1]))
    try:
        return Tree(_parsed(bound[0]), tuple(mended))
    except expat.ExpatError as fault:
        raise Refused("not-well-formed") from fault


def _parsed(data: bytes) -> Element:
    builder = _Builder()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 2**16
    parser.ordered_attributes = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = builder.doctype
    try:
        parser.Parse(data, True)  # noqa: FBT003 - expat takes no keywords
    except (ValueError, LookupError) as fault:  # an encoding that Python does not know
        raise Refused("not-well-formed") from fault
    if builder.root is None:
        raise Refused("not-well-formed")
    return builder.root


def _bound(data: bytes) -> tuple[bytes, str] | None:
    """The message with the missing declarations on its root, and which; None where that is not certain."""
    tag = _ROOT.search(data, 0, 2**16)
    if tag is None or QCVN.encode() not in tag[0]:
        return None
    missing = [(prefix, uri) for prefix, uri in _KNOWN if not re.search(rb"\sxmlns:" + prefix + rb"\s*=", tag[0])]
    if not missing:
        return None
    declared = b"".join(b' xmlns:%s="%s"' % pair for pair in missing)
    at = tag.end() - (2 if tag[0].endswith(b"/>") else 1)
    used = [prefix.decode() for prefix, _ in missing if prefix + b":" in data]
    return data[:at] + declared + data[at:], ", ".join(used)
