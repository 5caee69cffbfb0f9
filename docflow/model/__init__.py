"""The values that cross docflow's seams, all frozen, and the words of the glossary as enums.

Nothing of ours is imported here. Facts hold no floats: a confidence is an integer in thousandths, a box four integers in
PDF points (left, bottom, right, top; origin bottom left). Field names are those of the stored facts; the public JSON of
``docflow parse`` and ``docflow verify`` is made from them in ``docflow.records``.
"""

from __future__ import annotations

from docflow.model.clock import Clock
from docflow.model.derived import Count, Decision, Discrepancy, Document, Holding
from docflow.model.facts import Coverage, Entitlement, Fact, FileFacts, RegisterLine, Sighting, Unit
from docflow.model.reading import Box, Candidate, Header, Issuer, ParseResult, Problem, Signer, Source
from docflow.model.signing import Blob, Examination, Finding, SignatureEvidence, Verdict
from docflow.model.words import (
    Basis,
    CopyForm,
    Direction,
    FileKind,
    Form,
    Indication,
    Modification,
    Origin,
    Outcome,
    SignatureKind,
    SignatureState,
    SignerKind,
    SourceKind,
    Stage,
    Standing,
)

__all__ = [
    "Basis",
    "Blob",
    "Box",
    "Candidate",
    "Clock",
    "CopyForm",
    "Count",
    "Coverage",
    "Decision",
    "Direction",
    "Discrepancy",
    "Document",
    "Entitlement",
    "Examination",
    "Fact",
    "FileFacts",
    "FileKind",
    "Finding",
    "Form",
    "Header",
    "Holding",
    "Indication",
    "Issuer",
    "Modification",
    "Origin",
    "Outcome",
    "ParseResult",
    "Problem",
    "RegisterLine",
    "Sighting",
    "SignatureEvidence",
    "SignatureKind",
    "SignatureState",
    "Signer",
    "SignerKind",
    "Source",
    "SourceKind",
    "Stage",
    "Standing",
    "Unit",
    "Verdict",
]
