"""What may enter the trust folder."""

from __future__ import annotations

from pathlib import Path

import pytest
from worlds.authorities import bundle, certified, revocation_list

from docflow.errors import TrustError
from docflow.trust_store.adding import Added, add
from docflow.trust_store.items import Role, items_in, items_of
from docflow.verify.known_authorities import KnownAuthority, known_authorities
from docflow.verify.trust import load_trust
from fixtures.pki import FOLDER

ROOT = certified("Gốc")
BELOW = certified("Cấp dưới", ROOT)
SIGNER = certified("Người ký", BELOW, authority=False)


def added(folder: Path, data: bytes, *, anchor: bool = False, name: str = "given.der") -> list[Added]:
    path = folder / name
    path.write_bytes(data)
    return add(folder / "trust", items_of(path), anchor=anchor)


def outcomes(done: list[Added]) -> list[tuple[str, str, str]]:
    return [(entry.item.role.value, entry.outcome, entry.reason) for entry in done]


def test_each_item_of_a_bundle_is_told_for_what_it_is(tmp_path: Path) -> None:
    done = added(tmp_path, bundle(BELOW, SIGNER), name="given.p7b")

    assert sorted(outcomes(done)) == [("intermediate", "added", ""), ("signer", "refused", "signer-certificate")]


def test_a_bundle_in_the_folder_is_read_as_its_parts(tmp_path: Path) -> None:
    (tmp_path / "all.p7b").write_bytes(bundle(ROOT, BELOW))
    store = load_trust(tmp_path)

    assert (len(store.anchors), len(store.intermediates)) == (1, 1)


def test_an_unknown_root_enters_only_where_a_person_vouches_for_it(tmp_path: Path) -> None:
    assert outcomes(added(tmp_path, ROOT.der)) == [("anchor", "refused", "unknown-root")]
    assert outcomes(added(tmp_path, ROOT.der, anchor=True)) == [("anchor", "added", "")]
    assert [item.role for item in items_in(tmp_path / "trust")] == [Role.ANCHOR]


def test_a_self_signed_certificate_that_is_no_authority_never_becomes_an_anchor(tmp_path: Path) -> None:
    lone = certified("Tự ký", authority=False)

    assert outcomes(added(tmp_path, lone.der, anchor=True)) == [("anchor", "refused", "not-authority")]
    assert not (tmp_path / "trust").exists()


def test_a_recognised_root_enters_by_its_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (item,) = items_of(_file(tmp_path, ROOT.der))
    pins = {item.sha256: KnownAuthority("Gốc", root=True)}
    monkeypatch.setattr("docflow.trust_store.adding.known_authorities", lambda: pins)

    assert outcomes(add(tmp_path / "trust", [item], anchor=False)) == [("anchor", "added", "")]


def test_what_is_there_is_known_and_never_replaced(tmp_path: Path) -> None:
    (first,) = added(tmp_path, BELOW.der)
    assert first.path is not None
    (again,) = added(tmp_path, BELOW.der, name="other-name.cer")

    assert (again.outcome, again.path) == ("known", first.path)
    assert len(list((tmp_path / "trust").rglob("*.crt"))) == 1


def test_an_older_list_stays_beside_a_newer_one(tmp_path: Path) -> None:
    for until in (ROOT.certificate.not_valid_after_utc, ROOT.certificate.not_valid_after_utc.replace(year=2039)):
        assert outcomes(added(tmp_path, revocation_list(ROOT, until=until))) == [("list", "added", "")]

    assert len(items_in(tmp_path / "trust")) == 2


def test_a_file_that_holds_something_else_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(TrustError) as refused:
        items_of(_file(tmp_path, b"minutes of a meeting"))

    assert refused.value.code == "trust-unreadable"


def test_the_time_stamping_certificate_of_the_fixtures_is_one_for_times() -> None:
    assert [item.role for item in items_of(FOLDER / "trust" / "tsa.crt")] == [Role.TIME]


def test_the_recognised_authorities_are_told_by_whole_hashes() -> None:
    assert sum(known.root for known in known_authorities().values()) == 4
    assert {len(sha256) for sha256 in known_authorities()} == {64}


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "item.der"
    path.write_bytes(data)
    return path
