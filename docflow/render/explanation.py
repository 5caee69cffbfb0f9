"""An explanation for people: what a document is, what was decided of it and why, in whole sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from rich.padding import Padding
from rich.text import Text

from docflow.classify.form import Settling
from docflow.correction_history import Told
from docflow.explanation import Explained, ExplainedFile, Explanation
from docflow.locale import Words
from docflow.model import Decision, Document, Header, Indication, RegisterLine, SignatureEvidence, Source, Stage
from docflow.render.citing import cited_lines, citer_lines, form_lines
from docflow.render.dates import day_words, instant_words
from docflow.render.messages import message_lines
from docflow.render.screen import Screen, plain
from docflow.render.table import type_words

# A line with its depth and style.
Line = tuple[int, str, str]

_HASH = re.compile(r"[0-9a-f]{64}")
_HEADER_FIELDS = (
    "number",
    "notation",
    "promulgated_on",
    "document_type",
    "organ",
    "superior_organ",
    "place",
    "subject",
    "copy_form",
)


def explanation_text(explanation: Explanation, words: Words, screen: Screen) -> str:
    """All documents of an explanation, one after the other."""
    parts: list[Padding | Text] = []
    groups = [_lines(one, words) for one in explanation.documents]
    if explanation.outer is not None:
        groups.insert(0, _file(explanation.outer, words))
    if explanation.corrections:
        groups.append(_corrections(explanation.corrections, words))
    for group in groups:
        parts += [Padding(plain(text, style), (0, 0, 0, 2 * depth)) for depth, text, style in group]
        parts.append(Text(""))
    if explanation.cited_by:
        parts.append(plain(words("show.cited-elsewhere" if explanation.documents else "show.cited-not-known"), "bold"))
        parts += [Padding(plain(text, ""), (0, 0, 0, 2)) for text in citer_lines(explanation.cited_by, words)]
        parts.append(Text(""))
    if explanation.refused:
        parts.append(plain(words("show.refused", reason=_refusal(words, explanation.refused)), "yellow"))
    if explanation.more:
        parts.append(plain(words("show.more", count=words.integer(explanation.more)), "yellow"))
    parts.append(plain(words("report.checkpoint", run=words.integer(explanation.run), root=explanation.state_root[:12]), "dim"))
    return screen.draw(*parts) + "\n"


def _detail(detail: str) -> str:
    """A detail in brackets; a whole hash is cut to its beginning."""
    return f" ({detail[:12]}…)" if _HASH.fullmatch(detail) else f" ({detail})" if detail else ""


def _refusal(words: Words, code: str) -> str:
    """Why a file was not taken in; the reason may come from any stage."""
    stage = next((s.value for s in Stage if words.has(f"{s.value}.{code}")), "")
    return words.of(stage, code)


def _lines(one: Explained, words: Words) -> Iterator[Line]:
    document = one.document
    number = "/".join(part for part in (document.number, document.notation) if part) or words("show.no-number")
    yield 0, f"{type_words(words, document.document_type)} {number}", "bold"
    yield 0, words("show.key", key=document.key), "dim"
    yield from _decided(document, words)
    yield from _settling(one.settled_by, words)
    if document.findings:
        yield 0, words("show.findings"), "bold"
        for finding in document.findings:
            yield 1, words.of("finding", finding.code) + _detail(finding.detail), "yellow"
    yield from _corrections(one.corrections, words)
    if document.holdings:
        yield 0, words("show.holdings"), "bold"
        yield from ((1, text, "") for text in _holdings(document, words))
    yield from _citations(one, words)
    for file in one.files:
        yield from _file(file, words)
    if one.messages:
        yield 0, words("show.messages"), "bold"
        yield from ((depth + 1, text, style) for message in one.messages for depth, text, style in _file(message, words))
    for subject, line in one.lines:
        yield 0, words("show.line", row=line.row, unit=line.unit, year=line.year), "bold"
        if subject in one.erased:
            yield 1, words("show.erased-entry", entry=one.erased[subject]), "yellow"
        yield from ((1, text, "") for text in _register_line(subject, line, words))
    yield 0, words("show.versions"), "bold"
    for run, version in one.versions:
        yield 1, _version(run, version, words), ""


def _corrections(corrections: tuple[Told, ...], words: Words) -> Iterator[Line]:
    """What people decided, who and why, and the run that wrote it down."""
    if corrections:
        yield 0, words("show.corrections"), "bold"
    for told in corrections:
        correction = told.correction
        value = words("review.taken-back") if correction.value is None else correction.value
        name = "correction" if correction.author else "correction-erased"
        by = {"author": correction.author, "reason": correction.reason, "at": instant_words(words, correction.at)}
        field = words(f"review.field-{correction.field.value}")
        target = f"{told.target[:12]}…" if _HASH.fullmatch(told.target) else told.target
        yield 1, words(f"show.{name}", field=field, value=value, target=target, run=told.run, **by), ""


def _citations(one: Explained, words: Words) -> Iterator[Line]:
    if one.cites:
        yield 0, words("show.cites"), "bold"
        yield from ((1, text, style) for text, style in cited_lines(one.cites, words))
    if one.cited_by:
        yield 0, words("show.cited-by"), "bold"
        yield from ((1, text, "") for text in citer_lines(one.cited_by, words))
    if one.more_citing:
        yield 1, words("show.more-citing", count=words.integer(one.more_citing)), "yellow"


def _decided(document: Document, words: Words) -> Iterator[Line]:
    if document.void:
        yield 0, words("show.void", keys=", ".join(document.merged_into) or "–"), "yellow"
        return
    if document.promulgated_on:
        source = words.of("show", f"day-{document.day_source}") if document.day_source else ""
        yield 0, words("show.day", day=day_words(words, document.promulgated_on), source=source), ""
    else:
        yield 0, words("show.no-day"), "yellow"
    standing = words("report.excluded-copy") if document.copy else words(f"word.standing-{document.standing.value}")
    yield 0, words("show.standing", standing=standing), ""
    if not document.placed:
        yield 0, words("show.unplaced"), "yellow"
    for name, decision in (("origin", document.origin), ("form", document.form)):
        yield 0, words(f"show.{name}", value=words(f"word.{name}-{decision.value}")), "bold"
        yield from ((1, text, "") for text in _reasons(name, decision, words))
        if decision.evidence and (name == "origin" or decision.evidence != document.origin.evidence):
            yield 1, words("show.evidence", evidence=", ".join(_evidence(one, words) for one in decision.evidence)), ""


def _settling(settled_by: tuple[Settling, ...], words: Words) -> Iterator[Line]:
    """Which witness would decide a form that was left open, and how."""
    if settled_by:
        yield 1, words("show.settled-by"), ""
    for one in settled_by:
        forms = ", ".join(words(f"word.form-{form}") for form in one.possible)
        result = "column" if one.witness == "column" else "decides" if len(one.possible) == 1 else "leaves"
        yield 2, words(f"show.witness-{one.witness}") + words(f"show.settling-{result}", forms=forms), ""


def _reasons(name: str, decision: Decision, words: Words) -> Iterator[str]:
    yield words("show.rule", sentence=words.of("rule", decision.rule), rule=decision.rule)
    if name == "form":
        yield words(f"show.basis-{decision.basis.value}")
        if len(decision.possible) > 1:
            yield words("show.possible", forms=", ".join(words(f"word.form-{form}") for form in decision.possible))


def _evidence(evidence: str, words: Words) -> str:
    """A piece of evidence in words: a file by the beginning of its hash, a signature by its field, a line by its name."""
    kind, _, what = evidence.partition(":")
    name = f"show.evidence-{kind}"
    return words(name, what=what[:12] if kind in {"file", "message"} else what) if words.has(name) else evidence


def _holdings(document: Document, words: Words) -> Iterator[str]:
    for holding in document.holdings:
        witnesses = [words(f"show.has-{name}") for name in ("line", "file") if getattr(holding, f"has_{name}")]
        arrival = words("show.arrival", number=holding.arrival_number) if holding.arrival_number else ""
        yield (
            words(
                "show.holding",
                unit=holding.unit or words("show.no-unit"),
                direction=words(f"show.{holding.direction.value}"),
                day=day_words(words, holding.day) if holding.day else "–",
                by=" + ".join(witnesses),
            )
            + arrival
        )


# ---------------------------------------------------------------- files


def _file(file: ExplainedFile, words: Words) -> Iterator[Line]:
    yield 0, words("show.file", sha256=file.sha256), "bold"
    for path in file.paths:
        yield 1, words("show.path", path=path), ""
    facts = file.facts
    if facts is None:
        told = words("show.refused", reason=_refusal(words, file.refused)) if file.refused else words("show.erased")
        told = words("show.erased-entry", entry=file.erased) if file.erased is not None else told
        yield 1, told, "yellow"
        return
    yield (
        1,
        words("show.kind", kind=words(f"show.kind-{facts.kind.value}"), pages=facts.pages or "–", size=words.integer(facts.size)),
        "",
    )
    for header in facts.documents[:1]:
        yield from ((1, text, "") for text in _header(header, facts.sources, words))
        yield from ((1, text, style) for text, style in form_lines(header.form_check, words))
    yield from ((1, text, "") for text in message_lines(facts, words))
    if not (facts.signatures or facts.members or facts.message):
        yield 1, words(f"show.state-{facts.state.value.lower()}"), ""
    for signature in facts.signatures:
        broken = signature.integrity.indication is not Indication.TOTAL_PASSED
        yield 1, _signature(signature, file, words), "yellow" if broken else ""
    for problem in facts.problems:
        told = words.of(problem.stage.value, problem.code) + _detail(problem.detail)
        yield 1, words("show.problem", problem=told), "yellow"


def _header(header: Header, sources: Mapping[str, Source], words: Words) -> Iterator[str]:
    for field in _HEADER_FIELDS:
        value = getattr(header, field)
        if value:
            yield words("show.field", name=words(f"show.field-{field}"), value=_value(field, value, words)) + _source(
                sources.get(field), words
            )
    for signer in header.signers:
        text = " ".join(part for part in (*signer.authority, signer.position, signer.name) if part)
        yield words("show.field", name=words("show.field-signer"), value=text) + _source(sources.get("signers"), words)


def _value(field: str, value: str, words: Words) -> str:
    if field == "document_type":
        return type_words(words, value)
    return day_words(words, value) if field == "promulgated_on" else value


def _source(source: Source | None, words: Words) -> str:
    if source is None:
        return ""
    where = words("show.on-page", page=source.page) if source.page else ""
    told = words(f"show.source-{source.source.value}")
    sure = words("show.confidence", percent=source.confidence // 10) if source.confidence < 1000 else ""
    return f" [{told}{where}{sure}]"


def _signature(evidence: SignatureEvidence, file: ExplainedFile, words: Words) -> str:
    """One sentence: whose signature, is the content as it was, when, and what each policy that judged it says."""
    holder = evidence.signer_common_name or words("show.no-holder")
    if evidence.signer_organization and evidence.signer_organization != holder:
        holder = f"{holder}, {evidence.signer_organization}"
    sentences = [
        words(f"show.signed-{evidence.kind.value}", holder=holder, kind=words(f"show.signer-{evidence.signer_kind.value}")),
        words(
            f"show.integrity-{evidence.integrity.indication.value.lower()}",
            reason=_reason(words, evidence.integrity.sub_indication, evidence.reasons),
        ),
    ]
    if evidence.timestamp:
        sentences.append(words("show.time-stamped", time=instant_words(words, evidence.timestamp)))
    elif evidence.claimed_time:
        sentences.append(words("show.time-claimed", time=instant_words(words, evidence.claimed_time)))
    sentences += [
        words(
            f"show.verdict-{stored.verdict.indication.value.lower()}",
            policy=stored.policy,
            at=instant_words(words, stored.at),
            reason=_reason(
                words,
                stored.verdict.sub_indication,
                tuple(r for r in stored.verdict.reasons if r not in evidence.reasons),
            ),
        )
        for stored in file.verdicts
        if stored.field == evidence.field
    ]
    return " ".join(sentences)


def _reason(words: Words, sub_indication: str | None, reasons: tuple[str, ...]) -> str:
    """The sub-indication and the reasons beside it, each once, in brackets; nothing where there are none."""
    codes = [sub_indication.lower().replace("_", "-")] if sub_indication else []
    told = dict.fromkeys(words.of("verify", code) for code in (*codes, *reasons))
    return f" ({'; '.join(told)})" if told else ""


# ---------------------------------------------------------------- register lines and versions


def _register_line(subject: str, line: RegisterLine, words: Words) -> Iterator[str]:
    yield words("show.line-subject", subject=subject)
    if line.subject:
        yield words("show.field", name=words("show.field-subject"), value=line.subject)
    if line.form:
        yield words("show.line-form", form=words(f"word.form-{line.form.value}"))
    if line.signed_for:
        yield words("show.line-signed-for")
    if line.note:
        yield words("show.line-note", note=line.note)


def _version(run: int, version: Document, words: Words) -> str:
    if version.void:
        return words("show.version-void", run=run, keys=", ".join(version.merged_into) or "–")
    return words(
        "show.version",
        run=run,
        form=words(f"word.form-{version.form.value}"),
        origin=words(f"word.origin-{version.origin.value}"),
        rule=version.form.rule,
    )
