"""What rules of law are told of the logs of placements (INT-28)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count

from internships.facts import Facts
from placements.models import LogEntry, LogState, Placement


def facts_of_logs(placements: Sequence[Placement]) -> dict[int, Facts]:
    """How many entries there are, those that wait for a change not counted. One query."""
    counted = (
        LogEntry.objects.filter(placement__in=placements)
        .exclude(state=LogState.RETURNED)
        .order_by()
        .values_list("placement")
        .annotate(Count("pk"))
    )
    entries = dict(counted)
    return {placement.pk: {"logs": {"entries": entries.get(placement.pk, 0)}} for placement in placements}
