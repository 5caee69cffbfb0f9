"""Number, notation and day of a scan: settled only where two recognisers agree, however the picture is looked at.

Each line is read several times by each recogniser: as it is, smaller, larger, blurred, cropped closer and wider. A value stands
only where the first recogniser reads it nearly every time and the second reads nothing else as often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from docflow.model import Candidate, SourceKind
from docflow.parse.ocr_engines import Recogniser
from docflow.parse.ocr_lines import Engines, Scanned, crop, text_of
from docflow.parse.ocr_picture import Picture, Pixels
from docflow.parse.ocr_words import righted

# Of the readings of one recogniser: how many the first must give, how many the second at the least.
_FIRST_NEEDS, _SECOND_NEEDS = 5, 2


@dataclass(frozen=True, slots=True)
class Settled:
    """What the readings of a line settle on, None where they do not, with all readings as candidates, the commonest first."""

    value: str | None
    candidates: tuple[Candidate, ...]
    confidence: int


def _views(pixels: Pixels) -> list[Pixels]:
    """A line as it is, and as other scanners and other crops would have given it."""
    margin = max(pixels.shape[0] // 10, 1)
    resized = [
        cv2.resize(pixels, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA),
        cv2.resize(pixels, None, fx=1.25, fy=1.25, interpolation=cv2.INTER_CUBIC),
        cv2.GaussianBlur(pixels, (0, 0), 1.2),
    ]
    closer = np.ascontiguousarray(pixels[margin:-margin])
    return [pixels, *(np.asarray(view, np.uint8) for view in resized), closer, np.pad(pixels, margin, mode="edge")]


def settle(picture: Picture, line: Scanned, engines: Engines, read: Callable[[str], str | None]) -> Settled:
    """Read a line again and again and see what stands; ``read`` takes the value from a reading."""
    views = _views(crop(picture, line.span))
    first, second = (_votes(views, engine, read) for engine in (engines.first, engines.second))
    together = first + second
    ranked = sorted(together, key=lambda value: (-together[value], value))
    shares = {value: round(1000 * together[value] / (2 * len(views))) for value in ranked}
    candidates = tuple(Candidate(value, SourceKind.OCR, shares[value]) for value in ranked)
    value = ranked[0] if ranked else None
    if value is None or not _stands(value, first, second):
        return Settled(None, candidates, 0)
    return Settled(value, candidates, shares[value])


def steady(picture: Picture, line: Scanned, engines: Engines) -> str | None:
    """What the second recogniser reads on a line in two of three views, words of certain wording put right; None if nothing."""
    views = _views(crop(picture, line.span))
    texts = Counter(righted(text) for text in (line.texts[1], *(text_of(engines.second.read(views[at])) for at in (2, 4))))
    text, count = texts.most_common(1)[0]
    return text if count > 1 else None


def _votes(views: Sequence[Pixels], engine: Recogniser, read: Callable[[str], str | None]) -> Counter[str]:
    values = (read(text_of(engine.read(view))) for view in views)
    return Counter(value for value in values if value is not None)


def _stands(value: str, first: Counter[str], second: Counter[str]) -> bool:
    """Whether the first recogniser reads the value all but once, and the second more than twice as often as anything else."""
    others = sum(second.values()) - second[value]
    return first[value] >= _FIRST_NEEDS and second[value] >= max(_SECOND_NEEDS, 2 * others)
