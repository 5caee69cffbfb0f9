"""Vietnamese text from before Unicode: TCVN3 (ABC), VNI, VISCII, VPS, and Windows-1258 that was taken for Latin-1.

Such text is kept as Latin-1 characters that a font draws as Vietnamese letters. The text decides, never the name of its font: it
is turned into Unicode where that makes Vietnamese syllables of words that were none. English, French or modern Vietnamese stays
as it is.
"""

from __future__ import annotations

import functools
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from docflow.parse.syllables import is_syllable

# How much of a document must speak for an encoding: distinct words that become syllables, and their share of those that change.
_WORDS, _SHARE = 4, 0.75
_NEAR = 2  # lines; the two columns of a header may alternate
_LONGEST = 400_000  # characters that are judged; a document is in one encoding, if in any
DRAWN_LARGE_IN_FONTS = b".Vn"
_DRAWN_LARGE = re.compile(r"^\.Vn.*H$")
# What only legacy text holds in number: Latin-1 and its Windows twins without modern Vietnamese letters and common signs.
_SUSPECT = re.compile(
    "[\x80-\x9f\xa1-\xa6\xa8\xaa\xac\xad\xaf\xb4-\xb6\xb8-\xba\xbe\xbf\xc4-\xc7\xcb\xce-\xd1\xd6-\xd8\xdb\xdc\xde\xdf\xe4-\xe7\xeb"
    "\xee-\xf1\xf6-\xf8\xfb\xfc\xfe\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\uf0a0-\uf0ff]"
)
# Letters of Vietnamese that no legacy encoding shows: their text is Unicode already.
_MODERN = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u036f\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^ \t\n]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_VOWEL = re.compile("[aeiouy]")
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_DIGIT, _CODE = re.compile(r"\d"), re.compile(r"[\d/&_-]")
_HYPHENED = re.compile(r"(?<!\S)[^\s\d/-]+-[^\s\d/-]*(?![\d/-])")
_NUMBERED = re.compile("[:/]")


@dataclass(frozen=True, slots=True)
class _Tally:
    """How the words that an encoding changes read before and after: as Vietnamese syllables, or as none."""

    before: int = 0
    not_before: int = 0
    after: int = 0
    not_after: int = 0

    @property
    def gain(self) -> int:
        return (self.after - self.not_after) - (self.before - self.not_before)


def drawn_large(font: str) -> bool:
    """Whether a font of the ABC family draws small letters as capitals, as its upper-case variants (``.VnTimeH``) do."""
    return _DRAWN_LARGE.match(font) is not None


def recovered(texts: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """The texts of a document in Unicode, and the name of the encoding that they were in: None for modern ones, left as they are.

    The document as a whole decides the encoding, each text whether it is in it: headers and bodies may have been typed in
    different ones. A text that could be either goes with the one before it.
    """
    if not any(map(is_suspect, texts)):
        return tuple(texts), None
    name = _encoding(texts)
    if name is None:
        return tuple(texts), None
    decode = _decoders()[name]
    gains = [_tally([text], decode).gain if not _MODERN.search(text) else None for text in texts]
    made: list[str] = []
    legacy = next((gain > 0 for gain in gains if gain), True)
    for text, gain in zip(texts, gains, strict=True):
        if gain is None:
            made.append(_words_recovered(text, decode))
            legacy = False
            continue
        legacy = gain > 0 if gain else legacy
        made.append(decode(text) if legacy else text)
    return tuple(_with_capitals(texts, made) if name == "tcvn3" else made), name


def is_suspect(text: str) -> bool:
    """Whether a text holds any letter that an encoding from before Unicode leaves behind."""
    return _SUSPECT.search(text) is not None


@functools.lru_cache(maxsize=8)  # a page is asked about more than once
def of_text(text: str) -> tuple[str, str | None]:
    """A whole text in Unicode, a line being a text of its own, and the name of the encoding that it was in."""
    lines, encoding = recovered(text.split("\n"))
    return "\n".join(lines), encoding


def _encoding(texts: Sequence[str]) -> str | None:
    """The encoding that makes most words of the texts syllables, None where none makes enough of them."""
    words: dict[str, None] = {}
    size = 0
    for text in texts:
        size += len(text)
        if size > _LONGEST:
            break
        if not _MODERN.search(text):
            words.update(dict.fromkeys(word for word in _WORD.findall(text) if not word.isascii()))
    tallies = {name: _tally(list(words), decode) for name, decode in _decoders().items()}
    name, best = max(tallies.items(), key=lambda item: item[1].gain)
    changed = best.after + best.not_after
    enough = best.after >= _WORDS and best.after >= _SHARE * changed and 2 * best.before <= best.after
    return name if enough else None


def _tally(texts: Sequence[str], decode: Callable[[str], str]) -> _Tally:
    counts = [0, 0, 0, 0]
    for text in texts:
        for word in _WORD.findall(text):
            if word.isascii() or (made := decode(word)) == word:
                continue
            for at, reading in ((0, _reads(word)), (2, _reads(made))):
                if reading is not None:
                    counts[at + (not reading)] += 1
    return _Tally(*counts)


def _reads(word: str) -> bool | None:
    """Whether the accented parts of a word are syllables; None where there is none to tell by.

    A sign alone, an abbreviation without a vowel, and a number or notation that is no syllable tell nothing.
    """
    parts = [part for part in _LETTERS.findall(unicodedata.normalize("NFC", word)) if not part.isascii()]
    voiced = [part for part in parts if _VOWEL.search(unicodedata.normalize("NFD", part).lower())]
    if not voiced or len(word) < 2:
        return None
    if all(map(is_syllable, voiced)):
        return None if _DIGIT.search(word) else True
    return None if _CODE.search(word) else False


def _words_recovered(text: str, decode: Callable[[str], str]) -> str:
    """A text that is Unicode in part, with those of its words in Unicode that are Vietnamese only then."""

    def word(match: re.Match[str]) -> str:
        raw = match[0]
        if raw.isascii() or _MODERN.search(raw) or _reads(raw):
            return raw
        made = decode(raw)
        return made if _reads(made) else raw

    return _WORD.sub(word, text)


def _with_capitals(texts: Sequence[str], made: Sequence[str]) -> Iterator[str]:
    """The texts with the capitals that TCVN3 lacks: it writes ``CéNG`` for ``CỘNG``, as it has no capital letters with a tone.

    A line in which no letter tells (``Së Y TÕ``) goes with those near it.
    """
    large = [_large(text) if text.strip() else None for text in made]
    told = [value for value in large if value is not None]
    at = -1
    for raw, text, value in zip(texts, made, large, strict=True):
        at += value is not None
        beside = any(told[max(at - _NEAR, 0) : at + _NEAR + 1])
        if raw == text or value is None:
            yield text
        elif (value or (beside and _could_be_large(text))) and not _NUMBERED.search(text):
            yield text.upper()
        else:
            yield _LETTERS.sub(lambda word: word[0].upper() if _large(word[0]) else word[0], text)


def _could_be_large(made: str) -> bool:
    """Whether each word begins with a capital or a letter with a tone, and no letter says that it is small."""
    words = _LETTERS.findall(made)
    return bool(words) and not any(c.islower() and not _toned(c) for word in words for c in word)


def _toned(letter: str) -> bool:
    return _TONE.search(unicodedata.normalize("NFD", letter)) is not None


def _large(made: str) -> bool:
    """Whether the letters that TCVN3 has in both cases are capitals, one of them inside a word or all of them spaced."""
    words = _LETTERS.findall(made)
    inside = len(words) > 3 and all(len(word) == 1 for word in words)
    for word in words:
        for at, letter in enumerate(word):
            if _toned(letter):
                continue
            if letter.islower():
                return False
            inside = inside or at > 0
    return inside


# ---------------------------------------------------------------- the encodings


@functools.cache
def _decoders() -> Mapping[str, Callable[[str], str]]:
    """A function from shown text to Unicode for each encoding, which is pure and leaves what the encoding does not have."""
    tables = tomllib.loads(resources.files("docflow.parse").joinpath("legacy_tables.toml").read_text("utf-8"))
    made = {name: _by_byte(_letters(tables[name])) for name in ("tcvn3", "viscii", "vps")}
    made["tcvn3"] = _with_horns(made["tcvn3"])
    windows = {byte: bytes([byte]).decode("cp1258", "ignore") for byte in range(0x80, 0x100)}
    return {**made, "vni": _by_mark(tables["vni"]), "cp1258": _by_byte({b: c for b, c in windows.items() if c != chr(b)})}


def _letters(rows: Mapping[str, str]) -> dict[int, str]:
    return {int(row, 16) + at: letter for row, letters in rows.items() for at, letter in enumerate(letters) if letter != "."}


def _by_byte(letters: Mapping[int, str]) -> Callable[[str], str]:
    table: dict[int, str] = {}
    for byte, letter in letters.items():
        for shown in _shown(byte):
            table[ord(shown)] = letter

    def decode(text: str) -> str:
        return unicodedata.normalize("NFC", text.translate(table))

    return decode


def _with_horns(decode: Callable[[str], str]) -> Callable[[str], str]:
    """TCVN3 with its ``ư`` also where that was taken for the hyphen that its byte is in Latin-1: ``ng-êi`` for ``người``."""

    def word(match: re.Match[str]) -> str:
        horned = match[0].replace("-", "\u00ad")
        made = decode(horned)
        return horned if is_syllable(made.strip(".,;:()")) else match[0]

    def whole(text: str) -> str:
        return decode(_HYPHENED.sub(word, text)) if "-" in text else decode(text)

    return whole


def _shown(byte: int) -> tuple[str, ...]:
    """The characters as which a byte may stand in a text: Latin-1, Windows-1252, a symbol font's private use."""
    return chr(byte), bytes([byte]).decode("cp1252", "replace").replace("\ufffd", chr(byte)), chr(0xF000 + byte)


def _by_mark(rule: Mapping[str, Mapping[str, Any]]) -> Callable[[str], str]:
    letters: dict[str, str] = {}
    for raw, letter in rule["letters"].items():
        letters |= {raw: letter, raw.upper(): letter.upper()}
    pairs: dict[str, str] = {}
    for mark, effect in rule["marks"].items():
        for base in effect["on"]:
            for raw in {base, base.upper()}:
                letter = unicodedata.normalize("NFC", letters.get(raw, raw) + effect["puts"])
                pairs |= {raw + mark: letter, raw + mark.upper(): letter}
    found = re.compile("|".join(map(re.escape, (*pairs, *letters))))

    def decode(text: str) -> str:
        plain = re.sub("[\uf0a0-\uf0ff]", lambda m: chr(ord(m[0]) - 0xF000), text)
        return unicodedata.normalize("NFC", found.sub(lambda m: pairs.get(m[0]) or letters[m[0]], plain))

    return decode
