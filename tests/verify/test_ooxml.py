from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from docflow.model import Finding, Indication, Modification, SignatureEvidence, SignatureState, SignerKind
from docflow.pipeline import process
from docflow.verify.judge import judge
from docflow.verify.ooxml import examine_package
from docflow.verify.policy import load_policy
from docflow.verify.trust import load_trust
from verify.packages import (
    IMAGE,
    OFFICE,
    ORIGIN,
    PACKAGE,
    PART,
    ROOT,
    SIGNATURE,
    TYPES,
    Files,
    package,
    relationship,
    signed_files,
    unsigned_files,
)
from verify.papers import JUDGED_AT, blobs_of, trusted

PASSED = Finding(Indication.TOTAL_PASSED)
BROKEN = Finding(Indication.TOTAL_FAILED, "HASH_FAILURE")
REVIEW = Finding(Indication.INDETERMINATE, "MODIFIED_AFTER_SIGNING")


def only(files: Files) -> SignatureEvidence:
    (evidence,) = examine_package(package(files)).signatures
    return evidence


def test_a_signed_package_says_all_that_its_bytes_say() -> None:
    evidence = only(signed_files())

    assert (evidence.integrity, evidence.coverage, evidence.modification) == (PASSED, "entire_package", Modification.NONE)
    assert (evidence.field, evidence.subfilter) == ("/" + SIGNATURE, "xmldsig")
    assert (evidence.digest, evidence.key, evidence.mechanism, evidence.level) == ("sha256", "rsa2048", "rsassa_pkcs1v15", "B")
    assert (evidence.signer_kind, evidence.claimed_time) == (SignerKind.ORGAN, "2022-09-12T03:00:00Z")
    assert (evidence.reasons, evidence.changes) == (("properties-unsigned", "no-timestamp"), ("/docProps/core.xml",))


def test_the_same_chain_and_policy_judge_it() -> None:
    examination = examine_package(package(signed_files()))
    policy = load_policy("vn-transitional")
    verdict = judge(examination.signatures[0], blobs_of(examination), policy, trusted(), JUDGED_AT)
    unknown = judge(examination.signatures[0], blobs_of(examination), policy, load_trust(None), JUDGED_AT)

    assert (verdict.indication, len(verdict.chain), verdict.time_used) == (Indication.TOTAL_PASSED, 3, "claimed")
    assert unknown.sub_indication == "NO_CERTIFICATE_CHAIN_FOUND"


def test_a_time_stamp_over_the_signature_value_gives_the_time() -> None:
    examination = examine_package(package(signed_files(timestamped=True)))
    (evidence,) = examination.signatures
    verdict = judge(evidence, blobs_of(examination), load_policy("modern"), trusted(), JUDGED_AT)

    assert (evidence.timestamp, evidence.timestamp_intact, evidence.level) == ("2022-09-12T03:00:00Z", True, "T")
    assert (verdict.indication, verdict.time_used) == (Indication.TOTAL_PASSED, "tsa")


def test_a_certificate_that_the_signature_names_must_be_the_signers() -> None:
    assert only(signed_files(bound="district")).integrity == PASSED
    assert only(signed_files(bound="chair")).integrity.sub_indication == "NO_SIGNING_CERTIFICATE_FOUND"


def test_comments_in_the_parts_that_describe_the_package_change_nothing() -> None:
    files = _change(TYPES, b"<Default", b"<!-- types --><Default")(signed_files())

    assert only(_change(ROOT, b"<Relationship ", b"<!-- all --><Relationship ")(files)).integrity == PASSED


def test_a_file_read_whole_carries_its_signature() -> None:
    facts = process(package(signed_files())).facts

    assert (facts.state, len(facts.signatures)) == (SignatureState.SIGNED, 1)


def test_a_package_without_signatures_has_none() -> None:
    assert examine_package(package(unsigned_files())).state is SignatureState.NO_SIGNATURE


def _change(name: str, old: bytes, new: bytes) -> Callable[[Files], Files]:
    return lambda files: {**files, name: files[name].replace(old, new)}


def _add_relationship(name: str, entry: str) -> Callable[[Files], Files]:
    return _change(name, b"</Relationships>", entry.encode() + b"</Relationships>")


FOOTER = relationship("rId9", OFFICE + "footer", "footer1.xml")
RELS = "word/_rels/document.xml.rels"
STRAY = "word/_rels/settings.xml.rels"
THUMBNAIL = relationship("rId5", PACKAGE + "relationships/metadata/thumbnail", PART)


@pytest.mark.parametrize(
    ("manipulate", "integrity", "reason", "named"),
    [
        (_change(PART, b"05", b"06"), BROKEN, "part-changed", "/" + PART),
        (lambda files: {k: v for k, v in files.items() if k != IMAGE}, BROKEN, "part-missing", "/" + IMAGE),
        (_change(TYPES, b"image/png", b"image/svg"), BROKEN, "content-type-changed", "/" + IMAGE),
        (_change(RELS, b"image1", b"image2"), BROKEN, "relationships-changed", "/" + RELS),
        (_change(ROOT, b"rId1", b"rId8"), BROKEN, "relationships-changed", "/" + ROOT),
        (lambda files: {**files, "word/footer1.xml": b"<footer/>"}, REVIEW, "parts-unsigned", "/word/footer1.xml"),
        (_add_relationship(RELS, FOOTER), REVIEW, "relationships-unsigned", f"/{RELS}#rId9"),
        (lambda files: {**files, STRAY: files[RELS]}, REVIEW, "relationships-unsigned", f"/{STRAY}#rId7"),
        (_add_relationship(ROOT, THUMBNAIL), PASSED, "properties-unsigned", "/docProps/core.xml"),
    ],
)
def test_what_was_done_to_a_signed_package_is_caught_or_named(
    manipulate: Callable[[Files], Files], integrity: Finding, reason: str, named: str
) -> None:
    evidence = only(manipulate(signed_files()))

    assert evidence.integrity == integrity
    assert reason in evidence.reasons
    assert named in evidence.changes


def test_a_part_that_content_leads_to_is_content_even_if_it_is_called_a_certificate() -> None:
    files = signed_files()
    certificate = relationship("rId1", PACKAGE + "relationships/digital-signature/certificate", "../word/footer1.xml")
    files["word/footer1.xml"] = b"<footer/>"
    files["_xmlsignatures/_rels/sig1.xml.rels"] = files[ORIGIN].replace(
        files[ORIGIN][files[ORIGIN].index(b"<Relationship ") : files[ORIGIN].rindex(b"</Relationships>")], certificate.encode()
    )
    assert only(files).integrity == PASSED

    files["word/_rels/document.xml.rels"] = files["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", FOOTER.encode() + b"</Relationships>"
    )
    assert only(files).changes[:2] == ("/word/footer1.xml", "/word/_rels/document.xml.rels#rId9")


def test_a_signature_whose_origin_was_removed_is_never_called_unsigned() -> None:
    files = signed_files()
    files[ROOT] = unsigned_files()[ROOT]
    examination = examine_package(package(files))

    assert examination.state is SignatureState.NOT_REACHABLE
    assert [p.code for p in examination.problems] == ["signature-origin-missing"]


def test_a_second_signature_that_nothing_leads_to_is_told() -> None:
    examination = examine_package(package({**signed_files(), "_xmlsignatures/sig2.xml": b"<Signature/>"}))

    assert [(p.code, p.detail) for p in examination.problems] == [("signature-part-not-reached", "/_xmlsignatures/sig2.xml")]
    assert examination.signatures[0].integrity == REVIEW


def test_a_part_that_stands_twice_is_refused() -> None:
    data = io.BytesIO(package(signed_files()))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(data, "a") as archive:
        archive.writestr(PART, b"<document>SO 99</document>")
    examination = examine_package(data.getvalue())

    assert (examination.state, examination.problems[0].code) == (SignatureState.UNREADABLE, "parts-repeated")


def test_parts_whose_names_differ_only_in_case_are_refused() -> None:
    examination = examine_package(package({**signed_files(), "word/DOCUMENT.xml": b"<document/>"}))

    assert examination.problems[0].code == "parts-repeated"


def test_a_digest_information_without_null_has_a_reason_of_its_own() -> None:
    evidence = only(signed_files(null=False))

    assert evidence.integrity == Finding(Indication.INDETERMINATE, "FORMAT_FAILURE")
    assert evidence.reasons[0] == "digest-info-without-null"


@pytest.mark.parametrize(
    ("old", "new", "sub_indication", "reason"),
    [
        (b"2022-09-12", b"2021-09-12", "HASH_FAILURE", "digest-differs"),
        (b"<SignatureValue>", b"<SignatureValue>AAAA", "SIG_CRYPTO_FAILURE", "signature-value-wrong"),
        (b"xmldsig-more#rsa-sha256", b"xmldsig-more#rsa-md5", "FORMAT_NOT_SUPPORTED", "algorithm-not-supported"),
        (b"<KeyInfo>", b'<KeyInfo Id="idPackageObject">', "FORMAT_FAILURE", "xml-reference-unclear"),
        (b"X509Certificate>", b"X509Certificat>", "NO_SIGNING_CERTIFICATE_FOUND", "no-signing-certificate"),
        (b"<Signature ", b"<!DOCTYPE a [<!ENTITY b 'c'>]><Signature ", "FORMAT_FAILURE", "xml-malformed"),
        (b"<Signature ", b"<Sig ", "FORMAT_FAILURE", "xml-malformed"),
        (b"</SignedInfo>", b"</SignedInfo><SignedInfo/>", "FORMAT_FAILURE", "xml-malformed"),
    ],
)
def test_a_manipulated_signature_part_never_passes(old: bytes, new: bytes, sub_indication: str, reason: str) -> None:
    evidence = only(_change(SIGNATURE, old, new)(signed_files()))

    assert evidence.integrity.sub_indication == sub_indication
    assert reason in evidence.reasons


def test_a_signature_by_another_key_than_the_certificate_is_wrong() -> None:
    theirs, mine = signed_files("chair")[SIGNATURE], signed_files("district")
    first, last = b"<KeyInfo>", b"</KeyInfo>"
    own = mine[SIGNATURE]
    key = theirs[theirs.index(first) : theirs.index(last)]
    mine[SIGNATURE] = own[: own.index(first)] + key + own[own.index(last) :]

    assert only(mine).integrity == Finding(Indication.TOTAL_FAILED, "SIG_CRYPTO_FAILURE")


@pytest.mark.parametrize("name", [TYPES, ROOT, ORIGIN, SIGNATURE])
@pytest.mark.parametrize("data", [b"", b"<", b"<a/>", b"\xff\xfe\x00", b"<a>" * 5000])
def test_a_package_with_a_damaged_part_is_answered_and_never_passes(name: str, data: bytes) -> None:
    examination = examine_package(package({**signed_files(), name: data}))

    assert all(s.integrity != PASSED for s in examination.signatures)
    assert examination.state is not SignatureState.NO_SIGNATURE


@pytest.mark.parametrize("part", range(1, 10))
def test_a_package_cut_short_is_unreadable(part: int) -> None:
    data = package(signed_files())

    assert examine_package(data[: len(data) * part // 10]).state is SignatureState.UNREADABLE
