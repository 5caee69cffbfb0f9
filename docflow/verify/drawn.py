"""What later revisions draw over the pages of a signed one, beyond what the difference analysis looks at.

A later signature may show itself, and only itself. The library clears new signature fields with whatever they draw, so
three things are left to look at here (ISO 32000-2, 12.5.2, 12.7.3 and 12.7.5.5):

* an annotation that is new must be the widget of a signature field, and one that draws must belong to a field that is signed;
* new widgets together may not cover more than half of a page: what signs a page does not replace it;
* a form that is told to draw its fields anew shows other text than the appearances that were signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, BooleanObject, DictionaryObject, IndirectObject, StreamObject

from docflow.verify.diff_rules import ever_used
from docflow.verify.fast_reader import FastReader
from docflow.verify.trees import Key, entry, pages, tree

_MAX_WIDGETS = 2_000


def drawn_since(reader: FastReader, base: int) -> str | None:
    """The reason why what revisions after ``base`` draw needs a person's eye; None if it does not.

    Exceptions of the library are the caller's to map.
    """
    if _draws_anew(reader.root) and not _draws_anew(reader.get_historical_resolver(base).root):
        return "fields-drawn-anew"
    widgets = _signature_widgets(reader.root)
    for _, page, box in pages(reader.root):
        covered = 0
        for key, annotation in _new_annotations(reader, page, base):
            if key not in widgets or entry(annotation, "/Subtype") != "/Widget":
                return "annotation-added"
            area = _area(entry(annotation, "/Rect"))
            if area and not widgets[key] and _draws(annotation):
                return "drawn-without-signature"
            covered += area
        if covered and covered * 2 > _area(box):
            return "signature-covers-page"
    return None


def _draws_anew(root: Any) -> bool:
    form = entry(root, "/AcroForm")
    told = entry(form, "/NeedAppearances")
    return isinstance(told, BooleanObject) and bool(told.value)


def _draws(annotation: Any) -> bool:
    """Whether an annotation has an appearance that is more than an empty stream, as tools give to fields that wait."""
    appearance = entry(annotation, "/AP")
    if not isinstance(appearance, DictionaryObject):
        return appearance is not None
    normal = entry(appearance, "/N")
    return set(appearance) != {"/N"} or not isinstance(normal, StreamObject) or bool(normal.data.strip())


def _new_annotations(reader: FastReader, page: Any, base: int) -> Iterator[tuple[Key, Any]]:
    """The annotations of a page that the signed revision did not have."""
    listed = entry(page, "/Annots")
    if not isinstance(listed, ArrayObject):
        return
    fresh = [raw for raw in listed if isinstance(raw, IndirectObject) and not ever_used(reader.xrefs, raw.reference.idnum, base)]
    if len(fresh) > _MAX_WIDGETS:
        raise ValueError("annotations")
    for raw in fresh:
        found = raw.get_object()
        if isinstance(found, DictionaryObject):
            yield (raw.reference.idnum, raw.reference.generation), found


def _signature_widgets(root: Any) -> dict[Key, bool]:
    """The objects of signature fields and of their widgets, and whether the field holds a signature.

    Kind and value are a field's own or those of a field above it (ISO 32000-2, 12.7.4.1).
    """

    def inherit(node: Any, above: Any) -> tuple[bool, bool]:
        signs, filled = above or (False, False)
        signs = entry(node, "/FT") == "/Sig" if "/FT" in node else signs
        return signs, filled or isinstance(entry(node, "/V"), DictionaryObject)

    form = DictionaryObject({"/Kids": entry(entry(root, "/AcroForm"), "/Fields") or ArrayObject()})
    return {key: filled for key, _, (signs, filled) in tree(form, inherit) if signs and key is not None}


def _area(rectangle: Any) -> int:
    """The area of a rectangle in square points, rounded down; 0 for what is none."""
    if not isinstance(rectangle, ArrayObject) or len(rectangle) != 4:
        return 0
    left, bottom, right, top = (float(value) for value in rectangle)
    return int(abs(right - left) * abs(top - bottom))
