"""One page of HTML that shows where each value of a file was read: self-contained, without scripts, asking nothing of a network.

Pages of a PDF stand there as pictures with the boxes of the values drawn over them; of a document without pages, the lines.
All that comes from the file is escaped; a policy in the page forbids everything but its own pictures and styles.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from docflow import __version__
from docflow.locale import Words
from docflow.model import Box, Candidate, FileFacts, FormFinding, Header, Picture, Source
from docflow.render.citing import form_lines, form_words, reference_words
from docflow.render.dates import day_words
from docflow.render.page_lines import lines_html
from docflow.render.page_style import STYLE
from docflow.render.screen import clean
from docflow.render.table import type_words

SURE, LIKELY = 900, 800
_FIELDS = (
    "number", "notation", "promulgated_on", "place", "document_type", "subject", "organ", "superior_organ", "copy_form",
    "priority",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it is shown: its number on the page, the name of its field, its words, None where it was not read."""

    mark: str
    field: str
    text: str | None
    source: Source | None

    @property
    def sureness(self) -> str:
        """The class that its box and its row are coloured by."""
        if self.text is None:
            return "none"
        confidence = self.source.confidence if self.source else 0
        return "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "none" if self.source else "plain"


def page(name: str, facts: FileFacts, pictures: Sequence[Picture], lines: Sequence[str | None], words: Words) -> str:
    """The whole page for a file that was read."""
    header = facts.documents[0] if facts.documents else None
    values = list(_values(header, facts, words))
    shown = "".join(_figure(picture, values, header, words) for picture in pictures)
    if not shown and lines:
        shown = lines_html(lines, [(v.mark, v.field, v.text, v.sureness) for v in values if v.text], header, words)
    shown = shown or f'<p class="empty">{_told(words("explain.nothing-to-draw"))}</p>'
    title = words("explain.title", name=name)
    return (
        f'<!DOCTYPE html>\n<html lang="{words.lang}"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{_told(title)}</title>'
        f"<style>{STYLE}</style></head><body>"
        f"<header><h1>{_told(name)}</h1><p>{_about(facts, words)}</p></header>"
        f'<main><section class="pages">{shown}</section><section class="legend">{"".join(_legend(values, header, facts, words))}'
        "</section></main></body></html>\n"
    )


def _told(text: str) -> str:
    return escape(clean(text))


def _about(facts: FileFacts, words: Words) -> str:
    kind = words(
        "show.kind", kind=words(f"show.kind-{facts.kind.value}"), pages=facts.pages or "–", size=words.integer(facts.size)
    )
    return f"{_told(kind)}<br><code>{_told(facts.sha256)}</code><br>docflow {_told(__version__)}"


def _values(header: Header | None, facts: FileFacts, words: Words) -> Iterator[Value]:
    """The values with their sources in the order in which they are numbered; a field that only has candidates too."""
    rows: list[tuple[str, str | None, Source | None]] = []
    for field in _FIELDS:
        value = getattr(header, field) if header else None
        source = facts.sources.get("organ" if field == "superior_organ" else field)
        if value is not None or (source is not None and source.candidates):
            rows.append((field, _text(field, value, words), source))
    signers = header.signers if header else ()
    rows += [
        ("signer", " ".join(p for p in (*s.authority, s.position, s.name) if p), facts.sources.get("signer")) for s in signers
    ]
    if header and header.recipients:
        rows.append(("recipients", "; ".join(header.recipients), facts.sources.get("recipients")))
    for index, (field, text, source) in enumerate(rows, 1):
        yield Value(str(index), field, text, source)


def _text(field: str, value: str | None, words: Words) -> str | None:
    if value is None:
        return None
    if field == "document_type":
        return type_words(words, value)
    return day_words(words, value) if field == "promulgated_on" else str(value)


# ---------------------------------------------------------------- pages


def _figure(picture: Picture, values: Sequence[Value], header: Header | None, words: Words) -> str:
    """A page's picture with a box for each place where values stand, and for each finding on form."""
    places: dict[Box, list[Value]] = {}
    for value in values:
        if value.source is not None and value.source.box is not None and value.source.page == picture.page:
            places.setdefault(value.source.box, []).append(value)
    boxes = [
        _box(
            picture,
            box,
            here[0].sureness,
            ", ".join(v.mark for v in here),
            here[0].mark,
            [f"{_name(v, words)}: {v.text or '–'}" for v in here],
        )
        for box, here in places.items()
    ]
    findings = header.form_check.findings if header and header.form_check else ()
    boxes += [
        _box(picture, finding.box, "finding", f"F{index}", f"F{index}", [form_words(finding, words)])
        for index, finding in enumerate(findings, 1)
        if finding.box is not None and finding.page == picture.page
    ]
    data = base64.b64encode(picture.png).decode("ascii")
    caption = _told(words("explain.page", page=picture.page))
    image = f'<img alt="{caption}" src="data:image/png;base64,{data}">'
    return f'<figure><figcaption>{caption}</figcaption><div class="page">{image}{"".join(boxes)}</div></figure>'


def _box(picture: Picture, box: Box, style: str, label: str, target: str, told: Sequence[str]) -> str:
    """A frame in hundredths of the page, so that it stays in place at any size of the picture; a link to its row."""
    left, bottom, right, top = box
    across = [f"{100 * x / picture.width:.2f}%" for x in (left - 2, right - left + 4)]
    down = [f"{100 * y / picture.height:.2f}%" for y in (picture.height - top - 2, top - bottom + 4)]
    where = f"left:{across[0]};top:{down[0]};width:{across[1]};height:{down[1]}"
    return f'<a class="box {style}" style="{where}" href="#v{target}"><b>{label}</b><i>{"<br>".join(map(_told, told))}</i></a>'


# ---------------------------------------------------------------- the legend


def _name(value: Value, words: Words) -> str:
    return words(f"show.field-{value.field}")


def _legend(values: Sequence[Value], header: Header | None, facts: FileFacts, words: Words) -> Iterator[str]:
    yield f"<h2>{_told(words('explain.values'))}</h2>"
    if header is None:
        yield f'<p class="empty">{_told(words("explain.no-header"))}</p>'
    yield "<table>" + "".join(_row(value, words) for value in values) + "</table>"
    yield f'<p class="key">{_told(words("explain.key"))}</p>'
    if header is not None:
        told = [text for text, _ in form_lines(header.form_check, words)][:1]
        yield "".join(f"<h2>{_told(text)}</h2>" for text in told)
        findings = header.form_check.findings if header.form_check else ()
        yield _list(_finding(index, finding, words) for index, finding in enumerate(findings, 1))
        if header.references:
            yield f"<h2>{_told(words('show.cites'))}</h2>"
            yield _list(f"<li>{_told(reference_words(reference, words))}</li>" for reference in header.references)
    if facts.problems:
        yield f"<h2>{_told(words('explain.problems'))}</h2>"
        told = [words.of(p.stage.value, p.code) + (f" ({p.detail})" if p.detail else "") for p in facts.problems]
        yield _list(f"<li>{_told(text)}</li>" for text in told)


def _list(items: Iterator[str]) -> str:
    text = "".join(items)
    return f"<ul>{text}</ul>" if text else ""


def _row(value: Value, words: Words) -> str:
    source = value.source
    told = []
    if source is not None:
        told.append(words(f"show.source-{source.source.value}"))
        told.append(words("explain.confidence", percent=source.confidence // 10))
        if source.page is not None:
            told.append(words("explain.page", page=source.page))
    candidates = "".join(_candidate(candidate, words) for candidate in (source.candidates if source else ()))
    others = f"<div>{_told(words('explain.candidates'))}<ul>{candidates}</ul></div>" if candidates else ""
    text = _told(value.text) if value.text is not None else f"<em>{_told(words('explain.not-read'))}</em>"
    return (
        f'<tr id="v{value.mark}" class="{value.sureness}"><td><b class="mark">{value.mark}</b></td>'
        f"<th>{_told(_name(value, words))}</th><td>{text}<small>{_told(' · '.join(told))}</small>{others}</td></tr>"
    )


def _candidate(candidate: Candidate, words: Words) -> str:
    source = words(f"show.source-{candidate.source.value}")
    text = words("explain.candidate", value=candidate.value, source=source, percent=candidate.confidence // 10)
    return f"<li>{_told(text)}</li>"


def _finding(index: int, finding: FormFinding, words: Words) -> str:
    style = "finding" if finding.binding else ""
    return f'<li id="vF{index}" class="{style}"><b class="mark">F{index}</b> {_told(form_words(finding, words))}</li>'
