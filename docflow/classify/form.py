"""How a document was sent, over all its recipients: ordered, named rules; witnesses before presumptions.

The register's form column states the whole and decides. Without one, a witness of paper and a witness of electronic sending
make ``both``. Without any witness the signatures presume (Decree 30/2020, article 5: signed by person and organ it is an
original that needs no paper), and what they leave open stays ``unknown`` with the set of forms that it may be.
"""

from __future__ import annotations

from dataclasses import dataclass

from docflow.classify.evidence import FileEvidence, SendingEvidence
from docflow.model import Basis, Decision, Discrepancy, Form

ALL = (Form.BOTH.value, Form.ELECTRONIC.value, Form.PAPER.value)
ELECTRONIC_OR_BOTH = (Form.BOTH.value, Form.ELECTRONIC.value)
PAPER_OR_BOTH = (Form.BOTH.value, Form.PAPER.value)

# A document dated before the decree needs no digital signature of the person.
DECREE_30_FROM = "2020-03-05"


@dataclass(frozen=True, slots=True)
class Presumption:
    """What the files alone presume: a form with its rule, or UNKNOWN; ``possible`` is what they do not exclude."""

    form: Form
    rule: str
    possible: tuple[str, ...]


FORM_RULES = {
    "signed-by-person-and-organ": Presumption(Form.ELECTRONIC, "signed-by-person-and-organ", ELECTRONIC_OR_BOTH),
    "signed-by-person-and-office": Presumption(Form.ELECTRONIC, "signed-by-person-and-office", ELECTRONIC_OR_BOTH),
    "signed-by-person-and-host": Presumption(Form.ELECTRONIC, "signed-by-person-and-host", ELECTRONIC_OR_BOTH),
    "signed-by-host-only": Presumption(Form.ELECTRONIC, "signed-by-host-only", ELECTRONIC_OR_BOTH),
    "signed-by-organ-only": Presumption(Form.ELECTRONIC, "signed-by-organ-only", ELECTRONIC_OR_BOTH),
    "signed-by-person-only": Presumption(Form.UNKNOWN, "signed-by-person-only", PAPER_OR_BOTH),
    "scan-signed-by-organ": Presumption(Form.UNKNOWN, "scan-signed-by-organ", ELECTRONIC_OR_BOTH),
    "scan-copied": Presumption(Form.UNKNOWN, "scan-copied", ELECTRONIC_OR_BOTH),
    "scan-in-issuers-folder": Presumption(Form.UNKNOWN, "scan-in-issuers-folder", PAPER_OR_BOTH),
    "scan-unsigned": Presumption(Form.UNKNOWN, "scan-only", ALL),
    "no-file": Presumption(Form.UNKNOWN, "register-only", ALL),
}


def presume(origin: Decision, file: FileEvidence | None) -> Presumption:
    """What the files presume of the form, by the rule that decided the origin; a rule that says nothing leaves all open."""
    rule = origin.rule
    if rule == "scan-unsigned" and file is not None and file.in_issuers_folder:
        rule = "scan-in-issuers-folder"
    return FORM_RULES.get(rule, Presumption(Form.UNKNOWN, rule, ALL))


def decide_form(
    origin: Decision, file: FileEvidence | None, sending: SendingEvidence
) -> tuple[Decision, tuple[Discrepancy, ...]]:
    """Decide a document's form from the books and the files; gives the decision and the contradictions found on the way."""
    presumed = presume(origin, file)
    findings = [Discrepancy("form-contradiction", "register")] if sending.columns_differ else []
    if sending.column is not None:
        return _by_column(sending, presumed, origin, findings)
    return _without_column(sending, presumed, origin), tuple(findings)


def _without_column(sending: SendingEvidence, presumed: Presumption, origin: Decision) -> Decision:
    if sending.electronic:
        both = (Form.BOTH, "witnesses-of-both") if sending.paper else (Form.ELECTRONIC, "electronic-witness")
        return _witnessed(*both, (*sending.paper, *sending.electronic))
    if sending.paper:
        if Form.PAPER.value in presumed.possible:
            return _witnessed(Form.PAPER, "paper-witness", sending.paper)
        # One receipt witnesses one paper sending; whether others got it electronically is only presumed from the signatures.
        evidence = (*sending.paper, *origin.evidence)
        return Decision(Form.UNKNOWN.value, "paper-receipt-beside-presumed", evidence, PAPER_OR_BOTH, Basis.WITNESSED)
    evidence = origin.evidence or tuple(f"line:{subject}" for subject in sending.lines)
    if presumed.form is Form.UNKNOWN:
        return Decision(Form.UNKNOWN.value, presumed.rule, evidence, presumed.possible)
    return Decision(presumed.form.value, presumed.rule, evidence, (presumed.form.value,), Basis.PRESUMED)


def _by_column(
    sending: SendingEvidence, presumed: Presumption, origin: Decision, findings: list[Discrepancy]
) -> tuple[Decision, tuple[Discrepancy, ...]]:
    column = sending.column or Form.UNKNOWN
    witnesses = tuple(f"line:{subject}" for subject in sending.lines)
    if column is Form.ELECTRONIC and sending.paper:
        findings.append(Discrepancy("form-contradiction", "receipt"))
        return _witnessed(Form.BOTH, "paper-receipt-beside-column", (*witnesses, *sending.paper)), tuple(findings)
    if column is Form.PAPER and sending.electronic:
        findings.append(Discrepancy("form-contradiction", "electronic-witness"))
    if column.value not in presumed.possible:
        findings.append(Discrepancy("form-contradiction", origin.rule))
    return _witnessed(column, "register-form-column", witnesses), tuple(findings)


@dataclass(frozen=True, slots=True)
class Settling:
    """A kind of witness that is not there yet, and the forms that would be possible with it: one where it would decide."""

    witness: str
    possible: tuple[str, ...]


def settled_by(form: Decision, origin: Decision) -> tuple[Settling, ...]:
    """What would settle a form that was left open, found by the same rules; nothing where it is decided.

    The register's column decides whatever it says, so that it stands for all forms.
    """
    if form.value != Form.UNKNOWN.value:
        return ()
    presumed = Presumption(Form.UNKNOWN, form.rule, form.possible or ALL)
    on_paper = form.rule == "paper-receipt-beside-presumed"
    witnesses = {
        "electronic": SendingEvidence(electronic=("asked",), paper=("known",) if on_paper else ()),
        **({} if on_paper else {"paper": SendingEvidence(paper=("asked",))}),
        **({} if on_paper else {"both": SendingEvidence(electronic=("asked",), paper=("asked",))}),
    }
    decisions = {name: _without_column(sending, presumed, origin) for name, sending in witnesses.items()}
    return (Settling("column", ALL), *(Settling(name, decision.possible) for name, decision in decisions.items()))


def _witnessed(form: Form, rule: str, evidence: tuple[str, ...]) -> Decision:
    return Decision(form.value, rule, evidence, (form.value,), Basis.WITNESSED)
