"""Every layout in every rendering: what is read is right, and what is not read is one of few things known to be hard."""

from __future__ import annotations

import pytest
from worlds.headers import LAYOUTS, Layout
from worlds.rarer_headers import RARER
from worlds.renderings import RENDERINGS

from docflow.model import Header
from docflow.parse import reader
from docflow.text import organ_key

# Layout -> the fields that a person must read.
HARD = {
    "leader after the number": {"number", "notation"},
    "spaced digits": {"number", "notation"},
    "youth union": {"organ"},
    "stamp amid the names": {"organ", "superior_organ"},
}


def name(text: str | None) -> str | None:
    return organ_key(text).replace(" ", "") if text else None


def said(header: Header) -> dict[str, object]:
    return {
        "number": header.number,
        "notation": header.notation,
        "promulgated_on": header.promulgated_on,
        "organ": name(header.organ),
        "superior_organ": name(header.superior_organ),
        "document_type": header.document_type,
        "standing": header.standing,
        "signer": header.signers[0].name if header.signers else None,
    }


def expected(layout: Layout) -> dict[str, object]:
    e = layout.expected
    return {
        "number": e.number,
        "notation": e.notation,
        "promulgated_on": e.day,
        "organ": name(e.organ),
        "superior_organ": name(e.superior),
        "document_type": e.document_type,
        "standing": e.standing,
        "signer": e.signer,
    }


@pytest.mark.parametrize("layout", [*LAYOUTS, *RARER], ids=lambda layout: layout.name)
def test_a_header_is_read_right_whoever_wrote_it(layout: Layout) -> None:
    wanted, hard = expected(layout), HARD.get(layout.name, set())
    for render in RENDERINGS if layout in LAYOUTS else RENDERINGS[::2]:
        result = reader.read(render(layout))
        (header,) = result.documents
        values = said(header)
        unread = {field for field, value in values.items() if value is None and field in hard}

        assert (render.__name__, {**values, **dict.fromkeys(unread)}) == (
            render.__name__,
            {**wanted, **dict.fromkeys(unread)},
        )
        if values["number"] is None and "number" in hard:
            assert [candidate.value for candidate in result.sources["number"].candidates] == ["12"]
