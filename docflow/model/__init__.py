"""The values that cross docflow's seams, all frozen, and the words of the glossary as enums.

Nothing of ours is imported here. Facts hold no floats: a confidence is an integer in thousandths, a box four integers in
PDF points (left, bottom, right, top; origin bottom left). Field names are those of the stored facts; the public JSON of
``docflow parse`` and ``docflow verify`` is made from them in ``docflow.records``.
"""

from __future__ import annotations

from docflow.model.certificates import CertificateFacts, ListFacts
from docflow.model.clock import Clock
from docflow.model.declared import Declared, Target
from docflow.model.derived import Count, Decision, Discrepancy, Document, Holding
from docflow.model.facts import Coverage, Entitlement, Fact, FileFacts, RegisterLine, Sighting, Unit
from docflow.model.reading import (
    AS_IT_STANDS,
    AnsweredDocument,
    Box,
    Candidate,
    FormCheck,
    FormFinding,
    Header,
    Issuer,
    Member,
    Message,
    ParseResult,
    Problem,
    Reading,
    Reference,
    Signer,
    Source,
)
from docflow.model.signing import Blob, Examination, Finding, SignatureEvidence, Step, Verdict
from docflow.model.words import (
    Basis,
    Citing,
    CopyForm,
    Direction,
    FileKind,
    Form,
    Indication,
    Modification,
    Ocr,
    Origin,
    Outcome,
    SignatureKind,
    SignatureState,
    SignerKind,
    SourceKind,
    Stage,
    Standing,
    StepOutcome,
)

__all__ = [
    "AS_IT_STANDS",
    "AnsweredDocument",
    "Basis",
    "Blob",
    "Box",
    "Candidate",
    "CertificateFacts",
    "Citing",
    "Clock",
    "CopyForm",
    "Count",
    "Coverage",
    "Decision",
    "Declared",
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
    "FormCheck",
    "FormFinding",
    "Header",
    "Holding",
    "Indication",
    "Issuer",
    "ListFacts",
    "Member",
    "Message",
    "Modification",
    "Ocr",
    "Origin",
    "Outcome",
    "ParseResult",
    "Problem",
    "Reading",
    "Reference",
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
    "Step",
    "StepOutcome",
    "Target",
    "Unit",
    "Verdict",
]
