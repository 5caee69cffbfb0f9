from __future__ import annotations

from dataclasses import replace

from worlds.figures import Held, coverage, document, unit

from docflow.indicators.completeness import completeness
from docflow.indicators.issuance import issuance
from docflow.indicators.question import Question
from docflow.lines import lines
from docflow.listing import Filter
from docflow.model import Discrepancy, Document, Series
from docflow.periods import parse_period

COUNCIL = Series("C", "Hội đồng thẩm định", notations=("-HĐTĐ",), host="D")
YEAR = Question(unit="D", period=parse_period("2022"))


def numbered(number: str, notation: str) -> Document:
    return replace(document(f"{number}/{notation}"), number=number, notation=notation)


WORLD = Held(
    (
        numbered("1", "QĐ-UBND"),
        numbered("2", "QĐ-UBND"),
        numbered("1", "QĐ-HĐTĐ"),
        numbered("3", "QĐ-HĐTĐ"),
        replace(numbered("3", "TB-UBND"), findings=(Discrepancy("numbered-by-host", "f"),)),
    ),
    (coverage(),),
    units=(unit("D", "huyện"), unit("C", parent="D")),
    stated=(COUNCIL,),
)


def test_a_council_s_documents_count_with_its_host_and_are_shown_apart() -> None:
    rows = {row.figure: (row.numerator, row.denominator) for row in issuance(WORLD, YEAR).rows}

    assert (rows["hosted"], rows["electronic"]) == ((3, 5), (5, 5))
    assert [line.subject for line in lines(WORLD, YEAR, "hosted", Filter())] == ["1/QĐ-HĐTĐ", "3/QĐ-HĐTĐ", "3/TB-UBND"]


def test_a_council_s_numbers_are_followed_apart_among_its_host_s() -> None:
    gaps = {row.figure: row.numerator for row in completeness(WORLD, YEAR).rows}

    assert (gaps["gaps"], gaps["repeats"]) == (1, 0)
    assert [line.record["series"] for line in lines(WORLD, YEAR, "gaps", Filter())] == ["Hội đồng thẩm định"]


def test_nothing_is_shown_apart_where_no_council_is_stated() -> None:
    assert "hosted" not in {row.figure for row in issuance(replace(WORLD, stated=()), YEAR).rows}
    assert "hosted" not in {row.figure for row in issuance(WORLD, replace(YEAR, unit="C")).rows}
