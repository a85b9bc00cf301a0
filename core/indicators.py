"""Numbers that a centre answers for: what is counted of what, and the records behind each.

An app registers its indicators from ``AppConfig.ready``; the pages, the frozen ones and their papers
know them only from here. Nothing here touches a model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from django.utils import translation
from django.utils.translation import get_language

from core.access import Text

COUNTED, REST = "counted", "rest"
"""Which rows: all of the numerator, or those of the denominator that are not in it. Else a part's code."""

type Departments = Collection[int] | None
"""In which departments, as they were on the day; ``None`` for the whole centre."""


class Words(NamedTuple):
    """A text in both languages; as a string, in the reader's."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.zh if (get_language() or "").startswith("zh") else self.en


def in_both(words: Callable[[], Any]) -> Words:
    """What ``words`` answers in each language."""
    spoken = []
    for language in ("en", "zh-hans"):
        with translation.override(language):
            spoken.append(str(words()))
    return Words(*spoken)


def spoken(text: Text | Words) -> Words:
    """A text in each language."""
    return in_both(lambda: text)


class Shape(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """What a source row says in one place.

    Attributes:
        choices: words for the codes that it holds, where it holds codes.
    """

    code: str
    label: Text | Words
    shape: Shape = Shape.TEXT
    choices: Mapping[str, Text | Words] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One of the parts that the numerator consists of; at least one."""

    code: str
    label: Text


class Member(NamedTuple):
    """One record of the denominator; ``part`` says as what it is in the numerator, "" that it is not."""

    record: str
    pk: int
    department: int | None
    part: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The number of one department, or of all together."""

    department: int | None
    parts: Mapping[str, int]
    denominator: int

    @property
    def numerator(self) -> int:
        return sum(self.parts.values())

    @property
    def percent(self) -> float | None:
        """With one decimal; nothing where there is nobody to divide by."""
        return round(100 * self.numerator / self.denominator, 1) if self.denominator else None


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """Source rows of one kind of record.

    Attributes:
        queryset: one that knows ``visible_to``; ``name_field`` is what it is sorted by.
        tell: what the columns say of some of the rows, ``{pk: {column code: plain value}}``; a constant
            number of queries.
    """

    queryset: Any
    columns: Sequence[Column]
    tell: Callable[[Sequence[int]], Mapping[int, Mapping[str, Any]]]
    name_field: str = "pk"

    @property
    def record(self) -> str:
        return self.queryset.model._meta.label


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """A share: what is counted, of what, by which instrument.

    Attributes:
        numerator, denominator: what each counts, as a heading.
        definition: the whole of it in words, with what is left out.
        basis: what else the number depends on as of a day, such as the rule that was in force.
        source: the instrument that asks for it.
        count: a group for each department that has anybody, in constant queries.
        members: every record of the denominator, in constant queries.
        rows: the records of a part, of :data:`COUNTED` or of :data:`REST`.
    """

    code: str
    label: Text
    numerator: Text
    denominator: Text
    definition: Text
    parts: Sequence[Part]
    count: Callable[[date, Departments], Sequence[Group]]
    members: Callable[[date, Departments], Iterator[Member]]
    rows: Callable[[date, Departments, str], Rows]
    basis: Callable[[date], str] | None = None
    source: Text = ""
    unit: Text = "%"
    order: int = 50

    def knows(self, part: str) -> bool:
        return part in {COUNTED, REST} | {one.code for one in self.parts}

    def words(self, on: date) -> dict[str, Words]:
        """Everything that is said about the number, in both languages. The basis may cost queries."""
        return {
            "label": spoken(self.label),
            "numerator": spoken(self.numerator),
            "denominator": spoken(self.denominator),
            "definition": spoken(self.definition),
            "basis": in_both(lambda: self.basis(on) if self.basis else ""),
            "source": spoken(self.source),
            "unit": spoken(self.unit),
        }


def summed(groups: Iterable[Group]) -> Group:
    """All groups together."""
    parts: Counter[str] = Counter()
    denominator = 0
    for group in groups:
        parts.update(group.parts)
        denominator += group.denominator
    return Group(department=None, parts=dict(parts), denominator=denominator)


def grouped(counts: Iterable[tuple[int | None, str, int]]) -> list[Group]:
    """Groups out of how many members a department has of each part, "" for those not counted."""
    parts: dict[int | None, dict[str, int]] = {}
    denominators: Counter[int | None] = Counter()
    for department, part, count in counts:
        denominators[department] += count
        found = parts.setdefault(department, {})
        if part:
            found[part] = found.get(part, 0) + count
    return [
        Group(department=department, parts=found, denominator=denominators[department])
        for department, found in parts.items()
    ]


# --- The register -----------------------------------------------------------------------------

_indicators: dict[str, Indicator] = {}


def register_indicator(indicator: Indicator) -> None:
    """Put an indicator on the pages. Called from ``AppConfig.ready``."""
    _indicators[indicator.code] = indicator


def indicators() -> list[Indicator]:
    return sorted(_indicators.values(), key=lambda one: one.order)


def indicator_of(code: str) -> Indicator | None:
    """``None`` where there is none any more, such as one that was frozen long ago."""
    return _indicators.get(code)
