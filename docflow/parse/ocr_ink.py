"""Ink as a third witness of a number: every stroke on its line is a digit that was read, or the one before the notation.

Both recognisers share two errors that agreement cannot show: a digit that is not seen at all, and a handwritten 1 that is taken
for the stroke before the notation. Neither gets by the ink: there is a mark too many, or the stroke does not stand as print does.
On a date line both take a narrow 0 that the pen closed for a 1; its ink is nearly twice as thick as that of the digit beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from docflow.parse.ocr_engines import Letter
from docflow.parse.ocr_picture import Pixels

# In inches: how far a digit's place may lie from its ink, how broad the ink of one digit may be, how high a mark is at least.
_NEAR, _BROAD, _HIGH = 0.085, 0.2, 0.055
_SPECK = 0.0002  # square inches
_TOGETHER = 0.3  # of the narrower one: marks that overlap so far across are parts of one sign
_THICK = 1.4  # times as thick as the digit beside it; a 1 was met up to 1.27, a closed 0 from 1.61
_OFF = 0.25  # of the height of print: by how much a printed stroke's ends may miss the letters'


@dataclass(frozen=True, slots=True)
class Mark:
    """A connected piece of ink, in pixels of its line."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def middle(self) -> float:
        """Halfway across."""
        return (self.left + self.right) / 2


def _dark(pixels: Pixels) -> Pixels:
    """1 where there is ink."""
    paper, ink = float(np.median(pixels)), float(np.percentile(pixels, 1))
    return (pixels < paper - max(30.0, 0.35 * (paper - ink))).astype(np.uint8)


def marks(pixels: Pixels, dpi: float) -> list[Mark]:
    """The pieces of ink of a line that are as high as a digit, from left to right; parts that overlap across are one."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(_dark(pixels), connectivity=8)
    found: list[Mark] = []
    for left, top, broad, high, area in sorted(tuple(map(int, stats[index])) for index in range(1, count)):
        if high < _HIGH * dpi or area < _SPECK * dpi**2:
            continue
        mark = Mark(left, top, left + broad, top + high)
        before = found[-1] if found else None
        if before and before.right - left > _TOGETHER * min(broad, before.right - before.left):
            found[-1] = Mark(before.left, min(before.top, top), max(before.right, mark.right), max(before.bottom, mark.bottom))
        else:
            found.append(mark)
    return found


def accounts(pixels: Pixels, dpi: float, letters: Sequence[Letter], number: str) -> bool:
    """Whether all ink between the label and the notation is that of the number's digits and of one printed stroke.

    ``letters`` are those of the whole line; False where the number does not stand among them.
    """
    text = "".join(letter.text for letter in letters)
    start = text.find(number)
    end = start + len(number)
    stroke = next((at for at in range(end, len(letters)) if letters[at].text in "/-"), None)
    if start < 1 or stroke is None or stroke + 1 >= len(letters):
        return False
    width = pixels.shape[1]
    label = next(letter.at for letter in reversed(letters[:start]) if letter.text != " ") * width
    digits = [letter.at * width for letter in letters[start:end]]
    parting, notation = letters[stroke].at * width, letters[stroke + 1].at * width
    near = _NEAR * dpi
    found = marks(pixels, dpi)
    numbered = [m for m in found if label + near / 3 < m.middle < (digits[-1] + parting) / 2]
    parted = [m for m in found if m not in numbered and digits[-1] < m.middle < (parting + notation) / 2]
    printed = [m for m in found if m.middle > notation]
    return (
        len(numbered) <= len(digits)
        and all(_digit(mark, digits, dpi) for mark in numbered)
        and len(parted) <= 1
        and all(_stands_as_print(mark, printed) for mark in parted)
    )


def ones_are_strokes(pixels: Pixels, dpi: float, letters: Sequence[Letter]) -> bool:
    """Whether each 1 read as the first of just two digits has no more ink than one stroke of the pen that wrote the second.

    True where the two cannot be told apart: they are joined, or do not lie where they were read.
    """
    _, labels = cv2.connectedComponents(_dark(pixels), connectivity=8)
    signs = [" ", *(letter.text for letter in letters), " ", " "]
    places = [letter.at * pixels.shape[1] for letter in letters]
    for at, (before, one, other, after) in enumerate(zip(signs, signs[1:], signs[2:], signs[3:], strict=False)):
        if one != "1" or not other.isdigit() or before.isdigit() or after.isdigit():
            continue
        first, second = (_piece(labels, place, _NEAR * dpi / 2) for place in places[at : at + 2])
        if first and second and first != second and _thickness(labels == first) > _THICK * _thickness(labels == second):
            return False
    return True


def _piece(labels: npt.NDArray[np.int32], place: float, near: float) -> int:
    """The piece of ink that has most of the columns around a place, 0 where there is none."""
    found, counts = np.unique(labels[:, max(round(place - near), 0) : round(place + near) + 1], return_counts=True)
    counts[found == 0] = 0
    return int(found[counts.argmax()]) if counts.any() else 0


def _thickness(piece: npt.NDArray[np.bool_]) -> float:
    """How thick the strokes of a piece of ink are, in pixels: its area over half its outline."""
    outlines, _ = cv2.findContours(piece.astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    return 2 * float(piece.sum()) / max(sum(cv2.arcLength(outline, closed=True) for outline in outlines), 1.0)


def _digit(mark: Mark, digits: Sequence[float], dpi: float) -> bool:
    """Whether a mark lies where digits were read and is no broader than they are."""
    near = _NEAR * dpi
    held = [place for place in digits if mark.left - near <= place <= mark.right + near]
    closest = min(abs(place - mark.middle) for place in digits)
    broad = mark.right - mark.left
    return broad <= _BROAD * dpi * max(len(held), 1) and closest <= max(near, broad / 2)


def _stands_as_print(stroke: Mark, printed: Sequence[Mark]) -> bool:
    """Whether a stroke reaches from the top to the foot of the letters beside it, as a printed one does and a pen's does not."""
    if not printed:
        return False
    top, bottom = (float(np.median([getattr(mark, end) for mark in printed])) for end in ("top", "bottom"))
    off = _OFF * (bottom - top)
    return abs(stroke.top - top) <= off and abs(stroke.bottom - bottom) <= off
