"""The one catalogue of words that a person reads, Vietnamese and English.

Each language is a folder of TOML files, one per area; a message is named ``<file>.<key>`` and its placeholders are those of
``str.format``. Both languages hold the same keys with the same placeholders; a test sees to it.
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources

LANGUAGES = ("vi", "en")


@functools.cache
def catalogue(lang: str) -> dict[str, str]:
    """All messages of a language by full name."""
    messages: dict[str, str] = {}
    for entry in sorted((resources.files(__name__) / lang).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".toml"):
            area = entry.name.removesuffix(".toml")
            messages.update({f"{area}.{k}": v for k, v in tomllib.loads(entry.read_text("utf-8")).items()})
    return messages


class Words:
    """The catalogue in one language: ``words("report.title", unit="…")``."""

    __slots__ = ("lang",)

    def __init__(self, lang: str) -> None:
        self.lang = lang if lang in LANGUAGES else "vi"

    def __call__(self, name: str, /, **values: object) -> str:
        """The message, filled in; a name that is not in the catalogue is our fault and raises ``KeyError``."""
        text = catalogue(self.lang)[name]
        return text.format(**values) if values else text

    def of(self, area: str, code: str) -> str:
        """The words for a code of an area, or the code itself where the catalogue has none."""
        return catalogue(self.lang).get(f"{area}.{code}", code)

    def has(self, name: str) -> bool:
        """Whether the catalogue knows the name."""
        return name in catalogue(self.lang)

    def codes(self, area: str) -> list[str]:
        """The codes of an area that the catalogue has words for, sorted."""
        return sorted(name.removeprefix(f"{area}.") for name in catalogue(self.lang) if name.startswith(f"{area}."))

    def integer(self, value: int) -> str:
        """An integer with the language's thousands mark: 3.087 in Vietnamese, 3,087 in English."""
        text = f"{value:,}"
        return text.replace(",", ".") if self.lang == "vi" else text

    def decimal(self, text: str) -> str:
        """A decimal number given with a point, with the language's decimal mark."""
        return text.replace(".", ",") if self.lang == "vi" else text
