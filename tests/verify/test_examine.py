from __future__ import annotations

import pytest

from docflow.model import Finding, Indication, Modification, SignatureState, SignerKind
from docflow.verify.examine import examine
from docflow.verify.version import tools
from fixtures.sign import Signature, sign
from verify.papers import SIGNED_AT, only, paper, rewritten, signed

PASSED = Finding(Indication.TOTAL_PASSED)


def test_an_intact_signature_says_all_that_its_bytes_say() -> None:
    evidence = only(signed("district"))

    assert evidence.integrity == PASSED
    assert (evidence.field, evidence.subfilter, evidence.coverage) == ("Signature1", "ETSI.CAdES.detached", "entire_file")
    assert (evidence.digest, evidence.key, evidence.level) == ("sha256", "rsa2048", "T")
    assert (evidence.claimed_time, evidence.timestamp) == ("2022-09-12T03:00:00Z", "2022-09-12T03:00:27Z")
    assert (evidence.timestamp_intact, evidence.signer_kind, evidence.modification) == (True, SignerKind.ORGAN, Modification.NONE)
    assert evidence.reasons == ()


def test_the_blobs_are_what_the_evidence_names() -> None:
    examination = examine(signed("district"))
    (evidence,) = examination.signatures
    named = {*evidence.certificates, *evidence.revocation, evidence.cms}

    assert {blob.sha256 for blob in examination.blobs} == named
    assert evidence.certificates[0] == evidence.certificate


def test_the_same_bytes_give_the_same_evidence() -> None:
    data = signed("chair", "district")

    assert examine(data) == examine(data)


def test_a_signature_without_a_timestamp_says_so() -> None:
    evidence = only(signed("chair", timestamped=False, pades=False))

    assert (evidence.level, evidence.timestamp, evidence.reasons) == ("B", None, ("no-timestamp",))
    assert evidence.subfilter == "adbe.pkcs7.detached"


def test_a_later_signature_leaves_the_earlier_one_intact() -> None:
    first, second = examine(signed("chair", "district")).signatures

    assert (first.integrity, first.coverage, first.modification) == (PASSED, "entire_revision", Modification.FORM_FILLING)
    assert (second.integrity, second.coverage) == (PASSED, "entire_file")


def test_a_changed_byte_is_a_hash_failure() -> None:
    data = signed("district").replace(b"SO 05", b"SO 06")

    assert only(data).integrity == Finding(Indication.TOTAL_FAILED, "HASH_FAILURE")


def test_other_text_after_signing_is_for_review_and_named() -> None:
    evidence = only(rewritten(signed("district"), "SO 99"))

    assert evidence.integrity == Finding(Indication.INDETERMINATE, "MODIFIED_AFTER_SIGNING")
    assert evidence.modification is Modification.OTHER
    assert any("/Page" in change for change in evidence.changes)


def test_a_later_signature_does_not_bless_what_was_changed_before_it() -> None:
    changed = rewritten(signed("chair"), "SO 99")
    first, second = examine(sign(changed, [Signature("district", "Signature9", SIGNED_AT)])).signatures

    assert first.integrity == Finding(Indication.INDETERMINATE, "MODIFIED_AFTER_SIGNING")
    assert second.integrity == PASSED


def test_data_behind_the_end_are_for_review() -> None:
    evidence = only(signed("district") + b"% something more")

    assert evidence.integrity.indication is not Indication.TOTAL_PASSED


def test_junk_before_the_header_changes_nothing() -> None:
    data = signed("district")

    assert examine(b"\r\n" * 10 + b"x" + data) == examine(data)


def test_an_unsigned_paper_has_no_signature() -> None:
    assert examine(paper()).state is SignatureState.NO_SIGNATURE


def test_a_signature_that_no_field_leads_to_is_never_called_unsigned() -> None:
    data = signed("district")
    revision = data[data.index(b"%%EOF") + 5 :]
    examination = examine(paper() + revision.replace(b"/AcroForm", b"/AcroFarm"))

    assert examination.state is SignatureState.NOT_REACHABLE
    assert [p.code for p in examination.problems] == ["signature-fields-not-reachable"]


def test_an_unknown_kind_of_signature_is_answered() -> None:
    data = signed("district").replace(b"/ETSI.CAdES.detached", b"/ETSI.CAdES.attached")
    examination = examine(data)

    assert examination.state is SignatureState.SIGNED
    assert [s.integrity.sub_indication for s in examination.signatures] == ["FORMAT_NOT_SUPPORTED"]


@pytest.mark.parametrize("data", [b"", b"not a pdf", b"%PDF-1.7", b"%PDF-1.7\n%%EOF", b"PK\x03\x04" + b"\x00" * 100])
def test_what_cannot_be_read_is_unreadable_with_a_reason(data: bytes) -> None:
    examination = examine(data)

    assert examination.state is SignatureState.UNREADABLE
    assert len(examination.problems) == 1


@pytest.mark.parametrize("part", range(1, 12))
def test_a_file_cut_short_is_answered_and_never_passes(part: int) -> None:
    data = signed("district")
    examination = examine(data[: len(data) * part // 12])

    assert all(s.integrity != PASSED for s in examination.signatures)


@pytest.mark.parametrize("index", [b"[0 99999999999]", b"[0 1 5 99999999999]"])
def test_an_index_announcing_more_than_its_file_could_hold_is_refused_at_once(index: bytes) -> None:
    stream = b"5 0 obj\n<</Type /XRef /W [1 2 1] /Index %b /Size 6 /Length 0>>\nstream\n\nendstream\nendobj\n" % index
    examination = examine(b"%PDF-1.7\n" + stream + b"startxref\n9\n%%EOF\n")

    assert [p.code for p in examination.problems] == ["over-limit"]


def test_the_fingerprint_names_the_libraries() -> None:
    assert "pyhanko/" in tools()
    assert "cryptography/" in tools()
