"""Bytes to evidence: what a PDF says of its signatures, under no policy, with no trust and at no time.

The order of work for one signature:

1. the gap gate, before pyHanko is asked anything about it;
2. digest and signature value of the CMS, its signer's certificate, its time-stamp;
3. coverage: at least one whole revision;
4. what later revisions changed;
5. the tail gate, for the whole file.

Each step's exceptions become outcomes; a signed file is never answered with "no signature".
"""

from __future__ import annotations

import logging

from pyhanko.pdf_utils.crypt import AuthStatus

from docflow.cross_references import over_limit
from docflow.model import Blob, Examination, Indication, Problem, SignatureState, Stage
from docflow.verify import bounds
from docflow.verify.evidence import Reading, evidence_of, read_signature
from docflow.verify.fast_reader import FastReader, bulk_hex
from docflow.verify.fields import filled_fields, page_numbers
from docflow.verify.gates import header_offset, signed_end, tail_gate
from docflow.verify.material import Material, of_security_store
from docflow.verify.outcomes import Outcome, outcome
from docflow.verify.rewriting import rewriting
from docflow.verify.unreached import has_unreached

for _name in ("pyhanko", "pyhanko_certvalidator"):  # they print tracebacks for what is an outcome here
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


def examine(data: bytes) -> Examination:
    """Examine the signatures of a PDF.

    Args:
        data: The whole file; junk before ``%PDF`` within the first 1024 bytes is cut off, offsets hold behind it.

    Returns:
        One evidence per filled signature field, in signing order, and the certificates, revocation data and CMS as blobs.
        Faults stand in ``problems`` (codes ``signatures-unreadable``, ``pdf-encrypted``, ``over-limit``, …); none is raised.
    """
    start = header_offset(data)
    if start is None:
        return _unreadable("not-a-pdf")
    data = data[start:] if start else data
    if over_limit(data):
        return _unreadable("over-limit")
    with bulk_hex():
        try:
            return _examine(data)
        except Exception as fault:  # noqa: BLE001 - whatever a library raises on hostile bytes is an outcome
            return _unreadable("signatures-unreadable", outcome(fault).fault)


def _examine(data: bytes) -> Examination:
    reader = FastReader(data)
    if reader.encrypted and reader.decrypt(b"").status == AuthStatus.FAILED:
        return _unreadable("pdf-encrypted")
    fields = filled_fields(reader)
    problems = _field_problems(fields.fault)
    if not fields.filled:
        if bounds.holds_byte_range(data):
            told = (_problem("signature-fields-not-reachable"), *_rewritten(reader, data, ()))
            return Examination(SignatureState.NOT_REACHABLE, problems=(*problems, *told))
        return Examination(SignatureState.UNREADABLE if problems else SignatureState.NO_SIGNATURE, problems=problems)
    readings = tuple(read_signature(reader, data, field) for field in fields.filled)
    store = of_security_store(reader)
    lost = has_unreached(reader, data, {r.byte_range for r in readings})
    problems += (_problem("signature-unreached"),) if lost else ()
    hidden = (*_tail(reader, data, readings), *(("signature-unreached",) if lost else ()))
    pages = page_numbers(reader)
    signed = {r.revision for r in readings if r.covers_its_revision}
    signatures = tuple(evidence_of(reader, one, readings, store, signed, hidden, pages) for one in readings)
    if any(s.integrity.indication is Indication.TOTAL_FAILED for s in signatures):
        problems += _rewritten(reader, data, readings)
    return Examination(SignatureState.SIGNED, signatures, _blobs(readings, store), problems)


def _rewritten(reader: FastReader, data: bytes, readings: tuple[Reading, ...]) -> tuple[Problem, ...]:
    detail = rewriting(reader, len(data), [reading.byte_range for reading in readings])
    return (_problem("rewritten-after-signing", detail),) if detail is not None else ()


def _tail(reader: FastReader, data: bytes, readings: tuple[Reading, ...]) -> tuple[str, ...]:
    ends = [signed_end(r.byte_range) for r in readings if r.byte_range is not None and r.gap is None]
    if not ends or min(ends) >= len(data):
        return ()
    objects: set[int] = set()
    tables: set[int] = set()
    for revision in range(reader.xrefs.total_revisions):
        section = reader.xrefs.get_xref_data(revision)
        info = reader.xrefs.get_xref_container_info(revision)
        objects.update(offset for _, offset in section.standard_xrefs.values())
        tables.add(info.start_location)
        if section.hybrid is not None:
            objects.update(offset for _, offset in section.hybrid.xref_data.standard_xrefs.values())
            tables.add(section.hybrid.meta_info.start_location)
    # a table's start was noted behind "xref" and one byte more; a cross-reference stream is an object itself
    return tail_gate(data, min(ends), objects | tables, {t - len(b"xref ") for t in tables})


def _blobs(readings: tuple[Reading, ...], store: Material) -> tuple[Blob, ...]:
    found = {b.sha256: b for r in readings for b in r.blobs}
    found.update({b.sha256: b for b in (*store.certificates, *store.revocation)})
    return tuple(found[key] for key in sorted(found))


def _field_problems(fault: Outcome | None) -> tuple[Problem, ...]:
    return () if fault is None else (_problem("signature-fields-unreadable", fault.fault),)


def _problem(code: str, detail: str = "") -> Problem:
    return Problem(Stage.VERIFY, code, detail)


def _unreadable(code: str, detail: str = "") -> Examination:
    return Examination(SignatureState.UNREADABLE, problems=(_problem(code, detail),))
