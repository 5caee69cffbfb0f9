"""The committed schemas are those of the types, and every one is a valid JSON Schema."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import jsonschema
import pytest

SCHEMAS = Path(__file__).resolve().parent.parent / "schemas"


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", SCHEMAS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_schemas_are_those_of_the_types() -> None:
    assert generator().stale() == []


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.schema.json")), ids=lambda p: p.name)
def test_a_schema_is_valid(path: Path) -> None:
    schema = json.loads(path.read_text("utf-8"))

    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"docflow/{path.name.removesuffix('.schema.json')}/1"


def test_no_schema_is_left_over() -> None:
    assert {p.name.removesuffix(".schema.json") for p in SCHEMAS.glob("*.schema.json")} == set(generator().SCHEMAS)
