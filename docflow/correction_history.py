"""What people decided of something, as known after a run: for those who ask why it is so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from docflow.canonical import restore
from docflow.correction import CORRECTION, is_file, target_of
from docflow.ledger.read import Reader
from docflow.model import Correction


@dataclass(frozen=True, slots=True)
class Told:
    """A decision that holds, or was taken back, and the run that wrote it down; of an erased one author and reason are blank."""

    target: str
    correction: Correction
    run: int


class Decisions:
    """All decisions as known after a run."""

    def __init__(self, reader: Reader, run: int) -> None:
        self._reader, self._run = reader, run
        self._payloads = reader.facts(CORRECTION, run)

    def keys(self) -> set[str]:
        """What was decided of that is no file: register lines and keys of documents."""
        return {target for subject in self._payloads if not is_file(target := target_of(subject))}

    def about(self, targets: Iterable[str]) -> tuple[Told, ...]:
        """What was decided of some files, lines or keys, by subject."""
        wanted = set(targets)
        return tuple(
            Told(target_of(subject), restore(Correction, payload), self._written(subject))
            for subject, payload in sorted(self._payloads.items())
            if target_of(subject) in wanted
        )

    def _written(self, subject: str) -> int:
        return max(number for number, _ in self._reader.history(CORRECTION, subject) if number <= self._run)
