"""What is wrong with a trust folder, and what the ledger's signatures lack."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from verify.papers import rewritten, signed
from worlds.authorities import Authority, certified, revocation_list
from worlds.commands import docflow
from worlds.recorded import Recorded

from docflow.ledger.signatures import SignatureReader
from docflow.trust_store.checking import check_store
from docflow.trust_store.items import items_in
from docflow.trust_store.support import Support, support
from fixtures.pki import FOLDER

AT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
ROOT = certified("Gốc")
BELOW = certified("Cấp dưới", ROOT)


def store(folder: Path, *items: Authority | bytes) -> Path:
    folder.mkdir(exist_ok=True)
    for number, item in enumerate(items):
        (folder / f"{number}.der").write_bytes(item if isinstance(item, bytes) else item.der)
    return folder


def remarks(folder: Path, rests: Support | None = None, days: int = 30) -> list[tuple[str, str]]:
    return [(r.code, r.about) for r in check_store(items_in(folder), rests or Support(), AT, days)]


def test_an_own_root_is_only_noted(tmp_path: Path) -> None:
    assert remarks(store(tmp_path, ROOT, BELOW, revocation_list(ROOT))) == [("root-own", "Gốc")]


def test_without_a_root_nothing_is_connected(tmp_path: Path) -> None:
    assert remarks(store(tmp_path, BELOW)) == [("no-anchor", ""), ("not-connected", "Cấp dưới")]


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        (AT - dt.timedelta(days=1), [("expired", "Cũ")]),
        (AT + dt.timedelta(days=29), [("expiring", "Cũ")]),
        (AT + dt.timedelta(days=31), []),
    ],
)
def test_an_end_of_validity_is_told_in_time(tmp_path: Path, ends: dt.datetime, told: list[tuple[str, str]]) -> None:
    found = remarks(store(tmp_path, ROOT, certified("Cũ", ROOT, ends=ends)))

    assert [remark for remark in found if remark[0] != "root-own"] == told


def test_a_stale_list_and_a_list_of_nobody_are_faults_but_a_newer_one_mends_it(tmp_path: Path) -> None:
    stale = revocation_list(ROOT, until=AT - dt.timedelta(days=1))
    strange = revocation_list(certified("Ai đó"))
    newer = revocation_list(ROOT, since=AT - dt.timedelta(days=2), until=AT + dt.timedelta(days=2))

    assert remarks(store(tmp_path / "a", ROOT, stale, strange))[:2] == [("list-of-nobody", "Ai đó"), ("list-stale", "Gốc")]
    assert remarks(store(tmp_path / "b", ROOT, stale, newer)) == [("root-own", "Gốc")]


# ---------------------------------------------------------------- with a ledger


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """Two signatures of one file, one each of two others, of which one is broken, and one of a stranger."""
    folder = tmp_path_factory.mktemp("ledger")
    files = (signed("chair", "district"), signed("district", pades=False), signed("district-stranger"))
    broken = signed("chair").replace(b"SO 05", b"SO 06")
    return Recorded(folder, *files, broken, rewritten(signed("vice"), "SO 07"))


def rests(recorded: Recorded, folder: Path) -> Support:
    return support(SignatureReader(recorded.engine), 5, items_in(folder))


def test_every_authority_is_told_with_the_signatures_that_lean_on_it(recorded: Recorded) -> None:
    items = items_in(FOLDER / "trust")
    found = rests(recorded, FOLDER / "trust")

    assert found.signatures == 5
    assert {(item.path.name, found.of(item)) for item in items} == {
        ("root.crt", 4),
        ("persons.crt", 2),
        ("organs.crt", 2),
        ("tsa.crt", None),
        ("root.crl", 4),
        ("persons.crl", 2),
        ("organs.crl", 2),
    }
    assert [(m.name, m.signatures, m.files, m.is_root) for m in found.missing] == [("CA gốc không ai biết", 1, 1, False)]


def test_the_authority_that_is_missing_most_is_named_first(recorded: Recorded, tmp_path: Path) -> None:
    shutil.copy(FOLDER / "trust" / "root.crt", tmp_path)

    assert [(m.name, m.signatures, m.files) for m in rests(recorded, tmp_path).missing] == [
        ("CA cá nhân thử nghiệm", 2, 2),
        ("CA cơ quan thử nghiệm", 2, 2),
        ("CA gốc không ai biết", 1, 1),
    ]


# ---------------------------------------------------------------- as it is typed


def test_the_commands_tell_list_faults_and_exit_code(recorded: Recorded, tmp_path: Path) -> None:
    trust = tmp_path / "trust"
    shutil.copytree(FOLDER / "trust", trust)
    common = ("--trust", trust, "--ledger", recorded.url, "--lang", "en")

    listed = docflow("trust", "list", *common, "--format", "json").json
    assert [(row["role"], row["signatures"]) for row in listed["items"]][:2] == [("anchor", 4), ("intermediate", 2)]
    checked, key = docflow("trust", "check", *common), rests(recorded, trust).missing[0].key_id
    assert (checked.code, checked.out.splitlines()[0]) == (
        100,
        f'Missing: the certificate of "CA gốc không ai biết" (key identifier {key}). (1 signatures)',
    )
    assert docflow("trust", "fetch", *common).code == 0


def test_a_good_store_and_one_without_a_ledger_say_so(tmp_path: Path) -> None:
    common = ("--trust", FOLDER / "trust", "--ledger", tmp_path / "none.db", "--lang", "en", "--at", "2026-03-01")

    checked = docflow("trust", "check", *common)
    assert checked.code == 0
    assert checked.out.splitlines()[-1].startswith("The trust store is good: 7 items")
    assert docflow("trust", "list", *common[:-2], "--format", "json").json["items"][0]["signatures"] is None
    assert docflow("trust", "list", "--trust", tmp_path, "--lang", "en").out.startswith("The trust store is empty")
    assert docflow("trust", "list", "--trust", tmp_path / "gone", "--lang", "en").code == 3


def test_a_refused_certificate_is_told_with_a_hint(tmp_path: Path) -> None:
    told = docflow("trust", "add", FOLDER / "district.crt", FOLDER / "trust" / "organs.crt", "--trust", tmp_path, "--lang", "en")

    assert told.code == 4
    assert told.out.splitlines()[0].startswith("Not added, signer: ")
    assert told.out.splitlines()[1].startswith("Added intermediate: ")
    assert told.err.startswith("Hint: a signer's certificate")
