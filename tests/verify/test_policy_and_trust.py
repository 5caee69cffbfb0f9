from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from docflow.errors import TrustError
from docflow.verify.policy import built_in_policies, load_policy
from docflow.verify.trust import load_trust
from fixtures.pki import FOLDER


def test_three_policies_come_along() -> None:
    assert built_in_policies() == ("integrity-only", "modern", "vn-transitional")
    assert [load_policy(name).name for name in built_in_policies()] == list(built_in_policies())


def test_a_policy_beside_the_instance_goes_before_a_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "modern.toml").write_text('demand = ["integrity"]\n')

    assert load_policy("modern", tmp_path).only_integrity
    assert not load_policy("modern").only_integrity
    assert load_policy("modern", tmp_path).sha256 != load_policy("modern").sha256


@pytest.mark.parametrize("text", ["", "demand = []\n", 'revocation = "required"\n'])
def test_a_policy_that_demands_nothing_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "lax.toml").write_text(text)

    with pytest.raises(TrustError) as caught:
        load_policy("lax", tmp_path)
    assert caught.value.code == "policy-empty"


@pytest.mark.parametrize(
    "text",
    [
        "demand = [",
        'demand = ["everything"]',
        'demand = ["chain"]\nrevokation = "none"',
        'demand = ["chain"]\n[digest]\nsha1 = 2020',
    ],
)
def test_a_policy_with_a_mistake_is_refused_with_its_place(text: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text)

    with pytest.raises(TrustError) as caught:
        load_policy(path)
    assert (caught.value.code, caught.value.values["path"]) == ("policy-unreadable", str(path))


@pytest.mark.parametrize("name", ["no-such", "../modern", ""])
def test_a_policy_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(TrustError) as caught:
        load_policy(name)
    assert caught.value.code == "policy-unknown"


def test_a_trust_folder_is_sorted_into_anchors_intermediates_and_lists() -> None:
    store = load_trust(FOLDER / "trust")

    assert (len(store.anchors), len(store.intermediates), len(store.crls)) == (1, 3, 3)


def test_the_hash_of_a_trust_store_follows_content_not_names(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "trust" / "root.crt", tmp_path / "a.pem")
    first = load_trust(tmp_path)
    (tmp_path / "a.pem").rename(tmp_path / "b.crt")
    second = load_trust(tmp_path)
    shutil.copy(FOLDER / "trust" / "organs.crl", tmp_path)

    assert first == second
    assert load_trust(tmp_path).sha256 != first.sha256


def test_no_folder_is_an_empty_store_and_a_missing_one_an_error(tmp_path: Path) -> None:
    assert load_trust(None).anchors == ()
    with pytest.raises(TrustError) as caught:
        load_trust(tmp_path / "none")
    assert caught.value.code == "trust-missing"


@pytest.mark.parametrize("content", [b"", b"no certificate", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_broken_file_is_an_error_that_names_it(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "broken.crt").write_bytes(content)

    with pytest.raises(TrustError) as caught:
        load_trust(tmp_path)
    assert (caught.value.code, caught.value.values["path"]) == ("trust-unreadable", tmp_path / "broken.crt")
