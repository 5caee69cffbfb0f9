"""Signatures that are files of their own: around a content, or beside the file that they sign."""

from __future__ import annotations

import hashlib

import pytest
from asn1crypto import algos, cms, pem

from docflow.model import Finding, Indication, SignatureState, SignerKind
from docflow.pipeline import process
from docflow.verify.cms import examine_detached, open_message
from docflow.verify.judge import judge_all
from docflow.verify.policy import load_policy
from fixtures.tokens import certificate, signature
from verify.papers import JUDGED_AT, SIGNED_AT, paper, trusted

CONTENT = b"%PDF-1.7 as it was signed"
PASSED = Finding(Indication.TOTAL_PASSED)


def message(names: tuple[str, ...], content: bytes, *, enclosed: bool) -> bytes:
    """A CMS over a content, one signer for each name."""
    digest = hashlib.sha256(content).digest()
    single = [signature(name, digest, SIGNED_AT, pades=False, timestamped=True) for name in names]
    parts = [cms.ContentInfo.load(der)["content"] for der in single]
    made = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
            "encap_content_info": {"content_type": "data", **({"content": content} if enclosed else {})},
            "certificates": [certificate(name) for name in names],
            "signer_infos": [part["signer_infos"][0] for part in parts],
        }
    )
    return bytes(cms.ContentInfo({"content_type": "signed_data", "content": made}).dump())


def detached(*names: str, content: bytes = CONTENT) -> bytes:
    """A CMS beside a content."""
    return message(names, content, enclosed=False)


def enveloping(*names: str, content: bytes = CONTENT) -> bytes:
    """A CMS around its content."""
    return message(names, content, enclosed=True)


def in_pieces(der: bytes) -> bytes:
    """The outermost level with an indefinite length (X.690, 8.1.3.6), as signing cards write it."""
    return b"\x30\x80" + der[4:] + b"\0\0"


def test_an_enveloping_message_gives_its_content_and_its_signer() -> None:
    opened = open_message(enveloping("district"))
    (evidence,) = opened.examination.signatures

    assert (opened.content, opened.examination.state) == (CONTENT, SignatureState.SIGNED)
    assert (evidence.integrity, evidence.subfilter, evidence.coverage) == (PASSED, "CMS.enveloping", "entire_file")
    assert (evidence.signer_kind, evidence.level, evidence.digest, evidence.key) == (SignerKind.ORGAN, "T", "sha256", "rsa2048")
    assert {blob.sha256 for blob in opened.examination.blobs} >= {evidence.cms, evidence.certificate}


def test_a_detached_signature_is_over_the_file_beside_it() -> None:
    (evidence,) = examine_detached(CONTENT, detached("district")).signatures

    assert (evidence.integrity, evidence.subfilter) == (PASSED, "CMS.detached")
    assert (evidence.claimed_time, evidence.timestamp) == ("2022-09-12T03:00:00Z", "2022-09-12T03:00:27Z")


def test_the_same_chain_and_policy_judge_it() -> None:
    verdicts = judge_all(open_message(enveloping("chair", "district")).examination, load_policy("modern"), trusted(), JUDGED_AT)

    assert [(v.indication, v.time_used, len(v.chain)) for v in verdicts] == [(Indication.TOTAL_PASSED, "tsa", 3)] * 2


def test_each_signer_is_evidence_of_its_own() -> None:
    found = examine_detached(CONTENT, detached("chair", "district")).signatures

    assert [(s.field, s.integrity) for s in found] == [("signer-1", PASSED), ("signer-2", PASSED)]
    assert {s.signer_kind for s in found} == {SignerKind.PERSONAL, SignerKind.ORGAN}


@pytest.mark.parametrize("content", [b"", CONTENT + b" ", CONTENT[:-1]])
def test_another_file_than_the_signed_one_is_a_hash_failure(content: bytes) -> None:
    (evidence,) = examine_detached(content, detached("district")).signatures

    assert (evidence.integrity, evidence.reasons) == (Finding(Indication.TOTAL_FAILED, "HASH_FAILURE"), ("digest-differs",))


def test_a_signature_without_its_file_is_not_called_unsigned() -> None:
    opened = open_message(detached("district"))
    (evidence,) = opened.examination.signatures

    assert (opened.content, evidence.integrity.sub_indication) == (None, "SIGNED_DATA_NOT_FOUND")
    assert evidence.reasons == ("signed-file-missing",)


def test_a_message_around_one_file_says_nothing_of_another() -> None:
    examination = examine_detached(b"another", enveloping("district"))

    assert [problem.code for problem in examination.problems] == ["cms-of-another-file"]
    assert examine_detached(CONTENT, enveloping("district")).signatures[0].integrity == PASSED


def test_armour_and_lengths_left_open_change_nothing() -> None:
    der = enveloping("district")
    armoured, loose = pem.armor("PKCS7", der), in_pieces(der)

    assert loose != der
    assert open_message(armoured) == open_message(loose) == open_message(der)


def test_a_changed_signature_value_is_caught() -> None:
    der = enveloping("district")
    value = cms.ContentInfo.load(der)["content"]["signer_infos"][0]["signature"].native
    (evidence,) = open_message(der.replace(value, bytes([value[0] ^ 1]) + value[1:])).examination.signatures

    assert evidence.integrity == Finding(Indication.TOTAL_FAILED, "SIG_CRYPTO_FAILURE")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "cms-unreadable"),
        (b"0\x80" * 50_000, "cms-unreadable"),
        (b"\x30\x84\xff\xff\xff\xff", "cms-unreadable"),
        (b"\x30\x80\x06\x09*\x86H\x86\xf7\r\x01\x07\x02\xa0\x80" + b"\x24\x80" * 20_000, "cms-unreadable"),
        (cms.ContentInfo({"content_type": "data", "content": b"x"}).dump(), "cms-unreadable"),
        (pem.armor("CERTIFICATE", b"0\0"), "cms-unreadable"),
        (bytes.fromhex("300f06092a864886f70d010703a0020500"), "cms-encrypted"),
    ],
)
def test_what_is_no_signed_message_is_unreadable_with_a_reason(data: bytes, code: str) -> None:
    opened = open_message(data)

    assert (opened.content, opened.examination.state) == (None, SignatureState.UNREADABLE)
    assert [problem.code for problem in opened.examination.problems] == [code]


@pytest.mark.parametrize("part", range(1, 10))
def test_a_message_cut_short_never_passes(part: int) -> None:
    der = enveloping("district")
    opened = open_message(der[: len(der) * part // 10])

    assert all(s.integrity != PASSED for s in opened.examination.signatures)


def test_a_message_without_signers_has_no_signature() -> None:
    assert open_message(message((), CONTENT, enclosed=True)).examination.state is SignatureState.NO_SIGNATURE


def test_a_message_is_known_by_its_bytes_and_what_it_encloses_is_a_file_inside_it() -> None:
    message_ = enveloping("district", content=paper())
    processed = process(message_)
    (inside,) = processed.members

    assert (processed.facts.media_type, processed.facts.state) == ("application/pkcs7-mime", SignatureState.SIGNED)
    assert [s.integrity for s in processed.facts.signatures] == [PASSED]
    assert [(m.name, m.media_type, m.size) for m in processed.facts.members] == [("content", "application/pdf", len(paper()))]
    assert (inside.facts.media_type, inside.facts.state) == ("application/pdf", SignatureState.NO_SIGNATURE)
    assert process(pem.armor("CMS", message_)).facts.members == processed.facts.members


def test_a_signature_alone_is_a_file_without_members() -> None:
    processed = process(detached("district"))

    assert (processed.facts.media_type, processed.members, processed.facts.problems) == ("application/pkcs7-mime", (), ())
    assert processed.facts.signatures[0].integrity.sub_indication == "SIGNED_DATA_NOT_FOUND"
