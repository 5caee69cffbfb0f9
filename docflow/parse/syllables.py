"""Whether a word is written as a Vietnamese syllable can be: an onset, a rhyme and at most one tone.

Orthography after Decision 240/QĐ (1984) of the Ministry of Education and the rhymes of the standard dictionaries. A structure, no
dictionary: it tells text from text in a wrong encoding, not words that exist from words that do not.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONE = re.compile(f"[{_TONES}]")
_CLOSED_TONES = {"\u0301", "\u0323"}
_ONSETS = "ngh gh kh ng nh ph th tr ch gi qu b c d đ g h k l m n p r s t v x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong ooc op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc ue uê uêch uên uênh uêt ui um un ung uô uôc uôi uôm uôn uông uôt uơ up ut uy uya uych uyên uyêt
uyn uynh uyt uyu uyp
ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu
"""
_AFTER_QU = """
a ac ach ai am an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât ây e en eo et ê ên ênh êt êch êu i in it ich
ôc ơ ơi ơn y yên yêt yêu yn ynh yt yu ych yp
"""
_FRONT = ("i", "e", "ê", "y")
_ALL_RHYMES, _RHYMES_AFTER_QU = frozenset(_RHYMES.split()), frozenset(_AFTER_QU.split())


@functools.lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether a word, in whatever case and normal form, has the structure of a Vietnamese syllable."""
    if len(word) > 16:
        return False
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = _TONE.findall(decomposed)
    if len(tones) > 1:
        return False
    bare = unicodedata.normalize("NFC", _TONE.sub("", decomposed))
    tone = tones[0] if tones else ""
    return any(_fits(bare[len(onset) :], onset, tone) for onset in (*_ONSETS.split(), "") if bare.startswith(onset))


def _fits(rhyme: str, onset: str, tone: str) -> bool:
    if rhyme not in (_RHYMES_AFTER_QU if onset == "qu" else _ALL_RHYMES):
        return False
    if rhyme.endswith(("c", "ch", "p", "t")) and tone not in _CLOSED_TONES:
        return False
    if onset in {"k", "gh", "ngh"}:
        return rhyme.startswith(_FRONT)
    if onset in {"c", "ng"}:
        return not rhyme.startswith(_FRONT)
    return onset != "g" or not rhyme.startswith(("e", "ê", "y"))
