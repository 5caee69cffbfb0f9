"""What would settle an open form is what the rules decide once it is there."""

from __future__ import annotations

import pytest

from docflow.classify.evidence import SendingEvidence
from docflow.classify.form import FORM_RULES, decide_form, settled_by
from docflow.model import Decision, Form

OPEN = sorted(rule for rule, presumed in FORM_RULES.items() if presumed.form is Form.UNKNOWN and rule != "scan-in-issuers-folder")
THERE = {
    "electronic": SendingEvidence(electronic=("message:a",)),
    "paper": SendingEvidence(paper=("receipt:b",)),
    "both": SendingEvidence(electronic=("message:a",), paper=("receipt:b",)),
}


@pytest.mark.parametrize("rule", [*OPEN, "a-rule-that-presumes-nothing"])
def test_each_witness_decides_what_it_was_said_to(rule: str) -> None:
    origin = Decision("unknown", rule, ("file:x",))
    form, _ = decide_form(origin, None, SendingEvidence())
    told = {one.witness: one.possible for one in settled_by(form, origin)}

    assert told.pop("column") == ("both", "electronic", "paper")
    assert told == {name: decide_form(origin, None, sending)[0].possible for name, sending in THERE.items()}


def test_a_receipt_beside_what_is_presumed_needs_only_the_other_witness() -> None:
    origin = Decision("e_original", "signed-by-person-and-organ")
    form, _ = decide_form(origin, None, THERE["paper"])

    assert (form.value, form.possible) == ("unknown", ("both", "paper"))
    assert [(one.witness, one.possible) for one in settled_by(form, origin)] == [
        ("column", ("both", "electronic", "paper")),
        ("electronic", ("both",)),
    ]


@pytest.mark.parametrize("column", [Form.ELECTRONIC, Form.BOTH, Form.PAPER])
def test_nothing_is_missing_for_a_form_that_is_decided(column: Form) -> None:
    origin = Decision("paper", "scan-unsigned")
    form, _ = decide_form(origin, None, SendingEvidence(column=column))

    assert settled_by(form, origin) == ()
