"""Documents drawn at random, in the manners of offices of every kind, are read right and whole."""

from __future__ import annotations

import re
from collections import Counter

from worlds.paper_renderings import docx, pdf
from worlds.papers_at_random import Truth, paper

from docflow.model import Header, Standing
from docflow.parse import reader
from docflow.text import fold, organ_key

DRAWN = range(90)


def name(text: str | None) -> str | None:
    return organ_key(text).replace(" ", "") if text else None


def topic(text: str | None) -> str | None:
    return re.sub(r"^(?:v/v|về việc)\s*", "", fold(text)) if text else None


def said(header: Header) -> dict[str, object]:
    return {
        "number": header.number,
        "notation": header.notation,
        "year": header.year_in_number,
        "day": header.promulgated_on,
        "organs": [name(issuer.organ) for issuer in header.issuers],
        "superior": name(header.superior_organ),
        "type": header.document_type,
        "subject": topic(header.subject),
        "draft": header.standing is Standing.DRAFT,
        "signers": [(s.name, fold(s.position or ""), s.authority) for s in header.signers],
    }


def wanted(truth: Truth) -> dict[str, object]:
    return {
        "number": truth.number,
        "notation": truth.notation,
        "year": truth.year,
        "day": truth.day,
        "organs": [name(organ) for organ in (truth.organ, truth.second) if organ],
        "superior": name(truth.superior),
        "type": truth.document_type,
        "subject": topic(truth.subject),
        "draft": truth.draft,
        "signers": [(who, fold(position or ""), authority) for who, position, authority in truth.signers],
    }


def test_a_document_drawn_at_random_is_read_as_a_clerk_reads_it() -> None:
    misread: list[tuple[str, int, str, object, object]] = []
    unread: Counter[str] = Counter()
    for seed in DRAWN:
        drawn = paper(seed)
        truth = wanted(drawn.truth)
        for render in (pdf, docx):
            (header,) = reader.read(render(drawn, seed)).documents
            for field, value in said(header).items():
                if value in (None, []) and truth[field] is not None:
                    unread[field] += 1
                elif value != truth[field]:
                    misread.append((render.__name__, seed, field, truth[field], value))

    assert misread == []
    assert unread == Counter()
