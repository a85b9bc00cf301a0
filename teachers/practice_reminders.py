"""Reminding of practice: what is owed within a year, logs that stay empty, what waits to be handed in,
approved or accepted. Each is said once a step or a week, so that a sweep can run any number of times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core.notifications import Kind, NewNotification, notify_many
from teachers.models import Practice, PracticeDue, PracticeState
from teachers.practice_notices import names_of
from teachers.transitions.practice import ACCEPT, APPROVE

OWED = Kind(
    name="teachers.practice_owed",
    label=_("Practice in enterprises that I owe"),
    icon="building-factory-2",
    can_wait=True,
)
LOG_MISSING = Kind(
    name="teachers.practice_log_missing", label=_("My log of practice that stays empty"), icon="notebook"
)
TO_SUBMIT = Kind(
    name="teachers.practice_to_submit",
    label=_("Practice of mine that is over and not handed in"),
    icon="send",
)
WAITING = Kind(
    name="teachers.practice_waiting",
    label=_("Practice that has waited for me for a week"),
    icon="clock",
    can_wait=True,
)
KINDS = (OWED, LOG_MISSING, TO_SUBMIT, WAITING)

# Days before practice is owed on which its teacher is told; 0 once it is.
STEPS = (366, 180, 90, 30, 0)
EMPTY_FOR = timedelta(days=14)
A_WEEK = timedelta(days=7)


def remind(*, on: date, now: datetime) -> int:
    """Tell everybody what is due and not told yet; answers how many notifications were new."""
    return notify_many([*_owed(on), *_logs(on), *_to_submit(on), *_waiting(on)], now=now)


def _week(on: date) -> str:
    return f"{on.isocalendar().year}-W{on.isocalendar().week:02d}"


def _owed(on: date) -> Iterator[NewNotification]:
    """Who owes practice that nothing planned makes up for. One query."""
    rows = PracticeDue.objects.filter(
        short_from__lte=on + timedelta(days=STEPS[0]),
        short_from_as_planned__lte=on + timedelta(days=STEPS[0]),
        teacher__left_on=None,
    ).exclude(teacher__user=None)
    for due in rows.select_related("teacher"):
        left = (due.short_from - on).days
        step = min((days for days in STEPS if left <= days), default=0)
        yield NewNotification(
            key=f"{OWED.name}:{due.teacher_id}:{due.rule}:{due.short_from.isoformat()}:{step}",
            kind=OWED.name,
            recipient_id=due.teacher.user_id,
            data={
                "missing": str(due.missing),
                "wanted": str(due.months_wanted),
                "short_from": due.short_from,
                "is_late": left <= 0,
                "url": reverse("teachers:my_practice"),
            },
        )


def _own(rows: Any) -> Any:
    return rows.exclude(teacher__user=None).select_related("teacher", "enterprise")


def _logs(on: date) -> Iterator[NewNotification]:
    """Whoever is in an enterprise and has not written for two weeks, once a week. One query."""
    rows = Practice.objects.filter(
        state__in=[PracticeState.APPROVED, PracticeState.UNDER_WAY],
        starts_on__lte=on - EMPTY_FOR,
        ends_on__gte=on,
    ).annotate(last_entry_on=Max("entries__happened_on"))
    for practice in _own(rows.filter(Q(last_entry_on=None) | Q(last_entry_on__lte=on - EMPTY_FOR))):
        yield _to_teacher(LOG_MISSING, practice, on, f"{practice.get_absolute_url()}?tab=log")


def _to_submit(on: date) -> Iterator[NewNotification]:
    """Practice that ended a week ago and was not handed in, once a week. One query."""
    rows = Practice.objects.filter(
        state__in=[PracticeState.APPROVED, PracticeState.UNDER_WAY], ends_on__lte=on - A_WEEK
    )
    for practice in _own(rows):
        yield _to_teacher(TO_SUBMIT, practice, on, practice.get_absolute_url())


def _to_teacher(kind: Kind, practice: Practice, on: date, url: str) -> NewNotification:
    return NewNotification(
        key=f"{kind.name}:{practice.pk}:{_week(on)}",
        kind=kind.name,
        recipient_id=practice.teacher.user_id,
        subject=practice,
        data=names_of(practice) | {"ends_on": practice.ends_on, "url": url},
    )


def _waiting(on: date) -> Iterator[NewNotification]:
    """Whoever approves or accepts hears once a week what has waited for a week. Five queries."""
    planned = Practice.objects.filter(state=PracticeState.PLANNED, planned_at__date__lte=on - A_WEEK)
    submitted = Practice.objects.filter(state=PracticeState.SUBMITTED, submitted_at__date__lte=on - A_WEEK)
    holders = Holders.on(on)
    for name, capability, rows in (("planned", APPROVE, planned), ("submitted", ACCEPT, submitted)):
        departments = rows.order_by().values_list(F("teacher__department"), flat=True)
        for person, count in _per_person(departments, holders, capability).items():
            yield NewNotification(
                key=f"{WAITING.name}:{name}:{_week(on)}:u{person}",
                kind=WAITING.name,
                recipient_id=person,
                data={
                    "count": count,
                    "is_plan": name == "planned",
                    "url": f"{reverse('teachers:practice_list')}?state={name}",
                },
            )


def _per_person(departments: Iterable[int], holders: Holders, capability: str) -> Counter[int]:
    counts: Counter[int] = Counter()
    for department, count in Counter(departments).items():
        for person in {holder.user.pk for holder in holders.of(capability, department)}:
            counts[person] += count
    return counts
