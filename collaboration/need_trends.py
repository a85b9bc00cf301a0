"""How many needs enterprises told, by industry and by major, over the years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from catalogue.models import Industry, Major
from collaboration.models import Need
from core.access import Actor

YEARS = 5
# What the filters of the list take for those of which nothing is recorded.
NOT_RECORDED = "none"
# How many have a line of their own in the picture; the table has all.
DRAWN = 8


class By(StrEnum):
    INDUSTRY = "industry"
    MAJOR = "major"


class Counted(StrEnum):
    """Needs, or the people they speak of."""

    NEEDS = "needs"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Trend:
    """One industry or major: how much in each year, with the list of just these.

    Attributes:
        key: what the filter of the list takes.
    """

    key: str
    label: str
    numbers: tuple[int, ...]
    urls: tuple[str, ...]

    @property
    def total(self) -> int:
        return sum(self.numbers)

    @property
    def cells(self) -> list[tuple[int, str]]:
        return list(zip(self.numbers, self.urls, strict=True))


def years_until(on: date) -> list[int]:
    return list(range(on.year - YEARS + 1, on.year + 1))


def trends(
    actor: Actor, *, by: By, years: list[int], kind: str = "", counted: Counted = Counted.NEEDS
) -> list[Trend]:
    """Those with anything in these years, the most frequent first. A need of several majors counts for each.
    What the actor sees; two queries."""
    group = "division" if by == By.INDUSTRY else "majors"
    rows = Need.objects.visible_to(actor).filter(told_on__year__range=(years[0], years[-1]))
    if kind:
        rows = rows.filter(kind=kind)
    number: Any = Count("pk") if counted == Counted.NEEDS else Sum("people")
    counts = rows.order_by().with_year_and_industry().values_list(group, "year").annotate(number=number)
    by_key: dict[Any, dict[int, int]] = defaultdict(dict)
    for key, year, count in counts:
        if count:
            by_key[key][year] = count
    labels = _industries(by_key) if by == By.INDUSTRY else _majors(by_key)
    beside = [("kind", kind)] if kind else []

    def trend(key: Any, numbers: dict[int, int]) -> Trend:
        given = NOT_RECORDED if key is None else str(key)
        lists = (urlencode([(by.value, given), ("year", year), *beside]) for year in years)
        address = reverse("collaboration:need_list")
        return Trend(
            key=given,
            label=labels.get(key, _("Not recorded")),
            numbers=tuple(numbers.get(year, 0) for year in years),
            urls=tuple(f"{address}?{query}" for query in lists),
        )

    found = [trend(key, numbers) for key, numbers in by_key.items()]
    return sorted(found, key=lambda one: (-one.total, one.label))


def _industries(codes: Iterable[Any]) -> dict[Any, str]:
    return {one.code: one.title for one in Industry.objects.filter(code__in=[code for code in codes if code])}


def _majors(keys: Iterable[Any]) -> dict[Any, str]:
    return {one.pk: one.title for one in Major.objects.filter(pk__in=[key for key in keys if key])}


def chart_of(found: list[Trend], *, years: list[int], title: str, by: By) -> dict[str, Any]:
    """The picture with the table that it is drawn from."""
    return {
        "id": f"needs-{by}",
        "title": title,
        "kind": "stacked",
        "labels": [str(year) for year in years],
        "series": [{"name": one.label, "values": list(one.numbers)} for one in found[:DRAWN]],
        "note": _("The most frequent %(count)d are drawn.") % {"count": DRAWN} if len(found) > DRAWN else "",
    }
