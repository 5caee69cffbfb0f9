"""Whatever changes what a signed paper shows, alone or with a signature on top, the first signature never passes for it."""

from __future__ import annotations

import datetime as dt

import pytest
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from docflow.model import Indication, SignatureState
from docflow.verify.drawn import drawn_since
from docflow.verify.examine import examine
from docflow.verify.fast_reader import FastReader
from fixtures.page import Spot
from fixtures.sign import Signature, sign
from verify.alterations import SHEET, VISIBLE, Alteration, annotation, on, update
from verify.papers import SIGNED_AT, paper

SPOT = Spot(0, (10, 60, 60, 90))
FIRST = Signature("district", "Signature1", SIGNED_AT, spot=SPOT)
STRANGER = Signature("portal", "Signature9", SIGNED_AT + dt.timedelta(days=3))
LATER = Signature("chair", "Signature2", SIGNED_AT + dt.timedelta(days=1), spot=Spot(0, (100, 10, 190, 40)))
# Read by a library as the file of a stranger that holds one signature: what was there before is only found in the bytes.
REPLACED = {"the signature taken out", "another catalogue"}


@pytest.fixture(scope="module")
def original() -> bytes:
    return sign(paper(), [FIRST])


def signed_on_top(data: bytes) -> bytes:
    """Signed once more by a stranger; the altered file itself where the library does not read it."""
    try:
        return sign(data, [STRANGER])
    except (PdfError, AssertionError, AttributeError, ValueError, KeyError):
        return data


@pytest.mark.parametrize("name", sorted(VISIBLE))
def test_an_altered_paper_never_passes(original: bytes, name: str) -> None:
    altered = VISIBLE[name](original)

    for data in (altered, signed_on_top(altered)):
        examination = examine(data)
        assert examination.state is not SignatureState.NO_SIGNATURE
        if examination.signatures:
            assert examination.signatures[0].integrity.indication is not Indication.TOTAL_PASSED


@pytest.mark.parametrize("name", sorted(REPLACED))
def test_a_stranger_cannot_sign_in_the_place_of_the_first_signer(original: bytes, name: str) -> None:
    (only,) = examine(sign(VISIBLE[name](original), [STRANGER])).signatures

    assert only.reasons == ("signature-unreached",)
    assert only.integrity.sub_indication == "FORMAT_FAILURE"


@pytest.mark.parametrize(
    ("alteration", "reason"),
    [
        (annotation(listed=True, Subtype="/Widget", FT="/Sig", T="t"), "drawn-without-signature"),
        (annotation(listed=True, Subtype="/FreeText", FT="/Sig", T="t"), "annotation-added"),
    ],
)
def test_what_is_drawn_beside_a_later_signature_is_named(original: bytes, alteration: Alteration, reason: str) -> None:
    first, stranger = examine(sign(alteration(original), [STRANGER])).signatures

    assert (first.integrity.sub_indication, first.reasons) == ("MODIFIED_AFTER_SIGNING", (reason,))
    assert stranger.integrity.indication is Indication.TOTAL_PASSED


def test_a_later_signature_may_show_itself_but_not_replace_the_page(original: bytes) -> None:
    whole = Signature("portal", "Signature9", SIGNED_AT, spot=Spot(0, SHEET))
    beside, over = examine(sign(original, [LATER])), examine(sign(original, [whole]))

    assert beside.signatures[0].integrity.indication is Indication.TOTAL_PASSED
    assert over.signatures[0].reasons == ("signature-covers-page",)


def test_a_field_that_waits_for_its_signature_does_not_keep_the_first_from_passing(original: bytes) -> None:
    waiting = update(lambda writer: append_signature_field(writer, SigFieldSpec("Signature2", box=(100, 10, 190, 40))))

    first, second = examine(sign(waiting(original), [STRANGER])).signatures

    assert (first.integrity.indication, second.integrity.indication) == (Indication.TOTAL_PASSED,) * 2


def test_an_honest_paper_with_two_signatures_passes_whole(original: bytes) -> None:
    examination = examine(sign(original, [LATER, STRANGER]))

    assert [s.integrity.indication for s in examination.signatures] == [Indication.TOTAL_PASSED] * 3
    assert examination.problems == ()


def test_a_form_told_to_draw_its_fields_anew_is_named(original: bytes) -> None:
    told = on(lambda w: w.root["/AcroForm"], NeedAppearances=True)(original)

    assert drawn_since(FastReader(told), 1) == "fields-drawn-anew"
    assert drawn_since(FastReader(sign(told, [STRANGER])), 1) is None  # the signing tool took it back
