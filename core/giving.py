"""What an enterprise and the centre gave each other, counted from everything that can be promised.

The same occurrences that promises are counted from (``core.metrics``), whether they were promised or not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db import connection

from core.metrics import Giver, Metric, in_words, metric_of, metrics


class Given(NamedTuple):
    """How much of one thing one side gave in a calendar year, and in how many records it stands."""

    metric: Metric
    giver: Giver
    year: int
    quantity: Decimal


class Times(NamedTuple):
    """On how many occasions one side gave something in a calendar year; a record that counts for two things
    (a practice and its days) is one occasion."""

    giver: Giver
    year: int
    occasions: int


@dataclass(frozen=True, slots=True)
class Balance:
    """Everything that was given until a day."""

    given: list[Given] = field(default_factory=list)
    times: list[Times] = field(default_factory=list)

    @property
    def years(self) -> list[int]:
        """From the first year in which something was given to the last one."""
        found = [one.year for one in self.times]
        return list(range(min(found), max(found) + 1)) if found else []

    def occasions(self, giver: Giver) -> list[int]:
        """Year by year."""
        by_year = {one.year: one.occasions for one in self.times if one.giver == giver}
        return [by_year.get(year, 0) for year in self.years]

    def lines(self, giver: Giver) -> list[Line]:
        """What one side gave, in the order of the metrics."""
        found: dict[str, dict[int, Decimal]] = defaultdict(dict)
        for one in self.given:
            if one.giver == giver:
                found[one.metric.code][one.year] = one.quantity
        return [Line(metric, found[metric.code]) for metric in metrics() if metric.code in found]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that one side gave, by year."""

    metric: Metric
    by_year: dict[int, Decimal]

    @property
    def sum(self) -> Decimal:
        return sum(self.by_year.values(), Decimal(0))

    @property
    def total(self) -> str:
        return in_words(self.sum, self.metric.measure)

    def in_year(self, year: int) -> str:
        return in_words(self.by_year[year], self.metric.measure) if year in self.by_year else ""


# One metric's occurrences with one enterprise; the planner takes the conditions into the statement.
PART = """
SELECT %s AS code, %s AS record, record_id, giver, extract(year FROM occurred_on)::int AS year,
       quantity::numeric
FROM ({occurrences}) AS occurrence (enterprise, agreement, giver, occurred_on, quantity, record_id)
WHERE enterprise = %s AND occurred_on <= %s AND quantity > 0
"""
SUMS = """
WITH found AS ({parts})
SELECT code, giver, year, sum(quantity) FROM found GROUP BY code, giver, year
UNION ALL
SELECT '', giver, year, count(DISTINCT (record, record_id)) FROM found GROUP BY giver, year
"""


def balance_of(enterprise: int, *, until: date) -> Balance:
    """What happened until a day, the day included; what is only planned is left out. One query.

    Only numbers: whoever may see the enterprise may know them, and behind the walls they are asked outside.
    """
    parts, parameters = [], []
    for metric in metrics():
        occurrences, given = metric.statement()
        parts.append(PART.replace("{occurrences}", occurrences))
        parameters += [metric.code, metric.record, *given, enterprise, until]
    balance = Balance()
    with connection.cursor() as cursor:
        cursor.execute(SUMS.replace("{parts}", " UNION ALL ".join(parts)), parameters)
        for code, giver, year, number in cursor.fetchall():
            if (counted := metric_of(code)) is not None:
                balance.given.append(Given(counted, Giver(giver), year, number))
            else:
                balance.times.append(Times(Giver(giver), year, int(number)))
    return balance
