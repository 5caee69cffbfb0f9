"""What a document cites, what cites it, and how its form was checked, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docflow.citation import Cited, Match
from docflow.citing import Citer
from docflow.locale import Words
from docflow.model import FormCheck, FormFinding, Reference
from docflow.render.dates import day_words
from docflow.render.table import type_words


def reference_words(reference: Reference, words: Words) -> str:
    """A reference in one line: what is said of it, type, number, day, organ."""
    number = "/".join(str(part) for part in (reference.number, reference.year_in_number, reference.notation) if part)
    name = type_words(words, reference.document_type) if reference.document_type else words("show.a-document")
    day = words("show.cited-day", day=day_words(words, reference.promulgated_on)) if reference.promulgated_on else ""
    organ = words("show.cited-organ", organ=reference.organ) if reference.organ else ""
    return words("show.reference", citing=words(f"show.citing-{reference.citing.value}"), document=f"{name} {number}{day}{organ}")


def cited_lines(cited: Iterable[Cited], words: Words) -> Iterator[tuple[str, str]]:
    """Each reference with what it was found to be, and the style of its line."""
    for one in cited:
        found = words(f"show.match-{one.match.value}", keys=", ".join(one.keys))
        style = "yellow" if one.match is Match.DIFFERS else "dim" if one.match is Match.ABSENT else ""
        yield f"{reference_words(one.reference, words)} {found}", style


def citer_lines(citers: Iterable[Citer], words: Words) -> Iterator[str]:
    """Each document that cites, with what it says."""
    for citer in citers:
        day = day_words(words, citer.day) if citer.day else "–"
        doubt = words("show.citer-possible") if citer.match is Match.POSSIBLE else ""
        if citer.match is Match.DIFFERS:
            doubt = words("show.citer-differs", name=f"{citer.reference.number}/{citer.reference.notation}")
        yield words("show.citer", citing=words(f"show.citing-{citer.reference.citing.value}"), key=citer.key, day=day) + doubt


def form_lines(check: FormCheck | None, words: Words) -> Iterator[tuple[str, str]]:
    """Whether the form was checked and what was found, with the style of each line; nothing where it was never looked at."""
    if check is None:
        return
    if check.why_not is not None:
        yield words("show.form-not-checked", reason=words.of("form", f"not-{check.why_not}")), "dim"
        return
    count = len(check.findings)
    yield words("show.form-checked", count=words.integer(count)) if count else words("show.form-kept"), ""
    for finding in check.findings:
        yield "  " + form_words(finding, words), "yellow" if finding.binding else ""


def form_words(finding: FormFinding, words: Words) -> str:
    """A finding on form: what is wrong, what is printed, whether the decree demands it."""
    detail = f": {finding.detail}" if finding.detail else ""
    level = words("form.binding" if finding.binding else "form.advised")
    return f"{words.of('form', finding.code)}{detail} ({level}) [{finding.code}]"
