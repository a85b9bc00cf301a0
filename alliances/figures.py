"""What the centre and the members of an alliance gave each other in a year, counted from real records.

The occurrences that promises are counted from (``core.metrics``), of each member as long as it was one:
interns, trainees, projects, contributions, income, and whatever else is counted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from alliances.models import Alliance
from core.metrics import Giver, Metric, in_words, metric_of, metrics, side_in_words

PART = """
SELECT %s AS code, occurrence.giver, occurrence.enterprise, occurrence.quantity::numeric
FROM ({occurrences}) AS occurrence (enterprise, agreement, giver, occurred_on, quantity, record_id)
JOIN member ON member.enterprise = occurrence.enterprise
WHERE occurrence.occurred_on >= member.starts_on
  AND (member.ends_on IS NULL OR occurrence.occurred_on <= member.ends_on)
"""
SUMS = """
WITH member AS MATERIALIZED (
    SELECT enterprise_id AS enterprise, greatest(starts_on, make_date(%s, 1, 1)) AS starts_on,
           least(ends_on, make_date(%s, 12, 31)) AS ends_on
    FROM alliances_member WHERE alliance_id = %s AND enterprise_id IS NOT NULL
),
found AS ({parts})
SELECT code, giver, enterprise, sum(quantity) FROM found GROUP BY code, giver, enterprise
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that one side gave in the year: by the key of each member, and together."""

    metric: Metric
    giver: Giver
    by_member: dict[int, Decimal] = field(default_factory=dict)

    @property
    def quantity(self) -> Decimal:
        return sum(self.by_member.values(), Decimal(0))

    @property
    def total(self) -> str:
        return in_words(self.quantity, self.metric.measure)

    @property
    def given_by(self) -> str:
        return side_in_words(self.giver)


def figures_of(alliance: Alliance, year: int) -> list[Line]:
    """In the order of the metrics, what the centre gave first. One query."""
    parts: list[str] = []
    parameters: list[Any] = [year, year, alliance.pk]
    for metric in metrics():
        occurrences, given = metric.statement()
        parts.append(PART.replace("{occurrences}", occurrences))
        parameters += [metric.code, *given]
    sums: dict[tuple[str, str], dict[int, Decimal]] = defaultdict(dict)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(SUMS.replace("{parts}", " UNION ALL ".join(parts)), parameters)
            for code, giver, enterprise, quantity in cursor.fetchall():
                sums[code, giver][enterprise] = quantity
    found = [
        Line(known, Giver(giver), by_member)
        for (code, giver), by_member in sums.items()
        if (known := metric_of(code)) is not None
    ]
    return sorted(found, key=lambda one: (one.giver, one.metric.order, one.metric.code))
