"""The twelve steps: the same for every signature, in one order, named in docs/validation.md, and told as they came out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docflow.locale import catalogue
from docflow.model import Step, StepOutcome
from docflow.verify import method
from docflow.verify.examine import examine
from docflow.verify.judge import assess
from docflow.verify.policy import load_policy
from docflow.verify.trust import load_trust
from verify.papers import JUDGED_AT, blobs_of, rewritten, signed, trusted

PASSED, UNSURE, FAILED, NOT_DONE = StepOutcome.PASSED, StepOutcome.INDETERMINATE, StepOutcome.FAILED, StepOutcome.NOT_DONE
DOCUMENT = (Path(__file__).resolve().parent.parent.parent / "docs" / "validation.md").read_text("utf-8")


def steps(data: bytes, policy: str = "vn-transitional", *, trust: bool = True) -> dict[str, Step]:
    examination = examine(data)
    store = trusted() if trust else load_trust(None)
    found = assess(examination.signatures[0], blobs_of(examination), load_policy(policy), store, JUDGED_AT).steps
    assert [step.number for step in found] == list(range(1, 13))
    return {step.name: step for step in found}


def outcomes(found: dict[str, Step]) -> dict[str, StepOutcome]:
    return {name: step.outcome for name, step in found.items()}


def test_a_good_signature_passes_every_step_but_the_one_that_is_never_done() -> None:
    found = steps(signed("district"))

    assert outcomes(found) == dict.fromkeys(method.STEPS, PASSED) | {"past": NOT_DONE}


def test_a_changed_byte_fails_the_cryptographic_step_and_nothing_is_judged() -> None:
    found = steps(signed("district").replace(b"SO 05", b"SO 06"))

    assert found["cryptographic"] == Step(3, "cryptographic", FAILED, ("digest-differs",))
    assert {found[name].outcome for name in method.STEPS[5:]} == {NOT_DONE}
    assert (found["format"].outcome, found["timestamp"].outcome) == (PASSED, PASSED)


def test_a_change_after_signing_is_told_at_its_step_and_the_signer_is_judged_all_the_same() -> None:
    found = steps(rewritten(signed("district"), "SO 99"))

    assert (found["changes"].outcome, found["changes"].reasons) == (UNSURE, ("changed-after-signing",))
    assert (found["cryptographic"].outcome, found["chain"].outcome) == (PASSED, PASSED)


def test_a_chain_that_leads_nowhere_ends_the_course() -> None:
    found = steps(signed("district"), trust=False)

    assert (found["chain"].outcome, found["revocation"].outcome) == (UNSURE, NOT_DONE)
    assert (found["acceptance"].outcome, found["key-usage"].outcome) == (PASSED, PASSED)


@pytest.mark.parametrize(
    ("certificate", "name", "outcome", "reasons"),
    [
        ("district-revoked", "revocation", FAILED, ("revoked",)),
        ("district-expired", "chain", UNSURE, ("OUT_OF_BOUNDS_NO_POE",)),
    ],
)
def test_what_is_wrong_with_a_certificate_is_told_at_its_step(
    certificate: str, name: str, outcome: StepOutcome, reasons: tuple[str, ...]
) -> None:
    found = steps(signed(certificate))

    assert (found[name].outcome, found[name].reasons) == (outcome, reasons)


def test_what_a_policy_does_not_ask_for_is_not_done() -> None:
    found = steps(signed("district"), "integrity-only")

    assert {found[name].outcome for name in method.STEPS[5:]} == {NOT_DONE}


def test_without_a_timestamp_that_step_is_not_done() -> None:
    found = steps(signed("district", timestamped=False))

    assert found["timestamp"] == Step(5, "timestamp", NOT_DONE, ("no-timestamp",))
    assert found["time"].reasons == ("time-only-claimed",)


def test_a_signature_that_cannot_be_read_is_asked_nothing_more() -> None:
    data = signed("district")
    at = data.index(b"/Contents <") + len(b"/Contents <")
    found = steps(data[:at] + b"ff" * 20 + data[at + 40 :])

    assert found["format"].outcome is not PASSED
    assert {found[name].outcome for name in ("certificate", "cryptographic", "timestamp")} <= {NOT_DONE, UNSURE}


def test_every_reason_that_examining_can_give_has_its_step() -> None:
    told_when_judging = set(re.findall(r'"([a-z-]+)"', "".join(map(_source, ("judge", "limits", "signing_time")))))
    files = {"signatures-unreadable", "signature-fields-unreadable", "not-a-pdf", "pdf-encrypted", "signature-origin-missing"}
    files |= {"signature-fields-not-reachable", "signature-part-not-reached", "parts-repeated", "relationships-repeated"}
    files |= {"content-types-malformed", "cms-encrypted", "cms-unreadable", "cms-of-another-file"}
    files |= {"signature-not-judged", "rewritten-after-signing"}
    codes = {key.removeprefix("verify.") for key in catalogue("vi") if key.startswith("verify.")}
    own = {code for code in codes if code in _source("method")}

    assert codes - own - files - told_when_judging - SUB_INDICATIONS - DERIVED == set()


# Words of sub-indications, and reasons made of two parts.
SUB_INDICATIONS = {
    word.lower().replace("_", "-") for word in re.findall(r'(?:failed|unsure)\(\s*"([A-Z_]+)"', "".join(
        path.read_text("utf-8") for path in Path(method.__file__).parent.glob("*.py")))
} | {"revoked-ca-no-poe", "revoked-no-poe", "crypto-constraints-failure-no-poe", "out-of-bounds-no-poe"}  # fmt: skip
DERIVED = {
    "revocation-unknown",
    "revocation-stale",
    "digest-weak",
    "digest-not-allowed",
    "ca-digest-weak",
    "ca-digest-not-allowed",
}


def _source(name: str) -> str:
    return (Path(method.__file__).parent / f"{name}.py").read_text("utf-8")


def test_the_document_names_each_step_under_its_number() -> None:
    rows = re.findall(r"^\| (\d+) \| `([a-z-]+)` \|", DOCUMENT, re.MULTILINE)

    assert [(int(number), name) for number, name in rows] == list(enumerate(method.STEPS, start=1))
