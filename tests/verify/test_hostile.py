"""Files made to hang, exhaust or mislead: each ends in one outcome, within the limits of a worker."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from docflow.executor import Lost, Processes
from docflow.model import Examination, Indication, SignatureState
from docflow.settings import Limits
from docflow.verify.examine import examine
from verify.papers import paper, signed

VALUE = b"<< /Type /Sig /SubFilter /adbe.pkcs7.detached /ByteRange [0 100 200 300] /Contents <%b> >>"
MARK = b"% /ByteRange [0 1 2 3]\n"


def pdf(fields: bytes, objects: dict[int, bytes], mark: bytes = b"") -> bytes:
    """A PDF with form fields; ``objects`` from number 3 on."""
    bodies = {1: b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [%b] >> >>" % fields, 2: b"<< /Type /Pages /Kids [] >>"}
    data, offsets = b"%PDF-1.7\n" + mark, {}
    for number, body in {**bodies, **objects}.items():
        offsets[number] = len(data)
        data += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(offsets))
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1) + table + end


def huge_index() -> bytes:
    stream = (
        b"3 0 obj\n<</Type /XRef /W [0 0 0] /Index [0 999999999] /Size 9 /Root 1 0 R /Length 0>>\nstream\n\nendstream\nendobj\n"
    )
    return b"%PDF-1.7\n" + stream + b"startxref\n9\n%%EOF\n"


def xref_bomb() -> bytes:
    """Fifty cross-reference streams in a chain, each of them of a size that might still be honest."""
    packed = zlib.compress(b"\x01\x00\x10\x00" * 90_000, 9)
    data, previous = b"%PDF-1.7\n1 0 obj\n<</Type /Catalog /Pages 1 0 R>>\nendobj\n", b""
    for number in range(50):
        start = len(data)
        head = b"<</Type /XRef /W [1 2 1] /Index [0 90000] /Size 90000 %b/Root 1 0 R /Filter /FlateDecode /Length %d>>"
        body = (head + b"\nstream\n%b\nendstream") % (previous, len(packed), packed)
        data += b"%d 0 obj\n%b\nendobj\n" % (5 + number, body)
        previous = b"/Prev %d " % start
    return data + b"startxref\n%d\n%%%%EOF\n" % start


def long_contents() -> bytes:
    return pdf(b"3 0 R", {3: b"<< /T (a) /FT /Sig /V %b >>" % (VALUE % (b"30" * (10 << 20)))})


def deep_form() -> bytes:
    depth = 30_000
    levels = {3 + i: b"<< /T (a) /Kids [%d 0 R] >>" % (4 + i) for i in range(depth)}
    return pdf(b"3 0 R", {**levels, 3 + depth: b"<< /T (a) /FT /Sig /V %b >>" % (VALUE % b"00")})


def circular_form() -> bytes:
    return pdf(b"3 0 R", {3: b"<< /T (a) /Kids [4 0 R] >>", 4: b"<< /T (b) /Parent 3 0 R /Kids [3 0 R] >>"}, MARK)


def object_that_is_itself() -> bytes:
    return pdf(b"3 0 R", {3: b"3 0 R"}, MARK)


def nested_arrays() -> bytes:
    return pdf(b"3 0 R", {3: b"[" * 100_000 + b"]" * 100_000}, MARK)


def table_before_itself() -> bytes:
    data = paper()
    start = data[data.rindex(b"startxref") + 10 :].split()[0]
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Prev " + start)


def two_hundred_signatures() -> bytes:
    fields = {3 + i: b"<< /T (s%d) /FT /Sig /V %b >>" % (i, VALUE % b"3000") for i in range(200)}
    return pdf(b" ".join(b"%d 0 R" % number for number in fields), fields)


HOSTILE: dict[str, Callable[[], bytes]] = {
    f.__name__: f
    for f in (
        huge_index,
        xref_bomb,
        long_contents,
        deep_form,
        circular_form,
        object_that_is_itself,
        nested_arrays,
        table_before_itself,
        two_hundred_signatures,
    )
}


@dataclass(frozen=True)
class Job:
    name: str
    size: int = 0


def perform(_: None, job: Job) -> Examination:
    return examine(HOSTILE[job.name]())


def test_each_hostile_file_has_one_outcome_within_the_limits_and_none_passes() -> None:
    limits = Limits(memory_mib=768, base_seconds=10, seconds_per_mib=0, max_seconds=10)
    executor = Processes(perform, None, workers=1, limits=limits, preload=("docflow.verify.examine",))
    answers = {job.name: answer for job, answer in executor.run(Job(name) for name in HOSTILE)}

    assert answers.keys() == HOSTILE.keys()
    assert {name: answer.code for name, answer in answers.items() if isinstance(answer, Lost)} == {}
    found = {name: answer for name, answer in answers.items() if isinstance(answer, Examination)}
    passed = Indication.TOTAL_PASSED
    assert [name for name, e in found.items() if any(s.integrity.indication is passed for s in e.signatures)] == []
    assert [name for name, e in found.items() if e.state is SignatureState.NO_SIGNATURE] == []
    assert len(found["two_hundred_signatures"].signatures) == 200


@pytest.mark.parametrize(
    "numbers",
    [b"", b"0", b"0 1 2", b"0 1 2 3 4", b"-1 1 2 3", b"0 -5 9 9", b"0 99999999999999999999 1 1", b"0 0 0 0", b"1.5 2 3 4",
     b"null null null null", b"(a) (b) (c) (d)", b"true false true false", b"[0] [1] [2] [3]", b"0 1 0 R 2", b"99 98 97 96"],
)  # fmt: skip
def test_an_odd_byte_range_is_answered_and_never_passes(numbers: bytes) -> None:
    data = signed("district")
    start = data.index(b"/ByteRange [") + len(b"/ByteRange [")
    end = data.index(b"]", start)
    odd = data[:start] + numbers[: end - start].ljust(end - start) + data[end:]
    (evidence,) = examine(odd).signatures

    assert evidence.integrity.indication is not Indication.TOTAL_PASSED
    assert evidence.reasons[0].startswith(("byte-range-", "gap-", "digest-", "malformed-", "no-contents"))
