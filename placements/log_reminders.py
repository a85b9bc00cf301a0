"""Reminding students of their log: once a week at most, as long as nothing is written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import F, Max
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.notifications import NewNotification, notify_many
from placements.day_notices import LOG_MISSING
from placements.models import Placement, PlacementState
from placements.weeks import monday_of, name_of_week

AFTER = timedelta(days=5)


def remind_of_logs(*, on: date, now: datetime) -> int:
    """Tell students who have written nothing for five days; answers how many. Two statements."""
    rows = (
        Placement.objects.filter(
            state=PlacementState.IN_PROGRESS, started_on__lte=on - AFTER, ends_on__gte=on
        )
        .exclude(student__user=None)
        .annotate(silent_since=Coalesce(Max("log__happened_on"), F("started_on")))
        .filter(silent_since__lte=on - AFTER)
        .order_by()
    )
    found: Iterable[tuple[int, int, date]] = rows.values_list("pk", "student__user", "silent_since")
    return notify_many(
        [
            NewNotification(
                key=f"{LOG_MISSING.name}:{pk}:{name_of_week(monday_of(on))}",
                kind=LOG_MISSING.name,
                recipient_id=user,
                subject=Placement(pk=pk),
                data={"days": (on - silent_since).days, "url": reverse("me:log")},
            )
            for pk, user, silent_since in found
        ],
        now=now,
    )
