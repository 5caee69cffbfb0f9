"""Tesseract's seam, with a small program in its place that prints a table, hangs, breaks or prints without end."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pypdfium2
import pytest

from docflow.model import Header, Issuer, SourceKind, Standing
from docflow.parse import heading, ocr_alone, ocr_tesseract
from docflow.parse.lines import Overlay
from docflow.parse.ocr_tesseract import Tesseract
from docflow.parse.page_region import HEAD, band_of
from docflow.parse.pdftext import Word
from fixtures.page import canvas

Stand = Callable[[str], Tesseract]
HEADINGS = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext"
LEFT, RIGHT, MIDDLE = 90, 330, 200

# Where each line of a first page begins, from the left and from the top, in points.
PAGE = (
    (LEFT, 50, "ỦY BAN NHÂN DÂN"),
    (RIGHT, 50, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    (LEFT, 66, "HUYỆN SÔNG MÂY"),
    (RIGHT, 66, "Độc lập - Tự do - Hạnh phúc"),
    (LEFT, 96, "Số: 275/QĐ-UBND"),
    (RIGHT, 96, "Sông Mây, ngày 26 tháng 3 năm 2018"),
    (MIDDLE, 130, "QUYẾT ĐỊNH"),
    (MIDDLE, 146, "Về việc ban hành danh mục"),
)


def table(lines: tuple[tuple[int, int, str], ...], dpi: int) -> str:
    """The program's table of a page with these lines, whose letters are six points wide."""
    rows = [HEADINGS]
    for at, (left, top, text) in enumerate(lines):
        place = left
        for word in text.split(" "):
            box = [round(side * dpi / 72) for side in (place, top, 6 * len(word), 11)]
            rows.append("\t".join(map(str, (5, 1, at, 1, 1, 1, *box, 92.5, word))))
            place += 6 * (len(word) + 1)
    return "\n".join(rows) + "\n"


@pytest.fixture
def stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    """Puts a program in tesseract's place that, asked for a table, does what a line of shell says."""
    data = tmp_path / "tessdata"
    data.mkdir()
    (data / "vie.traineddata").write_bytes(b"letters")

    def placed(what: str) -> Tesseract:
        program = tmp_path / "tesseract"
        program.write_text(
            "#!/bin/sh\ncase $1 in\n"
            "--version) printf 'tesseract 9.9\\n leptonica-1.0\\n  libpng 1\\n';;\n"
            f"--list-langs) printf 'List of available languages in \"{data}\" (1):\\nvie\\n';;\n"
            f"*) {what};;\nesac\n"
        )
        program.chmod(0o755)
        ocr_tesseract.installed.cache_clear()
        found = ocr_tesseract.installed()
        assert found is not None
        return found

    monkeypatch.setenv("PATH", str(tmp_path))
    yield placed
    ocr_tesseract.installed.cache_clear()


def printing(folder: Path, pages: dict[int, tuple[tuple[int, int, str], ...]]) -> str:
    """What makes the program print a table for each size at which it is given the page."""
    for dpi, lines in pages.items():
        (folder / f"{dpi}.tsv").write_text(table(lines, dpi))
    return f"/bin/cat {folder}/${{10}}.tsv"


def a_sheet() -> bytes:
    out = io.BytesIO()
    sheet = canvas(out)
    sheet.showPage()
    sheet.save()
    return out.getvalue()


def words(tesseract: Tesseract) -> list[Word]:
    with closing(pypdfium2.PdfDocument(a_sheet())) as document, closing(document[0]) as page:
        return ocr_tesseract.words(tesseract, page, band_of(page, HEAD, 300))


def read(tesseract: Tesseract, overlays: tuple[Overlay, ...] = (), filling: tuple[Word, ...] = ()) -> heading.Reading:
    with closing(pypdfium2.PdfDocument(a_sheet())) as document:
        return ocr_alone.read(document, tesseract, overlays, filling)


def header(tesseract: Tesseract) -> Header:
    found = read(tesseract).header
    assert found is not None
    return found


def everywhere(folder: Path, lines: tuple[tuple[int, int, str], ...]) -> str:
    return printing(folder, dict.fromkeys(ocr_alone.LOOKS, lines))


def test_a_program_is_known_by_its_versions_and_the_bytes_of_its_data(stand: Stand, tmp_path: Path) -> None:
    first = stand("exit")
    (tmp_path / "tessdata" / "vie.traineddata").write_bytes(b"other letters")
    second = stand("exit")

    assert (first.version, first.data) == ("tesseract 9.9 leptonica-1.0", tmp_path / "tessdata")
    assert len({first.fingerprint, second.fingerprint}) == 2


def test_a_program_without_vietnamese_data_does_not_serve(stand: Stand, tmp_path: Path) -> None:
    stand("exit")
    (tmp_path / "tessdata" / "vie.traineddata").unlink()
    ocr_tesseract.installed.cache_clear()

    assert ocr_tesseract.installed() is None


def test_a_program_that_does_not_answer_does_not_serve(stand: Stand, tmp_path: Path) -> None:
    stand("exit")
    (tmp_path / "tesseract").write_text("#!/bin/sh\nexit 3\n")
    ocr_tesseract.installed.cache_clear()

    assert ocr_tesseract.installed() is None


def test_words_stand_in_points_and_lines_that_are_no_words_are_passed_over(stand: Stand, tmp_path: Path) -> None:
    sure = table(((72, 72, "Số:"),), 300)
    odd = "5\t1\t1\t1\t1\t1\tx\t1\t1\t1\t90\tđây\n5\t1\t1\t1\t1\t1\t1\t1\t1\t1\t3.5\tbụi\n4\t1\n\n\t\t\n"
    (tmp_path / "300.tsv").write_text(sure + odd)

    (word,) = words(stand(f"/bin/cat {tmp_path}/300.tsv"))

    assert word._replace(bottom=round(word.bottom), top=round(word.top)) == Word("Số:", 72, 759, 90, 770, 0)


def test_only_so_many_words_are_taken(stand: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_tesseract, "MAX_WORDS", 3)

    assert len(words(stand(everywhere(tmp_path, PAGE)))) == 3


def test_number_and_day_are_neither_values_nor_candidates(stand: Stand, tmp_path: Path) -> None:
    reading = read(stand(everywhere(tmp_path, PAGE)))

    assert reading.header == Header(
        issuers=(Issuer("ỦY BAN NHÂN DÂN HUYỆN SÔNG MÂY", None),), notation="QĐ-UBND", document_type="quyet_dinh"
    )
    assert sorted(reading.sources) == ["document_type", "notation", "organ"]
    assert {(source.source, source.confidence, source.candidates) for source in reading.sources.values()} == {
        (SourceKind.OCR, ocr_alone.AGREED, ())
    }
    assert [problem.code for problem in reading.problems] == ["scan-read-alone"]


def test_what_the_two_looks_read_otherwise_is_left_to_a_person(stand: Stand, tmp_path: Path) -> None:
    other = tuple((x, y, text.replace("SÔNG", "SỐNG")) for x, y, text in PAGE)
    reading = read(stand(printing(tmp_path, dict(zip(ocr_alone.LOOKS, (PAGE, other), strict=True)))))

    assert reading.header is not None
    assert (reading.header.organ, reading.header.notation) == (None, "QĐ-UBND")
    assert [candidate.value for candidate in reading.sources["organ"].candidates] == [
        "ỦY BAN NHÂN DÂN HUYỆN SÔNG MÂY",
        "ỦY BAN NHÂN DÂN HUYỆN SỐNG MÂY",
    ]


def test_a_number_that_a_signature_displays_stays_whatever_is_read_of_it(stand: Stand, tmp_path: Path) -> None:
    box = (110, 734, 140, 748)
    shown = Overlay("417", SourceKind.SIGNATURE_WIDGET, 1, box, 210, 880)
    filling = Word("417", 112.0, 735.0, 134.0, 746.0, 0)
    reading = read(stand(everywhere(tmp_path, PAGE)), (shown,), (filling,))

    assert reading.header is not None
    assert (reading.header.number, reading.header.notation, reading.header.promulgated_on) == ("417", "QĐ-UBND", None)
    assert reading.sources["number"].source is SourceKind.SIGNATURE_WIDGET


def test_a_blanked_number_makes_no_draft_and_a_mark_does(stand: Stand, tmp_path: Path) -> None:
    drafted = (*PAGE, (LEFT, 20, "DỰ THẢO"))

    assert header(stand(everywhere(tmp_path, PAGE))).standing is Standing.ISSUED
    assert header(stand(everywhere(tmp_path, drafted))).standing is Standing.DRAFT


def test_a_mark_of_secrecy_in_either_look_is_enough(stand: Stand, tmp_path: Path) -> None:
    marked = (*PAGE, (LEFT, 20, "TỐI MẬT"))

    assert read(stand(printing(tmp_path, dict(zip(ocr_alone.LOOKS, (PAGE, marked), strict=True))))) == heading.SECRET


def test_a_page_without_a_header_is_unread(stand: Stand, tmp_path: Path) -> None:
    reading = read(stand(everywhere(tmp_path, ((LEFT, 50, "Danh sách"),))))

    assert (reading.header, [problem.code for problem in reading.problems]) == (None, ["scan-unread"])


def test_a_program_that_gives_up_leaves_the_page_unread(stand: Stand) -> None:
    assert [(p.code, p.detail) for p in read(stand("exit 1")).problems] == [("scan-unread", "ValueError")]


def test_a_program_that_spins_or_sleeps_is_ended(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_tesseract, "CPU_SECONDS", 1)
    with pytest.raises(TimeoutError):
        words(stand("while :; do :; done"))
    monkeypatch.setattr(ocr_tesseract, "WALL_SECONDS", 0.2)
    with pytest.raises(TimeoutError):
        words(stand("exec /bin/sleep 30"))


def test_a_program_that_is_given_no_more_memory_is_the_machines_fault(stand: Stand) -> None:
    with pytest.raises(MemoryError):
        words(stand("kill -ABRT $$"))


def test_a_program_that_prints_without_end_is_ended(stand: Stand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr_tesseract, "OUTPUT_MIB", 1)
    with pytest.raises(ValueError, match="-25"):  # SIGXFSZ
        words(stand("exec /bin/cat /dev/zero"))
