"""The filled signature fields of a PDF, also those that pyHanko's own list drops."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pyhanko.sign.fields import enumerate_sig_fields

from docflow.model import SignatureKind
from docflow.verify.bounds import MAX_SIGNATURES
from docflow.verify.fast_reader import FastReader
from docflow.verify.gates import integers
from docflow.verify.outcomes import Outcome, outcome, unsure

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
