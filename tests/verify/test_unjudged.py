"""A signature of a kind that is not judged is told, and its file not called unsigned."""

from __future__ import annotations

import pytest
from worlds.flowing import odt_file, odt_p

from docflow.model import SignatureState, Stage
from docflow.pipeline import process
from fixtures.old_word import cfb, doc

GOOD = doc([[["SỞ NỘI VỤ"], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]], ["KẾ HOẠCH"])


@pytest.mark.parametrize(
    "data",
    [
        cfb({"WordDocument": bytes(5_000), "1Table": b"", "_signatures": b""}),
        cfb({"WordDocument": bytes(5_000), "1Table": b"", "_xmlsignatures": b""}),
        odt_file(odt_p("a")) + b"META-INF/documentsignatures.xml",
    ],
)
def test_a_file_with_a_signature_that_is_not_judged_is_not_unsigned(data: bytes) -> None:
    facts = process(data).facts

    assert facts.state is SignatureState.UNREADABLE
    assert [p.code for p in facts.problems if p.stage is Stage.VERIFY] == ["signature-not-judged"]


@pytest.mark.parametrize(
    ("data", "state"),
    [
        (GOOD, SignatureState.NO_SIGNATURE),
        (GOOD[:1_000] + "WordDocument".encode("utf-16-le"), SignatureState.UNREADABLE),
        (doc([], [], flags=0x0100), SignatureState.UNREADABLE),
        (odt_file(odt_p("a")), SignatureState.NO_SIGNATURE),
        (odt_file("<broken"), SignatureState.UNREADABLE),
        (b"{\\rtf1 a}", SignatureState.NO_SIGNATURE),
    ],
)
def test_a_file_that_cannot_be_opened_is_not_unsigned(data: bytes, state: SignatureState) -> None:
    assert process(data).facts.state is state
