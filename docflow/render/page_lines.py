"""The lines of a document without pages, with the numbers of the values that they speak of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape

from docflow.locale import Words
from docflow.model import Header
from docflow.render.screen import clean
from docflow.text import fold, notation_key

_SEVERAL = frozenset({"organ", "superior_organ", "subject", "recipients"})
_SHORTEST = 4
_ADDRESSED = re.compile(r"^kính gửi\s*:?\s*")


def lines_html(
    lines: Sequence[str | None], values: Sequence[tuple[str, str, str | None, str]], header: Header | None, words: Words
) -> str:
    """Rows of one or two cells; ``values`` are mark, field, words and class of each value that was read."""
    left = {mark: (field, text or "", style) for mark, field, text, style in values}
    rows = []
    for line in lines:
        if line is None:
            rows.append(f'<tr><td colspan="2" class="gap">{escape(words("explain.lines-left-out"))}</td></tr>')
            continue
        cells = line.split("\t", 1)
        made = [_cell(cell, left, header) for cell in cells]
        span = ' colspan="2"' if len(made) == 1 else ""
        rows.append("<tr>" + "".join(f"<td{span}>{cell}</td>" for cell in made) + "</tr>")
    return f'<h2>{escape(words("explain.lines"))}</h2><table class="lines">{"".join(rows)}</table>'


def _cell(cell: str, values: dict[str, tuple[str, str, str]], header: Header | None) -> str:
    """The text of a cell, marked with the values that it speaks of; what stands in one line only is looked for no further."""
    found = [mark for mark, (field, text, _) in values.items() if _speaks_of(cell, field, text, header)]
    told = escape(clean(cell))
    if not found:
        return told
    styles = {mark: values[mark][2] for mark in found}
    for mark in found:
        if values[mark][0] not in _SEVERAL:
            del values[mark]
    marks = "".join(f'<a class="mark {styles[mark]}" href="#v{mark}">{mark}</a>' for mark in found)
    return f'<span class="said {styles[found[0]]}">{told}</span>{marks}'


def _speaks_of(cell: str, field: str, text: str, header: Header | None) -> bool:
    """Whether a cell is where a value was read, told by the value itself."""
    match field:
        case "number":
            return re.search(rf"(?<!\d){re.escape(text)}\s*[/-]", cell) is not None
        case "notation":
            return notation_key(text) in notation_key(cell)
        case "promulgated_on" | "place":
            return "ngày" in fold(cell) and (
                _is_day(cell, header) if field == "promulgated_on" else fold(cell).startswith(fold(text))
            )
        case "signer":
            name = header.signers[0].name if header and header.signers else None
            return name is not None and fold(name) in fold(cell)
    said, value = _ADDRESSED.sub("", fold(cell)).lstrip("-+* "), fold(text)
    body_in_capitals = field == "recipients" and cell == cell.upper()
    return len(said) >= _SHORTEST and not body_in_capitals and (said in value if field in _SEVERAL else said.startswith(value))


def _is_day(cell: str, header: Header | None) -> bool:
    day = (header.promulgated_on if header else None) or ""
    numbers = [int(number) for number in re.findall(r"\d{1,4}", cell)]
    return numbers[-3:] == [int(part) for part in reversed(day.split("-")) if part]
