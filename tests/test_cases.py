"""Each committed case is read, verified, classified and taken in; its ``case.toml`` says what must be found."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from docflow.ledger.engine import open_ledger
from docflow.ledger.read import Reader
from docflow.model import Document, FileFacts
from docflow.pipeline import process
from docflow.records import parse_record
from docflow.verify.judge import judge
from docflow.verify.policy import load_policy
from docflow.verify.trust import load_trust
from fixtures.case import Case, load_all

ROOT = Path(__file__).resolve().parent.parent
AT = dt.datetime(2023, 1, 15, tzinfo=dt.UTC)
CASES = load_all()


def named(lens: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [c for c in CASES if getattr(c, lens)], ids=lambda c: c.name)


def facts(case: Case) -> FileFacts:
    return process(case.file.read_bytes()).facts


def told(record: dict[str, Any], name: str) -> Any:
    """A value of a parse record by the name that a case gives it."""
    document = record["document"] or {}
    signer = document.get("signer") or {}
    if name in {"signer", "position", "authority"}:
        value = signer.get({"signer": "name"}.get(name, name))
    else:
        value = record[name] if name in {"media_type", "kind", "pages"} else document.get(name)
    return tuple(value) if isinstance(value, list) else value


@named("parse")
def test_it_is_read_as_its_case_says(case: Case) -> None:
    assert case.parse is not None
    record: dict[str, Any] = dict(parse_record("p", facts(case)))
    problems = {p["code"] for p in record["problems"]}

    assert {name: told(record, name) for name in case.parse.values} == dict(case.parse.values)
    assert set(case.parse.problems) <= problems


@named("verify")
def test_its_signatures_are_judged_as_its_case_says(case: Case) -> None:
    assert case.verify is not None
    processed = process(case.file.read_bytes())
    policy, trust = load_policy("vn-transitional"), load_trust(case.trust)
    blobs = {b.sha256: b.data for b in processed.blobs}
    found = []
    for signature in processed.facts.signatures:
        verdict = judge(signature, blobs, policy, trust, AT)
        found.append(
            (
                signature.field,
                signature.signer_kind.value,
                (signature.integrity.indication.value, signature.integrity.sub_indication or ""),
                (verdict.indication.value, verdict.sub_indication or ""),
            )
        )

    assert processed.facts.state.value == case.verify.state
    assert [f[:3] for f in found] == [(s.field, s.kind, (s.integrity, s.integrity_sub)) for s in case.verify.signatures]
    for (_, _, _, verdict_found), expected in zip(found, case.verify.signatures, strict=True):
        assert verdict_found[0] == expected.verdict
        assert expected.verdict_sub in {"", verdict_found[1]}


@dataclass(frozen=True)
class World:
    """All cases taken in by one run: outcome, reason and document of each."""

    outcomes: dict[str, str]
    documents: dict[str, Document]
    told: dict[str, Any]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    instance = tmp_path_factory.mktemp("cases") / "instance"
    run(["init", str(instance), "-q"])
    shutil.copytree(CASES[0].trust, instance / "trust", dirs_exist_ok=True)
    run(["import", "units", str(ROOT / "fixtures/district/units.csv"), "--instance", str(instance)])
    for case in CASES:
        assert case.ingest is not None
        folder = instance / "inbox" / case.ingest.unit / case.ingest.direction
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(case.file, folder / f"{case.name}{case.file.suffix}")
    done = run(["ingest", str(instance / "inbox"), "--instance", str(instance), "--format", "json", "--at", "2023-01-15"])
    reader = Reader(open_ledger(f"sqlite:///{instance / 'ledger.db'}"))
    head = reader.run(None).number
    seen = {
        sighting["sha256"]: sighting["path"]
        for sighting in reader.facts("sighting", head).values()
        if "!" not in sighting["path"]
    }
    found = [(o.path or seen.get(o.sha256 or ""), o) for o in reader.outcomes(head)]
    names = {Path(path).stem: outcome for path, outcome in found if path}
    documents = {
        name: document
        for name, outcome in names.items()
        if outcome.sha256
        for document in reader.documents(head, keys=reader.keys_of_file(outcome.sha256, head))
    }
    return World({name: o.outcome.value for name, o in names.items()}, documents, json.loads(done.stdout))


def run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, "-m", "docflow.cli.main", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode in {0, 100}, done.stderr
    return done


@named("ingest")
def test_it_ends_in_the_outcome_that_its_case_says(case: Case, world: World) -> None:
    assert case.ingest is not None
    secret = case.parse is not None and case.parse.values.get("standing") == "secret"

    assert world.outcomes.get(case.name, "quarantined" if secret else "lost") == case.ingest.outcome
    assert (case.name in world.outcomes) != secret


@named("classify")
def test_it_is_classified_as_its_case_says(case: Case, world: World) -> None:
    expected = case.classify
    assert expected is not None
    document = world.documents[case.name]
    form = document.form

    assert (document.origin.value, form.value, form.possible, form.basis.value) == (
        expected.origin,
        expected.form,
        expected.possible,
        expected.basis,
    )
    assert (document.standing.value, document.copy) == (expected.standing, expected.copy)
    assert expected.rule in {"", document.form.rule}
    assert set(expected.findings) <= {f.code for f in document.findings}


def test_the_run_balances_and_names_no_secret_file(world: World) -> None:
    balance = dict(world.told["balance"])

    assert balance.pop("found") == len(CASES) == sum(balance.values())
    assert "secret-mark" not in json.dumps(world.told)
