"""Vietnamese text as it was kept before Unicode: each encoding written from its standard, letter by letter.

The letters stand in the order of the alphabet, below them their bytes; two dots are a letter that the encoding does not have.
"""

from __future__ import annotations

import unicodedata

_LETTERS = "aàảãáạăằẳẵắặâầẩẫấậđeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵ"
_PLAIN = "aeiouy"
_TABLES = {
    ("tcvn3", str.lower): """
B5 B6 B7 B8 B9 A8 BB BC BD BE C6 A9 C7 C8 C9 CA CB AE CC CE CF D0 D1 AA D2 D3 D4 D5 D6 D7 D8 DC DD DE DF E1 E2 E3 E4 AB
E5 E6 E7 E8 E9 AC EA EB EC ED EE EF F1 F2 F3 F4 AD F5 F6 F7 F8 F9 FA FB FC FD FE
    """,
    ("tcvn3", str.upper): """
.. .. .. .. .. A1 .. .. .. .. .. A2 .. .. .. .. .. A7 .. .. .. .. .. A3 .. .. .. .. .. .. .. .. .. .. .. .. .. .. .. A4
.. .. .. .. .. A5 .. .. .. .. .. .. .. .. .. .. A6 .. .. .. .. .. .. .. .. .. ..
    """,
    ("viscii", str.lower): """
E0 E4 E3 E1 D5 E5 A2 C6 C7 A1 A3 E2 A5 A6 E7 A4 A7 F0 E8 EB A8 E9 A9 EA AB AC AD AA AE EC EF EE ED B8 F2 F6 F5 F3 F7 F4
B0 B1 B2 AF B5 BD B6 B7 DE BE FE F9 FC FB FA F8 DF D7 D8 E6 D1 F1 CF D6 DB FD DC
    """,
    ("viscii", str.upper): """
C0 C4 C3 C1 80 C5 82 02 05 81 83 C2 85 86 06 84 87 D0 C8 CB 88 C9 89 CA 8B 8C 8D 8A 8E CC 9B CE CD 98 D2 99 A0 D3 9A D4
90 91 92 8F 93 B4 96 97 B3 95 94 D9 9C 9D DA 9E BF BB BC FF BA B9 9F 14 19 DD 1E
    """,
    ("vps", str.lower): """
E0 E4 E3 E1 E5 E6 A2 A3 A4 A1 A5 E2 C0 C4 C5 C3 C6 C7 E8 C8 EB E9 CB EA 8A 8B CD 89 8C EC CC EF ED CE F2 D5 F5 F3 86 F4
D2 B0 87 D3 B6 D6 A9 AA AB A7 AE F9 FB DB FA F8 DC D8 BA BB D9 BF FF 9B CF 9A 9C
    """,
    ("vps", str.upper): """
80 81 82 C1 02 88 8E 8F F0 8D 04 C2 84 85 1C 83 03 F1 D7 DE FE C9 05 CA 93 94 95 90 06 B5 B7 B8 B4 10 BC BD BE B9 11 D4
97 98 99 96 12 F7 9E 9F A6 9D 13 A8 D1 AC DA 14 D0 AF B1 1D AD 15 B2 FD B3 DD 19
    """,
}
_MARKS = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
_ROOFED = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_BOWLED = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_SINGLE = {"đ": "ñ", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "í": "í", "ì": "ì"}

ENCODINGS = ("tcvn3", "vni", "viscii", "vps", "cp1258")


def encode(text: str, encoding: str) -> str:
    """The Latin-1 characters that stand for a text; TCVN3 writes capital letters with a tone small, as typists did."""
    text = unicodedata.normalize("NFC", text)
    if encoding == "vni":
        return "".join(map(_in_vni, text))
    if encoding == "cp1258":
        return "".join(map(_in_windows, text)).encode("cp1258").decode("latin-1")
    table = _table(encoding)
    return "".join(table.get(letter) or table.get(letter.lower(), letter) for letter in text)


def _table(encoding: str) -> dict[str, str]:
    made: dict[str, str] = {}
    letters = [letter for letter in _LETTERS if letter not in _PLAIN]
    for (name, case), places in _TABLES.items():
        if name == encoding:
            pairs = zip(map(case, letters), places.split(), strict=True)
            made |= {letter: chr(int(place, 16)) for letter, place in pairs if place != ".."}
    return made


def _in_vni(letter: str) -> str:
    small = letter.lower()
    base, *marks = list(unicodedata.normalize("NFD", small))
    tone = next((mark for mark in marks if mark in _MARKS), "")
    if small in _SINGLE:
        made = _SINGLE[small]
    elif "\u0302" in marks:
        made = base + _ROOFED[tone]
    elif "\u0306" in marks:
        made = base + _BOWLED[tone]
    else:
        made = ({"o": "ô", "u": "ö"}[base] if "\u031b" in marks else base) + _MARKS.get(tone, "")
    return made.upper() if letter != small else made


def _in_windows(letter: str) -> str:
    """A letter of Windows-1258, or a letter and a tone after it."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        decomposed = unicodedata.normalize("NFD", letter)
        tone = next(mark for mark in decomposed if mark in _MARKS)
        return unicodedata.normalize("NFC", decomposed.replace(tone, "")) + tone
    return letter
