"""What waits for somebody to say that it is so: the days and entries of students, until a Sunday."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from internships.models import PlanTask
from placements.models import LogEntry, LogState, Placement, Presence, WorkDay

# Not in the order of their plans, which a link does not see.
TASKS = Prefetch("tasks", PlanTask.objects.order_by("order", "pk"))


@dataclass(frozen=True, slots=True)
class Waiting:
    """One student, with what waits of theirs."""

    placement: Placement
    days: list[WorkDay] = field(default_factory=list)
    entries: list[LogEntry] = field(default_factory=list)

    @property
    def hours(self) -> Decimal:
        return sum((row.hours for row in self.days), Decimal(0))

    @property
    def days_worked(self) -> int:
        return sum(row.presence == Presence.WORKED for row in self.days)

    @property
    def is_empty(self) -> bool:
        return not self.days and not self.entries


def waiting_days(keys: Iterable[int], until: date) -> QuerySet[WorkDay]:
    rows = WorkDay.objects.filter(placement__in=list(keys), vouched_at=None, day__lte=until)
    return rows.order_by("day", "pk")


def waiting_entries(keys: Iterable[int], until: date) -> QuerySet[LogEntry]:
    rows = LogEntry.objects.filter(placement__in=list(keys), state=LogState.SUBMITTED, happened_on__lte=until)
    return rows.order_by("happened_on", "pk")


def waiting_of(placements: Sequence[Placement], *, until: date) -> list[Waiting]:
    """Each placement with what waits; four queries. It asks for nothing that walls keep back."""
    keys = [placement.pk for placement in placements]
    days: dict[int, list[WorkDay]] = defaultdict(list)
    entries: dict[int, list[LogEntry]] = defaultdict(list)
    for day in waiting_days(keys, until):
        days[day.placement_id].append(day)
    for entry in waiting_entries(keys, until).prefetch_related(TASKS, "files"):
        entries[entry.placement_id].append(entry)
    return [Waiting(placement, days[placement.pk], entries[placement.pk]) for placement in placements]
