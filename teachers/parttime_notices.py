"""What is told of part-time teachers: to those who decide next, and before an appointment ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core.notifications import Kind, NewNotification, notify, notify_many
from teachers.models import Appointment
from teachers.transitions.parttime import EDIT

PROPOSED = Kind(
    name="teachers.part_timer_proposed",
    label=_("Part-time teachers who wait to be vetted"),
    icon="send",
    can_wait=True,
)
VETTED = Kind(
    name="teachers.part_timer_vetted",
    label=_("Part-time teachers who were vetted"),
    icon="circle-check",
    can_wait=True,
)
ENDING = Kind(
    name="teachers.part_timers_ending",
    label=_("Appointments of part-time teachers that end soon"),
    icon="hourglass-high",
    can_wait=True,
)
KINDS = (PROPOSED, VETTED, ENDING)
AHEAD = timedelta(days=30)


def tell_holders(
    capability: str, kind: Kind, appointment: Appointment, *, by: int | None, now: datetime
) -> None:
    """Whoever holds the power over the department of the need, but for who acted."""
    holders = Holders.on(timezone.localdate(now)).of(capability, appointment.need.department_id)
    people = {holder.user.pk: holder.user for holder in holders}
    for person in people.values():
        if person.pk != by:
            notify(
                key=f"{kind.name}:{appointment.pk}:{now.isoformat()}:u{person.pk}",
                kind=kind.name,
                recipient=person,
                subject=appointment,
                data={"url": reverse("teachers:appointment_detail", args=[appointment.pk])},
                now=now,
            )


def remind(*, on: date, now: datetime) -> int:
    """Tell whoever keeps part-time teachers, once a month, how many appointments end within 30 days and are
    not followed by another; answers how many were told."""
    return notify_many(list(_ending(on)), now=now)


def _ending(on: date) -> Iterator[NewNotification]:
    """One query and those of the holders."""
    rows = Appointment.objects.ending(on, on + AHEAD).order_by()
    counts = Counter(rows.values_list("need__department", flat=True))
    if not counts:
        return
    holders = Holders.on(on)
    per_person: Counter[Any] = Counter()
    for department, count in counts.items():
        for person in {holder.user.pk for holder in holders.of(EDIT, department)}:
            per_person[person] += count
    for person, count in per_person.items():
        yield NewNotification(
            key=f"{ENDING.name}:{on:%Y-%m}:u{person}",
            kind=ENDING.name,
            recipient_id=person,
            data={"count": count, "url": f"{reverse('teachers:appointment_list')}?ending=month"},
        )
