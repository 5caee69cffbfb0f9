"""Every exception that reading a hostile file can raise, mapped to an indication with a reason.

A fault is an outcome, never a crash and never "unsigned" (ETSI EN 319 102-1, table 5, and our own FORMAT_NOT_SUPPORTED and
TOOL_ERROR). What is certain to be wrong with the signed bytes is TOTAL_FAILED; what a reader could not make out is
INDETERMINATE.
"""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.pdf_utils.misc import PdfDecodeLimitError, PdfError
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.general import ValueErrorWithMessage
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator.errors import AlgorithmNotSupported

from docflow.model import Finding, Indication

PASSED = Finding(Indication.TOTAL_PASSED)


def failed(reason: str) -> Finding:
    """A TOTAL_FAILED finding."""
    return Finding(Indication.TOTAL_FAILED, reason)


def unsure(reason: str) -> Finding:
    """An INDETERMINATE finding."""
    return Finding(Indication.INDETERMINATE, reason)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finding with the reason that the catalogue explains and the class of the exception behind it, if any."""

    finding: Finding
    reason: str = ""
    fault: str = ""


# The statuses that pyHanko attaches to a refused CMS and that we keep; all others say only that its form is wrong.
_KEPT = {
    AdESFailure.HASH_FAILURE: failed("HASH_FAILURE"),
    AdESFailure.FORMAT_FAILURE: unsure("FORMAT_FAILURE"),
    AdESIndeterminate.NO_SIGNING_CERTIFICATE_FOUND: unsure("NO_SIGNING_CERTIFICATE_FOUND"),
    AdESIndeterminate.SIGNED_DATA_NOT_FOUND: unsure("SIGNED_DATA_NOT_FOUND"),
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE: unsure("FORMAT_NOT_SUPPORTED"),
}

# In this order, the first class that fits: subclasses stand before their bases.
_FAULTS: tuple[tuple[type[BaseException], Finding, str], ...] = (
    (PdfDecodeLimitError, unsure("FORMAT_NOT_SUPPORTED"), "over-limit"),
    (PdfError, unsure("FORMAT_FAILURE"), "malformed-pdf"),
    (ValueErrorWithMessage, unsure("FORMAT_FAILURE"), "malformed-cms"),
    (UnsupportedAlgorithm, unsure("FORMAT_NOT_SUPPORTED"), "algorithm-not-supported"),
    (AlgorithmNotSupported, unsure("FORMAT_NOT_SUPPORTED"), "algorithm-not-supported"),
    (NotImplementedError, unsure("FORMAT_NOT_SUPPORTED"), "not-supported"),
    (RecursionError, unsure("TOOL_ERROR"), "over-limit"),
    (MemoryError, unsure("TOOL_ERROR"), "over-limit"),
    (OSError, unsure("TOOL_ERROR"), "tool-error"),
    (ValueError, unsure("FORMAT_FAILURE"), "malformed-cms"),
    (LookupError, unsure("FORMAT_FAILURE"), "malformed-pdf"),
    (AttributeError, unsure("FORMAT_FAILURE"), "malformed-pdf"),
    (AssertionError, unsure("FORMAT_FAILURE"), "malformed-pdf"),
    (TypeError, unsure("FORMAT_FAILURE"), "malformed-pdf"),
)


def outcome(fault: BaseException) -> Outcome:
    """The outcome for an exception; one that nobody foresaw is TOOL_ERROR."""
    name = type(fault).__name__
    if isinstance(fault, SignatureValidationError):
        finding = _KEPT.get(fault.ades_subindication, unsure("FORMAT_FAILURE"))
        reason = "no-signing-certificate" if finding.sub_indication == "NO_SIGNING_CERTIFICATE_FOUND" else "malformed-cms"
        return Outcome(finding, reason, name)
    for kind, finding, reason in _FAULTS:
        if isinstance(fault, kind):
            return Outcome(finding, reason, name)
    return Outcome(unsure("TOOL_ERROR"), "tool-error", name)


_GRAVITY = {Indication.TOTAL_PASSED: 0, Indication.INDETERMINATE: 1, Indication.TOTAL_FAILED: 2}


def worst(*findings: Finding) -> Finding:
    """The gravest finding, the first one of equals; TOTAL_PASSED for none."""
    return max(findings, key=lambda f: _GRAVITY[f.indication], default=PASSED)
