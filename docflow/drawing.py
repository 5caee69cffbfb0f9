"""What a worker does with a file whose reading is to be explained: the usual work, and what the values were read from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from docflow import container
from docflow.model import FileFacts, Picture
from docflow.work import Answer, Orders, Task, work


@dataclass(frozen=True, slots=True)
class Drawn:
    """The answer for a file with pictures of the pages that values stand on, or its lines where it has no pages.

    None among the lines stands for those left out between them.
    """

    answer: Answer
    pictures: tuple[Picture, ...] = ()
    lines: tuple[str | None, ...] = ()


def draw(orders: Orders, task: Task) -> Drawn:
    """Work on a file and draw it; of a file that is refused, a secret one among them, nothing is drawn."""
    from docflow.parse import picture, reader  # noqa: PLC0415 - loaded in the workers, not in the parent

    answer = work(orders, task)
    if answer.facts is None:
        return Drawn(answer)
    try:
        with open(task.path, "rb") as file:  # noqa: PTH123 - the path may hold bytes that are not text
            data = file.read(orders.max_bytes + 1)
    except OSError:
        return Drawn(answer)
    if hashlib.sha256(data).hexdigest() != answer.sha256:
        return Drawn(answer)  # it changed under our eyes: what was read is not what would be drawn
    sniffed = container.sniff(data)
    if sniffed.media_type == container.PDF:
        return Drawn(answer, pictures=picture.pictures(data[sniffed.offset :], _pages(answer.facts)))
    return Drawn(answer, lines=reader.read(data, orders.how).lines)


def _pages(facts: FileFacts) -> set[int]:
    """The first page, and those that values and findings on form stand on."""
    pages = {source.page for source in facts.sources.values()}
    pages |= {f.page for header in facts.documents if header.form_check for f in header.form_check.findings}
    return {1} | {page for page in pages if page is not None}
