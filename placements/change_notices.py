"""Who is told about changes of placements."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core.notifications import Kind, NewNotification, Readers, notify, notify_many
from internships.eligibility import OF_AGE
from partnerships.models import Contact, ContactRole
from placements.guardian_links import links_to
from placements.models import AskedBy, GuardianPage, PlacementChange
from placements.transitions.changes import EDIT
from signing.models import TaskLink

ASKED = Kind(
    name="placements.change_asked",
    label=_("Changes of placements that are asked for"),
    icon="arrows-exchange",
    can_wait=True,
)
DECIDED = Kind(
    name="placements.change_decided",
    label=_("Changes of my placement, or of one that I guide"),
    icon="arrows-exchange",
    readers=Readers.EVERYBODY,
)
GUARDIAN = Kind(
    name="placements.early_end_guardian",
    label=_("Early ends that children ask for"),
    icon="users",
    can_be_off=False,
    readers=Readers.NOBODY,
)
HOST = Kind(
    name="placements.early_end_host",
    label=_("Internships with us that end early"),
    icon="calendar-off",
    readers=Readers.PARTNERS,
)
KINDS = (ASKED, DECIDED, GUARDIAN, HOST)


def tell_deciders(change: PlacementChange, *, now: datetime) -> None:
    """Those who place students there, and the instructor."""
    holders = Holders.on(timezone.localdate(now)).of(EDIT, change.placement.department_id)
    people = {holder.user.pk: holder.user for holder in holders}
    instructor = change.placement.instructor
    if instructor is not None and instructor.user is not None:
        people[instructor.user.pk] = instructor.user
    for person in people.values():
        _notify(change, ASKED, person, now, url=change.get_absolute_url())


def tell_decided(change: PlacementChange, *, now: datetime) -> None:
    """The student, and whoever asked."""
    student = change.placement.student.user
    if student is not None:
        _notify(change, DECIDED, student, now, url=reverse("me:changes"), is_made=change.state == "applied")
    if change.asker is not None and change.asked_by == AskedBy.ENTERPRISE:
        address = reverse("portal:changes")
        _notify(change, DECIDED, change.asker, now, url=address, is_made=change.state == "applied")


def _notify(change: PlacementChange, kind: Kind, person: Any, now: datetime, **data: Any) -> None:
    notify(
        key=f"{kind.name}:{change.pk}:{change.state}:u{person.pk}",
        kind=kind.name,
        recipient=person,
        subject=change,
        data=data,
        now=now,
    )


def tell_guardians(change: PlacementChange, *, now: datetime) -> None:
    """That a student under age asks for an early end, and what became of it; the reason is the student's own.

    By the guardian's page where its link is open, else by mail.
    """
    student = change.placement.student
    if student.age(timezone.localdate(now)) >= OF_AGE:
        return
    pages = dict(GuardianPage.objects.filter(guardian__student=student).values_list("guardian", "pk"))
    open_links = {
        link.subject_id: link for link in links_to(pages.values()).filter(revoked_at=None, expires_at__gt=now)
    }
    told = []
    for guardian in student.guardians.all():
        link = open_links.get(pages.get(guardian.pk, 0))
        is_text_message = link is not None and link.channel == TaskLink.Channel.SMS
        has_way = link is not None and link.channel != TaskLink.Channel.BY_HAND
        email = link.email if link is not None and has_way else guardian.email
        if not (email or is_text_message):
            continue
        told.append(
            NewNotification(
                key=f"{GUARDIAN.name}:{change.pk}:{change.state}:g{guardian.pk}",
                kind=GUARDIAN.name,
                email="" if is_text_message else email,
                phone=link.phone if link is not None and is_text_message else "",
                name=guardian.name,
                language=guardian.language,
                subject=link if has_way else change,
                data={
                    "state": change.state,
                    "student": {"zh": student.name, "en": student.name_latin or student.name},
                    "ends_on": change.new_ends_on,
                    **({} if has_way else {"url": ""}),
                },
            )
        )
    notify_many(told, now=now)


def tell_host_of_end(change: PlacementChange, *, now: datetime) -> None:
    """The mentor and the liaisons: who ends and when, and nothing of why."""
    placement = change.placement
    contacts = Contact.objects.in_portal().filter(enterprise=placement.enterprise_id).exclude(user=None)
    student = placement.student
    notify_many(
        [
            NewNotification(
                key=f"{HOST.name}:{change.pk}:u{contact.user_id}",
                kind=HOST.name,
                recipient_id=contact.user_id,
                subject=placement,
                data={
                    "url": reverse("portal:intern", args=[placement.pk]),
                    "student": {"zh": student.name, "en": student.name_latin or student.name},
                    "ends_on": change.new_ends_on or placement.ended_on,
                },
            )
            for contact in contacts.order_by("pk")
            if contact.pk == placement.mentor_id or ContactRole.LIAISON in contact.roles
        ],
        now=now,
    )
