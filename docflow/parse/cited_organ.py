"""The organ in a citation: the words after ``của`` up to those that begin the title of what is cited.

Names of organs hold small letters (``Sở Nông nghiệp và Phát triển nông thôn``) and commas (``Sở Văn hóa, Thể thao và Du lịch``),
so that a name ends at a word that names of organs do not have.
"""

from __future__ import annotations

import re

from docflow.parse.document_types import NAMES
from docflow.text import printed

_OF = re.compile(r"[\s,]{0,3}(?:do\s|của\s)(?=[^\W\d_])")
_WORD = re.compile(r"\S+")
_LONGEST = 18
# Words in small letters with which the title of what is cited begins or goes on.
_TITLE_WORDS = """
về|v/v|ban hành|quy định|qui định|hướng dẫn|sửa đổi|bổ sung|phê duyệt|công bố|triển khai|thực hiện|giao|cho|trong|tại|đến|được
có|là|nhằm|để|thì|ngày|số|thông báo|yêu cầu|đề nghị|chỉ đạo|kết luận|giải quyết|xử lý|khóa|khoá|nhiệm kỳ|kỳ họp|đã|này|nêu
kèm|theo|từ|quyết định|hợp nhất|điều chỉnh|thành lập|bổ nhiệm|kiện toàn|tăng cường|đẩy mạnh|nâng cao|cung cấp|báo cáo|rà soát
thuộc phạm vi|lấy ý kiến|góp ý|mời|hết hiệu lực|đối với|thay thế|bãi bỏ|và các|tổ chức|ký|trình|gửi|phối hợp|cử|bố trí|lập
xây dựng|sau đây|tiếp tục|liên quan|chi tiết|cấp|như|mà|do|khi|với|trên|bằng|lần|gồm
"""
# These begin titles in capitals as well, and no name of an organ.
_OPENING_WORDS = "ban hành|quy định|sửa đổi|phê duyệt|hướng dẫn|v/v"


def _spaced(words: str) -> str:
    return "|".join(words.split("\n")).strip("|").replace(" ", r"\s+")


_ENDS = re.compile(rf"(?:{_spaced(_TITLE_WORDS)}|(?i:{_spaced(_OPENING_WORDS)}))(?![^\W\d_])")
_TYPE_AND_NUMBER = re.compile(
    rf"(?:{'|'.join(sorted((re.escape(n) for n in (*NAMES, 'công văn')), key=lambda n: (-len(n), n)))})\s+(?:số|\d)",
    re.IGNORECASE,
)
_SHORT_PLACE = re.compile(r"(?:TP|Tp|TX|Tx|TT)\.$")
_LIST_INSIDE = re.compile(r"\s+[^\W\d_a-zđ]\w+(?:\s+\w+){0,3}(?:\s+và\s|,)")
_STOPS = ",;.:)!?"


def organ_after(text: str) -> tuple[str, int] | None:
    """The organ that a text begins with after ``của``, and how many characters were read; None where there is none."""
    begins = _OF.match(text)
    if begins is None or not text[begins.end()].isupper():
        return None
    end = begins.end()
    for count, word in enumerate(_WORD.finditer(text, begins.end())):
        rest = text[word.start() :]
        if count >= _LONGEST or word[0][0] in '("“' or _ENDS.match(rest):
            break
        if word[0] == "và" and (_TYPE_AND_NUMBER.match(rest[2:].lstrip()) or not rest[2:].lstrip()[:1].isupper()):
            break
        if _TYPE_AND_NUMBER.match(rest) or (_in_capitals(word[0]) and "\n" in text[end : word.start()]):
            break
        bare = word[0].rstrip(_STOPS)
        end = word.start() + len(bare)
        if bare != word[0] and not _goes_on(word[0], text[word.end() :]):
            break
    name = printed(text[begins.end() : end])
    return (name, end) if len(name) > 2 else None


def _in_capitals(word: str) -> bool:
    """Whether a word that begins a line is one of a heading: ``QUYẾT``, and no short name such as ``UBND``."""
    return len(word) > 1 and word.isupper() and not word.isascii()


def _goes_on(word: str, rest: str) -> bool:
    """Whether a name goes on after a mark: after the short form of a kind of place, or inside a list that ends with ``và``."""
    if _SHORT_PLACE.search(word):
        return True
    listed = word.endswith(",") and _LIST_INSIDE.match(rest) is not None
    return listed and not _TYPE_AND_NUMBER.match(rest.lstrip())
