"""The method by which a signature is validated: twelve numbered steps, each with what came of it.

The numbers are those of docs/validation.md, which names the clauses of ETSI EN 319 102-1 behind them. Steps 1 to 5 are done on
the file's bytes alone (``examine``), steps 6 to 12 under a policy, with a trust store, at a time (``judge``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from docflow.model import Finding, Indication, SignatureEvidence, Step, StepOutcome

FORMAT = "format"
CERTIFICATE = "certificate"
CRYPTOGRAPHIC = "cryptographic"
CHANGES = "changes"
TIMESTAMP = "timestamp"
CONTEXT = "context"
TIME = "time"
ACCEPTANCE = "acceptance"
KEY_USAGE = "key-usage"
CHAIN = "chain"
REVOCATION = "revocation"
PAST = "past"

STEPS = (
    FORMAT,
    CERTIFICATE,
    CRYPTOGRAPHIC,
    CHANGES,
    TIMESTAMP,
    CONTEXT,
    TIME,
    ACCEPTANCE,
    KEY_USAGE,
    CHAIN,
    REVOCATION,
    PAST,
)

_FAILED, _UNSURE, _NOTED = StepOutcome.FAILED, StepOutcome.INDETERMINATE, StepOutcome.PASSED

# At which step each reason of the evidence arises, and what it makes of the step; what is only noted keeps it passed.
_REASONS: Mapping[str, tuple[str, StepOutcome]] = {
    **dict.fromkeys(
        ("byte-range-malformed", "byte-range-outside-file", "gap-not-signature", "gap-other-signature", "coverage-incomplete"),
        (FORMAT, _FAILED),
    ),
    **dict.fromkeys(
        (
            *("hidden-object", "hidden-section", "bytes-after-end", "signature-unreached", "certified-after-signing"),
            *("malformed-cms", "malformed-pdf", "no-contents", "several-signers", "subfilter-not-supported", "not-supported"),
            *("encapsulated-content", "over-limit", "tool-error", "xml-malformed", "xml-reference-unclear"),
            *("transform-not-supported", "manifest-missing", "part-signed-twice", "content-type-unsigned"),
            "signed-file-missing",
        ),
        (FORMAT, _UNSURE),
    ),
    "content-repeated": (FORMAT, _NOTED),
    "no-signing-certificate": (CERTIFICATE, _UNSURE),
    **dict.fromkeys(
        (
            *("digest-differs", "signature-value-wrong"),
            *("part-missing", "part-changed", "content-type-changed", "relationships-changed"),
        ),
        (CRYPTOGRAPHIC, _FAILED),
    ),
    **dict.fromkeys(
        ("digest-info-without-null", "attributes-not-der", "algorithms-differ", "algorithm-not-supported"),
        (CRYPTOGRAPHIC, _UNSURE),
    ),
    **dict.fromkeys(
        (
            *("changed-after-signing", "changed-without-signature", "form-filled", "signed-after-certification"),
            *("change-not-permitted", "changes-not-analysed", "too-many-revisions", "annotation-added"),
            *("drawn-without-signature", "signature-covers-page", "fields-drawn-anew"),
            *("parts-unsigned", "relationships-unsigned"),
        ),
        (CHANGES, _UNSURE),
    ),
    "properties-unsigned": (CHANGES, _NOTED),
    **dict.fromkeys(("timestamp-broken", "timestamp-without-certificate"), (TIMESTAMP, _UNSURE)),
    **dict.fromkeys(("claimed-time-is-local", "claimed-time-differs"), (TIMESTAMP, _NOTED)),
    "no-timestamp": (TIMESTAMP, StepOutcome.NOT_DONE),
}
# After these there is no CMS to ask for a certificate or a digest.
_OPAQUE = frozenset(
    {
        *("no-contents", "malformed-cms", "malformed-pdf", "several-signers", "xml-malformed", "xml-reference-unclear"),
        *("transform-not-supported", "over-limit", "tool-error", "signed-file-missing"),
    }
)
_GRAVITY = (_NOTED, StepOutcome.NOT_DONE, _UNSURE, _FAILED)


def step(name: str, outcome: StepOutcome, reasons: Iterable[str] = ()) -> Step:
    """A step of the method by its name."""
    return Step(STEPS.index(name) + 1, name, outcome, tuple(reasons))


def outcome_of(finding: Finding) -> StepOutcome:
    """What a finding makes of the step at which it arose."""
    return {
        Indication.TOTAL_PASSED: StepOutcome.PASSED,
        Indication.INDETERMINATE: StepOutcome.INDETERMINATE,
        Indication.TOTAL_FAILED: StepOutcome.FAILED,
    }[finding.indication]


def examined(evidence: SignatureEvidence) -> tuple[Step, ...]:
    """Steps 1 to 5, as the evidence tells them."""
    reasons: dict[str, list[str]] = {name: [] for name in STEPS[:5]}
    outcomes = dict.fromkeys(STEPS[:5], StepOutcome.PASSED)
    for reason in evidence.reasons:
        name, outcome = _REASONS.get(reason, (FORMAT, _NOTED))  # one that another version wrote down
        reasons[name].append(reason)
        outcomes[name] = max(outcomes[name], outcome, key=_GRAVITY.index)
    if evidence.certificate is None and outcomes[CERTIFICATE] is StepOutcome.PASSED:
        outcomes[CERTIFICATE] = StepOutcome.INDETERMINATE
    if not _OPAQUE.isdisjoint(reasons[FORMAT]):
        undone = [name for name in STEPS[1:5] if not reasons[name]]
        outcomes.update(dict.fromkeys(undone, StepOutcome.NOT_DONE))
    if evidence.timestamp is None and not reasons[TIMESTAMP]:
        outcomes[TIMESTAMP] = StepOutcome.NOT_DONE
    return tuple(step(name, outcomes[name], reasons[name]) for name in STEPS[:5])
