"""Clause text: paragraphs and numbered items out of plain lines."""

import re
from dataclasses import dataclass, field

NUMERALS = "一二三四五六七八九十百"
# In the order in which Chinese and English contracts nest them; each is its own level.
MARKERS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[{NUMERALS}]+、",
        rf"[（(][{NUMERALS}]+[）)]",
        r"\d{1,3}(?:[.．](?!\d)|、)",
        r"[（(]\d{1,3}[）)]|\d{1,3}[)）]",
        r"[（(][a-z][）)]|[a-z][)）]",
        r"[①-⑳]",
        r"[-•·](?=\s)",
    )
)


@dataclass
class Paragraph:
    text: str


@dataclass
class Item:
    """A line under its own marker, with what is nested below it."""

    marker: str
    text: str
    children: list["Item"] = field(default_factory=list)


Block = Paragraph | Item


def parse(text: str) -> list[Block]:
    """One block a line.

    A marker of a new kind nests under the item before it; a known one returns to its level.
    """
    blocks: list[Block] = []
    open_items: list[tuple[int, Item]] = []  # kind of marker and the item, outermost first
    for line in filter(None, map(str.strip, text.splitlines())):
        kind, marker, rest = _split(line)
        if kind is None:
            open_items.clear()
            blocks.append(Paragraph(line))
            continue
        item = Item(marker, rest)
        kinds = [open_kind for open_kind, _ in open_items]
        if kind in kinds:
            del open_items[kinds.index(kind) :]
        (open_items[-1][1].children if open_items else blocks).append(item)
        open_items.append((kind, item))
    return blocks


def _split(line: str) -> tuple[int | None, str, str]:
    for kind, pattern in enumerate(MARKERS):
        if match := pattern.match(line):
            return kind, match[0], line[match.end() :].strip()
    return None, "", line


def chinese_number(number: int) -> str:
    """1–199 as contracts write them: 十二, 二十, 一百零三."""
    if not 0 < number < 200:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    digits = "零一二三四五六七八九"
    text = "一百" if hundreds else ""
    if hundreds and rest and not tens:
        text += "零"
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    return text + (digits[ones] if ones else "")


def article(number: str) -> str:
    """The Chinese name of a clause: 第三条 for "3", and "3.1" as it is."""
    return f"第{chinese_number(int(number))}条" if number.isdecimal() else number
