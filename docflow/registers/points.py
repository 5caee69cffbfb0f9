"""How the cells of a table of criteria say points and the shares that earn them."""

from __future__ import annotations

import re

from docflow.model.criteria import Step
from docflow.text import unaccented

_NUMBER = r"[0-9]{1,4}(?:[.,][0-9]{1,4})?"
_POINTS = re.compile(r"([0-9]{1,4})(?:[.,]([0-9]{1,2}))?(?:\s*diem)?")
_STEP = re.compile(rf"(?:>=|tu)?\s*({_NUMBER})\s*%?\s*(?:tro len)?\s*(?:=|:|->)\s*([0-9.,]{{1,8}})(?:\s*diem)?")
_LINE = re.compile(rf"(?:linear|tuyen tinh)(?:\s*:?\s*(?:tu\s)?\s*({_NUMBER})\s*%?\s*(?:-|\.\.|den)\s*({_NUMBER})\s*%?)?")
_MOST_STEPS = 100


def read_points(text: str) -> int | None:
    """Points in hundredths: 50 of ``0,5``; None if the cell says none, or more than two places."""
    match = _POINTS.fullmatch(unaccented(text).strip())
    return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0")) if match else None


def read_share(text: str) -> str | None:
    """A percentage from 0 to 100 as a decimal with a point: ``95.5`` of ``95,5 %``; None if the cell says anything else."""
    match = re.fullmatch(rf"({_NUMBER})\s*%?", text.strip())
    return _percentage(match[1]) if match else None


def read_steps(text: str, most: int) -> tuple[tuple[Step, ...], bool] | None:
    """The steps of ``95=2; 80=1; 60=0,5``, or the line of ``linear 60-95`` up to ``most``, and whether it is a line.

    Shares are percentages from 0 to 100, each once. On a line the first share earns nothing and the second all, also where it is
    the smaller one. None if the cell says anything else.
    """
    words = unaccented(text).replace("≥", ">=").replace("→", "->").replace("–", "-").strip()
    line = _LINE.fullmatch(words)
    if line is not None:
        nothing, everything = _percentage(line[1] or "0"), _percentage(line[2] or "100")
        return _ordered([Step(nothing, 0), Step(everything, most)], linear=True) if nothing and everything else None
    steps = []
    for part in re.split(r"[;\n]", words):
        if not part.strip():
            continue
        match = _STEP.fullmatch(part.strip())
        share, points = (_percentage(match[1]), read_points(match[2])) if match else (None, None)
        if share is None or points is None or points > most:
            return None
        steps.append(Step(share, points))
    return _ordered(steps, linear=False) if 0 < len(steps) <= _MOST_STEPS else None


def _ordered(steps: list[Step], *, linear: bool) -> tuple[tuple[Step, ...], bool] | None:
    if len({step.share for step in steps}) < len(steps):
        return None
    return tuple(sorted(steps, key=_place)), linear


def _place(step: Step) -> tuple[int, str]:
    whole, _, places = step.share.partition(".")
    return int(whole), places


def _percentage(text: str) -> str | None:
    """A percentage as a decimal with a point and no needless zeros; None above 100."""
    whole, _, places = text.replace(",", ".").partition(".")
    share = ".".join(part for part in (str(int(whole)), places.rstrip("0")) if part)
    return share if _place(Step(share, 0)) <= (100, "") else None
