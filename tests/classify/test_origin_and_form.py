"""Origin and form follow from the evidence by the first rule that holds; what the evidence leaves open stays open."""

from __future__ import annotations

import dataclasses
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.classify.evidence import FileEvidence, SendingEvidence
from docflow.classify.form import decide_form
from docflow.classify.origin import decide_origin
from docflow.model import Basis, CopyForm, FileKind, Form, Header


def file(kind: FileKind = FileKind.TEXT, *, number: str | None = "1", folder: bool = False, **signed: bool) -> FileEvidence:
    header = Header(number=number, notation="QĐ-UBND", promulgated_on="2022-03-01")
    plain = FileEvidence(sha256="f", kind=kind, header=header, unsigned=not any(signed.values()), in_issuers_folder=folder)
    return dataclasses.replace(plain, **signed)  # type: ignore[arg-type]


COPIED = FileEvidence("f", FileKind.SCAN, Header(copy_form=CopyForm.SAO_Y), unsigned=False, by_other=True)

# evidence of one file -> origin, form without any book, forms that stay possible
CASES = {
    "person and organ": (file(by_person=True, by_issuer=True), "e_original", "electronic", ("electronic",)),
    "organ only": (file(by_issuer=True), "e_original", "electronic", ("electronic",)),
    "person only": (file(by_person=True), "unknown", "unknown", ("both", "paper")),
    "scan signed by organ": (file(FileKind.SCAN, by_issuer=True), "digitised", "unknown", ("both", "electronic")),
    "copy by another body": (COPIED, "digitised", "unknown", ("both", "electronic")),
    "scan in own folder": (file(FileKind.SCAN, folder=True), "paper", "unknown", ("both", "paper")),
    "scan elsewhere": (file(FileKind.SCAN), "paper", "unknown", ("both", "electronic", "paper")),
    "unsigned born digital": (file(), "unknown", "unknown", ("both", "electronic", "paper")),
    "draft": (file(number=None), "unknown", "unknown", ("both", "electronic", "paper")),
    "broken": (file(broken=True), "unknown", "unknown", ("both", "electronic", "paper")),
    "broken scan": (file(FileKind.SCAN, broken=True, folder=True), "unknown", "unknown", ("both", "electronic", "paper")),
    "publisher": (file(FileKind.SCAN, by_other=True), "unknown", "unknown", ("both", "electronic", "paper")),
    "outlines": (file(FileKind.VECTOR), "unknown", "unknown", ("both", "electronic", "paper")),
}


@pytest.mark.parametrize("name", CASES)
def test_one_file_alone(name: str) -> None:
    evidence, origin, form, possible = CASES[name]
    decided, best = decide_origin([evidence])
    sent, findings = decide_form(decided, best, SendingEvidence())

    assert (decided.value, sent.value, sent.possible, findings) == (origin, form, possible, ())
    assert (sent.basis is Basis.PRESUMED) == (form == "electronic")


def test_a_register_line_alone_says_nothing_without_its_form_column() -> None:
    origin, best = decide_origin([])
    form, _ = decide_form(origin, best, SendingEvidence(lines=("l",)))

    assert (origin.rule, form.value, form.rule, form.evidence) == ("no-file", "unknown", "register-only", ("line:l",))


@pytest.mark.parametrize(("name", "column"), list(product(CASES, [Form.ELECTRONIC, Form.BOTH, Form.PAPER])))
def test_the_form_column_decides_and_evidence_against_it_is_a_finding(name: str, column: Form) -> None:
    evidence, _, form, possible = CASES[name]
    origin, best = decide_origin([evidence])
    sent, findings = decide_form(origin, best, SendingEvidence(column=column, lines=("l",)))
    # What is presumed electronic does not exclude that paper went out too.
    allowed = {"electronic", "both"} if form == "electronic" else set(possible)

    assert (sent.value, sent.rule, sent.basis) == (column.value, "register-form-column", Basis.WITNESSED)
    assert [f.code for f in findings] == ([] if column.value in allowed else ["form-contradiction"])


@pytest.mark.parametrize(
    ("sending", "name", "expected"),
    [
        (SendingEvidence(column=Form.ELECTRONIC, paper=("r",)), "person and organ", ("both", "paper-receipt-beside-column")),
        (SendingEvidence(paper=("r",)), "person and organ", ("unknown", "paper-receipt-beside-presumed")),
        (SendingEvidence(paper=("r",)), "scan signed by organ", ("unknown", "paper-receipt-beside-presumed")),
        (SendingEvidence(paper=("r",)), "scan in own folder", ("paper", "paper-witness")),
        (SendingEvidence(paper=("r",), electronic=("e",)), "scan elsewhere", ("both", "witnesses-of-both")),
        (SendingEvidence(electronic=("e",)), "scan elsewhere", ("electronic", "electronic-witness")),
    ],
)
def test_witnesses_of_sending_come_before_presumptions(sending: SendingEvidence, name: str, expected: tuple[str, str]) -> None:
    origin, best = decide_origin([CASES[name][0]])
    form, _ = decide_form(origin, best, sending)

    assert (form.value, form.rule) == expected


def test_a_receipt_beside_a_presumed_electronic_one_leaves_paper_and_both() -> None:
    origin, best = decide_origin([CASES["person and organ"][0]])
    form, _ = decide_form(origin, best, SendingEvidence(paper=("receipt:l",)))

    assert (form.possible, form.basis) == (("both", "paper"), Basis.WITNESSED)


def test_two_form_columns_that_differ_are_a_finding_and_decide_nothing() -> None:
    origin, best = decide_origin([])
    form, findings = decide_form(origin, best, SendingEvidence(columns_differ=True, lines=("a", "b")))

    assert (form.value, [f.code for f in findings]) == ("unknown", ["form-contradiction"])


FILES = st.builds(
    lambda kind, person, issuer, other, broken, folder: FileEvidence(
        "f",
        kind,
        Header(number="1", notation="X", promulgated_on="2022-01-01"),
        unsigned=not (person or issuer or other or broken),
        by_person=person,
        by_issuer=issuer,
        by_other=other,
        broken=broken,
        in_issuers_folder=folder,
    ),
    st.sampled_from(FileKind),
    *[st.booleans()] * 5,
)


@given(st.lists(FILES, max_size=4), st.sampled_from([None, *Form]), st.booleans(), st.booleans())
def test_a_decided_form_is_its_own_only_possibility_and_an_open_one_has_several(
    files: list[FileEvidence], column: Form | None, paper: bool, electronic: bool
) -> None:
    sending = SendingEvidence(
        column=None if column is Form.UNKNOWN else column,
        paper=("p",) if paper else (),
        electronic=("e",) if electronic else (),
    )
    origin, best = decide_origin(files)
    form, _ = decide_form(origin, best, sending)

    assert list(form.possible) == sorted(set(form.possible))
    assert len(form.possible) >= 2 if form.value == "unknown" else form.possible == (form.value,)


@given(FILES)
def test_taking_a_signature_away_never_makes_a_document_more_electronic(evidence: FileEvidence) -> None:
    less = FileEvidence("f", evidence.kind, evidence.header, unsigned=True, in_issuers_folder=evidence.in_issuers_folder)

    def electronic(one: FileEvidence) -> bool:
        origin, best = decide_origin([one])
        return decide_form(origin, best, SendingEvidence())[0].value == "electronic"

    assert not electronic(less)
