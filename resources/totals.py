"""What was given in each year, by direction and kind: sums of what counts, of rows that one may see."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from resources.models import ContributionKind, Side

ZERO = Decimal(0)


@dataclass
class YearTotals:
    """One year: what each side gave, by kind."""

    year: int
    by_kind: dict[tuple[str, str], Decimal] = field(default_factory=dict)

    def total(self, side: str) -> Decimal:
        return sum((value for (giver, _kind), value in self.by_kind.items() if giver == side), ZERO)

    @property
    def given(self) -> Decimal:
        return self.total(Side.ENTERPRISE)

    @property
    def received(self) -> Decimal:
        return self.total(Side.CENTRE)

    def lines(self) -> list[tuple[Any, Decimal, Decimal]]:
        """Each kind of which there is something: the enterprise's and the centre's."""
        lines = [
            (
                kind.label,
                self.by_kind.get((Side.ENTERPRISE, kind), ZERO),
                self.by_kind.get((Side.CENTRE, kind), ZERO),
            )
            for kind in ContributionKind
        ]
        return [line for line in lines if line[1] or line[2]]


def totals_of(rows: Any) -> list[YearTotals]:
    """By the year in which it was given, the latest first. One query."""
    sums = rows.counted().order_by().values("given_on__year", "giver", "kind").annotate(total=Sum("value"))
    found: dict[int, YearTotals] = {}
    for row in sums:
        year = found.setdefault(row["given_on__year"], YearTotals(row["given_on__year"]))
        year.by_kind[row["giver"], row["kind"]] = row["total"]
    return [found[year] for year in sorted(found, reverse=True)]
