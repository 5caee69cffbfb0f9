"""One signature: first read by itself, then seen among the others of its file."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, extract_contents
from pyhanko.sign.validation.status import SignatureCoverageLevel

from docflow.model import Blob, Finding, Modification, SignatureEvidence, SignatureKind, SignerKind
from docflow.text import printed
from docflow.verify import certificates, material
from docflow.verify.changes import UNCHANGED, Changes, changes_after
from docflow.verify.fast_reader import FastReader
from docflow.verify.fields import SHA1_FILTER, SIGNATURE_FILTERS, TIMESTAMP_FILTER, FilledField
from docflow.verify.gates import gap_gate, signed_end
from docflow.verify.integrity import Proof, check_detached, check_sha1, check_timestamp, digest_of, has_several_signers
from docflow.verify.material import Material
from docflow.verify.outcomes import PASSED, failed, outcome, unsure, worst
from docflow.verify.signer import Holder, holder, key_name
from docflow.verify.stamps import Stamp, claimed_time, read_stamp, signature_stamp, time_reasons
from docflow.verify.trees import Key

_COVERAGE = {
    SignatureCoverageLevel.UNCLEAR: "unclear",
    SignatureCoverageLevel.CONTIGUOUS_BLOCK_FROM_START: "contiguous_block_from_start",
    SignatureCoverageLevel.ENTIRE_REVISION: "entire_revision",
    SignatureCoverageLevel.ENTIRE_FILE: "entire_file",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What one signature says by itself; ``embedded``, ``signer_info`` and ``certificate`` are the libraries' objects."""

    field: FilledField
    proof: Proof
    gap: str | None = None
    coverage: str = "unclear"
    embedded: Any = None
    signer_info: Any = None
    certificate: Any = None
    stamp: Stamp | None = None
    own: Material = Material()  # noqa: RUF009 - frozen and empty
    cms: Blob | None = None

    @property
    def revision(self) -> int:
        """The last revision that the signature covers, else the one that wrote it."""
        return self.embedded.signed_revision if self.embedded is not None else self.field.revision

    @property
    def byte_range(self) -> tuple[int, ...] | None:
        """/ByteRange as integers."""
        return self.field.byte_range

    @property
    def covers_its_revision(self) -> bool:
        """Whether the signature is intact, fills its gap and covers at least its revision whole."""
        return self.proof.intact and self.gap is None and self.coverage in ("entire_revision", "entire_file")

    @property
    def blobs(self) -> tuple[Blob, ...]:
        """The CMS and what it holds."""
        cms = (self.cms,) if self.cms is not None else ()
        return (*cms, *self.own.certificates, *self.own.revocation)


def read_signature(reader: FastReader, data: bytes, field: FilledField) -> Reading:
    """Steps 1 to 3: gap gate, CMS and time-stamp, coverage."""
    try:
        contents = extract_contents(field.value)
    except Exception as fault:  # noqa: BLE001 - a signature without readable contents is an outcome
        return Reading(field, Proof(unsure("SIGNED_DATA_NOT_FOUND"), ("no-contents",), type(fault).__name__))
    gap = gap_gate(data, field.byte_range, contents)
    try:
        embedded = EmbeddedPdfSignature(reader, field.field, field.name)
        signed_data, signer_info = embedded.signed_data, embedded.signer_info
    except Exception as fault:  # noqa: BLE001 - a CMS that cannot be read is an outcome
        result = outcome(fault)
        reason = "several-signers" if has_several_signers(contents) else result.reason
        return Reading(field, Proof(result.finding, (reason,), result.fault), gap)
    proof = _proof(embedded, field, data)
    coverage = _cover(reader, embedded, field)
    own = material.of_cms(signed_data, signer_info)
    stamp = _stamp(embedded, field)
    if stamp is not None and field.kind is SignatureKind.SIGNATURE:
        own += Material(material.certificates_of(stamp.token))
    certificate = _certificate(signed_data)
    if certificate is not None:
        own = Material((material.blob(material.CERTIFICATE, certificate.dump()),)) + own
    cms = material.of_contents(contents)
    return Reading(field, proof, gap, _COVERAGE[coverage], embedded, signer_info, certificate, stamp, own, cms)


def _cover(reader: FastReader, embedded: Any, field: FilledField) -> Any:
    """Measure the coverage from the last revision that lies inside the ByteRange (a linearised file begins with two)."""
    try:
        numbers = field.byte_range or ()
        end = signed_end(numbers) if len(numbers) == 4 else 0
        inside = 0
        while inside < reader.xrefs.total_revisions and reader.xrefs.get_xref_container_info(inside).end_location <= end:
            inside += 1
        embedded.signed_revision = max(embedded.signed_revision, inside - 1)
        embedded.coverage = embedded.evaluate_signature_coverage()
    except Exception:  # noqa: BLE001 - what cannot be measured is not covered
        embedded.coverage = SignatureCoverageLevel.UNCLEAR
    return embedded.coverage


def _proof(embedded: Any, field: FilledField, data: bytes) -> Proof:
    with contextlib.suppress(Exception):  # the library will say what is wrong
        _digest(embedded, field, data)
    if field.subfilter == TIMESTAMP_FILTER:
        return check_timestamp(embedded.signed_data, embedded.signer_info, embedded.compute_digest)
    if field.subfilter not in {*SIGNATURE_FILTERS, SHA1_FILTER}:
        return Proof(unsure("FORMAT_NOT_SUPPORTED"), ("subfilter-not-supported",))
    if field.subfilter == SHA1_FILTER:
        return check_sha1(embedded.signed_data, embedded.signer_info, b"".join(_covered(field, data)))
    try:
        digest = embedded.compute_digest()
    except Exception as fault:  # noqa: BLE001 - an unknown digest or a ByteRange of nonsense is an outcome
        result = outcome(fault)
        return Proof(result.finding, (result.reason,), result.fault)
    return check_detached(embedded.signed_data, embedded.signer_info, digest, lambda: b"".join(_covered(field, data)))


def _covered(field: FilledField, data: bytes) -> tuple[memoryview, ...]:
    """The parts of the file that a ByteRange names, without copying them."""
    numbers, view = field.byte_range or (), memoryview(data)
    return tuple(view[a : a + n] for a, n in zip(numbers[::2], numbers[1::2], strict=False) if a >= 0 and n >= 0)


def _digest(embedded: Any, field: FilledField, data: bytes) -> None:
    """Digest a sane ByteRange at once and leave it where the library, which does 4 KiB at a time, will look for it."""
    numbers = field.byte_range or ()
    if len(numbers) == 4 and min(numbers) >= 0 and max(numbers[0] + numbers[1], signed_end(numbers)) <= len(data):
        algorithm = embedded.external_md_algorithm
        embedded.external_digests[algorithm] = digest_of(algorithm, *_covered(field, data))


def _stamp(embedded: Any, field: FilledField) -> Stamp | None:
    if field.kind is SignatureKind.TIMESTAMP:
        return read_stamp(embedded.signed_data, embedded.compute_digest)
    return signature_stamp(embedded.signer_info)


def _certificate(signed_data: Any) -> Any:
    try:
        return certificates.certificate(extract_certificate_info(signed_data).signer_cert.dump())
    except Exception:  # noqa: BLE001 - the proof has told why
        return None


def evidence_of(
    reader: FastReader,
    reading: Reading,
    others: tuple[Reading, ...],
    store: Material,
    signed: Collection[int],
    hidden: tuple[str, ...],
    pages: Mapping[Key, int],
) -> SignatureEvidence:
    """Steps 4 and 5 and the sum: the evidence of a signature among the others of its file.

    Args:
        reader: The whole file.
        reading: The signature.
        others: All signatures of the file, this one included.
        store: What the document security store holds.
        signed: Revisions that an intact signature covers whole.
        hidden: The reasons of the tail gate.
        pages: The numbers of the pages by their objects.
    """
    changes = _changes(reader, reading, signed)
    late = _certifies(reading) and any(o.revision < reading.revision for o in others if o.field.kind is SignatureKind.SIGNATURE)
    whole = reading.coverage in ("entire_revision", "entire_file")
    integrity = worst(
        failed("FORMAT_FAILURE") if reading.gap else PASSED,
        reading.proof.finding,
        PASSED if whole or reading.embedded is None else failed("FORMAT_FAILURE"),
        changes.finding,
        unsure("FORMAT_FAILURE") if hidden or late else PASSED,
    )
    reasons = [reading.gap] if reading.gap else []
    reasons += reading.proof.reasons
    reasons += [] if whole else ["coverage-incomplete"]
    reasons += changes.reasons
    reasons += [*hidden, *(["certified-after-signing"] if late else [])]
    evidence = _evidence(reading, integrity, changes, tuple(reasons), store, others)
    box, key = reading.field.box, reading.field.page_key
    page = pages.get(key) if key is not None else None
    return replace(evidence, page=page, box=box) if box is not None else evidence


def _evidence(
    reading: Reading,
    integrity: Finding,
    changes: Changes,
    reasons: tuple[str, ...],
    store: Material,
    others: tuple[Reading, ...],
) -> SignatureEvidence:
    names = holder(reading.certificate) if reading.certificate is not None else Holder(None, None, SignerKind.UNKNOWN)
    stamp = reading.stamp
    time = stamp.time if stamp is not None else None
    claimed = claimed_time(reading.signer_info, reading.field.value)
    known = reading.own + store
    subfilter = reading.field.subfilter
    return SignatureEvidence(
        field=printed(reading.field.name),
        kind=reading.field.kind,
        subfilter=subfilter.removeprefix("/") if subfilter else None,
        integrity=integrity,
        coverage=reading.coverage,
        modification=changes.modification,
        changes=changes.changed,
        signer_common_name=names.common_name,
        signer_organization=names.organization,
        signer_kind=names.kind,
        certificate=known.certificates[0].sha256 if reading.certificate is not None else None,
        certificates=material.digests(known.certificates),
        revocation=material.digests(known.revocation),
        cms=reading.cms.sha256 if reading.cms is not None else None,
        byte_range=reading.byte_range,
        signed_digest=_signed_digest(reading.embedded),
        claimed_time=claimed,
        timestamp=time,
        timestamp_intact=stamp.intact if stamp is not None else None,
        level=_level(reading, known, others),
        digest="sha1" if subfilter == SHA1_FILTER else _native(reading.signer_info, "digest_algorithm"),
        mechanism=_native(reading.signer_info, "signature_algorithm"),
        key=key_name(reading.certificate) if reading.certificate is not None else None,
        docmdp=_docmdp(reading.embedded),
        reasons=(*reasons, *(time_reasons(stamp, claimed) if reading.field.kind is SignatureKind.SIGNATURE else ())),
    )


def _changes(reader: FastReader, reading: Reading, signed: Collection[int]) -> Changes:
    if reading.coverage == "entire_file":
        return UNCHANGED
    if reading.coverage != "entire_revision":
        return Changes(Modification.OTHER)
    try:
        return changes_after(reader, reading.embedded, signed)
    except Exception as fault:  # noqa: BLE001 - what cannot be compared is for review
        detail = type(fault).__name__
        return Changes(Modification.OTHER, unsure("MODIFIED_AFTER_SIGNING"), (detail,), ("changes-not-analysed",))


def _certifies(reading: Reading) -> bool:
    """Whether the signature has a DocMDP transform, which only the first of a document may (ISO 32000-2, 12.8.2.2.1)."""
    try:
        return any(r.get_object()["/TransformMethod"] == "/DocMDP" for r in reading.field.value["/Reference"])
    except Exception:  # noqa: BLE001 - a reference that cannot be read certifies nothing
        return False


def _level(reading: Reading, known: Material, others: tuple[Reading, ...]) -> str | None:
    """The level by what is there and intact (ETSI EN 319 142-1, 6.3): B, T, LT, LTA; None for a time-stamp or a broken one."""
    if reading.field.kind is SignatureKind.TIMESTAMP or not reading.proof.intact:
        return None
    later = [o for o in others if o.field.kind is SignatureKind.TIMESTAMP and o.revision > reading.revision and o.proof.intact]
    stamped = bool(reading.stamp is not None and reading.stamp.intact) or bool(later)
    if not stamped:
        return "B"
    if not known.revocation:
        return "T"
    return "LTA" if later else "LT"


def _native(signer_info: Any, name: str) -> str | None:
    try:
        return str(signer_info[name]["algorithm"].native)
    except Exception:  # noqa: BLE001 - an algorithm that cannot be read is not known
        return None


def _signed_digest(embedded: Any) -> str | None:
    try:
        return str(embedded.compute_digest().hex())
    except Exception:  # noqa: BLE001 - the proof has told why
        return None


def _docmdp(embedded: Any) -> str | None:
    try:
        permitted = embedded.docmdp_level
    except Exception:  # noqa: BLE001 - a permission that cannot be read is not known
        return None
    return permitted.name.lower() if permitted is not None else None
