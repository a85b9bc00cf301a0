"""What changed between two texts, word by word; Chinese, which has no blanks, character by character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# A word with its inner apostrophes and decimals, a run of blanks, or one other character: ideographs
# and punctuation stand alone.
_CJK = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003134f"
_TOKEN = re.compile(rf"\{{\{{.*?\}}\}}|[^\W{_CJK}]+(?:['’.,][^\W{_CJK}]+)*|\s+|.", re.DOTALL)
# Beyond this a comparison word by word would take seconds and nobody could read its result.
_MOST_TOKENS = 6_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, was taken out or put in."""

    text: str
    is_added: bool = False
    is_removed: bool = False


def compare(before: str, after: str) -> list[Piece]:
    """The pieces in reading order; what was replaced comes first, what replaces it behind."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) + len(new) > _MOST_TOKENS:
        return _pieces(before, after)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("".join(old[old_from:old_to])))
        else:
            pieces += _pieces("".join(old[old_from:old_to]), "".join(new[new_from:new_to]))
    return pieces


def _pieces(removed: str, added: str) -> list[Piece]:
    found = []
    if removed:
        found.append(Piece(removed, is_removed=True))
    if added:
        found.append(Piece(added, is_added=True))
    return found
