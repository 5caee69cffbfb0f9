"""The table of verdicts in the documentation names all that the code can say, in the words of the catalogue."""

from __future__ import annotations

import re
from pathlib import Path

from docflow.locale import LANGUAGES, catalogue
from docflow.model import Indication, SignatureState

ROOT = Path(__file__).resolve().parent.parent.parent
TABLE = (ROOT / "docs" / "verdicts.md").read_text("utf-8")
ROWS = re.findall(r"^\| `([A-Za-z0-9_-]+)` \| (.+) \| (.+) \|$", TABLE, re.MULTILINE)
# Policies and trust folders say what is wrong with them as errors of their own, not of a signature.
MODULES = [p for p in sorted((ROOT / "docflow" / "verify").glob("*.py")) if p.stem not in {"policy", "trust"}]
SOURCE = "\n".join(path.read_text("utf-8") for path in MODULES)
# Words with a hyphen that are no reasons: what policies demand, kinds of relationships, algorithms, libraries, fragments.
OTHER = {
    *("key-usage", "core-properties", "custom-properties", "extended-properties", "rsa-sha1"),
    *("pyhanko-certvalidator", "digest-", "revocation-", "utf-8", "utf-16-le"),
    # of time-stamps over checkpoints, which are no signatures of documents
    *("token-unreadable", "token-refused", "token-broken", "authority-unknown"),
}


def _key(code: str) -> str:
    return f"verify.{code.lower().replace('_', '-')}"


def test_every_message_about_signatures_has_its_row_in_the_words_of_the_catalogue() -> None:
    words = {lang: {k: v for k, v in catalogue(lang).items() if k.startswith("verify.")} for lang in LANGUAGES}
    states = {word.value for kind in (Indication, SignatureState) for word in kind}
    rows = {_key(code): (vi, en) for code, vi, en in ROWS if code not in states}

    assert rows == {key: (words["vi"][key], words["en"][key]) for key in words["vi"]}


def test_every_indication_and_state_has_its_row() -> None:
    codes = {code for code, _, _ in ROWS}

    assert {word.value for kind in (Indication, SignatureState) for word in kind} - codes == set()


def test_every_sub_indication_of_the_code_has_its_row() -> None:
    said = set(re.findall(r'(?:failed|unsure)\(\s*"([A-Z_]+)"', SOURCE))

    assert said - {code for code, _, _ in ROWS} == set()


def test_every_reason_of_the_code_has_its_row() -> None:
    said = set(re.findall(r'"([a-z0-9]+(?:-[a-z0-9]*)+)"', SOURCE)) - OTHER

    assert said - {code for code, _, _ in ROWS} == set()
