"""``docflow parse --explain`` as typed: pages are written, never over one another, and none of a secret file."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import pytest
from PIL import Image
from worlds.commands import docflow

from docflow.parse.picture import MAX_PIXELS, pictures

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "fixtures/cases"


def test_a_page_is_written_for_each_file_and_its_path_printed(tmp_path: Path) -> None:
    files = (CASES / "number-and-date-in-widgets/document.pdf", CASES / "docx-header-in-table/document.docx")
    told = docflow("parse", "--explain", "--output", tmp_path / "pages", *files)
    paged, flowing = (tmp_path / "pages" / f"{file.name}.explain.html" for file in files)

    assert (told.code, told.err) == (0, "")
    assert told.out.split() == [str(paged), str(flowing)]
    assert len(re.findall('class="box sure"', paged.read_text("utf-8"))) == 6
    assert paged.read_text("utf-8").count("data:image/png;base64,") == 1
    assert "Các dòng đã đọc" in flowing.read_text("utf-8")


def test_a_page_that_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    file = CASES / "docx-header-in-table/document.docx"
    page = tmp_path / "document.docx.explain.html"
    page.write_text("kept", "utf-8")
    refused = docflow("parse", "--explain", "--output", tmp_path, file)

    assert (refused.code, page.read_text("utf-8")) == (3, "kept")
    assert "--force" in refused.err
    assert docflow("parse", "--explain", "--force", "--output", tmp_path, file, "--lang", "en").code == 0
    assert "Values read" in page.read_text("utf-8")


def test_files_of_one_name_get_pages_of_their_own(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(CASES / "docx-header-in-table/document.docx", other)
    told = docflow(
        "parse", "--explain", "--output", tmp_path, CASES / "docx-header-in-table/document.docx", other / "document.docx"
    )

    assert [Path(line).name for line in told.out.split()] == ["document.docx.explain.html", "document.docx-2.explain.html"]


def test_of_a_secret_file_there_is_no_page(tmp_path: Path) -> None:
    told = docflow("parse", "--explain", "--output", tmp_path, CASES / "secret-mark/document.pdf")

    assert (told.code, told.out, list(tmp_path.iterdir())) == (1, "", [])
    assert "dấu chỉ độ mật" in told.err


@pytest.mark.parametrize("arguments", [("--force",), ("--output", "x")])
def test_where_to_write_is_asked_with_explain_only(arguments: tuple[str, ...]) -> None:
    told = docflow("parse", *arguments, CASES / "unsigned-pdf/document.pdf")

    assert told.code == 2
    assert "--explain" in told.err


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    told = docflow("parse", "--explain", "--output", tmp_path / "file", CASES / "unsigned-pdf/document.pdf")

    assert told.code == 3
    assert "Traceback" not in told.err


def test_pictures_are_bounded_and_of_what_is_no_pdf_there_are_none() -> None:
    two_pages = pictures((CASES / "signature-block-on-page-two/document.pdf").read_bytes(), range(-1, 50))
    (huge,) = pictures(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]>>endobj trailer<</Root 1 0 R>>",
        [1],
    )
    with Image.open(io.BytesIO(huge.png)) as image:
        size = image.size

    assert [picture.page for picture in two_pages] == [1, 2]
    assert (huge.width, huge.height) == (14_400, 14_400)
    assert size[0] * size[1] <= MAX_PIXELS + 2 * sum(size)
    assert pictures(b"%PDF-1.7\nnothing", [1]) == ()
