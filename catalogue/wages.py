"""The minimum wage where a post is: that of the nearest region around it, as in force on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from catalogue.codes import regions_above
from catalogue.models import MinimumWage, Region


@dataclass(frozen=True, slots=True)
class MinimumWages:
    """What is known of some regions: by country and code the wages with their first days, newest first."""

    known: dict[tuple[str, str], list[tuple[date, Decimal]]]

    def at(self, region: Region | None, on: date | None) -> Decimal | None:
        """``None`` where nobody has entered one for the region or for what it lies in."""
        if region is None or on is None:
            return None
        for code in regions_above(region.code):
            for first, monthly in self.known.get((region.country, code), ()):
                if first <= on:
                    return monthly
        return None


def minimum_wages(regions: Iterable[Region | None]) -> MinimumWages:
    """The minimum wages of some regions and of what they lie in. One query for any number."""
    codes = {code for region in regions if region is not None for code in regions_above(region.code)}
    found: dict[tuple[str, str], list[tuple[date, Decimal]]] = defaultdict(list)
    rows = MinimumWage.objects.filter(region__code__in=codes).order_by("-effective_from")
    for country, code, first, monthly in rows.values_list(
        "region__country", "region__code", "effective_from", "monthly"
    ):
        found[country, code].append((first, monthly))
    return MinimumWages(dict(found))
