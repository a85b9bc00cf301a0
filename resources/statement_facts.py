"""The facts of a statement of contributions, as plain data.

They are those that filings as an integration-type enterprise ask of a school: interns hosted for three
months or longer (发改社会〔2019〕590号, on building integration-type enterprises) and what was
invested in training, year by year (财税〔2019〕46号).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from partnerships.models import Enterprise
from placements.models import Placement, PlacementState
from resources.models import Booking, BookingState, Contribution, Side
from resources.operations.maintenance import months_after

YEARS = 3
INTERN_MONTHS = 3
BEGUN = (
    PlacementState.IN_PROGRESS,
    PlacementState.INTERRUPTED,
    PlacementState.FINISHED,
    PlacementState.ENDED_EARLY,
)


def facts_of(enterprise: Enterprise, year: int, *, on: date) -> dict[str, Any]:
    """What is known on a day, without the day itself. Five queries."""
    years = range(year - YEARS + 1, year + 1)
    rows = Contribution.objects.counted().filter(enterprise=enterprise.pk)
    return {
        "enterprise": [enterprise.name, enterprise.name_en, enterprise.code or ""],
        "is_integration_type": enterprise.is_integration_type,
        "year": year,
        "given": {side: _given(rows.in_year(year).filter(giver=side)) for side in Side.values},
        "interns": _interns(enterprise, years, on),
        "invested": _invested(rows, years),
        "hours": _hours(enterprise, year),
    }


def _given(rows: Any) -> list[dict[str, Any]]:
    return [
        {
            "on": one.given_on.isoformat(),
            "kind": one.kind,
            "title": one.title,
            "quantity": str(one.extent) if one.extent is not None else "",
            "ownership": one.ownership,
            "lent_until": one.lent_until.isoformat() if one.lent_until else "",
            "value": str(one.value),
        }
        for one in rows.order_by("given_on", "pk")
    ]


def _interns(enterprise: Enterprise, years: Iterable[int], on: date) -> list[list[int]]:
    """By the year in which they began: how many, and how many of them for three months or longer."""
    found = {year: [0, 0] for year in years}
    rows = Placement.objects.filter(
        enterprise=enterprise.pk, state__in=BEGUN, started_on__isnull=False
    ).order_by()
    for started_on, ended_on in rows.values_list("started_on", "ended_on"):
        if started_on is None or started_on.year not in found:
            continue
        found[started_on.year][0] += 1
        found[started_on.year][1] += lasted_long_enough(started_on, min(ended_on or on, on))
    return [[year, *counts] for year, counts in sorted(found.items())]


def lasted_long_enough(first: date, last: date) -> bool:
    """Whether it lasted three whole months, its last day counted (发改社会〔2019〕590号: 三个月以上)."""
    return last >= months_after(first, INTERN_MONTHS) - timedelta(days=1)


def _invested(rows: Any, years: Iterable[int]) -> list[dict[str, Any]]:
    """What the enterprise gave in each year, by kind."""
    found: dict[int, dict[str, Decimal]] = {year: {} for year in years}
    sums = (
        rows.filter(giver=Side.ENTERPRISE)
        .order_by()
        .values("given_on__year", "kind")
        .annotate(total=Sum("value"))
    )
    for row in sums:
        if row["given_on__year"] in found:
            found[row["given_on__year"]][row["kind"]] = row["total"]
    return [
        {"year": year, "kinds": {kind: str(total) for kind, total in sorted(kinds.items())}}
        for year, kinds in sorted(found.items())
    ]


def _hours(enterprise: Enterprise, year: int) -> dict[str, str]:
    """Hours for which resources of each side were used by the other under bookings of a year."""
    zone = timezone.get_default_timezone()
    rows = Booking.objects.filter(enterprise=enterprise.pk, state=BookingState.USED).order_by()
    found = {side: Decimal(0) for side in Side.values}
    for owner, ends_at, hours in rows.values_list("resource__enterprise", "ends_at", "used_hours"):
        if timezone.localdate(ends_at, zone).year == year:
            found[Side.CENTRE if owner is None else Side.ENTERPRISE] += hours or 0
    return {side: str(hours) for side, hours in found.items()}


def has_anything(facts: dict[str, Any]) -> bool:
    return any(facts["given"].values())
