"""Whose signature it is follows from what the document prints; what cannot be compared is unknown, never guessed."""

from __future__ import annotations

import pytest

from docflow.classify.evidence import file_evidence
from docflow.classify.identity import Registry
from docflow.classify.origin import decide_origin
from docflow.classify.profiles import profiles_met
from docflow.classify.signing import Seal, is_printed_signer, roles, seal_of
from docflow.model import (
    CopyForm,
    FileFacts,
    FileKind,
    Finding,
    Header,
    Indication,
    Issuer,
    Modification,
    Role,
    SignatureEvidence,
    SignatureKind,
    SignatureState,
    Signer,
    SignerKind,
    Source,
    SourceKind,
)

REGISTRY = Registry(())
PASSED, UNSURE = Finding(Indication.TOTAL_PASSED), Finding(Indication.INDETERMINATE, "MODIFIED_AFTER_SIGNING")
TOWN = "ỦY BAN NHÂN DÂN THÀNH PHỐ SÔNG MÂY"
HEADER = Header(issuers=(Issuer(TOWN),), number="12", notation="QĐ-UBND", signers=(Signer("Trần Văn Mẫu", "PHÓ CHỦ TỊCH"),))
COUNCIL = Header(issuers=(Issuer("HỘI ĐỒNG XÉT TUYỂN VIÊN CHỨC", "SỞ NỘI VỤ TỈNH SÔNG MÂY"),), signers=(Signer("Trần Văn Mẫu"),))


def organ(name: str, above: str | None = None, **more: object) -> SignatureEvidence:
    return _signature(name, SignerKind.ORGAN, above, **more)


def person(name: str, **more: object) -> SignatureEvidence:
    return _signature(name, SignerKind.PERSONAL, None, **more)


def _signature(name: str, kind: SignerKind, above: str | None, **more: object) -> SignatureEvidence:
    values: dict[str, object] = {"integrity": PASSED, "coverage": "entire_file", "modification": Modification.NONE, **more}
    return SignatureEvidence(
        "S",
        SignatureKind.SIGNATURE,
        None,
        signer_common_name=name,
        signer_organization=above,
        signer_kind=kind,
        **values,  # type: ignore[arg-type]
    )


def facts(
    header: Header | None,
    *signatures: SignatureEvidence,
    sources: dict[str, Source] | None = None,
    kind: FileKind = FileKind.TEXT,
) -> FileFacts:
    headers = (header,) if header else ()
    return FileFacts("f", 1, "application/pdf", kind, 1, headers, sources or {}, SignatureState.SIGNED, signatures, (), "")


def origin_rule(given: FileFacts) -> str:
    return decide_origin([file_evidence(given, None, REGISTRY, in_issuers_folder=False)])[0].rule


@pytest.mark.parametrize(
    ("holder", "expected"),
    [
        ("Trần Văn Mẫu", True),
        ("TRẦN VĂN MẪU", True),
        ("Tran Van Mau", True),
        ("Ông Trần Văn Mẫu", True),
        ("PGS.TS. Trần Văn Mẫu", True),
        ("Đại tá Trần Văn Mẫu", True),
        ("Trần Văn Mậu", False),
        ("Trần Văn", False),
        ("Nguyễn Trần Văn Mẫu", False),
        (None, None),
        ("", None),
    ],
)
def test_a_holder_is_the_printed_signer_by_name_without_titles(holder: str | None, *, expected: bool | None) -> None:
    assert is_printed_signer(holder, HEADER) is expected


def test_without_a_printed_signer_nobody_can_tell() -> None:
    assert is_printed_signer("Trần Văn Mẫu", Header()) is None
    assert is_printed_signer("Trần Văn Mẫu", None) is None


def test_a_family_name_that_looks_like_a_title_stays() -> None:
    header = Header(signers=(Signer("Bá Mẫu"),))

    assert is_printed_signer("Mẫu", header) is False
    assert is_printed_signer("Bá Mẫu", header) is True


@pytest.mark.parametrize(
    ("name", "above", "header", "seal"),
    [
        (TOWN, "TỈNH SÔNG MÂY", HEADER, Seal.OWN),
        ("VĂN PHÒNG ỦY BAN NHÂN DÂN", TOWN, HEADER, Seal.OFFICE),
        ("Văn phòng HĐND và UBND", TOWN, HEADER, Seal.OFFICE),
        ("VĂN PHÒNG ỦY BAN NHÂN DÂN", "ỦY BAN NHÂN DÂN TỈNH KHÁC", HEADER, Seal.NONE),
        ("VĂN PHÒNG ỦY BAN NHÂN DÂN", None, HEADER, Seal.NONE),
        ("VĂN PHÒNG ĐĂNG KÝ ĐẤT ĐAI", TOWN, HEADER, Seal.NONE),
        ("VĂN PHÒNG", TOWN, HEADER, Seal.NONE),
        ("SỞ NỘI VỤ", TOWN, HEADER, Seal.NONE),
        ("Sở Nội vụ", "Tỉnh Sông Mây", COUNCIL, Seal.HOST),
        ("Sở Tài chính", "Tỉnh Sông Mây", COUNCIL, Seal.NONE),
        ("Sở Nội vụ", None, Header(issuers=(Issuer("HỘI ĐỒNG NHÂN DÂN XÃ A", "SỞ NỘI VỤ"),)), Seal.NONE),
        ("Sở Nội vụ", None, Header(issuers=(Issuer("PHÒNG TỔ CHỨC", "SỞ NỘI VỤ"),)), Seal.NONE),
        ("Sở Nội vụ", None, None, Seal.NONE),
    ],
)
def test_an_organ_seals_in_its_own_name_for_whom_it_serves_or_for_nobody(
    name: str, above: str | None, header: Header | None, seal: Seal
) -> None:
    assert seal_of(organ(name, above), header, None, REGISTRY) is seal


def test_each_signature_of_a_document_has_its_role() -> None:
    box = (100, 700, 200, 715)
    sources = {"number": Source(SourceKind.SIGNATURE_WIDGET, page=1, box=box)}
    given = facts(
        HEADER,
        person("Lê Thị Soạn"),
        person("Trần Văn Mẫu"),
        organ(TOWN, page=2, box=(300, 100, 400, 200)),
        organ(TOWN, page=1, box=(110, 702, 140, 712)),
        organ(TOWN, page=2, box=(110, 702, 140, 712)),
        organ("CỔNG THÔNG TIN ĐIỆN TỬ"),
        organ("SỞ TÀI CHÍNH"),
        _signature("X", SignerKind.UNKNOWN, None),
        sources=sources,
    )

    assert roles(given, None, REGISTRY) == (
        *(Role.OTHER, Role.ISSUER_PERSON, Role.ISSUER_ORGAN, Role.CLERK, Role.ISSUER_ORGAN),
        *(Role.PUBLISHER, Role.OTHER, Role.UNKNOWN),
    )


def test_without_a_header_only_a_publisher_is_known() -> None:
    given = facts(None, person("Trần Văn Mẫu"), organ("SỞ TÀI CHÍNH"), organ("Cổng thông tin điện tử Chính phủ"))

    assert roles(given, None, REGISTRY) == (Role.UNKNOWN, Role.UNKNOWN, Role.PUBLISHER)


def test_a_copy_is_signed_by_its_copyist() -> None:
    assert roles(facts(Header(copy_form=CopyForm.SAO_Y), organ("VĂN PHÒNG")), None, REGISTRY) == (Role.COPYIST,)


def test_a_wholly_signed_original_needs_person_and_organ_however_many_signatures() -> None:
    seals = [organ(TOWN)] * 5

    assert profiles_met(facts(HEADER, *seals), None, REGISTRY) == ("organ",)
    assert profiles_met(facts(HEADER, person("Trần Văn Mẫu"), *seals), None, REGISTRY) == ("person-and-organ", "person", "organ")
    assert profiles_met(facts(HEADER, person("Lê Thị Soạn"), *seals), None, REGISTRY) == ("organ",)
    assert profiles_met(facts(HEADER, person("Trần Văn Mẫu", integrity=UNSURE)), None, REGISTRY) == ()


OFFICE = organ("VĂN PHÒNG ỦY BAN NHÂN DÂN", TOWN)
HOST = organ("Sở Nội vụ", "Tỉnh Sông Mây")


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        (facts(HEADER, person("Trần Văn Mẫu"), OFFICE), "signed-by-person-and-office"),
        (facts(HEADER, person("Lê Thị Soạn"), OFFICE), "signed-by-person-only"),
        (facts(HEADER, OFFICE), "signed-by-another"),
        (facts(HEADER, person("Trần Văn Mẫu", integrity=UNSURE), OFFICE), "signature-does-not-count"),
        (facts(HEADER, person("Trần Văn Mẫu"), OFFICE, kind=FileKind.SCAN), "signed-by-another"),
        (facts(COUNCIL, person("Trần Văn Mẫu"), HOST), "signed-by-person-and-host"),
        (facts(COUNCIL, HOST), "signed-by-host-only"),
        (facts(COUNCIL, HOST, kind=FileKind.SCAN), "scan-signed-by-organ"),
    ],
)
def test_an_office_counts_beside_the_printed_signer_only_and_a_host_for_who_has_no_seal(given: FileFacts, rule: str) -> None:
    assert origin_rule(given) == rule
