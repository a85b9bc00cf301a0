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
from core.notifications import Importance, Kind, NewNotification, Readers, notify, notify_many
from teachers.models import Appointment, AppointmentObjection, AppointmentState
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
DECIDED = Kind(
    name="teachers.part_timer_decided",
    label=_("Decisions on part-time teachers whom I proposed"),
    icon="user-check",
    importance=Importance.HIGH,
    can_be_off=False,  # the portal shows no reasons: the mail is where the enterprise reads them
    readers=Readers.STAFF | Readers.PARTNERS,
)
OBJECTED = Kind(
    name="teachers.part_timer_objected",
    label=_("Objections to part-time teachers"),
    icon="alert-triangle",
    importance=Importance.HIGH,
)
OBJECTION_ANSWERED = Kind(
    name="teachers.part_timer_objection_answered",
    label=_("Answers to my objections to part-time teachers"),
    icon="checks",
    importance=Importance.HIGH,
    can_be_off=False,  # who objected need not see the appointment: the mail is where the answer is read
)
LEFT = Kind(
    name="teachers.part_timer_left",
    label=_("Part-time teachers who have left their enterprise"),
    icon="alert-triangle",
    importance=Importance.HIGH,
)
ENDING = Kind(
    name="teachers.part_timers_ending",
    label=_("Appointments of part-time teachers that end soon"),
    icon="hourglass-high",
    can_wait=True,
)
KINDS = (PROPOSED, VETTED, DECIDED, OBJECTED, OBJECTION_ANSWERED, LEFT, ENDING)
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


def tell_proposer(appointment: Appointment, *, by: int | None, now: datetime) -> None:
    """Who proposed it, with the reason; what the enterprise proposed, or what ends, is told its liaisons."""
    contact = appointment.contact
    data = {
        "person": {"zh": contact.name, "en": contact.name_latin or contact.name},
        "need": appointment.need.title,
        "state": appointment.state,
        "reason": appointment.answer,
        "publicised_until": appointment.publicised_until,
        "ended_on": appointment.ended_on,
    }
    page = reverse("teachers:appointment_detail", args=[appointment.pk])
    told = {}
    if not appointment.by_enterprise and appointment.proposed_by is not None:
        told[appointment.proposed_by] = page
    if appointment.by_enterprise or appointment.state == AppointmentState.ENDED:
        liaisons = contact.enterprise.contacts.liaisons_with_account()
        told |= {one.user: reverse("portal:part_timers") for one in liaisons.select_related("user")}
    for person, url in told.items():
        if person.pk != by:
            notify(
                key=f"{DECIDED.name}:{appointment.pk}:{now.isoformat()}:u{person.pk}",
                kind=DECIDED.name,
                recipient=person,
                subject=appointment,
                data=data | {"url": url},
                now=now,
            )


def tell_objector(objection: AppointmentObjection, *, by: int | None, now: datetime) -> None:
    """Whoever objected, or entered it for somebody from outside."""
    if objection.made_by_id == by:
        return
    contact = objection.appointment.contact
    notify(
        key=f"{OBJECTION_ANSWERED.name}:{objection.pk}",
        kind=OBJECTION_ANSWERED.name,
        recipient=objection.made_by,
        subject=objection,
        data={
            "person": {"zh": contact.name, "en": contact.name_latin or contact.name},
            "outcome": objection.outcome,
            "reason": objection.answer,
            "url": "",
        },
        now=now,
    )


def remind(*, on: date, now: datetime) -> int:
    """Tell whoever keeps part-time teachers, once a month, how many appointments end within 30 days and are
    not followed by another; and once of each that goes on although the person has left the enterprise.
    Answers how many were told."""
    return notify_many([*_ending(on), *_left(on)], now=now)


def _left(on: date) -> Iterator[NewNotification]:
    """One query and those of the holders."""
    rows = list(Appointment.objects.of_who_left(on).with_names())
    holders = Holders.on(on) if rows else None
    for row in rows:
        contact = row.contact
        for person in {holder.user.pk for holder in holders.of(EDIT, row.department_id)} if holders else ():
            yield NewNotification(
                key=f"{LEFT.name}:{row.pk}:{contact.left_on}:u{person}",
                kind=LEFT.name,
                recipient_id=person,
                subject=row,
                data={
                    "person": {"zh": contact.name, "en": contact.name_latin or contact.name},
                    "left_on": contact.left_on,
                },
            )


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
