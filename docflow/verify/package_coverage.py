"""Which parts and relationships of an Office package a signature covers, and what it leaves out.

A signature's manifest names parts with the digest and the content type that they had. Parts and relationships beside them
still verify, so what is left out is told: Office itself leaves out a document's properties and its preview picture only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from docflow.model import Finding
from docflow.verify.opc import ROOT_RELATIONSHIPS, Malformed, Parts, is_relationships, parse_xml, part_name, relationships_of
from docflow.verify.outcomes import PASSED, failed, unsure
from docflow.verify.xml_signature import DSIG, Reference, Unsupported, canonical, matches, references

_OFFICE = "http://schemas.openxmlformats.org/package/2006/relationships/"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships/"
_TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
ORIGIN = _OFFICE + "digital-signature/origin"
SIGNATURE = _OFFICE + "digital-signature/signature"
_CERTIFICATE = _OFFICE + "digital-signature/certificate"
_SIGNING = frozenset({ORIGIN, SIGNATURE, _CERTIFICATE})
_TRANSFORM = "http://schemas.openxmlformats.org/package/2006/RelationshipTransform"
_PACKAGE = "{http://schemas.openxmlformats.org/package/2006/digital-signature}"
# What Office never signs (MS-OFFCRYPTO, 2.5.2): the properties of the file and its preview.
_PROPERTIES = frozenset(
    {
        _OFFICE + "metadata/core-properties",
        _OFFICE + "metadata/thumbnail",
        *(base + kind for base in (_STRICT, _TRANSITIONAL) for kind in ("extended-properties", "custom-properties")),
        *(_STRICT + "metadata/" + kind for kind in ("core-properties", "thumbnail")),
    }
)
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Infrastructure:
    """The parts that make signatures and are signed by none: origin, signature parts, their relationships and certificates."""

    signatures: tuple[str, ...]
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cover:
    """What came of comparing a package with a manifest: the finding, reasons, what is changed or left out, the digests used.

    ``whole`` is whether nothing but properties and the signatures' own parts is left out.
    """

    finding: Finding
    reasons: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    digests: tuple[str, ...] = ()
    whole: bool = False


def infrastructure(parts: Parts) -> Infrastructure:
    """Follow the relationships from the package to its signature origin and on to the signatures."""
    origins = [r.part for r in parts.relationships(ROOT_RELATIONSHIPS) if r.kind == ORIGIN and r.part]
    reached = [r.part for o in origins for r in parts.relationships(relationships_of(o)) if r.kind == SIGNATURE and r.part]
    signatures = sorted(set(reached), key=lambda name: (len(name), name))
    certificates = [r.part for s in signatures for r in parts.relationships(relationships_of(s)) if r.kind == _CERTIFICATE]
    own = {*origins, *signatures}
    # a part that anything else leads to is content, whatever signatures make of it
    content = {r.part for n in parts.names if is_relationships(n) for r in parts.relationships(n) if r.kind not in _SIGNING}
    return Infrastructure(tuple(signatures), frozenset({*own, *certificates, *map(relationships_of, own)} - content))


def cover(parts: Parts, own: Infrastructure, signed: tuple[Any, ...]) -> Cover:
    """Compare the package with the manifests in a signature's signed objects (ECMA-376-2, 12.2.4).

    ``Malformed`` and ``Unsupported`` are the caller's to map.
    """
    listed = tuple(r for e in signed if e.tag == f"{DSIG}Object" for m in e.iterfind(f"{DSIG}Manifest") for r in references(m))
    if not listed:
        return Cover(unsure("SIGNED_DATA_NOT_FOUND"), ("manifest-missing",))
    digests = tuple(dict.fromkeys(r.digest for r in listed))
    covered: set[str] = set()
    selected: set[tuple[str, str]] = set()
    faults: list[tuple[str, str]] = []
    for reference in listed:
        path, _, query = reference.uri.partition("?")
        name = part_name(path)
        if name in covered:
            return Cover(unsure("FORMAT_FAILURE"), ("part-signed-twice",), (path,), digests)
        covered.add(name)
        fault, keys = _fault(parts, reference, name, query)
        selected.update((name, key) for key in keys)
        if fault:
            faults.append((fault, parts.printed(name)))
    if faults:
        reasons = tuple(dict.fromkeys(reason for reason, _ in faults))
        return Cover(failed("HASH_FAILURE"), reasons, tuple(name for _, name in faults)[:_NAMED], digests)
    return _left_out(parts, own, covered, selected, digests)


def _fault(parts: Parts, reference: Reference, name: str, query: str) -> tuple[str, frozenset[str]]:
    """What is wrong with one signed part, empty if nothing, and the relationships that are signed with it."""
    kind = unquote(query.removeprefix("ContentType="))
    if not query.startswith("ContentType="):
        raise Malformed("content-type-unsigned")
    if name not in parts:
        return "part-missing", frozenset()
    if (parts.content_type(name) or "").casefold() != kind.casefold():
        return "content-type-changed", frozenset()
    data, keys = _signed_bytes(parts, reference, name)
    if not matches(reference, data):
        return ("relationships-changed" if is_relationships(name) else "part-changed"), keys
    return "", keys


def _signed_bytes(parts: Parts, reference: Reference, name: str) -> tuple[bytes, frozenset[str]]:
    steps = list(reference.transforms)
    if not steps:
        whole = frozenset(r.key for r in parts.relationships(name)) if is_relationships(name) else frozenset()
        return parts.read(name), whole
    if steps[0].get("Algorithm") == _TRANSFORM and len(steps) == 2 and is_relationships(name):
        keys = {e.get("SourceId", "") for e in steps[0].iter(f"{_PACKAGE}RelationshipReference")}
        kinds = {e.get("SourceType", "") for e in steps[0].iter(f"{_PACKAGE}RelationshipsGroupReference")}
        data, chosen = parts.transformed(name, keys, kinds)
        return canonical(parse_xml(data), steps[1]), chosen
    if len(steps) == 1 and not is_relationships(name):
        return canonical(parse_xml(parts.read(name)), steps[0]), frozenset()
    raise Unsupported("transform-not-supported")


def _left_out(
    parts: Parts, own: Infrastructure, covered: set[str], selected: set[tuple[str, str]], digests: tuple[str, ...]
) -> Cover:
    """What the signature leaves out: parts, relationships, and properties apart from them."""
    root = parts.relationships(ROOT_RELATIONSHIPS)
    # a part counts among the properties only where nothing but such a relationship of the package leads to it
    elsewhere = {r.part for n in parts.names if is_relationships(n) for r in parts.relationships(n) if r.kind not in _PROPERTIES}
    properties = {r.part for r in root if r.kind in _PROPERTIES} - elsewhere
    relationships: list[str] = []
    loose: list[str] = []
    harmless: list[str] = []
    for name in parts.names:
        if name in own.parts:
            continue
        if is_relationships(name):
            free = {ORIGIN, *_PROPERTIES} if name == ROOT_RELATIONSHIPS else set()
            keys = [r.key for r in parts.relationships(name) if (name, r.key) not in selected and r.kind not in free]
            relationships += [f"{parts.printed(name)}#{key}" for key in keys]
        elif name not in covered:
            (harmless if name in properties else loose).append(parts.printed(name))
    words = {"parts-unsigned": loose, "relationships-unsigned": relationships, "properties-unsigned": harmless}
    reasons = tuple(reason for reason, found in words.items() if found)
    changes = tuple([*loose, *relationships, *harmless][:_NAMED])
    whole = not loose and not relationships
    return Cover(PASSED if whole else unsure("MODIFIED_AFTER_SIGNING"), reasons, changes, digests, whole)
