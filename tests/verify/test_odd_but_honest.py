"""Signatures that honest tools make against the letter of the format, and their dishonest neighbours."""

from __future__ import annotations

import hashlib

import pytest
from asn1crypto import cms

from docflow.model import Finding, Indication, Modification
from docflow.verify.examine import examine
from fixtures.sign import Signature, prepare, sign
from fixtures.tokens import _signed_data as signed_data  # a CMS over any content
from verify.papers import SIGNED_AT, only, paper, rewritten

PASSED = Finding(Indication.TOTAL_PASSED)
ONE = Signature("district", "Signature1", SIGNED_AT, pades=False)


def _signed(content: bytes | None, *, sha1: bool = False, signers: int = 1) -> bytes:
    """A paper whose CMS encapsulates content; None: exactly what the ByteRange covers."""
    room = prepare(paper(), ONE)
    if sha1:
        room.data[:] = room.data.replace(b"/adbe.pkcs7.detached", b"/adbe.pkcs7.sha1    ")
    covered = bytes(room.data[: room.start] + room.data[room.end :])
    if content is None:
        content = hashlib.sha1(covered, usedforsecurity=False).digest() if sha1 else covered
    digest = hashlib.sha256(content if sha1 else covered).digest()
    made = cms.ContentInfo.load(signed_data("district", {"content_type": "data", "content": content}, digest, {}, None))
    made["content"]["signer_infos"] = cms.SignerInfos([made["content"]["signer_infos"][0]] * signers)
    text = made.dump(force=True).hex().encode()
    room.data[room.start + 1 : room.end - 1] = text.ljust(room.end - room.start - 2, b"0")
    return bytes(room.data)


def test_a_cms_that_repeats_the_signed_bytes_passes_and_says_so() -> None:
    evidence = only(_signed(None))

    assert evidence.integrity == PASSED
    assert evidence.reasons[0] == "content-repeated"


def test_a_cms_that_carries_other_content_is_for_review() -> None:
    evidence = only(_signed(b"something else"))

    assert evidence.integrity == Finding(Indication.INDETERMINATE, "FORMAT_FAILURE")
    assert evidence.reasons[0] == "encapsulated-content"


def test_the_old_kind_that_signs_a_sha1_of_the_file_counts_as_sha1() -> None:
    evidence = only(_signed(None, sha1=True))

    assert (evidence.integrity, evidence.subfilter, evidence.digest) == (PASSED, "adbe.pkcs7.sha1", "sha1")


def test_the_old_kind_over_another_file_is_a_hash_failure() -> None:
    evidence = only(_signed(b"\x00" * 20, sha1=True))

    assert evidence.integrity == Finding(Indication.TOTAL_FAILED, "HASH_FAILURE")


def test_two_signers_in_one_field_are_for_review() -> None:
    evidence = only(_signed(b"x", signers=2))

    assert evidence.integrity == Finding(Indication.INDETERMINATE, "FORMAT_FAILURE")
    assert evidence.reasons[0] == "several-signers"


def _named_with_a_period() -> bytes:
    room = prepare(paper(), Signature("chair", "Chu_ky", SIGNED_AT))
    room.data[:] = room.data.replace(b"(Chu\\137ky)", b"(Chu\\056ky)")
    return room.finish()


def test_a_later_signature_beside_a_field_whose_name_holds_a_period_is_explained() -> None:
    first, second = examine(sign(_named_with_a_period(), [Signature("district", "Signature2", SIGNED_AT)])).signatures

    assert (first.field, first.integrity, first.modification) == ("Chu.ky", PASSED, Modification.FORM_FILLING)
    assert second.integrity == PASSED


def test_a_change_beside_a_field_whose_name_holds_a_period_is_still_for_review() -> None:
    assert only(rewritten(_named_with_a_period(), "SO 99")).integrity.sub_indication == "MODIFIED_AFTER_SIGNING"


def _naming_a_source(pdf: bytes) -> bytes:
    listed = b" ".join(b"%d 0 R" % number for number in range(6, 30))
    return pdf.replace(b"/Root 1 0 R", b"/AdditionalStreams [/odt %b] /Root 1 0 R" % listed)


def test_an_embedded_source_that_was_never_written_is_no_change() -> None:
    both = [ONE, Signature("chair", "Signature2", SIGNED_AT)]
    data = sign(_naming_a_source(paper()), both)

    assert b"/AdditionalStreams" in data
    assert [s.integrity for s in examine(data).signatures] == [PASSED, PASSED]


@pytest.mark.parametrize("number", [6, 12, 25])
def test_an_embedded_source_that_is_written_after_signing_is_for_review(number: int) -> None:
    data = sign(_naming_a_source(paper()), [ONE])
    start = len(data)
    added = b"%d 0 obj\n<</Length 3>>\nstream\nodt\nendstream\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, start)
    last = data.rindex(b"startxref") + 10
    trailer = b"trailer\n<</Size 40 /Root 1 0 R /Prev %b>>\n" % data[last : data.index(b"\n", last)]
    tail = b"startxref\n%d\n%%%%EOF\n" % (start + len(added))

    assert only(data + added + table + trailer + tail).integrity != PASSED
