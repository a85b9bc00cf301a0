"""Weeks before the rules of law (INT-23, INT-24, INT-29): each is checked, and the check kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from catalogue.calendars import work_calendar
from compliance.choices import Stage
from compliance.models import Evaluation
from compliance.operations import CheckOf, store_many
from internships.rule_checks import rules_in_force
from placements.models import Placement, Presence, WorkDay
from placements.visits import facts_of_visits
from placements.weeks import days_of_week, monday_of, name_of_week

# The rules of a day that have nothing to do with hours; whatever a local pack adds to the others has.
NOT_OF_HOURS = ("INT-29",)


def check_weeks(weeks: Iterable[tuple[int, date]], *, now: datetime) -> list[Evaluation]:
    """Check (placement, Monday) pairs and keep what came of it. Call it where hours or visits have changed.

    About ten queries for each week, however many placements.

    Raises:
        NoSuchPack: there are no rules for the week.
    """
    by_monday: dict[date, set[int]] = defaultdict(set)
    for placement_id, monday in weeks:
        by_monday[monday].add(placement_id)
    kept = []
    for monday, keys in sorted(by_monday.items()):
        kept += _check_week(monday, sorted(keys), now=now)
    return kept


def check_days(days: Iterable[WorkDay], *, now: datetime) -> list[Evaluation]:
    return check_weeks({(row.placement_id, monday_of(row.day)) for row in days}, now=now)


def _check_week(monday: date, keys: Sequence[int], *, now: datetime) -> list[Evaluation]:
    sunday = monday + timedelta(days=6)
    rows = Placement.objects.filter(pk__in=keys).select_related("post", "plan", "enterprise")
    placements = list(rows.order_by("pk"))
    facts = facts_of_week(placements, monday)
    checks = [
        CheckOf(
            subject=placement,
            facts=facts[placement.pk],
            department_id=placement.department_id,
            occasion=name_of_week(monday),
            covered_by=(placement.post, placement.plan, placement.enterprise),
        )
        for placement in placements
    ]
    return store_many(checks=checks, version=rules_in_force(sunday), stage=Stage.DAY, on=sunday, now=now)


def facts_of_week(placements: Sequence[Placement], monday: date) -> dict[int, dict[str, Any]]:
    """What the rules are told of a week, by the key of the placement. Four queries."""
    sunday = monday + timedelta(days=6)
    calendar = work_calendar(monday, sunday).as_facts()
    attendance = attendance_of([placement.pk for placement in placements], monday)
    visits = facts_of_visits(placements, until=sunday)
    return {
        placement.pk: {
            "attendance": attendance[placement.pk],
            "calendar": calendar,
            **visits[placement.pk],
        }
        for placement in placements
    }


def attendance_of(keys: Sequence[int], monday: date) -> dict[int, list[dict[str, Any]]]:
    """The days worked in a week, as ``compliance.facts`` names them; where nobody has said from when until
    when, the shift of the post tells whether it can have been at night. One query."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    rows = WorkDay.objects.filter(
        placement__in=keys, day__in=days_of_week(monday), presence=Presence.WORKED
    ).select_related("placement__post")
    for row in rows.order_by("day"):
        worked: dict[str, Any] = {"date": row.day, "hours": float(row.hours)}
        if row.begins_at is not None and row.ends_at is not None:
            worked |= {"starts_at": f"{row.begins_at:%H:%M}", "ends_at": f"{row.ends_at:%H:%M}"}
        else:
            worked["shift"] = row.placement.post.shift
        found[row.placement_id].append(worked)
    return found
