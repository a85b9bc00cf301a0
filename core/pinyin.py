"""Pinyin of Chinese names: a key to sort by, and initials to search by.

The bundled PostgreSQL sorts by code point only, which puts Chinese names into no order that a
reader knows; these keys are stored beside the name.
"""

import re
import unicodedata
from functools import cache

from pypinyin import Style, lazy_pinyin

# Characters that names of places and enterprises read in two ways (重庆 chóng, 重工 zhòng). Only names
# that hold one of them pay for pypinyin's phrase dictionary, which is fifty times slower.
_SEVERAL_READINGS = re.compile(
    "[行重长佛厦乐番模朝调都会畜六蚌蔚枞牟藏勒弹堡轧柏坻铅便浒房尉杉陂参莘埔绿朴露传劲]"
)
_CHINESE = r"〇\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_PIECES = re.compile(rf"(?P<chinese>[{_CHINESE}]+)|[^\W_{_CHINESE}]+")


def pinyin_key(text: str) -> str:
    """`苏州ABC科技` → `su zhou abc ke ji`: lower case, one blank between syllables and words.

    The blanks make the plain order of strings the dictionary's order (西安 before 先).
    """
    return " ".join(word for word, _ in _words(text))


def pinyin_initials(text: str) -> str:
    """`苏州ABC科技` → `szabckj`; a name without Chinese gives the first letters of its words."""
    words = _words(text)
    if any(is_chinese for _, is_chinese in words):
        return "".join(word[:1] if is_chinese else word for word, is_chinese in words)
    return "".join(word[:1] for word, _ in words)


def _words(text: str) -> list[tuple[str, bool]]:
    """The syllables and words of a name, each with whether it was a Chinese character."""
    words: list[tuple[str, bool]] = []
    for match in _PIECES.finditer(unicodedata.normalize("NFKC", text)):
        piece = match[0]
        if not match["chinese"]:
            words.append((_without_accents(piece.lower()), False))
        elif _SEVERAL_READINGS.search(piece):
            words += ((syllable, True) for syllable in lazy_pinyin(piece, style=Style.NORMAL))
        else:
            words += ((_reading(character), True) for character in piece)
    return words


@cache
def _reading(character: str) -> str:
    """Bounded by the number of Chinese characters."""
    return lazy_pinyin(character, style=Style.NORMAL)[0]


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
