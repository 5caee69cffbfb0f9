"""Vietnamese text: one normal form for comparing, none for printing.

Values are printed NFC with white space folded; they are compared through ``fold``, which also settles ``Ð``/``Đ``, the two ways
of placing a tone mark (hoà, hòa) and the kinds of dash and quotation mark. A notation is never accent-folded: HĐ and HD,
ĐA and DA are different types (Decree 30/2020, annex III).
"""

from __future__ import annotations

import functools
import re
import unicodedata

_SPACES = re.compile(r"\s+")
_DASHES = str.maketrans({"\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u00ad": ""})
_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"})
_ETH = str.maketrans({"\u00d0": "\u0110", "\u0189": "\u0110", "\u00f0": "\u0111", "\u00ad": ""})
_ODD = re.compile("[\u00d0\u0189\u00f0\u00ad]")  # a search costs a tenth of a translation
# Zero-width signs, control characters and lone surrogates, none of which a database or a JSON file should meet.
_UNSEEN = re.compile("[\\x00-\\x08\\x0e-\\x1b\\x7f-\\x84\\x86-\\x9f\u200b-\u200f\u2060\ufeff\ufffc\ud800-\udfff]")
_COMBINING = re.compile("[\u0300-\u036f]")

# Tone on the last vowel of oa, oe, uy (the newer way) to the first (the older way); one of the two must be chosen to compare.
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_NEW_TONE = re.compile(rf"(?<![qQ])([oO])([aAeE])([{_TONES}])(?![\w])|(?<![qQ])([uU])([yY])([{_TONES}])(?![\w])")


def nfc(text: str) -> str:
    """NFC, with U+00D0 and U+0189 as ``Đ`` and no soft hyphens."""
    if text.isascii():
        return text
    if _ODD.search(text):  # before composing: a soft hyphen may part a letter from its mark
        text = text.translate(_ETH)
    return unicodedata.normalize("NFC", text)


def printed(text: str) -> str:
    """The form in which a value is stored: NFC, white space folded, nothing that cannot be seen or written down."""
    text = " ".join(text.split())
    if not text.isprintable() or "\ufffc" in text:
        text = " ".join(_UNSEEN.sub("", text).split())
    return nfc(text)


@functools.lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """The form in which names are compared: NFC, lower case, one tone placement, one dash, one quote, single spaces."""
    text = unicodedata.normalize("NFD", printed(text).lower().translate(_DASHES).translate(_QUOTES))
    text = _NEW_TONE.sub(
        lambda m: f"{m[1]}{m[3]}{m[2]}" if m[1] else f"{m[4]}{m[6]}{m[5]}",
        text,
    )
    return unicodedata.normalize("NFC", text).strip(" .;:,")


@functools.lru_cache(maxsize=1024)
def unaccented(text: str) -> str:
    """``fold`` without any accent, ``đ`` as ``d``: for headings of tables and for matching by eye, never for notations."""
    decomposed = unicodedata.normalize("NFD", fold(text).replace("đ", "d"))
    return _COMBINING.sub("", decomposed)


def slug(text: str) -> str:
    """The unaccented name with underscores: ``Công văn`` is ``cong_van``."""
    return re.sub(r"[^a-z0-9]+", "_", unaccented(text)).strip("_")


# How organs are shortened in headings and in certificates; read as whole words, accents folded.
_SHORT_NAMES = {
    "ubnd": "uy ban nhan dan",
    "hdnd": "hoi dong nhan dan",
    "tp": "thanh pho",
    "thpt": "trung hoc pho thong",
    "thcs": "trung hoc co so",
    "gddt": "giao duc va dao tao",
    "gd dt": "giao duc va dao tao",
    "tttt": "thong tin va truyen thong",
    "tnmt": "tai nguyen va moi truong",
    "khcn": "khoa hoc va cong nghe",
    "ldtbxh": "lao dong thuong binh va xa hoi",
}
_SHORT_NAME = re.compile(rf"\b({'|'.join(_SHORT_NAMES)})\b")


def organ_key(text: str) -> str:
    """The form in which names of organs are compared: short names spelt out, unaccented, marks and spaces folded."""
    name = re.sub(r"[^a-z0-9]+", " ", unaccented(text))
    return _SHORT_NAME.sub(lambda m: _SHORT_NAMES[m[1]], name).strip()


def notation_key(text: str) -> str:
    """The form in which notations are compared: NFC, upper case, ``Ð`` as ``Đ``, one dash, no spaces, accents kept."""
    return _SPACES.sub("", nfc(text).translate(_DASHES)).upper().strip("/.-")


_NUMBER = re.compile(r"^\s*0*(\d{1,18})\s*([^\W\d_]?)\s*$")


def number_key(text: str) -> str:
    """The form in which numbers are compared: integer and suffix letter, so that 5 is 05 and 12A is 12a."""
    match = _NUMBER.match(nfc(text))
    return f"{int(match[1])}{match[2].lower()}" if match else printed(text).lower()


_NOT_PLAIN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff%]")


def _bytes(character: str) -> bytes:
    """The bytes of a character; those that were no text in a file name come back as they were (PEP 383)."""
    return character.encode("utf-8", "surrogateescape" if "\udc80" <= character <= "\udcff" else "surrogatepass")


def escaped(name: str) -> str:
    """A file name with control characters, odd bytes and ``%`` percent-escaped, so that it can stand in a fact."""
    return _NOT_PLAIN.sub(
        lambda m: "".join(f"%{b:02X}" for b in _bytes(m[0])),
        name,
    )
