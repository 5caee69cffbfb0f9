"""RTF to header fields (Rich Text Format specification, version 1.9.1): groups and control words into blocks of text.

Bytes are read in the code page of their font, ``u`` words as Unicode; deleted and hidden text, field codes and the fallbacks of
drawings are not read. The walk keeps its own stack, so depth costs memory only, and no more of that than ``MAX_DEPTH`` groups.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from striprtf import striprtf

from docflow import container
from docflow.model import AS_IT_STANDS, FileKind, ParseResult, Problem, Reading, Stage
from docflow.parse import flow, legacy
from docflow.parse.rtf_blocks import Blocks

MAX_DEPTH = 2_000
MAX_TOKENS = 2_000_000
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])"
    r"|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_TEXT_BOX = "shptxt"
_SKIPPED = frozenset(striprtf.destinations) - {_TEXT_BOX} | {"listtext", "nonesttables", "shprslt", "latentstyles"}
_SIGNS = {
    "tab": "\t", "line": "\n", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emdash": "—", "endash": "–",
    "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "~": "\u00a0", "_": "-", "-": "",
    "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
_ENDS = frozenset({"par", "sect", "page", "cell", "row", "nestcell", "nestrow"})


@dataclass(frozen=True, slots=True)
class _State:
    """What a group inherits and takes back at its end; ``table`` is ``fonts`` or ``box`` inside those destinations."""

    skipped: bool = False
    hidden: bool = False
    bold: bool = False
    capitals: bool = False
    font: int | None = None
    after_unicode: int = 1
    table: str = ""


@dataclass(frozen=True, slots=True)
class _Font:
    name: str = ""
    codec: str | None = None


def read(data: bytes, _how: Reading = AS_IT_STANDS) -> ParseResult:
    """Read an RTF file; never raises for what the file holds."""
    try:
        blocks = _Walk(data.decode("latin-1")).blocks()
    except _OverLimitsError as fault:
        problem = Problem(Stage.PARSE, "over-limits", str(fault))
        return ParseResult(container.RTF, FileKind.WORD, problems=(problem,))
    return flow.read(blocks, container.RTF)


class _OverLimitsError(Exception):
    """More groups within one another, or more tokens, than are read."""


class _Walk:
    """One walk through the tokens of a file."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._state = _State()
        self._stack: list[_State] = []
        self._made = Blocks()
        self._fonts: dict[int, _Font] = {}
        self._font_defined: int | None = None
        self._codec = "cp1252"
        self._bytes = bytearray()
        self._high: int | None = None
        self._to_skip = 0
        self._at = 0

    def blocks(self) -> tuple[flow.Block, ...]:
        """The blocks of the file; ``_OverLimitsError`` beyond its limits."""
        for match in self._tokens():
            kind = match.lastgroup
            if kind == "hex":
                self._byte(int(match["hex"], 16))
            elif kind == "text":
                self._shown(match["text"])
            elif kind == "brace":
                self._brace(match["brace"])
            elif kind == "sign":
                self._sign(match["sign"])
            elif match["word"]:
                self._word(match["word"], int(match["number"]) if match["number"] else None)
            if self._made.full:
                break
        self._flush()
        return self._made.finished()

    def _tokens(self) -> Iterator[re.Match[str]]:
        for _ in range(MAX_TOKENS):
            match = _TOKEN.match(self._text, self._at)
            if match is None:
                return
            self._at = match.end()
            yield match
            if match["brace"] == "}" and not self._stack:
                return
        raise _OverLimitsError("tokens")

    def _brace(self, brace: str) -> None:
        self._flush()
        self._to_skip = 0
        if brace == "{":
            if len(self._stack) >= MAX_DEPTH:
                raise _OverLimitsError("depth")
            self._stack.append(self._state)
        elif self._stack:
            boxed = self._state.table == "box"
            self._state = self._stack.pop()
            if boxed and self._state.table != "box":
                self._made.leave_box()

    def _sign(self, sign: str) -> None:
        self._flush()
        if sign == "*":
            self._state = replace(self._state, skipped=True)
        elif sign in _SIGNS:
            self._write(_SIGNS[sign])
        elif sign in "\r\n":
            self._end("par")

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        self._to_skip = 0
        if word == _TEXT_BOX:
            self._state = replace(self._state, skipped=False, hidden=False, table="box")
            self._made.enter_box()
        elif word == "fonttbl":
            self._state = replace(self._state, skipped=True, table="fonts")
        elif word in _SKIPPED:
            self._state = replace(self._state, skipped=True, table="")
        elif word == "bin":
            self._at += max(number or 0, 0)
        elif self._state.table == "fonts":
            self._define(word, number)
        elif word == "ansicpg":
            self._codec = _known(f"cp{number}") or self._codec
        elif not self._state.skipped:
            self._visible(word, number)

    def _define(self, word: str, number: int | None) -> None:
        """A word of the font table: which font is told of, and in which character set."""
        if word == "f":
            self._font_defined = number
        elif word == "fcharset" and self._font_defined is not None:
            old = self._fonts.get(self._font_defined, _Font())
            self._fonts[self._font_defined] = replace(old, codec=_known(striprtf.charset_map.get(number or 0, "")))

    def _visible(self, word: str, number: int | None) -> None:
        state = self._state
        on = number != 0
        if word in _ENDS:
            self._end(word)
        elif word in _SIGNS:
            self._write(_SIGNS[word])
        elif word == "u":
            self._unicode(number)
        elif word == "uc":
            self._state = replace(state, after_unicode=min(max(number or 0, 0), 16))
        elif word == "f":
            self._state = replace(state, font=number)
        elif word == "b":
            self._state = replace(state, bold=on)
        elif word == "caps":
            self._state = replace(state, capitals=on)
        elif word in {"v", "deleted"}:
            self._state = replace(state, hidden=on)
        elif word == "plain":
            self._state = replace(state, bold=False, capitals=False, hidden=False, font=None)
        else:
            self._made.property(word, number)

    def _end(self, word: str) -> None:
        if not self._state.skipped:
            self._made.end(word)

    # ------------------------------------------------------------ characters

    def _byte(self, value: int) -> None:
        if self._to_skip:
            self._to_skip -= 1
        elif not self._state.skipped:
            self._bytes.append(value)

    def _shown(self, text: str) -> None:
        if self._state.table == "fonts" and self._font_defined is not None:
            old = self._fonts.get(self._font_defined, _Font())
            self._fonts[self._font_defined] = replace(old, name=(old.name + text)[:80])
            return
        skip = min(self._to_skip, len(text))
        self._to_skip -= skip
        if not self._state.skipped and len(text) > skip:
            self._bytes += text[skip:].encode("latin-1")

    def _unicode(self, number: int | None) -> None:
        """A character by its UTF-16 code, negative for those above 0x7FFF; what follows it is for readers without Unicode."""
        self._to_skip = self._state.after_unicode
        code = (number or 0) % 0x10000
        if 0xD800 <= code < 0xDC00:
            self._high = code
        elif 0xDC00 <= code < 0xE000:
            if self._high is not None:
                self._write(chr(0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00))
            self._high = None
        else:
            self._write(chr(code))

    def _flush(self) -> None:
        """Write the bytes gathered, in the code page of their font."""
        if not self._bytes:
            return
        font = self._fonts.get(self._state.font) if self._state.font is not None else None
        codec = font.codec if font is not None and font.codec is not None else self._codec
        text = bytes(self._bytes).decode(codec, "replace")
        self._bytes.clear()
        self._write(text)

    def _write(self, text: str) -> None:
        state = self._state
        if not state.skipped and not state.hidden:
            font = self._fonts.get(state.font, _Font()).name if state.font is not None else ""
            drawn = legacy.drawn_large(font.strip(" ;"))
            self._made.write(text.upper() if state.capitals else text, bold=state.bold, drawn=drawn)


def _known(codec: str) -> str | None:
    """The name of a codec for single characters of text, None for one that there is not."""
    try:
        b"".decode(codec)
    except (LookupError, ValueError):
        return None
    return codec
