"""What stands beside a figure where it is asked for: how it has changed, and the target that it should reach."""

from __future__ import annotations

from docflow.indicators.aims import Aim
from docflow.indicators.figures import Row
from docflow.locale import Words
from docflow.render.percent import NOTHING, percent
from docflow.report import Report

MINUS = "−"


def headings(report: Report, words: Words) -> list[str]:
    """The headings of the columns asked for."""
    found = [words("report.earlier"), words("report.change")] if report.earlier is not None else []
    return found + ([words("report.target"), words("report.standing")] if report.aims is not None else [])


def cells(report: Report, row: Row, words: Words) -> list[str]:
    """The cells of one figure under ``headings``."""
    found: list[str] = []
    if report.earlier is not None:
        earlier = report.earlier.get(row)
        then = earlier.row if earlier else None
        found += [percent(words, then.numerator, then.denominator) if then else NOTHING]
        found += [points(words, earlier.points(row) if earlier else None)]
    if report.aims is not None:
        aim = report.aims.get(row)
        found += [f"{words.decimal(aim.target.percent)} %", words(f"report.standing-{aim.standing.value}")] if aim else ["", ""]
    return found


def points(words: Words, hundredths: int | None) -> str:
    """``+1,25``: hundredths of a percentage point with their sign; a dash where there is no change to tell."""
    if hundredths is None:
        return NOTHING
    sign = "+" if hundredths > 0 else MINUS if hundredths < 0 else ""
    return sign + words.decimal(f"{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}")


def notes(report: Report, words: Words) -> list[str]:
    """What the columns rest on, and what targets are below or not measured."""
    found = []
    if report.earlier is not None:
        periods = list(dict.fromkeys(one.period for one in report.earlier.values()))
        shown = periods[0] if len(periods) == 1 else words("report.earlier-each")
        found.append(words("report.compared", period=shown))
    if report.aims is not None:
        below = sum(aim.is_below for aim in report.aims.values())
        told = {"count": words.integer(len(report.aims)), "below": words.integer(below)}
        found.append(words("report.targets", **told) if report.aims else words("report.no-targets"))
    return found


def columns(report: Report) -> list[str]:
    """The columns of CSV asked for; ``target`` is a percentage with a point."""
    found = (
        ["earlier_period", "earlier_numerator", "earlier_denominator", "change_hundredths"] if report.earlier is not None else []
    )
    return found + (["target", "standing"] if report.aims is not None else [])


def record(report: Report, row: Row) -> dict[str, object]:
    """The columns asked for as plain values by the names of ``columns``."""
    found: dict[str, object] = {}
    if report.earlier is not None:
        earlier = report.earlier.get(row)
        then = earlier.row if earlier else None
        found["earlier_period"] = earlier.period if earlier else None
        found["earlier_numerator"] = then.numerator if then else None
        found["earlier_denominator"] = then.denominator if then else None
        found["change_hundredths"] = earlier.points(row) if earlier else None
    if report.aims is not None:
        aim: Aim | None = report.aims.get(row)
        found["target"] = aim.target.percent if aim else None
        found["standing"] = aim.standing.value if aim else None
    return found
