"""The recognition models: one that finds lines, and two of different make that read them.

All three are ONNX files run by onnxruntime (``ocr_assets`` says where they lie): nothing of the packages that carry them runs,
and nothing is fetched. One thread each, one line at a time: equal pictures give equal readings.
"""

from __future__ import annotations

import functools
import json
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol

import cv2
import numpy as np
import numpy.typing as npt

from docflow.parse.ocr_assets import FINDER, FIRST, SECOND, SECOND_ALPHABET, path_of
from docflow.parse.ocr_picture import Pixels

Floats = npt.NDArray[np.float32]

_BLANK = 0
# DBNet's thresholds for a pixel and for a line, and the growth of its shrunken boxes, as the model was published with them.
_PIXEL, _LINE, _GROWTH = 0.3, 0.5, 1.6
_SMALLEST_LINE = 5
MAX_LINES = 300
_WIDEST = 1_000  # the second model's positions end at 1,024 pixels


class Letter(NamedTuple):
    """A recognised letter with its probability in thousandths and its place on the crop's width, 0 to 1."""

    text: str
    confidence: int
    at: float


class Span(NamedTuple):
    """Where a line of text stands, in pixels from the top left."""

    left: int
    top: int
    right: int
    bottom: int


class Recogniser(Protocol):
    """Reads a crop with one line of text."""

    def read(self, crop: Pixels) -> tuple[Letter, ...]:
        """The letters from left to right."""


def _session(asset: tuple[str, str]) -> Any:
    import onnxruntime  # noqa: PLC0415 - 100 ms and 60 MB that only a scan needs

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # else the largest page met is held for ever
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(str(path_of(asset)), options, providers=["CPUExecutionProvider"])


@functools.cache
def engines() -> tuple[Finder, Recogniser, Recogniser]:
    """The finder and the two recognisers, loaded once in a process."""
    return Finder(), _First(), _Second()


class Finder:
    """Finds lines of text: PP-OCRv6's DBNet, for pages that stand straight."""

    def __init__(self) -> None:
        self._session = _session(FINDER)

    def lines(self, pixels: Pixels, factor: float) -> list[Span]:
        """The lines of a picture that is looked at ``factor`` times its size."""
        height, width = pixels.shape
        size = tuple(max(32, round(side * factor / 32) * 32) for side in (width, height))
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        planes = np.repeat(((small.astype(np.float32) / 255 - 0.5) / 0.5)[None, None], 3, axis=1)
        chances = self._session.run(None, {self._session.get_inputs()[0].name: planes})[0][0, 0]
        return self._spans(chances, width / size[0], height / size[1], pixels.shape)

    def _spans(self, chances: Floats, across: float, down: float, shape: Sequence[int]) -> list[Span]:
        mask = cv2.dilate((chances > _PIXEL).astype(np.uint8), np.ones((2, 2), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
        spans = []
        for index in range(1, min(count, MAX_LINES + 1)):
            x, y, w, h = (int(stats[index, side]) for side in (0, 1, 2, 3))
            if min(w, h) < 3 or chances[y : y + h, x : x + w][labels[y : y + h, x : x + w] == index].mean() < _LINE:
                continue
            grow = _GROWTH * w * h / (2 * (w + h))
            left, right = max(round((x - grow) * across), 0), min(round((x + w + grow) * across), shape[1])
            top, bottom = max(round((y - grow) * down), 0), min(round((y + h + grow) * down), shape[0])
            if min(right - left, bottom - top) >= _SMALLEST_LINE:
                spans.append(Span(left, top, right, bottom))
        return sorted(spans, key=lambda s: (s.top, s.left))


def _letters(chances: Floats, alphabet: Sequence[str], start: float, share: float) -> list[Letter]:
    """Letters of a CTC model's answer of shape (time, letters): the likeliest at each step, repeats and blanks left out."""
    best = chances.argmax(axis=1)
    found: list[Letter] = []
    for step, index in enumerate(best):
        if index == _BLANK or (step and index == best[step - 1]):
            continue
        chance = round(1000 * float(chances[step, index]))
        found.append(Letter(alphabet[index], chance, start + share * (step + 0.5) / len(best)))
    return found


def _known(letter: str) -> bool:
    """Whether a letter can stand in a Vietnamese document: ASCII, or Latin with marks."""
    return len(letter) == 1 and (letter.isascii() or (letter.isalpha() and "LATIN" in unicodedata.name(letter, "")))


class _First:
    """PP-OCRv6: sure of digits, without most Vietnamese marks. Of its 18,708 signs only the Latin ones are asked for."""

    def __init__(self) -> None:
        self._session = _session(FIRST)
        signs = [" ", *self._session.get_modelmeta().custom_metadata_map["character"].splitlines(), " "]
        settled = [unicodedata.normalize("NFKC", sign) for sign in signs]
        self._kept = np.array([_BLANK, *(i for i, sign in enumerate(settled) if i and _known(sign))])
        self._alphabet = ["", *(settled[i] for i in self._kept[1:])]

    def read(self, crop: Pixels) -> tuple[Letter, ...]:
        """The letters from left to right."""
        height, width = crop.shape
        wide = max(8, round(48 * width / height))
        planes = np.zeros((1, 3, 48, max(wide, 320)), np.float32)
        planes[..., :wide] = (cv2.resize(crop, (wide, 48)).astype(np.float32) / 255 - 0.5) / 0.5
        chances = self._session.run(None, {self._session.get_inputs()[0].name: planes})[0][0]
        return tuple(_letters(chances[:, self._kept], self._alphabet, 0.0, planes.shape[3] / wide))


class _Second:
    """AsterNet: made for Vietnamese, with its marks. Reads pieces of a line that are not too wide for it."""

    def __init__(self) -> None:
        self._session = _session(SECOND)
        alphabet = path_of(SECOND_ALPHABET)
        self._alphabet: list[str] = json.loads(alphabet.read_text("utf-8"))["chars"] if alphabet else []

    def read(self, crop: Pixels) -> tuple[Letter, ...]:
        """The letters from left to right."""
        letters: list[Letter] = []
        width = crop.shape[1]
        for left, right in _pieces(crop, round(_WIDEST * crop.shape[0] / 32)):
            piece = crop[:, left:right]
            wide = max(32, -(-round(32 * piece.shape[1] / piece.shape[0]) // 4) * 4)
            small = cv2.resize(piece, (wide, 32), interpolation=cv2.INTER_AREA)
            planes = np.repeat(((small.astype(np.float32) / 255 - 0.5) / 0.5)[None, None], 3, axis=1)
            chances = np.exp(self._session.run(None, {self._session.get_inputs()[0].name: planes})[0][:, 0])
            letters += _letters(chances, self._alphabet, left / width, (right - left) / width)
        return tuple(letters)


def _pieces(crop: Pixels, widest: int) -> list[tuple[int, int]]:
    """A crop's width cut at white gaps into pieces that are no wider than ``widest``."""
    width = crop.shape[1]
    ink = (crop < 160).sum(axis=0)
    cuts = [0]
    while width - cuts[-1] > widest:
        first, last = cuts[-1] + widest // 2, cuts[-1] + widest
        window = np.convolve(ink[first:last], np.ones(9), "same")
        cuts.append(first + int(window.argmin()))
    return list(zip(cuts, [*cuts[1:], width], strict=True))
