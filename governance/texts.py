"""The text of a regulation: chapters out of plain lines, and what changed from one version to the next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import zip_longest

from core.rendering import context as paper

HEADING = "#"


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter; what stands before the first heading has none."""

    heading: str
    text: str


def sections(text: str) -> list[Section]:
    """The chapters of a text, in their order; none of an empty one."""
    found: list[Section] = []
    heading, lines = "", list[str]()
    for line in map(str.strip, text.splitlines()):
        if line.startswith(HEADING):
            if heading or any(lines):
                found.append(Section(heading, _joined(lines)))
            heading, lines = line.lstrip(f"{HEADING} "), []
        else:
            lines.append(line)
    if heading or any(lines):
        found.append(Section(heading, _joined(lines)))
    return found


def _joined(lines: list[str]) -> str:
    return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Changed:
    """A chapter that reads differently than in the version before, came or went."""

    heading: str
    before: str
    after: str
    is_new: bool = False
    is_gone: bool = False


def changes(before: str, after: str) -> list[Changed]:
    """What changed between two texts, chapter by chapter; chapters are known by their headings.

    The order is that of the new text; a chapter that is gone stands where it stood before the next one.
    """
    old, new = _by_name(sections(before)), _by_name(sections(after))
    names, place = list(old), 0
    found: list[Changed] = []
    for name, text in new.items():
        while place < len(names) and names[place] not in new:
            found.append(Changed(names[place][0], old[names[place]], "", is_gone=True))
            place += 1
        if name not in old:
            found.append(Changed(name[0], "", text, is_new=True))
            continue
        if old[name] != text:
            found.append(Changed(name[0], old[name], text))
        place = max(place, 1 + names.index(name))
    return [
        *found,
        *(Changed(name[0], old[name], "", is_gone=True) for name in names[place:] if name not in new),
    ]


def _by_name(chapters: list[Section]) -> dict[tuple[str, int], str]:
    """By heading, and the how manieth of that heading it is."""
    seen: Counter[str] = Counter()
    found = {}
    for one in chapters:
        found[one.heading, seen[one.heading]] = one.text
        seen[one.heading] += 1
    return found


def clauses(english: str, chinese: str) -> list[paper.Clause]:
    """The chapters as a paper sets them: side by side where both languages have as many."""
    left, right = sections(english), sections(chinese)
    if left and right and len(left) != len(right):
        # One language after the other: what belongs together cannot be told.
        return [*clauses("", chinese), *clauses(english, "")]
    none = Section("", "")
    return [
        paper.Clause(
            number="",
            heading=paper.Bilingual(en=en.heading, zh=zh.heading),
            text=paper.Bilingual(en=en.text, zh=zh.text),
        )
        for en, zh in zip_longest(left, right, fillvalue=none)
    ]
