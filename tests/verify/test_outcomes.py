from __future__ import annotations

import inspect

import pyhanko.pdf_utils.misc
import pyhanko.sign.general
import pyhanko.sign.validation.errors
import pyhanko_certvalidator.errors
import pytest
from cryptography.exceptions import UnsupportedAlgorithm
from pyhanko.sign.ades.report import AdESFailure, AdESIndeterminate
from pyhanko.sign.validation.errors import SignatureValidationError

from docflow.locale import LANGUAGES, Words
from docflow.model import Finding, Indication
from docflow.verify.outcomes import failed, outcome, unsure, worst

MODULES = (
    pyhanko.pdf_utils.misc,
    pyhanko.sign.general,
    pyhanko.sign.validation.errors,
    pyhanko_certvalidator.errors,
)
LIBRARY = sorted(
    {c for m in MODULES for c in vars(m).values() if inspect.isclass(c) and issubclass(c, Exception)}, key=lambda c: c.__name__
)
BUILT_IN = (
    ValueError,
    KeyError,
    IndexError,
    AttributeError,
    AssertionError,
    TypeError,
    OSError,
    RecursionError,
    MemoryError,
    NotImplementedError,
    OverflowError,
    UnicodeDecodeError,
    ZeroDivisionError,
    UnsupportedAlgorithm,
)


@pytest.mark.parametrize("kind", [*LIBRARY, *BUILT_IN], ids=lambda c: c.__name__)
def test_every_exception_is_an_outcome_with_words(kind: type[Exception]) -> None:
    fault = kind.__new__(kind)
    if isinstance(fault, SignatureValidationError):
        SignatureValidationError.__init__(fault, "x")
    result = outcome(fault)

    assert result.finding.indication is not Indication.TOTAL_PASSED
    assert result.finding.sub_indication in {
        "FORMAT_FAILURE",
        "FORMAT_NOT_SUPPORTED",
        "TOOL_ERROR",
        "NO_SIGNING_CERTIFICATE_FOUND",
    }
    assert all(Words(lang).has(f"verify.{result.reason}") for lang in LANGUAGES)


@pytest.mark.parametrize("status", [*AdESFailure, *AdESIndeterminate], ids=lambda s: s.name)
def test_every_status_of_a_refused_cms_is_an_outcome(status: AdESFailure | AdESIndeterminate) -> None:
    assert outcome(SignatureValidationError("x", ades_subindication=status)).finding.indication is not Indication.TOTAL_PASSED


def test_a_wrong_digest_keeps_its_name() -> None:
    fault = SignatureValidationError("x", ades_subindication=AdESFailure.HASH_FAILURE)

    assert outcome(fault).finding == failed("HASH_FAILURE")


def test_the_gravest_finding_wins_and_the_first_of_equals() -> None:
    assert worst() == Finding(Indication.TOTAL_PASSED)
    assert worst(unsure("A"), failed("B"), failed("C")) == failed("B")
    assert worst(Finding(Indication.TOTAL_PASSED), unsure("A"), unsure("B")) == unsure("A")
