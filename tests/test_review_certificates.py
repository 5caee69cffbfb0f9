"""Whose certificate is it: what is not sure waits for a person, and every figure follows what is decided."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from worlds.certified import carrying, certified
from worlds.commands import Told, docflow
from worlds.ledgers import run, settled
from worlds.recorded import Recorded

from docflow.canonical import digest, plain
from docflow.model import Entitlement, Fact, SignerKind, Unit

DISTRICT = Unit("D", "D", "Ủy ban nhân dân huyện Sông Mây", "huyện", "UBND")
WHO = ("--author", "Văn thư", "--reason", "đối chiếu quyết định cấp", "--at", "2023-01-15")
CHAIR, DEPUTY = digest(["chair"]), digest(["deputy"])
CERTIFICATE = certified()
SUBJECT = f"certificate:{hashlib.sha256(CERTIFICATE).hexdigest()[:16]}:{CHAIR[:16]}"


def post(row: int, position: str, holder: str | None, **more: str) -> Entitlement:
    return Entitlement("D", row, position, SignerKind.PERSONAL, holder=holder, **more)


class World:
    """A ledger with one certificate that signed, and a roster of two posts."""

    def __init__(self, folder: Path) -> None:
        self.recorded = Recorded(folder)
        carrying(self.recorded, CERTIFICATE)
        self.tell(Fact("unit", "D", plain(DISTRICT)))
        self.tell(Fact("entitlement", CHAIR, plain(post(2, "Chủ tịch", "Lê Văn Thử"))))
        self.tell(Fact("entitlement", DEPUTY, plain(post(3, "Phó Chủ tịch", None))))

    def tell(self, fact: Fact) -> None:
        run(self.recorded.engine, settled(f"{fact.kind} {fact.subject}", fact))

    def ask(self, *words: str | Path) -> Told:
        return docflow(*words, "--ledger", self.recorded.url)

    def open(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("review", "list", "--format", "json").json["items"]
        return [item for item in found if item["kind"] == "certificate"]

    def resolve(self, value: str, subject: str = SUBJECT) -> Told:
        return self.ask("review", "resolve", subject, "--field", "entitlement", "--value", value, *WHO)

    def figures(self, *more: str) -> dict[str, int]:
        told = self.ask("report", "certificates", "--at", "2022-12-31", "--seen", "--format", "json", *more)
        return {row["figure"]: row["numerator"] for row in told.json["rows"]}

    def listed(self) -> dict[str, Any]:
        told = self.ask("report", "certificates", "--list", "--at", "2022-12-31", "--format", "json")
        found: dict[str, Any] = told.json["certificates"][0]
        return found


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def test_a_match_that_is_not_sure_is_asked_and_counts_for_nothing(world: World) -> None:
    (item,) = world.open()

    assert (item["subject"], item["field"], item["why"], item["unit"]) == (SUBJECT, "entitlement", "roster-low-score", "D")
    assert [(p["value"], p["from"], p["score"]) for p in item["proposals"]] == [("yes", "name", 700)]
    assert item["about"].startswith("Lê Văn Thử · 5 → Chủ tịch, D (2)")
    assert (world.figures()["granted"], world.figures()["in_use"]) == (0, 0)
    assert (world.listed()["remarks"], world.listed()["roster"]["counted"]) == (["roster-uncertain"], False)


def test_a_person_s_yes_moves_every_figure_and_its_taking_back_moves_them_again(world: World) -> None:
    assert world.resolve("đúng").code == 0

    assert world.open() == []
    figures = world.figures()
    assert (figures["granted"], figures["valid"], figures["in_use"]) == (1, 1, 1)
    assert len(world.ask("lines", "in_use", "--at", "2022-12-31", "--format", "json").json) == 1
    assert world.listed()["roster"] == {"unit": "D", "row": 2, "score": 1000, "by": "person", "line": CHAIR, "counted": True}
    assert world.figures("--as-of", "4")["granted"] == 0

    assert world.ask("review", "resolve", SUBJECT, "--field", "entitlement", "--take-back", *WHO).code == 0
    assert (len(world.open()), world.figures()["granted"]) == (1, 0)


def test_a_person_s_no_leaves_it_off_the_roster_of_nobody_and_asks_no_more(world: World) -> None:
    assert world.resolve("no").code == 0

    assert (world.open(), world.figures()["granted"], world.listed()["roster"]) == ([], 0, None)


def test_a_post_that_no_rule_would_find_may_be_named(world: World) -> None:
    assert world.resolve("yes", SUBJECT.replace(CHAIR[:16], DEPUTY[:16])).code == 0

    (line,) = world.ask("lines", "in_use", "--at", "2022-12-31", "--format", "json").json
    assert line["position"] == "Phó Chủ tịch"


def test_a_list_of_them_is_filled_in_and_taken_back(world: World, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(world.ask("review", "list", "--format", "csv").out)))
    for row in rows:
        row.update({"value": "yes", "author": "A", "reason": "R"} if row["kind"] == "certificate" else {})
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    table = tmp_path / "filled.csv"
    table.write_text(buffer.getvalue(), "utf-8")

    assert world.ask("review", "resolve", "--from", table, "--at", "2023-01-15").code == 0
    assert world.figures()["granted"] == 1


@pytest.mark.parametrize(
    ("subject", "field", "value"),
    [
        (SUBJECT, "form", "paper"),
        (SUBJECT, "entitlement", "perhaps"),
        ("certificate:00000000:00000000", "entitlement", "yes"),
        (SUBJECT.rpartition(":")[0], "entitlement", "yes"),
        ("5/QĐ-UBND", "entitlement", "yes"),
    ],
    ids=["another field", "another value", "an unknown certificate", "a certificate alone", "a document"],
)
def test_what_cannot_be_decided_is_refused(world: World, subject: str, field: str, value: str) -> None:
    told = world.ask("review", "resolve", subject, "--field", field, "--value", value, *WHO)

    assert (told.code, bool(told.err)) == (2, True)


def test_without_a_roster_nothing_is_asked(tmp_path: Path) -> None:
    recorded = Recorded(tmp_path)
    carrying(recorded, CERTIFICATE)

    assert docflow("review", "list", "--ledger", recorded.url, "--format", "json").json["counts"].get("certificate") is None
