"""What teachers are told about their file: what was confirmed, what came back and why, what expires."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core.notifications import Kind, NewNotification, notify, notify_many
from teachers.models import Evidence, Qualification
from teachers.policies import CONFIRM
from teachers.waiting import waiting_by_department

DECIDED = Kind(
    name="teachers.evidence_decided",
    label=_("Answers to what I entered in my file"),
    icon="file-certificate",
    can_wait=True,
)
EXPIRES = Kind(
    name="teachers.qualification_expires",
    label=_("Qualifications of mine that expire"),
    icon="hourglass-high",
    can_wait=True,
)
EXPIRING = Kind(
    name="teachers.qualifications_expiring",
    label=_("Qualifications of teachers that expire within three months"),
    icon="hourglass-high",
    can_wait=True,
)
WAITING = Kind(
    name="teachers.evidence_waiting",
    label=_("Evidence of teachers that waits for confirmation"),
    icon="checks",
    can_wait=True,
)
KINDS = (DECIDED, EXPIRES, EXPIRING, WAITING)

# Days before the last one on which its holder is told. Who comes to the product later is told once.
STEPS = (90, 30, 7)
AHEAD = timedelta(days=STEPS[0])


def tell_teacher(row: Evidence, *, now: datetime) -> None:
    """The teacher, of what was decided; nobody where they do not sign in. Costs a query for the teacher."""
    teacher = row.teacher
    if teacher.user is None:
        return
    notify(
        key=f"{DECIDED.name}:{row.slug}:{row.pk}:{now.isoformat()}",
        kind=DECIDED.name,
        recipient=teacher.user,
        subject=row,
        data={"is_confirmed": row.is_confirmed, "answer": row.answer},
        now=now,
    )


def remind(*, on: date, now: datetime) -> int:
    """Tell of what expires and of what waits, each once a step or a week; answers how many were told."""
    return notify_many([*_holders(on), *_offices(on)], now=now)


def _holders(on: date) -> list[NewNotification]:
    rows = (
        Qualification.objects.expiring(on, on + AHEAD)
        .filter(teacher__left_on=None)
        .exclude(teacher__user=None)
        .select_related("teacher")
    )
    told = []
    for row in rows:
        expires_on: Any = row.expires_on
        step = min(days for days in STEPS if (expires_on - on).days <= days)
        told.append(
            NewNotification(
                key=f"{EXPIRES.name}:{row.pk}:{expires_on.isoformat()}:{step}",
                kind=EXPIRES.name,
                recipient_id=row.teacher.user_id,
                subject=row,
                data={"expires_on": expires_on},
            )
        )
    return told


def _offices(on: date) -> list[NewNotification]:
    """Whoever confirms there, once a week: how many expire, how many wait."""
    week = f"{on.isocalendar().year}-W{on.isocalendar().week:02d}"
    holders = Holders.on(on)
    expiring: dict[int, int] = {}
    rows = Qualification.objects.expiring(on, on + AHEAD).filter(teacher__left_on=None)
    for department in rows.order_by().values_list("teacher__department", flat=True):
        expiring[department] = expiring.get(department, 0) + 1
    return [
        *_weekly(EXPIRING, expiring, holders, week, f"{reverse('teachers:qualification_list')}?expires=90"),
        *_weekly(WAITING, waiting_by_department(), holders, week, reverse("teachers:to_confirm")),
    ]


def _weekly(
    kind: Kind, counts: dict[int, int], holders: Holders, week: str, url: str
) -> list[NewNotification]:
    per_person: dict[int, int] = {}
    for department, count in counts.items():
        for person in {holder.user.pk for holder in holders.of(CONFIRM, department)}:
            per_person[person] = per_person.get(person, 0) + count
    return [
        NewNotification(
            key=f"{kind.name}:{week}:u{person}",
            kind=kind.name,
            recipient_id=person,
            data={"count": count, "url": url},
        )
        for person, count in per_person.items()
    ]
