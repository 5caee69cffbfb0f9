"""Scans, read by the real recognisers: what both bear out is taken, the rest is null; few pages, since each takes seconds."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
import sysconfig
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader

from docflow.model import FileKind, Ocr, ParseResult, Reading, SourceKind, Standing
from docflow.parse import ocr, ocr_tesseract, reader
from docflow.parse.ocr_agreement import Page
from docflow.parse.page_region import HEAD, Region
from fixtures.handwriting import numbered_by_hand
from fixtures.page import canvas as blank_sheet
from fixtures.page import draw
from fixtures.papers import decision
from fixtures.scan import Scanner, scanned

ROOT = Path(__file__).resolve().parents[2]
PAPER = decision("275", dt.date(2018, 3, 26), "Về việc ban hành danh mục hồ sơ điện tử")
WORN = Scanner(dpi=200, quality=60, turn=1.1, grain=12, fade=40, seed=3)


@cache
def a_scan() -> bytes:
    return scanned(draw(PAPER).pdf, WORN)


@cache
def read(data: bytes, ocr: Ocr = Ocr.AUTO) -> ParseResult:
    return reader.read(data, Reading(ocr=ocr))


def codes(result: ParseResult) -> list[str]:
    return [problem.code for problem in result.problems]


def test_a_printed_scan_is_read_through_turn_grain_and_compression() -> None:
    result = read(a_scan())
    (header,) = result.documents

    assert (result.kind, codes(result)) == (FileKind.SCAN, ["scan-read"])
    assert (header.number, header.notation, header.promulgated_on) == ("275", "QĐ-UBND", "2018-03-26")
    assert (header.organ, header.document_type) == ("ỦY BAN NHÂN DÂN HUYỆN SÔNG MÂY", "quyet_dinh")
    assert header.subject == PAPER.subject
    assert [signer.name for signer in header.signers] == [PAPER.signer.name]
    assert header.standing is Standing.ISSUED
    assert {source.source for source in result.sources.values()} == {SourceKind.OCR}
    assert all(0 < source.confidence <= 1000 for source in result.sources.values())


def test_the_same_page_is_read_the_same_again() -> None:
    with closing(pypdfium2.PdfDocument(a_scan())) as document:
        once, twice = (ocr._page(document, 0, HEAD) for _ in range(2))

    assert once is not None
    assert twice is not None
    assert once.lines == twice.lines


def test_a_scan_is_left_alone_where_recognition_is_off() -> None:
    result = read(a_scan(), Ocr.OFF)

    assert (result.documents, codes(result)) == ((), ["no-text-layer"])


def test_a_number_by_hand_is_right_or_null_with_its_readings() -> None:
    result = read(scanned(numbered_by_hand(PAPER, "417", dt.date(2018, 3, 14), 7), replace(WORN, turn=0.4)))
    (header,) = result.documents

    assert header.number in {"417", None}
    assert header.promulgated_on in {"2018-03-14", None}
    assert header.notation == "QĐ-UBND"
    assert header.standing is Standing.ISSUED
    assert (header.number is None) == bool(result.sources["number"].candidates)


def test_a_scan_with_a_mark_of_secrecy_tells_nothing_else() -> None:
    result = read(scanned(draw(replace(PAPER, mark="TỐI MẬT")).pdf, WORN))

    assert [header.standing for header in result.documents] == [Standing.SECRET]
    assert (codes(result), result.sources) == (["secret"], {})


def shown_and_said(shown: str, said: str) -> bytes:
    """A page whose text says one number, with a picture of another pasted over it."""
    left, bottom, wide, high = 100, 733, 135, 19
    with closing(pypdfium2.PdfDocument(draw(replace(PAPER, number=shown)).pdf)) as document:
        image = document[0].render(scale=4, crop=(left, bottom, 595 - left - wide, 842 - bottom - high)).to_pil()
    out = io.BytesIO()
    sheet = blank_sheet(out)
    sheet.drawImage(ImageReader(image), left, bottom, wide, high)
    sheet.showPage()
    sheet.save()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(draw(replace(PAPER, number=said)).pdf))
    writer.pages[0].merge_page(pypdf.PdfReader(out).pages[0])
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_text_layer_that_says_another_number_than_the_page_shows_is_contradicted_by_force() -> None:
    data = shown_and_said("275", "999")

    assert [header.number for header in read(data, Ocr.AUTO).documents] == ["999"]
    (header,) = read(data, Ocr.FORCE).documents
    assert header.number is None
    assert [c.value for c in read(data, Ocr.FORCE).sources["number"].candidates] == ["999", "275"]


def test_of_many_pages_only_the_first_and_a_few_more_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    sheet = blank_sheet(out)
    for _ in range(120):
        sheet.rect(100, 400, 50, 50)
        sheet.showPage()
    sheet.save()
    looked: list[int] = []
    page = ocr._page

    def noted(document: Any, index: int, region: Region) -> Page | None:
        looked.append(index)
        return page(document, index, region)

    monkeypatch.setattr(ocr, "_page", noted)

    assert codes(reader.read(out.getvalue(), Reading(ocr=Ocr.AUTO))) == ["scan-unread"]
    assert looked == [0, 119, 1, 118, 2]


def without_the_extra(folder: Path, path: str) -> tuple[dict[str, Any], str]:
    """What a process that has no recognition models reads of a scan, and with what; ``path`` is where it finds programs."""
    site = Path(sysconfig.get_paths()["purelib"])
    absent = ("asterocr", "cv2", "numpy", "onnxruntime", "rapidocr")
    for entry in site.iterdir():
        if not entry.name.startswith(absent):
            (folder / entry.name).symlink_to(entry)
    scan = folder / "scan.pdf"
    scan.write_bytes(a_scan())
    program = (
        "import json, sys, pathlib; from docflow.parse import reader; from docflow.model import Ocr, Reading;"
        f"r = reader.read(pathlib.Path({str(scan)!r}).read_bytes(), Reading(ocr=Ocr.AUTO)); h = (*r.documents, None)[0];"
        "print(json.dumps({'problems': [[p.code, p.detail] for p in r.problems], 'sources': sorted(r.sources),"
        "'header': h and [h.number, h.promulgated_on, h.notation, h.document_type, h.organ, h.standing.value]}));"
        "print(reader.recognition(Ocr.AUTO))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(folder)!r}]; {program}"],
        capture_output=True, text=True, check=True, env={"PATH": path},
    )  # fmt: skip
    told, recognition = done.stdout.splitlines()
    return json.loads(told), recognition


def is_told_what_to_install(told: dict[str, Any], recognition: str) -> bool:
    return (
        [code for code, _ in told["problems"]] == ["no-text-layer", "ocr-missing"]
        and "onnxruntime" in told["problems"][1][1]
        and (told["header"], recognition) == (None, "auto/missing")
    )


def test_without_the_extra_a_scan_says_what_to_install(tmp_path: Path) -> None:
    assert is_told_what_to_install(*without_the_extra(tmp_path, ""))


def test_without_the_extra_tesseract_serves_all_but_number_and_day(tmp_path: Path) -> None:
    told, recognition = without_the_extra(tmp_path, os.environ["PATH"])
    if ocr_tesseract.installed() is None:
        assert is_told_what_to_install(told, recognition)
        return

    assert told["problems"] == [["scan-read-alone", ""]]
    assert told["header"] == [None, None, "QĐ-UBND", "quyet_dinh", "ỦY BAN NHÂN DÂN HUYỆN SÔNG MÂY", "issued"]
    assert told["sources"] == ["document_type", "notation", "organ"]
    assert recognition.startswith("auto/tesseract-")
