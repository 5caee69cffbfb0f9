"""Every file is met once, folders say unit and direction, and what is passed over is named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docflow.errors import PathError
from docflow.find import Found, Search, find
from docflow.model import Direction


def put(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def found(root: Path, *roots: Path, unit: str | None = None, direction: Direction | None = None) -> dict[str, Found]:
    search = Search(roots or (root,), root, root / "inbox", unit, direction)
    return {one.name: one for one in find(search)}


def test_the_inbox_says_unit_and_direction(tmp_path: Path) -> None:
    put(tmp_path / "inbox/H99/outgoing/2022/a.pdf")
    put(tmp_path / "inbox/H99/incoming/b.pdf")
    put(tmp_path / "inbox/H99/c.pdf")
    put(tmp_path / "elsewhere/d.pdf")

    assert {name: (one.unit, one.direction) for name, one in found(tmp_path).items()} == {
        "inbox/H99/outgoing/2022/a.pdf": ("H99", Direction.OUTGOING),
        "inbox/H99/incoming/b.pdf": ("H99", Direction.INCOMING),
        "inbox/H99/c.pdf": ("H99", None),
        "elsewhere/d.pdf": (None, None),
    }


def test_the_operator_speaks_for_files_outside_the_inbox(tmp_path: Path) -> None:
    file = put(tmp_path / "elsewhere/d.pdf")

    (one,) = found(tmp_path, file, unit="H99", direction=Direction.INCOMING).values()
    assert (one.unit, one.direction) == ("H99", Direction.INCOMING)


def test_roots_that_overlap_meet_a_file_once(tmp_path: Path) -> None:
    file = put(tmp_path / "a/b.pdf")

    assert list(found(tmp_path, tmp_path, tmp_path / "a", file)) == ["a/b.pdf"]


def test_what_is_no_document_is_passed_over_by_name(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf")
    (tmp_path / "link.pdf").symlink_to(tmp_path / "a.pdf")
    (tmp_path / "folder").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    put(tmp_path / "Thumbs.db")
    put(tmp_path / "~$a.docx")
    put(tmp_path / "inbox/H99/registers/outgoing.csv")

    assert {name: one.passed_over for name, one in found(tmp_path).items()} == {
        "a.pdf": None,
        "link.pdf": "symlink",
        "folder": "symlink",
        "pipe": "special",
        "Thumbs.db": "system-file",
        "~$a.docx": "system-file",
        "inbox/H99/registers/outgoing.csv": "table",
    }


def test_a_name_that_is_not_text_is_escaped_and_still_found(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/v\xe2n\nb%n.pdf"
    with open(odd, "wb"):  # noqa: PTH123 - the name is not text
        pass

    (one,) = found(tmp_path).values()
    assert one.name == "v%E2n%0Ab%25n.pdf"
    assert os.path.exists(one.path)  # noqa: PTH110 - the name is not text


def test_the_same_path_for_another_unit_is_another_sighting(tmp_path: Path) -> None:
    file = put(tmp_path / "a.pdf")

    identities = {found(tmp_path, file, unit=unit)["a.pdf"].identity for unit in ("A", "B", None)}
    assert len(identities) == 3


def test_a_path_that_is_not_there_is_an_error_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(PathError, match="no-such-path"):
        found(tmp_path, tmp_path / "nowhere")


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    assert found(tmp_path) == {}
