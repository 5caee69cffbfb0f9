"""The import rule, executed: who may import whom, and which library stands where."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent / "docflow"
GROUND = {
    "model",
    "errors",
    "text",
    "canonical",
    "settings",
    "locale",
    "container",
    "cross_references",
    "numbers",
    "periods",
    "",
    "document_records",
    "message_records",
    "reading_records",
    "records",
    "__version__",
}

# What each part may import of ours, besides itself and the ground; None: anything.
ALLOWED: dict[str, set[str] | None] = {
    "model": set(),
    "errors": set(),
    "parse": set(),
    "verify": set(),
    "classify": set(),
    "ledger": {"store"},
    "registers": {"ledger", "closing"},
    "indicators": {"classify", "registers"},
    "evidence": {"classify", "indicators", "ledger", "registers"},
    "listing": {"indicators", "evidence", "ledger", "registers"},
    "citation": {"classify"},
    "citation_conflicts": {"citation", "classify", "ledger"},
    "citing": {"citation", "classify", "ledger"},
    "explanation": {"citation", "citing", "classify", "correction_history", "ledger"},
    "render": {
        "classify",
        "difference",
        "reconcile",
        "registers",
        "citation",
        "citing",
        "correction_history",
        "explanation",
        "indicators",
        "listing",
        "report",
        "policy_difference",
        "certificate_records",
    },
    "fingerprint": {"parse", "verify"},
    "pipeline": {"fingerprint", "parse", "verify"},
    "work": {"pipeline", "verify"},
    "judging": {"ledger", "verify"},
    "certificate_evidence": {"classify", "ledger", "verify"},
    "certificate_matches": {"certificate_evidence", "correction", "evidence", "indicators", "ledger"},
    "certificate_records": {"indicators", "report"},
    "policy_difference": {"indicators", "listing", "report"},
    "trust_store": {"ledger", "verify"},
    "drawing": {"parse", "work"},
    "executor": set(),
    "find": set(),
    "store": set(),
    "witness": set(),
    "second_witness": {"classify", "witness"},
    "resolve": {"classify", "witness"},
    "correction": set(),
    "correction_values": {"correction", "parse", "registers"},
    "correction_run": {"closing", "correction", "correction_values", "ledger", "registers"},
    "review": {"classify", "correction", "ledger"},
    "review_certificates": {"certificate_matches", "correction", "evidence", "indicators", "ledger", "review"},
    "review_sheet": {"correction_run", "registers", "review"},
    "correction_heirs": {"ledger"},
    "correction_history": {"correction", "ledger"},
    "placing": {"citation", "classify", "correction", "correspondence", "ledger", "legal_series", "second_witness", "witness"},
    "legal_series": {"classify", "ledger"},
    "closing": {
        "citation",
        "citation_conflicts",
        "classify",
        "correction",
        "correction_heirs",
        "correspondence",
        "ledger",
        "legal_series",
        "placing",
        "resolve",
        "second_witness",
    },
    "ingest": {"closing", "executor", "find", "fingerprint", "ledger", "members", "placing", "store", "work"},
    "members": {"correspondence", "find", "ledger", "parse", "work"},
    "correspondence": {"classify", "ledger"},
    "proof": {"correction", "ledger"},
    "residue": {"classify", "witness"},
    "erasure": {"classify", "closing", "evidence", "ledger", "placing", "residue", "store", "witness"},
    "closure": {"closing", "evidence", "indicators", "ledger", "registers"},
    "finding_lines": {"indicators", "listing", "parse"},
    "lines": {"finding_lines", "indicators", "listing"},
    "sample": {"lines"},
    "behind": {"indicators", "lines", "listing", "report"},
    "audit": {"sample"},
    "difference": {"correction", "ledger"},
    "reconcile": {"indicators", "registers"},
    "verify_proof": set(),
    "report": {"evidence", "indicators", "ledger", "registers"},
    "doctor": {"ledger", "parse", "trust_store", "verify"},
    "cli": None,
    "__main__": {"cli"},
}

# Each library and the parts that may import it; part/module narrows to one file.
LIBRARIES: dict[str, set[str]] = {
    "pypdf": {"parse"},
    "docx": {"parse"},
    "pypdfium2": {"parse"},
    "striprtf": {"parse"},
    "doc2docx": {"parse"},
    "lxml": {"parse", "verify"},
    "pyhanko": {"verify"},
    "pyhanko_certvalidator": {"verify"},
    "asn1crypto": {"verify"},
    "cryptography": {"verify", "ledger"},
    "sqlmodel": {"ledger"},
    "sqlalchemy": {"ledger"},
    "alembic": {"ledger"},
    "click": {"cli"},
    "http": {"trust_store"},
    "python_calamine": {"registers"},
    "onnxruntime": {"parse"},
    "cv2": {"parse"},
    "numpy": {"parse"},
    "asterocr": set(),
    "rapidocr": set(),
    "subprocess": {"executor", "parse/ocr_tesseract"},
    "multiprocessing": {"executor"},
}


def part_of(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return relative.parts[0].removesuffix(".py").replace("__init__", "")


def imports(tree: ast.AST) -> list[str]:
    names: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names += [f"{node.module}.{alias.name}" for alias in node.names]
    return names


def broken_rules(path: Path, source: str) -> list[str]:
    part, broken = part_of(path), []
    tree = ast.parse(source)
    for name in imports(tree):
        head, _, rest = name.partition(".")
        target = rest.split(".")[0]
        allowed = ALLOWED.get(part, GROUND)
        alone = part in {"model", "errors"}
        foreign = target not in GROUND and allowed is not None and target not in allowed
        if head == "docflow" and target != part and (alone or foreign):
            broken.append(f"{part} imports {name}")
        if head in LIBRARIES and not {part, f"{part}/{path.stem}"} & LIBRARIES[head]:
            broken.append(f"{part} imports {name}")
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute):
            continue
        what = ast.unparse(node)
        if what in {"dt.datetime.now", "datetime.now", "dt.date.today", "date.today", "time.time"} and part != "cli":
            broken.append(f"{part} reads the wall clock: {what}")
        if what in {"os.environ", "os.getenv"} and part != "settings":
            broken.append(f"{part} reads the environment")
    return broken


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_keeps_the_import_rule(path: Path) -> None:
    assert broken_rules(path, path.read_text("utf-8")) == []


def test_every_module_belongs_to_a_known_part() -> None:
    assert {part_of(p) for p in ROOT.rglob("*.py")} - GROUND - set(ALLOWED) == set()


@pytest.mark.parametrize(
    ("module", "source", "expected"),
    [
        ("parse/pdf.py", "import pyhanko.sign", ["parse imports pyhanko.sign"]),
        ("parse/pdf.py", "import subprocess", ["parse imports subprocess"]),
        ("parse/pdf.py", "from docflow.verify import judge", ["parse imports docflow.verify.judge"]),
        ("model.py", "from docflow import text", ["model imports docflow.text"]),
        ("ledger/read.py", "import datetime as dt\ndt.datetime.now()", ["ledger reads the wall clock: dt.datetime.now"]),
        ("work.py", "import os\nos.environ", ["work reads the environment"]),
        ("cli/main.py", "import click\nfrom docflow.ledger import read", []),
    ],
)
def test_a_planted_import_is_seen(module: str, source: str, expected: list[str]) -> None:
    assert broken_rules(ROOT / module, source) == expected
