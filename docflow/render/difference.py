"""What moved between two runs, for people: counts first, then each document with what changed and which facts did it."""

from __future__ import annotations

from rich.padding import Padding
from rich.text import Text

from docflow.difference import Between, Moved
from docflow.locale import Words
from docflow.render.percent import NOTHING
from docflow.render.screen import Screen, plain
from docflow.render.table import type_words

# Where the words for a field's values stand in the catalogue: area and beginning of the name.
_WORDS = {
    "form": ("word", "form-"),
    "origin": ("word", "origin-"),
    "standing": ("word", "standing-"),
    "basis": ("report", "basis-"),
    "findings": ("finding", ""),
}
MOST_DOCUMENTS = 200
MOST_FACTS = 5


def difference_text(answer: Between, words: Words, screen: Screen) -> str:
    """The counts of facts and documents, then the documents."""
    parts: list[Text | Padding] = [plain(words("diff.title", first=answer.first, last=answer.last), "bold")]
    for (kind, what), count in sorted(answer.facts.items()):
        told = words(
            "diff.facts", kind=words.of("diff", f"kind-{kind}"), what=words(f"diff.what-{what}"), count=words.integer(count)
        )
        parts.append(Padding(plain(told), (0, 0, 0, 2)))
    if not answer.moved:
        parts.append(plain(words("diff.nothing"), "green"))
    for one in answer.moved[:MOST_DOCUMENTS]:
        parts.append(Text(""))
        parts += [Padding(plain(text, style), (0, 0, 0, 2 * depth)) for depth, text, style in _lines(one, words)]
    if len(answer.moved) > MOST_DOCUMENTS:
        parts.append(plain(words("diff.more", count=words.integer(len(answer.moved) - MOST_DOCUMENTS)), "dim"))
    return screen.draw(*parts) + "\n"


def _lines(one: Moved, words: Words) -> list[tuple[int, str, str]]:
    lines = [(0, f"{one.key} · {words(f'diff.what-{one.what}')}", "bold")]
    shown = one.after or one.before
    if one.what != "changed" and shown is not None:
        lines.append((1, words("diff.now", form=words(f"word.form-{shown.form.value}"), rule=shown.form.rule), ""))
    for name, (before, after) in one.fields.items():
        sides = {"before": _value(name, before, words), "after": _value(name, after, words)}
        lines.append((1, words("diff.field", field=words(f"diff.field-{name}"), **sides), ""))
    for change in one.why[:MOST_FACTS]:
        kind, what = words.of("diff", f"kind-{change.kind}"), words(f"diff.what-{change.what}")
        lines.append((1, words("diff.because", run=change.run, kind=kind, what=what, subject=_short(change.subject)), "dim"))
    if len(one.why) > MOST_FACTS:
        lines.append((1, words("diff.more-facts", count=words.integer(len(one.why) - MOST_FACTS)), "dim"))
    if not one.why:
        lines.append((1, words("diff.by-units"), "dim"))
    return lines


def _value(field: str, value: str, words: Words) -> str:
    """What a field says in words; codes that the catalogue does not know stand for themselves."""
    if not value:
        return NOTHING
    if field == "type":
        return type_words(words, value)
    area, before = _WORDS.get(field, ("", ""))
    parts = value.split(", ") if field == "findings" else [value]
    names = [f"{area}.{before}{part}" for part in parts]
    return "; ".join(words(name) if words.has(name) else part for name, part in zip(names, parts, strict=True))


def _short(subject: str) -> str:
    return f"{subject[:12]}…" if len(subject) == 64 else subject
