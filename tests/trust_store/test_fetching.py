"""Fetching from a real server: what enters, what is left alone, and what a hostile address gets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from worlds.authorities import Server, bundle, certified, revocation_list, served

from docflow.trust_store.download import DownloadError, get
from docflow.trust_store.fetching import Fetched, Wanted, fetch, wanted
from docflow.trust_store.items import Role, items_in
from docflow.trust_store.support import Missing, Support
from docflow.verify.certificate_facts import certificate_facts

NOW = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
SOON = dt.datetime(2026, 3, 8, tzinfo=dt.UTC)
HERE = ("127.0.0.1",)
ROOT = certified("Gốc")
BELOW = certified("Cấp dưới", ROOT)


@pytest.fixture
def server() -> Iterator[Server]:
    with served() as world:
        yield world


def fetched(folder: Path, *all_wanted: Wanted, now: dt.datetime = NOW, again: bool = False) -> list[Fetched]:
    return fetch(folder, all_wanted, now, HERE, again=again)


def roles(folder: Path) -> list[str]:
    return [item.role.value for item in items_in(folder)]


def refusal(url: str, **limits: float) -> str:
    with pytest.raises(DownloadError) as refused:
        get(url, HERE, **limits)  # type: ignore[arg-type]
    return refused.value.code


def test_a_list_and_a_missing_authority_are_fetched_and_enter(server: Server, tmp_path: Path) -> None:
    server.files = {"ca.crl": revocation_list(ROOT, until=SOON), "below.p7b": bundle(BELOW)}
    lists, below = Wanted(server.url("ca.crl"), is_list=True, signatures=3), Wanted(server.url("below.p7b"), False, 2)  # noqa: FBT003 - short

    assert [one.outcome for one in fetched(tmp_path, lists, below)] == ["added", "added"]
    assert roles(tmp_path) == ["intermediate", "list"]


def test_a_list_that_is_current_is_not_asked_for_again(server: Server, tmp_path: Path) -> None:
    server.files = {"ca.crl": revocation_list(ROOT, until=SOON)}
    one = Wanted(server.url("ca.crl"), is_list=True, signatures=3)
    told = [
        fetched(tmp_path, one),
        fetched(tmp_path, one),
        fetched(tmp_path, one, again=True),
        fetched(tmp_path, one, now=SOON + dt.timedelta(days=1)),
    ]

    assert [(t[0].outcome, t[0].detail) for t in told] == [("added", ""), ("current", "2026-03-08"), ("known", ""), ("known", "")]
    assert server.asked == ["ca.crl"] * 3


def test_a_root_from_the_network_is_never_trusted(server: Server, tmp_path: Path) -> None:
    server.files = {"root.crt": ROOT.der}
    (one,) = fetched(tmp_path, Wanted(server.url("root.crt"), is_list=False, signatures=9))

    assert (one.outcome, one.reason) == ("refused", "unknown-root")
    assert roles(tmp_path) == []


@pytest.mark.parametrize(("data", "is_list"), [(b"<html>", True), (ROOT.der, True), (revocation_list(ROOT), False)])
def test_what_is_not_what_was_wanted_does_not_enter(server: Server, tmp_path: Path, data: bytes, is_list: bool) -> None:
    server.files = {"x": data}
    (one,) = fetched(tmp_path, Wanted(server.url("x"), is_list, 1))

    assert (one.outcome, one.reason, roles(tmp_path)) == ("failed", "not-certificates", [])


def test_one_address_that_fails_does_not_keep_the_others_back(server: Server, tmp_path: Path) -> None:
    server.files = {"ca.crl": revocation_list(ROOT)}
    done = fetched(tmp_path, Wanted(server.url("gone"), True, 1), Wanted(server.url("ca.crl"), True, 1))  # noqa: FBT003 - short

    assert [(one.outcome, one.reason, one.detail) for one in done] == [("failed", "status", "404"), ("added", "", "")]


def test_the_addresses_are_those_of_lists_and_of_missing_authorities_most_wanted_first(server: Server) -> None:
    missing = (Missing("A", None, 5, 2, urls=("http://a/ca",)), Missing("B", None, 7, 2, urls=("http://b/ca",)))
    found = wanted([], Support(12, missing=missing, list_urls={"http://l/1": 2, "http://l/2": 4}))

    assert [(one.url, one.is_list) for one in found] == [
        ("http://b/ca", False),
        ("http://a/ca", False),
        ("http://l/2", True),
        ("http://l/1", True),
    ]


# ---------------------------------------------------------------- hostile addresses


def test_of_very_many_addresses_the_most_wanted_are_kept() -> None:
    urls = {f"http://l/{n}": n for n in range(500)}

    assert [one.signatures for one in wanted([], Support(1, list_urls=urls))] == list(range(499, 399, -1))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://a/\x1b[2J", "http://a b/", "ldap://x/y", "http://", "http://" + "a" * 1001]
)
def test_an_address_that_is_none_is_not_taken_from_a_certificate(url: str) -> None:
    assert certificate_facts(certified("Lạ", list_url=url).der).list_urls == ()


def test_an_address_is_taken_from_a_certificate() -> None:
    facts = certificate_facts(certified("Quen", ROOT, list_url="http://a/x.crl", issuer_url="https://b/ca.p7b").der)

    assert (facts.list_urls, facts.issuer_urls) == (("http://a/x.crl",), ("https://b/ca.p7b",))


def test_an_address_in_a_private_network_is_left_alone(server: Server) -> None:
    for host in ("127.0.0.1", "localhost", "[::1]", "10.0.0.1", "169.254.169.254", "0.0.0.0"):  # noqa: S104 - nothing is bound
        with pytest.raises(DownloadError) as refused:
            get(f"http://{host}:{server.port}/x", ())
        assert refused.value.code in {"private-address", "unreachable"}
    assert server.asked == []


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://127.0.0.1/x", "", "//", "http://"])
def test_a_redirection_leads_nowhere_but_to_http(server: Server, to: str) -> None:
    server.files = {"a": to}

    assert refusal(server.url("a")) in {"not-http", "too-many-redirections"}


def test_a_redirection_into_a_private_network_is_not_followed(server: Server) -> None:
    server.files = {"a": f"http://localhost:{server.port}/b", "b": b"secret"}

    assert refusal(server.url("a")) == "private-address"
    assert server.asked == ["a"]


def test_a_redirection_within_bounds_is_followed_and_a_circle_is_not(server: Server) -> None:
    server.files = {"a": "/b", "b": b"here", "c": "/c"}

    assert get(server.url("a"), HERE) == b"here"
    assert refusal(server.url("c")) == "too-many-redirections"


def test_size_and_time_are_bounded(server: Server) -> None:
    server.files = {"big": b"x" * 1001}

    assert refusal(server.url("big"), limit=1000) == "too-large"
    assert refusal(server.url("drip"), seconds=0.3) == "too-slow"
    assert len(get(server.url("big"), HERE, limit=1001)) == 1001


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/x", "http://[::1", "http://nowhere.invalid/x", "http://127.0.0.1:99999/"])
def test_a_server_that_is_not_there_is_a_value(url: str) -> None:
    assert refusal(url, seconds=2.0) == "unreachable"


def test_a_damaged_memory_only_costs_another_fetch(server: Server, tmp_path: Path) -> None:
    server.files = {"ca.crl": revocation_list(ROOT, until=SOON)}
    (tmp_path / "fetched.json").write_text("[1")
    (one,) = fetched(tmp_path, Wanted(server.url("ca.crl"), is_list=True, signatures=0))

    assert (one.outcome, [item.role for item in items_in(tmp_path)]) == ("added", [Role.LIST])
