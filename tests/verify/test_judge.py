from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from docflow.model import Finding, Indication, SignatureEvidence, Verdict
from docflow.verify.certificates import certificate
from docflow.verify.chain import Chains
from docflow.verify.examine import examine
from docflow.verify.judge import judge, judge_all
from docflow.verify.policy import load_policy
from docflow.verify.trust import TrustStore, load_trust
from fixtures.pki import certificate_path, private_key
from verify.papers import JUDGED_AT, blobs_of, rewritten, signed, trusted

MODERN, TRANSITIONAL, INTEGRITY = (load_policy(n) for n in ("modern", "vn-transitional", "integrity-only"))


def verdict(data: bytes, policy: object = TRANSITIONAL, trust: TrustStore | None = None, at: dt.datetime = JUDGED_AT) -> Verdict:
    (found,) = judge_all(examine(data), policy, trust if trust is not None else trusted(), at)  # type: ignore[arg-type]
    return found


def changed(data: bytes, **values: object) -> tuple[SignatureEvidence, dict[str, bytes]]:
    examination = examine(data)
    (evidence,) = examination.signatures
    return dataclasses.replace(evidence, **values), blobs_of(examination)  # type: ignore[arg-type]


@pytest.mark.parametrize("policy", [MODERN, TRANSITIONAL])
def test_a_chain_to_a_trusted_root_passes_at_the_attested_time(policy: object) -> None:
    found = verdict(signed("district"), policy)

    assert (found.indication, found.sub_indication, found.time_used) == (Indication.TOTAL_PASSED, None, "tsa")
    assert (len(found.chain), found.holds_until, found.reasons) == (3, None, ())


def test_without_a_timestamp_the_claimed_time_is_used_and_said() -> None:
    found = verdict(signed("district", timestamped=False, pades=False))

    assert (found.indication, found.time_used) == (Indication.TOTAL_PASSED, "claimed")
    assert "time-only-claimed" in found.reasons


def test_a_careful_policy_takes_no_claimed_time() -> None:
    found = verdict(signed("district", timestamped=False, pades=False), MODERN)

    assert (found.indication, found.time_used) == (Indication.TOTAL_PASSED, None)
    assert (found.reasons, found.holds_until) == (("time-of-judging-used",), "2031-01-01T00:00:00Z")


def test_an_unknown_chain_is_undecided() -> None:
    assert verdict(signed("district-stranger")).sub_indication == "NO_CERTIFICATE_CHAIN_FOUND"


def test_an_empty_trust_store_trusts_nobody() -> None:
    assert verdict(signed("district"), trust=load_trust(None)).sub_indication == "NO_CERTIFICATE_CHAIN_FOUND"


def test_a_certificate_that_had_expired_at_signing_is_undecided() -> None:
    assert verdict(signed("district-expired")).sub_indication == "OUT_OF_BOUNDS_NO_POE"


def test_a_certificate_that_expired_after_an_attested_signing_passes() -> None:
    data = signed("district-expired", at=dt.datetime(2020, 6, 1, tzinfo=dt.UTC))

    assert verdict(data).indication is Indication.TOTAL_PASSED


def test_a_signature_before_its_authority_began_is_undecided() -> None:
    data = signed("district", at=dt.datetime(2019, 6, 1, tzinfo=dt.UTC))

    assert verdict(data).sub_indication == "CERTIFICATE_CHAIN_GENERAL_FAILURE"


def test_a_certificate_that_begins_after_signing_fails() -> None:
    key = private_key("district").public_key()
    root = x509.load_pem_x509_certificate(certificate_path("root").read_bytes())
    begins, ends = dt.datetime(2025, 1, 1, tzinfo=dt.UTC), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder(root.subject, x509.Name([]), key, 7, begins, ends)
    leaf = certificate(builder.sign(private_key("root"), hashes.SHA256()).public_bytes(serialization.Encoding.DER))
    chain = Chains(trusted(), (), ()).chain(leaf, JUDGED_AT)

    assert chain.finding == Finding(Indication.TOTAL_FAILED, "NOT_YET_VALID")


def test_a_certificate_that_was_revoked_before_signing_fails() -> None:
    found = verdict(signed("district-revoked"))

    assert (found.indication, found.sub_indication) == (Indication.TOTAL_FAILED, "REVOKED")


def test_a_revocation_after_an_attested_signing_does_no_harm() -> None:
    data = signed("district-revoked", at=dt.datetime(2020, 1, 10, tzinfo=dt.UTC))

    assert verdict(data).indication is Indication.TOTAL_PASSED


def test_a_revocation_after_a_claimed_signing_is_undecided() -> None:
    data = signed("district-revoked", at=dt.datetime(2020, 1, 10, tzinfo=dt.UTC), timestamped=False, pades=False)

    assert verdict(data).sub_indication == "REVOKED_NO_POE"


def test_where_revocation_data_are_required_their_lack_is_undecided() -> None:
    policy = dataclasses.replace(TRANSITIONAL, revocation="required")
    store = dataclasses.replace(trusted(), crls=())

    assert verdict(signed("district"), policy).indication is Indication.TOTAL_PASSED
    assert verdict(signed("district"), policy, store).sub_indication == "TRY_LATER"
    assert "revocation-unknown" in verdict(signed("district"), TRANSITIONAL, store).reasons


def test_sha1_is_refused_by_the_one_policy_and_named_by_the_other() -> None:
    evidence, blobs = changed(signed("district"), digest="sha1")
    modern = judge(evidence, blobs, MODERN, trusted(), JUDGED_AT)
    transitional = judge(evidence, blobs, TRANSITIONAL, trusted(), JUDGED_AT)

    assert (modern.indication, modern.sub_indication) == (Indication.INDETERMINATE, "CRYPTO_CONSTRAINTS_FAILURE")
    assert (transitional.indication, transitional.reasons) == (Indication.TOTAL_PASSED, ("weak-digest-accepted",))


def test_sha1_after_the_dated_end_is_refused_by_both() -> None:
    evidence, blobs = changed(signed("district", at=dt.datetime(2027, 6, 1, tzinfo=dt.UTC)), digest="sha1")
    found = judge(evidence, blobs, TRANSITIONAL, trusted(), dt.datetime(2028, 1, 1, tzinfo=dt.UTC))

    assert (found.sub_indication, found.reasons) == ("CRYPTO_CONSTRAINTS_FAILURE", ("digest-too-late",))


def test_a_key_shorter_than_the_policy_asks_is_refused() -> None:
    policy = dataclasses.replace(TRANSITIONAL, key_bits=(("rsa", 3072),))

    assert verdict(signed("district"), policy).reasons == ("key-too-short",)


def test_a_certificate_for_another_use_is_refused() -> None:
    policy = dataclasses.replace(TRANSITIONAL, key_usage=("key_agreement",))

    assert verdict(signed("district"), policy).sub_indication == "CHAIN_CONSTRAINTS_FAILURE"


def test_a_signature_is_not_judged_before_it_was_made() -> None:
    found = verdict(signed("district"), at=dt.datetime(2022, 1, 1, tzinfo=dt.UTC))

    assert (found.sub_indication, found.holds_until) == ("NO_POE", "2022-09-12T03:00:27Z")


def test_integrity_only_says_what_integrity_says() -> None:
    assert verdict(signed("district-stranger"), INTEGRITY).indication is Indication.TOTAL_PASSED


@pytest.mark.parametrize("policy", [MODERN, TRANSITIONAL, INTEGRITY])
@pytest.mark.parametrize("data", [rewritten(signed("district"), "SO 99"), signed("district").replace(b"SO 05", b"SO 06")])
def test_a_verdict_is_never_better_than_integrity(data: bytes, policy: object) -> None:
    (evidence,) = examine(data).signatures
    found = verdict(data, policy)

    assert (found.indication, found.sub_indication) == (evidence.integrity.indication, evidence.integrity.sub_indication)


def test_missing_or_broken_blobs_are_outcomes() -> None:
    evidence, blobs = changed(signed("district"))
    broken = dict.fromkeys(blobs, b"0\x03abc")

    assert judge(evidence, {}, MODERN, trusted(), JUDGED_AT).sub_indication == "NO_SIGNING_CERTIFICATE_FOUND"
    assert judge(evidence, broken, MODERN, trusted(), JUDGED_AT).indication is Indication.INDETERMINATE
