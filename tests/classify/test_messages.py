"""Which document a message is about, who may take one back, and what a header and an attachment say differently."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docflow.classify.crosscheck import contradictions
from docflow.classify.identity import Registry
from docflow.classify.messages import Addressed, concerns, hear, is_another, is_author, is_document
from docflow.model import (
    AnsweredDocument,
    FileFacts,
    FileKind,
    Header,
    Issuer,
    Member,
    Message,
    Problem,
    SignatureState,
    Signer,
    Stage,
    Unit,
)

DISTRICT = Unit("H99.01", "H99.01", "UBND huyện Sông Mây", "huyện", "UBND", aliases=("000.00.01.H99",))
REGISTRY = Registry([DISTRICT, Unit("H99.02", "H99.02", "UBND huyện Đồng Rạ", "huyện", "UBND")])
NOTICE = Addressed("H99.01", "7", "TB-UBND", "2022-04-05")
TARGET = AnsweredDocument("H99.01", "07/TB-UBND", "2022-04-05")
LETTER = Header(
    issuers=(Issuer("UBND huyện Sông Mây", "UBND tỉnh Mẫu"),),
    number="7",
    notation="TB-UBND",
    document_type="thong_bao",
    promulgated_on="2022-04-05",
    subject="Kết luận cuộc họp giao ban quý I",
    signers=(Signer("Trần Văn A", "CHÁNH VĂN PHÒNG", ("TL.",)),),
)


def told(
    message: Message | None, *headers: Header, members: tuple[Member, ...] = (), problems: tuple[Problem, ...] = ()
) -> FileFacts:
    state = SignatureState.NO_SIGNATURE
    return FileFacts("a" * 64, 1, "x", FileKind.EDXML, None, headers, {}, state, (), problems, "t", message, members)


# ---------------------------------------------------------------- what a message is about


@pytest.mark.parametrize("code", ["H99.01", "000.00.01.H99", "00.01.H99", "01.H99", "h99.01 "])
def test_a_target_is_met_under_every_code_of_the_issuer(code: str) -> None:
    assert concerns(replace(TARGET, organ_id=code), NOTICE, REGISTRY)


@pytest.mark.parametrize(
    "target",
    [
        replace(TARGET, code="8/TB-UBND"),
        replace(TARGET, code="7/QĐ-UBND"),
        replace(TARGET, code=None),
        replace(TARGET, promulgated_on="2022-04-06"),
        replace(TARGET, promulgated_on=None),
        replace(TARGET, organ_id="H99.02"),
        replace(TARGET, organ_id="H99.H01"),
        replace(TARGET, organ_id=None),
    ],
)
def test_what_differs_in_one_part_is_another_document(target: AnsweredDocument) -> None:
    assert not concerns(target, NOTICE, REGISTRY)


def test_an_id_of_the_documents_own_message_is_enough() -> None:
    document = replace(NOTICE, ids=frozenset({"0B5C-1"}))

    assert concerns(AnsweredDocument(document_id="0b5c-1"), document, REGISTRY)
    assert not concerns(AnsweredDocument(document_id="0b5c-2"), document, REGISTRY)


def test_only_a_code_of_the_registry_speaks_for_a_unit_of_it() -> None:
    claimed = replace(NOTICE, senders=frozenset({"FORGED"}))

    assert [is_author(code, claimed, REGISTRY) for code in ("H99.01", "FORGED", "H99.02", None)] == [True, False, False, False]
    assert is_author("FORGED", replace(claimed, issuer="~organ unknown"), REGISTRY)


@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from(["H99.01", "", "H99.02"]))
def test_no_target_that_says_less_than_the_whole_key_is_met(code: str, day: str, organ: str) -> None:
    target = AnsweredDocument(organ or None, code, day)
    whole = (organ, day, code.replace(" ", "").upper().removeprefix("0")) == ("H99.01", "2022-04-05", "7/TB-UBND")

    assert concerns(target, NOTICE, REGISTRY) == whole


def test_the_messages_of_a_document_are_heard_whatever_their_order() -> None:
    about = {
        "1" * 64: told(Message("status", status="13", sender="H99.01", response_for=(TARGET,))),
        "2" * 64: told(Message("status", status="15", sender="X", response_for=(TARGET,))),
        "3" * 64: told(Message("status", status="02", sender="X", response_for=(replace(TARGET, code="8/TB-UBND"),))),
    }
    own = {"4" * 64: Message("edoc", business="new", paper=True)}
    heard = hear(own, about, NOTICE, REGISTRY)

    assert (heard.withdrawn, heard.findings, heard.messages) == (True, (), ("1" * 64, "2" * 64))
    assert (len(heard.electronic), heard.paper) == (3, (f"message:{'4' * 64}",))
    assert hear(own, dict(reversed(about.items())), NOTICE, REGISTRY) == heard


# ---------------------------------------------------------------- what is a document


def test_a_status_a_bare_revocation_and_a_folder_of_files_are_no_documents() -> None:
    member = Member("a.pdf", "b" * 64, 1, "application/pdf")
    unread = Problem(Stage.PARSE, "encrypted-archive")
    own = AnsweredDocument("H99.01", "7/TB-UBND", "2022-04-05")

    assert not is_document(told(Message("status", status="03")))
    assert not is_document(told(Message("edoc", business="revoke", targets=(own,)), LETTER))
    assert not is_document(told(None, members=(member,)))
    assert is_document(told(None, members=(member,), problems=(unread,)))
    assert is_document(told(None))
    assert is_document(told(Message("edoc", business="new"), LETTER))
    assert is_document(told(Message("edoc", business="revoke", targets=(replace(own, code="6/TB-UBND"),)), LETTER))


def test_an_attachment_without_a_number_belongs_to_its_message() -> None:
    assert not is_another(None, LETTER)
    assert not is_another(Header(notation="TB-UBND"), LETTER)
    assert not is_another(Header(number="07", notation="TB-UBND"), LETTER)
    assert is_another(Header(number="8", notation="TB-UBND"), LETTER)
    assert is_another(Header(number="7", notation="QĐ-UBND"), LETTER)


# ---------------------------------------------------------------- contradictions


@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (LETTER, []),
        (replace(LETTER, subject="V/v kết luận cuộc họp giao ban Quý I"), []),
        (replace(LETTER, issuers=(Issuer("ỦY BAN NHÂN DÂN HUYỆN SÔNG MÂY", None),), signers=()), []),
        (replace(LETTER, signers=(Signer("ThS. Trần Văn A"),)), []),
        (Header(number="7"), []),
        (replace(LETTER, promulgated_on="2022-04-06"), ["edxml-date-differs"]),
        (replace(LETTER, issuers=(Issuer("UBND huyện Đồng Rạ", None),)), ["edxml-organ-differs"]),
        (replace(LETTER, subject="Tổ chức hội nghị"), ["edxml-subject-differs"]),
        (replace(LETTER, document_type="bao_cao"), ["edxml-type-differs"]),
        (replace(LETTER, signers=(Signer("Lê Thị B"),)), ["edxml-signer-differs"]),
    ],
)
def test_what_both_say_differently_is_found_and_nothing_else(paper: Header, expected: list[str]) -> None:
    assert list(contradictions(paper, LETTER, "H99.01", REGISTRY)) == expected
