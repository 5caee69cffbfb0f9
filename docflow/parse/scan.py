"""Whether the pages of a PDF are looked at by recognition, and what becomes of its text layer then.

Recognition is an extra: its libraries are loaded with the first page that needs it. Where the extra is not installed and
tesseract is, that one reads what a recogniser may be believed alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from docflow.model import Candidate, FileKind, Header, Ocr, ParseResult, Problem, Source, SourceKind, Stage, Standing
from docflow.parse import heading, ocr_alone, ocr_assets, ocr_tesseract
from docflow.parse.lines import Overlay
from docflow.parse.ocr_assets import missing
from docflow.parse.pdftext import Word

__all__ = ["PICTURES", "Unaided", "concerns", "fingerprint", "looked_at", "missing"]

# Kinds of pages whose text, if there is any, was not written by the one who made the document.
PICTURES = frozenset({FileKind.SCAN, FileKind.VECTOR, FileKind.MIXED})
# Problems that recognition answers.
_ANSWERED = frozenset({"no-text-layer", "unreadable-text-layer", "text-layer-not-trusted"})
_OURS = _ANSWERED | {"scan-read", "scan-read-alone", "scan-unread", "scan-too-large", "ocr-missing"}


@dataclass(frozen=True, slots=True)
class Unaided:
    """What a file says without recognition."""

    kind: FileKind
    problems: tuple[Problem, ...]
    reading: heading.Reading


def concerns(parsed: ParseResult) -> bool:
    """Whether recognition was, or would have been, asked for a file."""
    return parsed.kind in PICTURES or any(problem.code in _OURS for problem in parsed.problems)


def fingerprint() -> str:
    """What decides how scans are read: the models', or tesseract's where the extra is not installed; ``missing`` without both."""
    if not missing():
        return ocr_assets.fingerprint()
    tesseract = ocr_tesseract.installed()
    return f"tesseract-{tesseract.fingerprint}" if tesseract else "missing"


def looked_at(
    document: Any, pages: int, unaided: Unaided, drawn: tuple[Sequence[Overlay], Sequence[Word]], how: Ocr
) -> tuple[heading.Reading, tuple[Problem, ...]]:
    """What a file says with recognition, where that is asked for and needed, and the problems that remain."""
    header = unaided.reading.header
    picture = unaided.kind in PICTURES or bool(unaided.problems)
    if (header is not None and header.standing is Standing.SECRET) or not (picture or how is Ocr.FORCE):
        return unaided.reading, unaided.problems
    if absent := missing():
        tesseract = ocr_tesseract.installed() if picture else None  # what text says of numbers it cannot contradict
        if tesseract is not None:
            return _alone(ocr_alone.read(document, tesseract, *drawn), unaided)
        return unaided.reading, (*unaided.problems, Problem(Stage.PARSE, "ocr-missing", ", ".join(absent)))
    from docflow.parse import ocr  # noqa: PLC0415 - 100 MB of models that only a scan needs

    reading = ocr.read(document, pages, *drawn)
    if picture:
        return reading, tuple(p for p in unaided.problems if p.code not in _ANSWERED)
    return _contradicted(unaided.reading, reading), unaided.problems


def _alone(seen: heading.Reading, unaided: Unaided) -> tuple[heading.Reading, tuple[Problem, ...]]:
    """What one recogniser read, with the candidates that the file has of itself; that alone where the page was not read."""
    if seen.header is None:
        known = replace(unaided.reading, problems=(*unaided.reading.problems, *seen.problems))
        return known, unaided.problems
    remaining = tuple(p for p in unaided.problems if p.code not in _ANSWERED)
    if seen.header.standing is Standing.SECRET:
        return seen, remaining
    proposed = {name: source for name, source in unaided.reading.sources.items() if source.candidates}
    return replace(seen, sources=proposed | seen.sources), remaining


def _contradicted(text: heading.Reading, seen: heading.Reading) -> heading.Reading:
    """A text layer's header without the number and the day that the page, as it is seen, contradicts."""
    if text.header is None or seen.header is None or seen.header.standing is Standing.SECRET:
        return seen if seen.header is not None else text
    header, sources = text.header, dict(text.sources)
    for name in ("number", "promulgated_on"):
        said, shown = getattr(header, name), getattr(seen.header, name)
        if said is None or shown is None or said == shown:
            continue
        source = sources.get(name, Source(SourceKind.TEXT))
        candidates = (
            Candidate(said, source.source, source.confidence),
            Candidate(shown, SourceKind.OCR, seen.sources[name].confidence),
        )
        sources[name] = replace(source, confidence=0, candidates=candidates)
        header = _without(header, name)
    return heading.Reading(header, sources, text.problems)


def _without(header: Header, name: str) -> Header:
    return replace(header, number=None) if name == "number" else replace(header, promulgated_on=None)
