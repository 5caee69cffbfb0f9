"""What a person reads about the signatures of a file: a sentence for each, and the steps behind it where they are asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from rich.box import SIMPLE_HEAD
from rich.table import Table

from docflow.locale import Words
from docflow.records import IndicationRecord, SignatureRecord, VerifyRecord
from docflow.render.dates import instant_words
from docflow.render.screen import Screen, plain

# Roles whose words say whether it is a person or an organ.
_SAY_THE_KIND = frozenset({"issuer-person", "issuer-organ", "clerk"})


def sentences(words: Words, signatures: Iterable[SignatureRecord]) -> list[str]:
    """One sentence for each signature; those that differ by their time alone are told once with their number."""
    told = [(_sentence(words, one, timed=True), _sentence(words, one, timed=False)) for one in signatures]
    alike = Counter(bare for _, bare in told)
    lines: dict[str, str] = {}
    for whole, bare in told:
        lines.setdefault(bare, whole if alike[bare] == 1 else words("signing.alike", count=alike[bare], sentence=bare))
    return list(lines.values())


def _sentence(words: Words, one: SignatureRecord, *, timed: bool) -> str:
    holder = one["signer"]["common_name"] or words("show.no-holder")
    role = one["role"] or "unknown"
    about = [] if role in _SAY_THE_KIND else [words(f"show.signer-{one['signer']['kind']}")]
    about += [words(f"signing.role-{role}")] if role != "unknown" else []
    parts = [
        words(f"show.signed-{one['kind']}", holder=holder, kind=", ".join(about)),
        *([_time(words, one)] if timed else []),
        words(f"show.integrity-{one['integrity']['indication'].lower()}", reason=_reason(words, one["integrity"], one)),
    ]
    if one["integrity"]["indication"] != "TOTAL_FAILED":
        policy = one["verdict"]
        reason = _reason(words, policy, one) if policy["sub_indication"] != one["integrity"]["sub_indication"] else ""
        parts.append(words(f"signing.under-{policy['indication'].lower()}", policy=policy["policy"], reason=reason))
    return " ".join(part for part in parts if part)


def _time(words: Words, one: SignatureRecord) -> str:
    if one["timestamp"]:
        return words("show.time-stamped", time=instant_words(words, one["timestamp"]))
    if one["claimed_time"]:
        return words("show.time-claimed", time=instant_words(words, one["claimed_time"]))
    return ""


def _reason(words: Words, finding: IndicationRecord, one: SignatureRecord) -> str:
    """The words of a sub-indication and, where it is the content that is in doubt, of what was changed."""
    code = finding["sub_indication"]
    if code is None:
        return ""
    told = [_word(words, code)]
    if finding is one["integrity"]:
        told += [_word(words, reason) for reason in one["reasons"][:1]]
    return f" ({'; '.join(dict.fromkeys(told))})"


def _word(words: Words, code: str) -> str:
    """The words of a reason or of a sub-indication."""
    return words.of("verify", code.lower().replace("_", "-"))


def table(words: Words, rows: Iterable[tuple[VerifyRecord, str, str]]) -> Table:
    """Files with a sentence for each signature, or why there is none; a row is a record, its name and its problems in words."""
    drawn = Table(*words("cli.verify-columns").split(" | "), box=SIMPLE_HEAD)
    for record, name, problems in rows:
        told = sentences(words, record["signatures"])
        told += [] if record["state"] == "SIGNED" else [words(f"signing.state-{record['state'].lower()}")]
        told += [problems] if problems else []
        for number, sentence in enumerate(told):
            drawn.add_row(plain(name if number == 0 else ""), plain(sentence))
    return drawn


def detail(words: Words, record: VerifyRecord, screen: Screen) -> Iterator[str]:
    """A file with each signature's sentence and its twelve steps below it."""
    yield f"{record['path']}: {words('signing.state-' + record['state'].lower())}"
    for one in record["signatures"]:
        yield screen.draw(plain(f"{one['field']}: {_sentence(words, one, timed=True)}"))
        steps = Table(*words("signing.step-columns").split(" | "), box=SIMPLE_HEAD)
        for step in one.get("steps", ()):
            why = "; ".join(_word(words, reason) for reason in step["reasons"])
            name, outcome = words(f"signing.step-{step['name']}"), words(f"signing.outcome-{step['outcome']}")
            steps.add_row(*(plain(cell) for cell in (str(step["number"]), name, outcome, why)))
        yield screen.draw(steps)
