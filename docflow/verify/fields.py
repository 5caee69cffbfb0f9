"""The filled signature fields of a PDF, also those that pyHanko's own list drops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.generic import ArrayObject, IndirectObject
from pyhanko.sign.fields import enumerate_sig_fields

from docflow.model import Box, SignatureKind
from docflow.verify.bounds import MAX_SIGNATURES
from docflow.verify.fast_reader import FastReader
from docflow.verify.gates import integers
from docflow.verify.outcomes import Outcome, outcome, unsure
from docflow.verify.trees import Key, entry, pages

TIMESTAMP_FILTER = "/ETSI.RFC3161"
SHA1_FILTER = "/adbe.pkcs7.sha1"
SIGNATURE_FILTERS = frozenset({"/adbe.pkcs7.detached", "/ETSI.CAdES.detached", "/PBAD.PAdES"})


@dataclass(frozen=True, slots=True)
class FilledField:
    """A signature field with a value: the library's own objects, never handed on beyond this package."""

    name: str
    field: Any
    value: Any
    revision: int

    @property
    def subfilter(self) -> str | None:
        """The name of the signature's encoding with its slash; None if it has none."""
        found = self.value.get("/SubFilter")
        return str(found) if isinstance(found, str) else None

    @property
    def kind(self) -> SignatureKind:
        """By SubFilter, since time-stamps with /Type missing or /Sig exist."""
        return SignatureKind.TIMESTAMP if self.subfilter == TIMESTAMP_FILTER else SignatureKind.SIGNATURE

    @property
    def byte_range(self) -> tuple[int, ...] | None:
        """/ByteRange as integers; None where there is none that could be read."""
        found = self.value.get("/ByteRange")
        return integers(found) if isinstance(found, list) else None

    @property
    def _widget(self) -> Any:
        """What shows the field: itself, or the first of its kids (ISO 32000-2, 12.7.4.1)."""
        kids = entry(self.field, "/Kids")
        return kids[0] if "/Rect" not in self.field and isinstance(kids, ArrayObject) and kids else self.field

    @property
    def box(self) -> Box | None:
        """Where the field shows itself on its page, rounded to points; None for an invisible one."""
        try:
            left, bottom, right, top = (round(float(edge)) for edge in entry(self._widget, "/Rect"))
        except (TypeError, ValueError, OverflowError):
            return None
        box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
        return box if box[0] < box[2] and box[1] < box[3] else None

    @property
    def page_key(self) -> Key | None:
        """The object of the page that the field says it stands on."""
        widget = self._widget
        raw = dict.get(widget, "/P") if isinstance(widget, dict) else None
        return (raw.reference.idnum, raw.reference.generation) if isinstance(raw, IndirectObject) else None


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields in signing order, and what kept the list from being complete."""

    filled: tuple[FilledField, ...]
    fault: Outcome | None = None


def filled_fields(reader: FastReader) -> Fields:
    """List the filled signature fields; a signature that several fields lead to is listed once."""
    found: list[FilledField] = []
    fault = None
    seen: set[tuple[int, int]] = set()
    try:
        for filled, reference in _filled(reader):
            if reference is None or reference not in seen:
                found.append(filled)
            if reference is not None:
                seen.add(reference)
            if len(found) >= MAX_SIGNATURES:
                fault = Outcome(unsure("TOOL_ERROR"), "over-limit", f"{MAX_SIGNATURES}+")
                break
    except Exception as error:  # noqa: BLE001 - whatever the library raises on a hostile form is an outcome
        fault = outcome(error)
    found.sort(key=lambda f: (f.revision, (f.byte_range or (0,))[-1], f.name))
    return Fields(tuple(found), fault)


def page_numbers(reader: FastReader) -> dict[Key, int]:
    """The number of each page by its object, from 1; none where the pages cannot be read."""
    try:
        return {key: number for number, (key, _, _) in enumerate(pages(reader.root), start=1) if key is not None}
    except Exception:  # noqa: BLE001 - where a signature shows itself is a convenience
        return {}


def _filled(reader: FastReader) -> Iterator[tuple[FilledField, tuple[int, int] | None]]:
    for name, _, reference in enumerate_sig_fields(reader, filled_status=True):
        field = reference.get_object()
        raw = field.raw_get("/V")
        value = raw.get_object()
        if not isinstance(value, dict):
            continue
        target = getattr(raw, "reference", None)
        try:
            revision = reader.xrefs.get_last_change(target if target is not None else reference.reference)
        except KeyError:
            revision = 0
        key = (target.idnum, target.generation) if target is not None else None
        yield FilledField(str(name), field, value, revision), key
