from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from worlds.figures import Held, coverage, document, unit

from docflow.indicators.figures import Row
from docflow.indicators.issuance import issuance
from docflow.indicators.landing import Landing, land, scope_of
from docflow.indicators.question import Question
from docflow.ledger.rollup import counts_of
from docflow.listing import Filter, counted
from docflow.model import Basis, Coverage, Document, Form, Standing, Unit
from docflow.periods import parse_period

YEAR = Question(unit="D", period=parse_period("2022"))


def figure(held: Held, name: str, question: Question = YEAR) -> Row:
    return next(row for row in issuance(held, question).rows if row.figure == name)


def many(number: int, form: Form, *, unit: str = "D", first: int = 0) -> tuple[Document, ...]:
    return tuple(document(f"{unit}{form.value}{first + i}", unit=unit, form=form, file=False) for i in range(number))


def landing(one: Document, *coverages: Coverage) -> Landing:
    return land(counts_of(one)[0], scope_of(parse_period("2022"), coverages))


# ---------------------------------------------------------------- where a holding falls


def test_in_a_covered_period_lines_count_and_files_without_a_line_do_not() -> None:
    assert landing(document("1", file=False), coverage()) is Landing.REGISTER
    assert landing(document("1", line=False), coverage()) is Landing.WITHOUT_LINE


def test_a_line_without_a_key_counts_in_a_covered_period() -> None:
    assert landing(document("1", placed=False), coverage()) is Landing.REGISTER


def test_outside_what_a_register_covers_files_count() -> None:
    assert landing(document("1", line=False)) is Landing.FILES
    assert landing(document("1", line=False, day="2022-10-01"), coverage(through="2022-09-30")) is Landing.FILES
    assert landing(document("1", line=False), coverage(year=2021)) is Landing.FILES


def test_secret_ones_drafts_and_copies_are_excluded_whatever_else_is_known() -> None:
    assert landing(document("1", standing=Standing.DRAFT, day=None), coverage()) is Landing.EXCLUDED
    assert landing(document("1", standing=Standing.SECRET)) is Landing.EXCLUDED
    assert landing(document("1", copy=True, line=False)) is Landing.EXCLUDED


def test_withdrawn_ones_stay_in() -> None:
    assert landing(document("1", standing=Standing.WITHDRAWN), coverage()) is Landing.REGISTER


def test_what_has_no_day_or_no_place_stands_beside_the_figure() -> None:
    assert landing(document("1", day=None, line=False)) is Landing.UNDATED
    assert landing(document("1", day=None), coverage()) is Landing.UNDATED
    assert landing(document("1", placed=False, line=False)) is Landing.UNPLACED


def test_another_day_or_another_year_is_outside() -> None:
    assert landing(document("1", day="2021-12-31")) is Landing.OUTSIDE
    assert landing(document("1", day=None, year=2021)) is Landing.OUTSIDE


# ---------------------------------------------------------------- the figures of the reports that this was made for

DISTRICT = (*many(2933, Form.ELECTRONIC), *many(132, Form.BOTH), *many(22, Form.UNKNOWN))


def test_the_district_s_declared_figure_comes_out_of_its_register() -> None:
    row = figure(Held(DISTRICT, (coverage(),)), "electronic")

    assert (row.numerator, row.denominator, row.low, row.high) == (2933, 3087, (2933, 3087), (2955, 3087))
    assert (row.witnessed, row.presumed, row.basis) == (2933, 0, "register")


def test_paper_and_unknown_make_up_the_rest() -> None:
    held = Held(DISTRICT, (coverage(),))

    assert {row.figure: row.numerator for row in issuance(held, YEAR).rows} == {
        "electronic": 2933,
        "electronic_or_both": 3065,
        "both": 132,
        "both_or_paper": 132,
        "paper": 0,
        "unknown": 22,
        "withdrawn": 0,
    }


def test_communes_add_up_by_level() -> None:
    communes = [unit(f"C{i}", parent="D") for i in range(11)]
    documents: list[Document] = []
    for i in range(11):
        electronic, paper = 121 + (i < 10), 41 + (i < 9)
        documents += [*many(electronic, Form.ELECTRONIC, unit=f"C{i}"), *many(paper, Form.PAPER, unit=f"C{i}")]
    held = Held(tuple(documents), tuple(coverage(f"C{i}") for i in range(11)), units=(unit("D", "huyện"), *communes))
    rows = issuance(held, Question(unit="D", period=parse_period("2022"), by=("level",))).rows

    assert [(r.group.level, r.numerator, r.denominator) for r in rows if r.figure == "electronic"] == [
        ("huyện", 0, 0),
        ("xã", 1341, 1801),
    ]


# ---------------------------------------------------------------- bands


def test_an_unknown_one_widens_only_the_forms_that_it_may_have() -> None:
    held = Held((document("1"), document("2", form=Form.UNKNOWN, basis=Basis.NONE, possible=("both", "paper"))), (coverage(),))

    assert figure(held, "electronic").high == (1, 2)
    assert figure(held, "paper").high == (1, 2)
    assert figure(held, "electronic_or_both").high == (2, 2)


def test_files_without_day_or_place_widen_a_figure_by_files() -> None:
    held = Held(
        (
            document("1", line=False),
            document("2", line=False, form=Form.PAPER),
            document("3", line=False, day=None),
            document("4", line=False, placed=False, form=Form.PAPER),
            document("5", line=False, placed=False, form=Form.UNKNOWN),
        )
    )
    row = figure(held, "electronic")

    assert (row.numerator, row.denominator, row.low, row.high) == (1, 2, (1, 4), (3, 4))
    assert row.basis == "files"


def test_they_do_not_widen_a_figure_that_rests_on_registers_alone() -> None:
    held = Held(
        (document("1"), document("2", line=False, placed=False, day=None), document("3", unit="", line=False)), (coverage(),)
    )
    year = Question(None, parse_period("2022"))

    assert figure(held, "electronic", year).low == (1, 1)
    assert issuance(held, year).unplaced == 2


def test_they_widen_it_where_the_register_ends_before_the_period() -> None:
    lost = document("2", line=False, placed=False, day=None, form=Form.UNKNOWN)
    held = Held((document("1"), lost), (coverage(through="2022-06-30"),))

    assert figure(held, "electronic").low == (1, 2)
    assert figure(held, "electronic", Question("D", parse_period("2022-H1"))).low == (1, 1)


def test_leaving_a_line_s_day_blank_does_not_raise_the_low_end() -> None:
    blank = document("2", day=None, file=False, form=Form.PAPER)
    held = Held((document("1"), blank), (coverage(),))

    assert figure(held, "electronic").low == (1, 2)
    assert figure(held, "paper").high == (1, 2)


def test_what_belongs_to_no_unit_is_told_and_widens_the_whole() -> None:
    held = Held((document("1", line=False), document("2", unit="", line=False, placed=False)))

    assert figure(held, "electronic", Question()).low == (1, 1)
    assert figure(held, "electronic", Question()).high == (2, 2)
    assert figure(held, "paper", Question()).low == (0, 2)


forms = st.sampled_from(list(Form))
documents = st.builds(
    document,
    st.uuids().map(str),
    unit=st.sampled_from(["D", "C", ""]),
    day=st.sampled_from([None, "2022-01-01", "2022-06-30", "2022-12-31", "2021-05-05"]),
    year=st.sampled_from([None, 2021, 2022]),
    form=forms,
    basis=st.sampled_from(list(Basis)),
    possible=st.sampled_from([("both", "paper"), ("both", "electronic"), ("both", "electronic", "paper")]),
    standing=st.sampled_from(list(Standing)),
    copy=st.booleans(),
    line=st.booleans(),
    file=st.booleans(),
    placed=st.booleans(),
    document_type=st.sampled_from([None, "quyet_dinh", "cong_van"]),
)
worlds = st.builds(
    Held,
    st.lists(documents, max_size=30).map(tuple),
    st.sampled_from([(), (coverage(),), (coverage(through="2022-06-30"), coverage("C"))]),
    units=st.just((unit("D", "huyện"), unit("C", parent="D"))),
)
questions = st.builds(Question, st.sampled_from([None, "D", "C"]), st.sampled_from(["2022", "2022-H1", None]).map(parse_period))


@settings(max_examples=150, deadline=None)
@given(worlds, questions, st.sampled_from([None, *Form]))
def test_a_list_is_as_long_as_the_figure_says(held: Held, question: Question, form: Form | None) -> None:
    rows = {row.figure: row for row in issuance(held, question).rows}
    printed = rows[form.value].numerator if form else rows["electronic"].denominator

    assert len(list(counted(held, question, Filter(form=form)))) == printed


@settings(max_examples=150, deadline=None)
@given(worlds, questions)
def test_the_forms_add_up_and_every_figure_lies_in_its_band(held: Held, question: Question) -> None:
    rows = {row.figure: row for row in issuance(held, question).rows}
    total = rows["electronic"].denominator

    assert sum(rows[f.value].numerator or 0 for f in Form) == total
    for row in rows.values():
        assert row.numerator is not None
        assert row.low[0] * row.denominator <= row.numerator * row.low[1]
        assert row.numerator * row.high[1] <= row.high[0] * row.denominator or total == 0
        assert row.high[0] <= row.high[1]


@settings(max_examples=100, deadline=None)
@given(worlds, questions, documents)
def test_a_file_that_cannot_be_read_never_raises_the_low_end(held: Held, question: Question, known: Document) -> None:
    # What is read of a file may be its folder only; its line, if it has one, stays what it says.
    known = replace(known, holdings=tuple(replace(h, has_line=False, has_file=True) for h in known.holdings))
    lost = replace(
        known,
        placed=False,
        year=None,
        form=replace(known.form, value="unknown", possible=("both", "electronic", "paper")),
        holdings=tuple(replace(h, day=None) for h in known.holdings),
    )
    with_file = figure(replace(held, held=(*held.held, known)), "electronic", question)
    unread = figure(replace(held, held=(*held.held, lost)), "electronic", question)

    assert unread.low[0] * with_file.low[1] <= with_file.low[0] * unread.low[1] or with_file.low[1] == 0


# ---------------------------------------------------------------- dimensions


def test_months_quarters_and_types_are_told_apart() -> None:
    held = Held(
        (
            document("1", day="2022-01-31"),
            document("2", day="2022-05-01", document_type="cong_van"),
            document("3", day="2022-05-02"),
        ),
        (coverage(),),
    )

    def totals(*by: str) -> list[tuple[str | None, str | None, int]]:
        rows = issuance(held, Question(unit="D", period=parse_period("2022-H1"), by=by)).rows
        return [(r.group.period, r.group.document_type, r.denominator) for r in rows if r.figure == "electronic"]

    assert totals("quarter") == [("2022-Q1", None, 1), ("2022-Q2", None, 2)]
    assert totals("type") == [("2022-H1", "cong_van", 1), ("2022-H1", "quyet_dinh", 2)]
    assert [n for _, _, n in totals("month")] == [1, 0, 0, 0, 2, 0]


def test_a_file_of_unread_type_widens_every_type_it_may_be_of() -> None:
    lost = document("3", line=False, placed=False, day=None, document_type=None, form=Form.UNKNOWN)
    held = Held((document("1", line=False), document("2", line=False, document_type="cong_van"), lost))
    rows = issuance(held, Question("D", parse_period("2022"), by=("type",))).rows

    assert {r.group.document_type: (r.numerator, r.denominator, r.low, r.high) for r in rows if r.figure == "electronic"} == {
        "cong_van": (1, 1, (1, 2), (2, 2)),
        "quyet_dinh": (1, 1, (1, 2), (2, 2)),
        None: (0, 0, (0, 1), (1, 1)),
    }


def test_secret_lines_and_files_are_counted_as_excluded() -> None:
    held = Held((), (coverage(m2022_03=2, m2022_11=1),), secrets=4)

    assert issuance(held, Question(period=parse_period("2022-H1"))).excluded["secret"] == 6
    assert issuance(held, YEAR).excluded["secret"] == 3


def test_units_below_are_listed_even_with_nothing_to_count() -> None:
    units: tuple[Unit, ...] = (unit("D", "huyện"), unit("D.2", parent="D"), unit("D.10", parent="D"))
    rows = issuance(Held((document("1"),), (coverage(),), units=units), Question("D", parse_period("2022"), by=("unit",))).rows

    assert [(r.group.unit, r.denominator) for r in rows if r.figure == "paper"] == [("D", 1), ("D.2", 0), ("D.10", 0)]
