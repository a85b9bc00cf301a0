"""Reminding of what is due around placements: visits, actions on concerns, papers before the start.

Each reminder is a notification with a key of what it is about, the day it was due and how often it was said,
so that a sweep can run any number of times.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core import audit
from core.access import THE_SYSTEM
from core.notifications import Kind, NewNotification, notify_many
from placements.concern_notices import tell_overdue
from placements.models import ConcernAction, ConcernState, Placement, PlacementState
from placements.standing import blocked
from placements.transitions.concerns import HANDLE
from placements.visits import due

EVERY = timedelta(days=7)
# Papers are missing this long before the first day.
BEFORE_START = timedelta(days=14)

VISIT_DUE = Kind(
    name="placements.visit_due", label=_("Visits to my students that are due"), icon="clipboard-check"
)
NOT_READY = Kind(
    name="placements.not_ready",
    label=_("Students of mine who start soon and may not start yet"),
    icon="alarm",
)
KINDS = (VISIT_DUE, NOT_READY)


def remind(*, on: date, now: datetime) -> int:
    """Tell everybody what is due and not told yet; answers how many notifications were new."""
    with transaction.atomic():
        told = notify_many([*visits_due(on), *not_ready(on)], now=now)
    return told + escalate_actions(on=on, now=now)


def visits_due(on: date) -> Iterator[NewNotification]:
    """Every instructor hears once a week of each host that waits for a visit. One query."""
    rows = due(Placement.objects.exclude(instructor__user=None), on).select_related(
        "enterprise", "instructor"
    )
    by_host: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for placement in rows:
        by_host[placement.instructor.user_id, placement.enterprise_id].append(placement)
    for (user_id, enterprise_id), found in by_host.items():
        due_on = min(placement.visit_due_on for placement in found)
        yield NewNotification(
            key=f"{VISIT_DUE.name}:{enterprise_id}:{due_on.isoformat()}:{_time(on, due_on)}:u{user_id}",
            kind=VISIT_DUE.name,
            recipient_id=user_id,
            subject=found[0],
            data={
                "count": len(found),
                "enterprise": {
                    "zh": found[0].enterprise.name,
                    "en": found[0].enterprise.name_en or found[0].enterprise.name,
                },
                "due_on": due_on,
                "url": reverse("placements:visits_due"),
            },
        )


def not_ready(on: date) -> Iterator[NewNotification]:
    """Every instructor hears once a week of students who start within two weeks with a rule in the way: a
    paper that nobody signed, an insurance that ends, a training not passed. One query."""
    soon = Placement.objects.filter(
        state=PlacementState.OFFERED, starts_on__range=(on, on + BEFORE_START)
    ).exclude(instructor__user=None)
    by_person: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for placement in blocked(soon).select_related("plan", "instructor"):
        by_person[placement.instructor.user_id, placement.plan_id].append(placement)
    for (user_id, plan_id), found in by_person.items():
        starts_on = min(placement.starts_on for placement in found)
        yield NewNotification(
            key=f"{NOT_READY.name}:{plan_id}:{starts_on.isoformat()}:{_time(on, starts_on)}:u{user_id}",
            kind=NOT_READY.name,
            recipient_id=user_id,
            subject=found[0],
            data={"count": len(found), "starts_on": starts_on, "url": reverse("placements:mine")},
        )


def escalate_actions(*, on: date, now: datetime) -> int:
    """Whoever was to do something about a concern hears of it once a week, and those who handle it once.

    One query, and a few more for each action that is overdue for the first time.
    """
    with transaction.atomic():
        late = list(
            ConcernAction.objects.filter(done_at=None, due_on__lt=on)
            .exclude(concern__state__in=[ConcernState.SETTLED, ConcernState.NOT_UPHELD])
            .select_related("owner", "concern")
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("pk")
        )
        if not late:
            return 0
        holders = Holders.on(on)
        return sum(_escalate(action, holders, on, now) for action in late)


def _escalate(action: ConcernAction, holders: Holders, on: date, now: datetime) -> int:
    told = tell_overdue(action, [action.owner], time=_time(on, action.due_on), now=now)
    if action.escalated_at is not None:
        return told
    people = {holder.user.pk: holder.user for holder in holders.of(HANDLE, action.concern.department_id)}
    for superior in holders.superiors_of_person(action.owner):
        if superior.scope_for(HANDLE).covers(action.concern.department_id):
            people[superior.pk] = superior
    people.pop(action.owner_id, None)
    action.escalated_at = now
    action.save(update_fields=["escalated_at"])
    audit.record(actor=THE_SYSTEM, subject=action.concern, verb="concern.action_overdue", now=now)
    return told + tell_overdue(action, _in_order(people.values()), time=0, now=now)


def _in_order(people: Iterable[Any]) -> list[Any]:
    return sorted(people, key=lambda person: person.pk)


def _time(on: date, due_on: date) -> int:
    """How many whole weeks lie between: each says it once."""
    return (on - due_on) // EVERY
