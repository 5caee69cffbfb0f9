"""The doctor tells what is there and what is not, whatever state it meets, and leaves with 1 only where something is needed."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from worlds.commands import docflow

from docflow.doctor import State, libraries, optional, recognition, requirements
from docflow.parse import ocr_assets, ocr_tesseract
from fixtures.pki import FOLDER

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "schemas" / "doctor.schema.json").read_text("utf-8"))


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    folder = tmp_path / "instance"
    docflow("init", folder, "-q")
    shutil.copytree(FOLDER / "trust", folder / "trust", dirs_exist_ok=True)
    return folder


def asked(*arguments: str | Path) -> tuple[int, dict[str, Any]]:
    """The exit code, and the checks by name."""
    told = docflow("doctor", "--format", "json", "--lang", "en", *arguments)
    jsonschema.validate(told.json, SCHEMA)
    assert told.err == ""
    return told.code, {check["name"]: check for check in told.json["checks"]}


def test_a_new_instance_with_certificates_is_in_order(instance: Path) -> None:
    code, checks = asked("--instance", instance)

    assert code == 0
    assert [name for name, check in checks.items() if check["state"] == State.FAULT] == []
    assert checks["ledger"]["state"] == checks["trust"]["state"] == State.FINE
    assert checks["trust"]["told"] == "1 roots, 3 other certificates, 3 revocation lists"
    assert checks["python"]["told"] == "version " + ".".join(map(str, sys.version_info[:3]))


def test_without_an_instance_only_the_machine_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, checks = asked()

    assert (code, checks["instance"]["state"]) == (0, State.NOTICE)
    assert checks["instance"]["mend"] == "make one: docflow init DIR, or name one with --instance"
    assert "ledger" not in checks


def test_an_instance_that_was_asked_for_and_is_not_there_is_a_fault(tmp_path: Path) -> None:
    code, checks = asked("--instance", tmp_path / "nowhere")

    assert (code, checks["instance"]["state"]) == (1, State.FAULT)


def spoil_settings(folder: Path) -> None:
    (folder / "docflow.toml").write_text("policy = [", "utf-8")


def spoil_ledger(folder: Path) -> None:
    (folder / "ledger.db").write_text("no database", "utf-8")


def lose_ledger(folder: Path) -> None:
    (folder / "ledger.db").unlink()


def spoil_trust(folder: Path) -> None:
    (folder / "trust" / "root.crt").write_bytes(b"\x30\x03junk")


def spoil_store(folder: Path) -> None:
    (folder / "store").rmdir()
    (folder / "store").write_text("a file", "utf-8")


def name_no_policy(folder: Path) -> None:
    (folder / "docflow.toml").write_text('policy = "none-of-this-name"', "utf-8")


@pytest.mark.parametrize(
    ("spoil", "name"),
    [
        (spoil_settings, "settings"),
        (spoil_ledger, "ledger"),
        (lose_ledger, "ledger"),
        (spoil_trust, "trust"),
        (spoil_store, "instance"),
        (name_no_policy, "policy"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_what_is_spoilt_is_named_with_what_to_do(instance: Path, spoil: Any, name: str) -> None:
    spoil(instance)
    code, checks = asked("--instance", instance)

    assert code == 1
    assert [found for found, check in checks.items() if check["state"] == State.FAULT] == [name]
    assert checks[name]["mend"]


def test_a_store_without_anchors_is_worth_a_word_and_no_fault(instance: Path) -> None:
    shutil.rmtree(instance / "trust")
    (instance / "trust").mkdir()
    code, checks = asked("--instance", instance)

    assert (code, checks["trust"]["state"]) == (0, State.NOTICE)


def test_certificates_that_have_ended_are_named(instance: Path) -> None:
    shutil.copy(FOLDER / "district-expired.crt", instance / "trust")
    _, checks = asked("--instance", instance)

    assert checks["trust"]["state"] == State.NOTICE
    assert [line.split()[0] for line in checks["trust"]["details"]] == ["expired"]


def test_a_library_that_is_not_installed_is_named() -> None:
    check = libraries([*requirements()[None], "no-library-of-this-name"])

    assert (check.state, check.values) == (State.FAULT, {"names": "no-library-of-this-name"})
    assert libraries([]).state is State.FAULT
    assert optional("server", ["no-library-of-this-name"]).state is State.NOTICE


def test_without_the_extra_reading_of_scans_names_what_is_missing_and_what_serves() -> None:
    check = recognition(["no-library-of-this-name"])
    tesseract = ocr_tesseract.installed()

    assert (check.state, check.mend, check.values["names"]) == (State.NOTICE, "recognition", "no-library-of-this-name")
    assert (check.told, check.values.get("program")) == (("tesseract", tesseract.version) if tesseract else ("missing", None))


def test_reading_of_scans_names_the_models_by_hash() -> None:
    check = recognition(requirements()["ocr"])

    assert check.state is State.FINE
    assert len([line for line in check.details if re.fullmatch(r"\S+ [0-9a-f]{64}", line)]) == check.values["count"] == 3


def test_a_library_that_is_there_and_broken_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ocr_assets.missing() == ()
    monkeypatch.delitem(sys.modules, "docflow.parse.ocr_engines", raising=False)
    monkeypatch.setitem(sys.modules, "cv2", None)
    check = recognition(requirements()["ocr"])

    assert (check.state, check.told) == (State.NOTICE, "broken")
    assert "cv2" in check.details[0]


def test_people_read_a_line_each_and_quiet_ones_only_faults(instance: Path) -> None:
    told = docflow("doctor", "--lang", "en", "--instance", instance)
    quiet = docflow("doctor", "--lang", "en", "--instance", instance, "-q")
    spoil_ledger(instance)
    spoilt = docflow("doctor", "--lang", "vi", "--instance", instance, "-q")

    assert told.out.splitlines()[-1] == "Everything that is needed is there."
    assert all(line[0] in "+?! " for line in told.out.splitlines()[:-2])
    assert (quiet.code, quiet.out) == (0, "")
    assert (spoilt.code, [line[0] for line in spoilt.out.splitlines()]) == (1, ["!", " "])
