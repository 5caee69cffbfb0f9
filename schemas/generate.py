"""Writes the JSON Schemas of records and facts from their types; ``--check`` only says whether they are up to date."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from docflow import model, records
from docflow.behind import BehindRecord
from docflow.certificate_records import InventoryRecord
from docflow.doctor import DoctorRecord
from docflow.judging import JudgeRecord
from docflow.policy_difference import ComparisonRecord
from docflow.report import ReportRecord

HERE = Path(__file__).resolve().parent

SCHEMAS: dict[str, Any] = {
    "parse": records.ParseRecord,
    "verify": records.VerifyRecord,
    "inspect": records.InspectRecord,
    "ingest": records.IngestRecord,
    "judge": JudgeRecord,
    "report": ReportRecord,
    "behind": BehindRecord,
    "certificates": InventoryRecord,
    "policy-difference": ComparisonRecord,
    "doctor": DoctorRecord,
    "fact-file": model.FileFacts,
    "fact-sighting": model.Sighting,
    "fact-unit": model.Unit,
    "fact-register-line": model.RegisterLine,
    "fact-coverage": model.Coverage,
    "fact-entitlement": model.Entitlement,
    "fact-correction": model.Correction,
    "fact-series": model.Series,
    "fact-succession": model.Succession,
    "fact-criterion": model.Criterion,
    "fact-score": model.Score,
    "document": model.Document,
    "verdict": model.Verdict,
}


def text(name: str) -> str:
    """The schema of a record as it is committed."""
    schema = TypeAdapter(SCHEMAS[name]).json_schema()
    whole = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"docflow/{name}/1", **schema}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def stale() -> list[str]:
    """The schemas whose committed text is not what the types say."""
    return [n for n in SCHEMAS if not path(n).is_file() or path(n).read_text("utf-8") != text(n)]


def path(name: str) -> Path:
    """Where a schema is committed."""
    return HERE / f"{name}.schema.json"


def main() -> None:
    """Write what is stale, or only name it."""
    names = stale()
    if "--check" in sys.argv:
        sys.exit(f"stale schemas: {', '.join(names)}; run: make schemas" if names else 0)
    for name in names:
        path(name).write_text(text(name), "utf-8")


if __name__ == "__main__":
    main()
