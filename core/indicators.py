"""Numbers that a centre answers for: what is counted of what, and the records behind each.

An app registers its indicators from ``AppConfig.ready``; the pages, the frozen ones and their papers
know them only from here. Nothing here touches a model.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from django.db import models
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from core import metrics
from core.access import Text
from core.metrics import Measure
from core.school_years import YearKind

COUNTED, REST = "counted", "rest"
"""Which rows: all of the numerator, or those of the denominator that are not in it. Else a part's code."""

type Number = int | Decimal

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


class Kind(models.TextChoices):
    """What sort of number it is."""

    SHARE = "share", pgettext_lazy("sort of a number", "Share")
    RATIO = "ratio", pgettext_lazy("sort of a number", "So many for each")
    AMOUNT = "amount", pgettext_lazy("sort of a number", "Amount")


@dataclass(frozen=True, slots=True)
class Nature:
    """Of what sort a number is, and how it is said.

    A share is so many of so many, in per cent. A ratio is so much for each of something else, which is
    counted by itself. An amount is a sum that nothing divides; its measure is its unit.
    """

    kind: Kind = Kind.SHARE
    measure: Measure = Measure.NUMBER

    @property
    def has_denominator(self) -> bool:
        return self.kind != Kind.AMOUNT

    def value(self, numerator: Number, denominator: int) -> Number | float | None:
        """Per cent with one decimal, a ratio with two, or the sum; nothing without anything to divide by."""
        if self.kind == Kind.AMOUNT:
            return numerator
        if not denominator:
            return None
        if self.kind == Kind.SHARE:
            return round(float(100 * numerator / denominator), 1)
        return round(float(numerator / denominator), 2)

    def in_words(self, value: Number | float | None) -> str:
        """As a page says it: "44.4 %", "2.35", "1,200 hours", "50,000.00 yuan"."""
        if value is None:
            return "—"
        if self.kind == Kind.SHARE:
            return f"{number_format(value, decimal_pos=1)} %"
        if self.kind == Kind.RATIO:
            return number_format(value, decimal_pos=2, force_grouping=True)
        return self.sum_in_words(Decimal(str(value)))

    def sum_in_words(self, numerator: Number) -> str:
        """The numerator by itself."""
        said = metrics.in_words(Decimal(numerator), self.measure)
        return _("%(amount)s yuan") % {"amount": said} if self.measure == Measure.MONEY else said


SHARE = Nature()


class Member(NamedTuple):
    """One record that counts; ``part`` says as what it is in the numerator, "" that it is in the denominator
    alone. It weighs in the numerator as much as ``weight`` says, in the denominator one."""

    record: str
    pk: int
    department: int | None
    part: str
    weight: Number = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """The number of one department, or of all together."""

    department: int | None
    parts: Mapping[str, Number]
    denominator: int
    nature: Nature = SHARE

    @property
    def numerator(self) -> Number:
        return sum(self.parts.values())

    @property
    def rest(self) -> Number:
        """How many records are in the denominator alone."""
        match self.nature.kind:
            case Kind.SHARE:
                return self.denominator - self.numerator
            case Kind.RATIO:
                return self.denominator
        return 0

    @property
    def value(self) -> Number | float | None:
        return self.nature.value(self.numerator, self.denominator)

    @property
    def in_words(self) -> str:
        return self.nature.in_words(self.value)

    @property
    def counted_in_words(self) -> str:
        return self.nature.sum_in_words(self.numerator)

    @property
    def percent(self) -> float | None:
        """With one decimal; nothing where there is nobody to divide by."""
        return round(float(100 * self.numerator / self.denominator), 1) if self.denominator else None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say: an amount of nothing is still an answer."""
        return self.nature.has_denominator and not self.denominator


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """Source rows of one kind of record.

    Attributes:
        queryset: one that knows ``visible_to``; ``name_field`` is what it is sorted by.
        tell: what the columns say of some of the rows, ``{pk: {column code: plain value}}``; a constant
            number of queries.
        found_by: the fields in which a search looks; none where the queryset knows ``matching``.
        is_personal: whether they say something of people, so that who reads them is noted.
    """

    queryset: Any
    columns: Sequence[Column]
    tell: Callable[[Sequence[int]], Mapping[int, Mapping[str, Any]]]
    name_field: str = "pk"
    found_by: Sequence[str] = ()
    is_personal: bool = True

    @property
    def record(self) -> str:
        return self.queryset.model._meta.label


class Topic(models.TextChoices):
    """What a number is about; pages put those of one topic together."""

    PARTNERS = "partners", pgettext_lazy("topic of indicators", "Enterprises and agreements")
    STUDENTS = "students", pgettext_lazy("topic of indicators", "Students and graduates")
    TEACHERS = "teachers", pgettext_lazy("topic of indicators", "Teachers")
    GIVEN = "given", pgettext_lazy("topic of indicators", "Money and equipment")
    SERVICE = "service", pgettext_lazy("topic of indicators", "Results and services")


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """A number that the centre answers for: what is counted, of what, by which instrument.

    Attributes:
        numerator, denominator: what each counts, as a heading; an amount has no denominator.
        version, since: which wording of the definition it is, and the first day for which it holds. Days
            before are counted by the version before.
        in_year: the same number of the other kind of year, where it adds up since the year began; a
            number that is true on a day alone has none.
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
    denominator: Text = ""
    definition: Text
    parts: Sequence[Part]
    count: Callable[[date, Departments], Sequence[Group]]
    members: Callable[[date, Departments], Iterator[Member]]
    rows: Callable[[date, Departments, str], Rows]
    basis: Callable[[date], str] | None = None
    source: Text = ""
    nature: Nature = SHARE
    unit: Text = "%"
    topic: Topic = Topic.PARTNERS
    order: int = 50
    version: int = 1
    since: date = date.min
    in_year: Callable[[YearKind], Indicator] | None = None

    def of_year(self, kind: str) -> Indicator:
        """Added up since the beginning of a school year or of a calendar year, where it adds up at all."""
        return self.in_year(YearKind(kind)) if self.in_year else self

    @property
    def adds_up(self) -> bool:
        return self.in_year is not None

    def wholes(self) -> list[str]:
        """The parts that make up everything: each record is in one of them."""
        return [COUNTED, REST] if self.nature.has_denominator else [COUNTED]

    def shown_parts(self) -> list[str]:
        """The parts whose rows can be looked at."""
        return self.wholes() + ([one.code for one in self.parts] if len(self.parts) > 1 else [])

    def rest_label(self) -> Text:
        """What the records of the denominator are that are not in the numerator."""
        return self.denominator if self.nature.kind == Kind.RATIO else _("Not counted")

    def sum(self, groups: Iterable[Group]) -> Group:
        """All groups together."""
        return summed(groups, self.nature)

    def knows(self, part: str) -> bool:
        return part in {COUNTED, *self.shown_parts()} | {one.code for one in self.parts}

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


def summed(groups: Iterable[Group], nature: Nature = SHARE) -> Group:
    """All groups together."""
    parts: Counter[str] = Counter()
    denominator = 0
    for group in groups:
        parts.update(group.parts)
        denominator += group.denominator
    return Group(department=None, parts=dict(parts), denominator=denominator, nature=nature)


def grouped(counts: Iterable[tuple[int | None, str, Number]], nature: Nature = SHARE) -> list[Group]:
    """Groups out of how much a department has of each part, "" for what is in the denominator alone."""
    parts: dict[int | None, dict[str, Number]] = {}
    denominators: Counter[int | None] = Counter()
    for department, part, count in counts:
        found = parts.setdefault(department, {})
        if part:
            found[part] = found.get(part, 0) + count
        if nature.kind == Kind.SHARE or not part:
            denominators[department] += int(count)
    return [
        Group(department=department, parts=found, denominator=denominators[department], nature=nature)
        for department, found in parts.items()
    ]


# --- The register -----------------------------------------------------------------------------

_indicators: dict[str, list[Indicator]] = {}


def register_indicator(indicator: Indicator) -> None:
    """Put an indicator on the pages. Called from ``AppConfig.ready``.

    A definition that changes is registered again under its code, with the next version and the first day
    for which it holds; the one before stays registered and goes on counting the days before.
    """
    versions = [one for one in _indicators.get(indicator.code, []) if one.version != indicator.version]
    _indicators[indicator.code] = sorted([*versions, indicator], key=lambda one: one.version)


def indicators(on: date = date.max) -> list[Indicator]:
    """As they are defined on a day, today unless another is meant."""
    found = (indicator_of(code, on=on) for code in _indicators)
    return sorted((one for one in found if one is not None), key=lambda one: (one.order, one.code))


def indicator_of(code: str, *, on: date = date.max, version: int | None = None) -> Indicator | None:
    """The version that holds on a day, or that of a number. ``None`` where there is none any more, such as
    one that was frozen long ago."""
    versions = _indicators.get(code, [])
    if version is not None:
        return next((one for one in versions if one.version == version), None)
    return next((one for one in reversed(versions) if one.since <= on), None)
