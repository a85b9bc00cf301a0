"""Who is told of timetables: that one is in force or stopped, and that a week waits to be confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.notifications import Kind, NewNotification, Readers, notify_many
from partnerships.models import Contact, ContactRole
from placements.models import AlternationSchedule, AlternationState, AlternationWeek

BOTH_SIDES = Readers.STAFF | Readers.PARTNERS

RUNNING = Kind(
    name="placements.alternation_running",
    label=_("Timetables of work–study alternation that are in force"),
    icon="calendar-event",
    readers=BOTH_SIDES,
)
STOPPED = Kind(
    name="placements.alternation_stopped",
    label=_("Timetables of work–study alternation that are stopped"),
    icon="circle-x",
    readers=BOTH_SIDES,
)
WEEK_DUE = Kind(
    name="placements.alternation_week",
    label=_("Weeks of work–study alternation that wait for my word"),
    icon="checklist",
    can_wait=True,
    readers=BOTH_SIDES,
)
KINDS = (RUNNING, STOPPED, WEEK_DUE)
# A week that nobody was asked about in time is found on the pages, not in the mail.
ASKED_BACK = timedelta(days=21)


def speakers(schedules: Iterable[AlternationSchedule]) -> dict[int, list[Contact]]:
    """The people of the portal who confirm weeks: the contact named, and the liaisons. One query."""
    rows = list(schedules)
    contacts = (
        Contact.objects.in_portal()
        .filter(enterprise__in={row.enterprise_id for row in rows})
        .exclude(user=None)
        .select_related("user")
        .order_by("pk")
    )
    found: dict[int, list[Contact]] = {row.pk: [] for row in rows}
    for contact in contacts:
        for row in rows:
            if row.enterprise_id == contact.enterprise_id and (
                contact.pk == row.host_contact_id or ContactRole.LIAISON in contact.roles
            ):
                found[row.pk].append(contact)
    return found


def tell_running(schedule: AlternationSchedule, *, now: datetime) -> None:
    _tell(RUNNING, schedule, now=now)


def tell_stopped(schedule: AlternationSchedule, *, now: datetime) -> None:
    _tell(STOPPED, schedule, now=now, reason=schedule.reason)


def _tell(kind: Kind, schedule: AlternationSchedule, *, now: datetime, **data: Any) -> None:
    """The class teacher, the contact at the school, and the people of the enterprise."""
    found = AlternationSchedule.objects.select_related(
        "school_class__class_teacher__user", "school_contact__user", "enterprise"
    ).get(pk=schedule.pk)
    at_portal = reverse("portal:alternation", args=[found.pk])
    told = {contact.user_id: at_portal for contact in speakers([found])[found.pk]}
    for teacher in (found.school_class.class_teacher, found.school_contact):
        if teacher is not None and teacher.user_id is not None:
            told[teacher.user_id] = found.get_absolute_url()
    notify_many(
        [
            NewNotification(
                key=f"{kind.name}:{found.pk}:{now.isoformat()}:u{user_id}",
                kind=kind.name,
                recipient_id=user_id,
                subject=found,
                data={"url": address, **data},
            )
            for user_id, address in told.items()
        ],
        now=now,
    )


def remind_of_weeks(*, on: date, now: datetime) -> int:
    """Ask whoever confirms the weeks that are over, each of them once; answers how many are asked.

    Four queries, whatever waits.
    """
    with transaction.atomic():
        return notify_many(list(_asking(on)), now=now)


def _asking(on: date) -> Iterator[NewNotification]:
    over = AlternationWeek.objects.filter(
        Q(monday__gte=on - ASKED_BACK, monday__lte=on - timedelta(days=7)),
        vouched_at=None,
        schedule__state=AlternationState.RUNNING,
    )
    weeks = list(
        over.select_related(
            "schedule__school_class__class_teacher", "schedule__school_contact", "schedule__enterprise"
        ).order_by("pk")
    )
    by_schedule = speakers({week.schedule_id: week.schedule for week in weeks}.values())
    for week in weeks:
        if week.is_at_host:
            address = reverse("portal:alternation_week", args=[week.pk])
            asked = [contact.user_id for contact in by_schedule[week.schedule_id]]
        else:
            address = week.get_absolute_url()
            teacher = week.schedule.school_contact or week.schedule.school_class.class_teacher
            asked = [teacher.user_id] if teacher is not None else []
        for user_id in dict.fromkeys(filter(None, asked)):
            yield NewNotification(
                key=f"{WEEK_DUE.name}:{week.pk}:u{user_id}",
                kind=WEEK_DUE.name,
                recipient_id=user_id,
                subject=week,
                data={
                    "url": address,
                    "class": week.schedule.school_class.name,
                    "begins_on": week.monday,
                },
            )
