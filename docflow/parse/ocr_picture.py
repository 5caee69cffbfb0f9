"""Pictures of page regions, made fit for recognition: upright, straight, without scan edges and ruled lines.

Greyscale arrays of shape (height, width), 255 is paper; ``page_region`` bounds how large they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from docflow.model import Box
from docflow.parse.page_region import Region, band_of

Pixels = npt.NDArray[np.uint8]

MAX_RULES = 500
_WIDTH_FOR_ANGLE = 700
_STEEPEST, _STEP = 3.0, 0.1  # degrees
_RULE_LENGTH = 0.35  # inches: longer than any letter's stroke
_RULE_HEIGHT = 0.035  # inches
_EDGE = 0.12  # inches from the border: what touches it there and is long is the scanner's shadow
_INK = 60  # darker than the paper around it by so much
_FAINT, _STAMPED = 25, 0.0003  # redder than paper yellows; the share of a picture that a stamp's ink covers at the least


@dataclass(frozen=True, slots=True)
class Picture:
    """A region's pixels; ``scale`` is pixels a point, ``origin`` the region's top left corner in points from bottom left.

    ``red`` is the red ink alone, as dark as it is red: stamps, which may lie over print. None where there is hardly any.
    """

    pixels: Pixels
    page: int
    scale: float
    origin: tuple[float, float]
    red: Pixels | None = None

    @property
    def dpi(self) -> float:
        """Pixels an inch."""
        return self.scale * 72

    def points(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A box of pixels in whole points, on the page as it stands straight."""
        across, up = self.origin
        return (
            round(across + left / self.scale),
            round(up - bottom / self.scale),
            round(across + right / self.scale),
            round(up - top / self.scale),
        )


def draw(page: Any, number: int, region: Region) -> Picture:
    """Draw a region of an upright page with its forms, then straighten and clean it; ``number`` counts pages from 1."""
    band = band_of(page, region)
    scale, crop = band.scale, (0, band.bottom, 0, band.top)
    drawn = np.asarray(page.render(scale=scale, crop=crop, rev_byteorder=True).to_numpy()[..., :3])
    pixels, red = np.asarray(cv2.cvtColor(drawn, cv2.COLOR_RGB2GRAY), np.uint8), _red(drawn)
    if angle := _slope(pixels):
        pixels = _turned(pixels, angle)
        red = _turned(red, angle) if red is not None else None
    return Picture(_cleaned(pixels, scale * 72), number, scale, (0.0, band.height - band.top), red)


def _red(drawn: Pixels) -> Pixels | None:
    """The red ink of a coloured picture on white."""
    colour = drawn.astype(np.int16)
    redness = np.clip((colour[..., 0] - np.maximum(colour[..., 1], colour[..., 2]) - _FAINT) * 3, 0, 255)
    return (255 - redness).astype(np.uint8) if (redness > 100).mean() > _STAMPED else None


def _turned(pixels: Pixels, angle: float) -> Pixels:
    height, width = pixels.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(
        pixels, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_CONSTANT, borderValue=255
    )
    return np.asarray(turned, dtype=np.uint8)


def _ink(pixels: Pixels) -> Pixels:
    """1 where a pixel is darker than the paper around it."""
    size = max(15, min(pixels.shape) // 40 | 1)
    paper = cv2.blur(pixels, (size, size))
    return np.asarray(paper.astype(np.int16) - pixels > _INK // 2, dtype=np.uint8)


def _slope(pixels: Pixels) -> float:
    """The angle in degrees that makes the lines of text level: at it the rows differ most in their ink."""
    factor = _WIDTH_FOR_ANGLE / pixels.shape[1]
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else pixels
    ink = _ink(np.asarray(small, dtype=np.uint8)) * 255
    height, width = ink.shape
    if min(height, width) < 8:
        return 0.0

    def contrast(angle: float) -> float:
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
        rows = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_NEAREST).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(rows)).sum())

    level = contrast(0.0)
    steps = round(_STEEPEST / 0.5)
    coarse = max(range(-steps, steps + 1), key=lambda step: (contrast(step * 0.5), -abs(step))) * 0.5
    fine = max(range(-5, 6), key=lambda step: (contrast(coarse + step * _STEP), -abs(step))) * _STEP + coarse
    return round(fine, 1) if contrast(fine) > 1.02 * level else 0.0


def _cleaned(pixels: Pixels, dpi: float) -> Pixels:
    """The picture without long rules and without the shadows that a scanner leaves along the borders."""
    ink = _ink(pixels)
    cleaned = pixels.copy()
    length, thin, edge = round(_RULE_LENGTH * dpi), round(_RULE_HEIGHT * dpi), round(_EDGE * dpi)
    for shape in ((length, 1), (1, 2 * length)):
        rules = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(shape[::-1], np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(rules, connectivity=8)
        across = cv2.CC_STAT_HEIGHT if shape[0] > 1 else cv2.CC_STAT_WIDTH
        narrow = [index for index in range(1, count) if stats[index, across] <= thin][:MAX_RULES]
        mask = np.isin(labels, narrow).astype(np.uint8)
        cleaned[cv2.dilate(mask, np.ones((5, 5), np.uint8)) > 0] = 255
    _whiten_edges(cleaned, pixels, edge)
    return cleaned


def _whiten_edges(cleaned: Pixels, pixels: Pixels, edge: int) -> None:
    """Whiten, in place, dark strips along the borders: rows and columns near them that are mostly dark."""
    dark = pixels < 128
    for line in range(min(edge, *pixels.shape)):
        for index in (line, -1 - line):
            if dark[index].mean() > 0.4:
                cleaned[index] = 255
            if dark[:, index].mean() > 0.4:
                cleaned[:, index] = 255
