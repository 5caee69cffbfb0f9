from __future__ import annotations

import pytest

from docflow.model import SignerKind
from docflow.verify.signer import holder, key_name, kind_of
from fixtures.tokens import certificate


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("ỦY BAN NHÂN DÂN XÃ SUỐI KHE", SignerKind.ORGAN),
        ("SỞ NỘI VỤ", SignerKind.ORGAN),
        ("Vụ Pháp chế", SignerKind.ORGAN),
        ("Trường THPT Đồi Cỏ", SignerKind.ORGAN),
        ("UBND huyen Hon Tra", SignerKind.ORGAN),
        ("Đoàn Thanh niên xã", SignerKind.ORGAN),
        ("Vũ Văn Mẫu", SignerKind.PERSONAL),
        ("Trương Thị Mẫu", SignerKind.PERSONAL),
        ("Đoàn Văn Mẫu", SignerKind.PERSONAL),
        ("Tô Thử", SignerKind.PERSONAL),
        ("Nguyen Van Mau", SignerKind.PERSONAL),
        ("signer-01", SignerKind.UNKNOWN),
        ("", SignerKind.UNKNOWN),
        (None, SignerKind.UNKNOWN),
    ],
)
def test_the_kind_follows_from_the_words_of_the_name(name: str | None, kind: SignerKind) -> None:
    assert kind_of(name) is kind


@pytest.mark.parametrize(
    ("user_id", "kind"),
    [("MST:0000000000", SignerKind.ORGAN), ("CCCD:000000000000", SignerKind.PERSONAL), ("CMND:000000000", SignerKind.PERSONAL)],
)
def test_the_kind_of_number_decides_before_the_name(user_id: str, kind: SignerKind) -> None:
    assert kind_of("signer-01", (user_id,)) is kind


def test_a_holder_is_told_by_name_and_organization_only() -> None:
    found = holder(certificate("district"))

    assert found.kind is SignerKind.ORGAN
    assert found.common_name is not None
    assert found.organization is not None


def test_a_key_is_named_by_kind_and_size() -> None:
    assert key_name(certificate("district")) == "rsa2048"
