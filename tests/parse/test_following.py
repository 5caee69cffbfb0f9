"""A PDF that holds several documents tells of each; an annex, whatever its title, is none."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
from worlds.headers import MOTTO, TITLE
from worlds.paper_renderings import pdf
from worlds.papers_at_random import Paper, paper

from docflow.model import Header, Standing
from docflow.parse import reader
from docflow.parse.following import MAX_FOLLOWING


def pages(*papers: Paper) -> bytes:
    out, writer = io.BytesIO(), pypdf.PdfWriter()
    for seed, one in enumerate(papers):
        writer.append(io.BytesIO(pdf(one, seed)))
    writer.write(out)
    return out.getvalue()


def plain(seed: int) -> Paper:
    """A paper without stamps, whose number, organ and signer are all there."""
    return next(p for s in range(seed, seed + 99) if not (p := paper(s)).strays and p.truth.number and not p.truth.second)


def annex(title: str = "") -> Paper:
    right = ((title, True), (MOTTO, True)) if title else ()
    return replace(plain(0), left=(("PHỤ LỤC I", True),), right=right, below=("Danh mục hồ sơ", "", "Nội dung."), closing=())


def said(header: Header) -> tuple[object, ...]:
    return header.number, header.notation, header.promulgated_on, header.signers[0].name if header.signers else None


def wanted(drawn: Paper) -> tuple[object, ...]:
    return drawn.truth.number, drawn.truth.notation, drawn.truth.day, drawn.truth.signers[0][0]


ONE, TWO, THREE = plain(100), plain(200), plain(300)


def test_every_document_of_a_file_is_told_in_order() -> None:
    result = reader.read(pages(ONE, TWO, THREE))

    assert [said(header) for header in result.documents] == [wanted(ONE), wanted(TWO), wanted(THREE)]
    assert result.problems == ()


def test_an_annex_between_two_documents_is_none() -> None:
    result = reader.read(pages(ONE, annex(), annex(TITLE), TWO, annex(TITLE)))

    assert [said(header) for header in result.documents] == [wanted(ONE), wanted(TWO)]


def test_a_signature_is_not_taken_from_the_document_behind() -> None:
    result = reader.read(pages(replace(ONE, closing=()), TWO))

    assert [said(header) for header in result.documents] == [(*wanted(ONE)[:3], None), wanted(TWO)]


def test_only_so_many_pages_are_searched() -> None:
    near = reader.read(pages(ONE, *[annex()] * (MAX_FOLLOWING - 1), TWO))
    far = reader.read(pages(ONE, *[annex()] * MAX_FOLLOWING, TWO))

    assert [len(result.documents) for result in (near, far)] == [2, 1]


def test_a_file_is_as_secret_as_the_last_document_in_it() -> None:
    secret = replace(TWO, left=(*TWO.left, ("TUYỆT MẬT", True)))
    result = reader.read(pages(ONE, secret))

    assert result.documents == (Header(standing=Standing.SECRET),)
    assert [problem.code for problem in result.problems] == ["secret"]
    assert result.sources == {}


def test_an_annex_alone_has_no_number_of_its_own() -> None:
    noted = ("(Kèm theo Quyết định", "Số 12/QĐ-UBND ngày 05 tháng 3 năm 2024)", "", "Nội dung.")
    (header,) = reader.read(pages(replace(annex(TITLE), below=noted))).documents

    assert (header.number, header.notation, header.promulgated_on) == (None, None, None)
