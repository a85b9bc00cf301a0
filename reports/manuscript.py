"""What a report says, in one language, before it is printed as PDF or as a Word file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.rendering.context import Language
from governance.texts import sections
from reports.charts import Drawing


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A table; the last ``numbers`` columns hold numbers."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    numbers: int = 0
    note: str = ""

    @property
    def aligned_rows(self) -> list[list[tuple[str, bool]]]:
        first = len(self.columns) - self.numbers
        return [[(cell, place >= first) for place, cell in enumerate(row)] for row in self.rows]

    @property
    def headings(self) -> list[tuple[str, bool]]:
        first = len(self.columns) - self.numbers
        return [(cell, place >= first) for place, cell in enumerate(self.columns)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Photo:
    caption: str
    content: bytes
    mime: str
    address: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Passage:
    """Text under one heading of a chapter, or before the first one."""

    heading: str
    paragraphs: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """A chapter. ``missing`` is said where nothing is written."""

    number: str
    title: str
    passages: Sequence[Passage] = ()
    sheets: Sequence[Sheet] = ()
    drawings: Sequence[Drawing] = ()
    photos: Sequence[Photo] = ()
    missing: str = ""
    begins_page: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Manuscript:
    """``mark`` is written across every page."""

    language: Language
    title: str
    subtitle: str
    issuer: str
    logo: str = ""
    facts: Sequence[tuple[str, str]] = ()
    parts: Sequence[Part] = ()
    mark: str = ""
    has_contents: bool = True
    closing: str = ""


def passages(text: str) -> list[Passage]:
    """Out of plain lines: a line that begins with ``#`` is a heading."""
    return [
        Passage(heading=one.heading, paragraphs=[line for line in one.text.splitlines() if line])
        for one in sections(text)
    ]
