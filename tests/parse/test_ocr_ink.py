"""Ink as a witness: marks that no digit accounts for, and strokes that a pen made."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from docflow.parse import ocr_ink
from docflow.parse.ocr_engines import Letter
from docflow.parse.ocr_picture import Pixels

TOP, FOOT = 30, 66


def line(*strokes: tuple[int, int, int]) -> Pixels:
    """A line of 600 by 90 pixels at 300 dpi: strokes at some places from a top to a foot, print from 380 on."""
    pixels = np.full((90, 600), 255, np.uint8)
    for place, top, foot in strokes:
        cv2.line(pixels, (place, foot), (place + 8, top), 0, 5)
    for place in (380, 420, 460):
        cv2.rectangle(pixels, (place, TOP), (place + 24, FOOT), 0, 5)
    return pixels


def letters(*digits: int, stroke: int = 340) -> list[Letter]:
    """``S:`` and a digit at each place, a stroke, and ``QDU``."""
    signs = [("S", 60), (":", 90), *(("1", place) for place in digits), ("/", stroke), ("Q", 392), ("D", 432), ("U", 472)]
    return [Letter(sign, 900, place / 600) for sign, place in signs]


def accounts(pixels: Pixels, read: list[Letter]) -> bool:
    return ocr_ink.accounts(pixels, 300, read, "".join(letter.text for letter in read if letter.text == "1"))


def test_digits_and_a_printed_stroke_account_for_the_ink() -> None:
    assert accounts(line((200, 20, 62), (240, 20, 62), (336, TOP, FOOT)), letters(204, 244))


@pytest.mark.parametrize("lost", [(160, 20, 62), (280, 20, 62)], ids=["a leading digit", "the last digit"])
def test_a_digit_that_was_not_read_is_seen(lost: tuple[int, int, int]) -> None:
    assert not accounts(line((200, 20, 62), (240, 20, 62), lost, (336, TOP, FOOT)), letters(204, 244))


def test_a_one_by_hand_is_no_stroke_though_it_was_read_as_one() -> None:
    assert not accounts(line((200, 20, 62), (240, 20, 62), (336, 8, 52)), letters(204, 244))


def test_a_number_that_does_not_stand_in_the_line_is_not_accounted_for() -> None:
    assert not ocr_ink.accounts(line((200, 20, 62)), 300, letters(204), "27")


def date_line(thick: int, apart: int = 40) -> tuple[Pixels, list[Letter]]:
    """``y 12 t`` with a first stroke of so many pixels, and a second digit of five that many to its right."""
    pixels = np.full((90, 600), 255, np.uint8)
    cv2.line(pixels, (200, 66), (206, 30), 0, thick)
    cv2.polylines(
        pixels,
        [np.array([(200 + apart, 34), (218 + apart, 40), (200 + apart, 64), (222 + apart, 64)])],
        isClosed=False,
        color=0,
        thickness=5,
    )
    signs = [("y", 120), (" ", 160), ("1", 203), ("2", 210 + apart), (" ", 300), ("t", 340)]
    return pixels, [Letter(sign, 900, place / 600) for sign, place in signs]


@pytest.mark.parametrize(("thick", "stroke"), [(4, True), (5, True), (6, True), (12, False), (14, False)])
def test_a_nought_that_the_pen_closed_is_too_thick_for_a_one(thick: int, *, stroke: bool) -> None:
    pixels, read = date_line(thick)

    assert ocr_ink.ones_are_strokes(pixels, 300, read) is stroke


def test_a_one_among_other_digits_or_joined_to_the_next_is_not_asked_for_its_thickness() -> None:
    pixels, read = date_line(12)
    joined, beside = date_line(12, apart=4)

    assert ocr_ink.ones_are_strokes(pixels, 300, [*read[:2], Letter("2", 900, 0.3), *read[2:]])
    assert ocr_ink.ones_are_strokes(pixels, 300, [*read[:4], Letter("0", 900, 0.45), *read[4:]])
    assert ocr_ink.ones_are_strokes(joined, 300, beside)
    assert ocr_ink.ones_are_strokes(np.full((90, 600), 255, np.uint8), 300, read)
