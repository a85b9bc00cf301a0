"""Who is told of practice in enterprises: those who approve and accept, the teacher, the enterprise."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core.notifications import Importance, Kind, Readers, notify
from partnerships.models import Contact, ContactRole
from teachers.models import Practice
from teachers.transitions.practice import ACCEPT, APPROVE

PLANNED = Kind(
    name="teachers.practice_planned",
    label=_("Plans of practice in enterprises that wait for approval"),
    icon="building-factory-2",
    can_wait=True,
)
SUBMITTED = Kind(
    name="teachers.practice_submitted",
    label=_("Practice in enterprises that waits to be accepted"),
    icon="send",
    can_wait=True,
)
DECIDED = Kind(
    name="teachers.practice_decided",
    label=_("Answers to my practice in enterprises"),
    icon="checks",
    importance=Importance.HIGH,
)
PROLONGING = Kind(
    name="teachers.practice_prolonging",
    label=_("Prolongations of practice in enterprises that wait for approval"),
    icon="calendar-time",
    can_wait=True,
)
DAYS = Kind(
    name="teachers.practice_days",
    label=_("Other days of my practice in enterprises"),
    icon="calendar-event",
    importance=Importance.HIGH,
)
COMING = Kind(
    name="teachers.practice_coming",
    label=_("Teachers who come to us to practise"),
    icon="chalkboard",
    readers=Readers.PARTNERS,
)
BY_LINK = Kind(
    name="teachers.practice_by_link",
    label=_("Evaluations of teachers’ practice, by link"),
    icon="scale",
    can_be_off=False,
    readers=Readers.NOBODY,
)
KINDS = (PLANNED, SUBMITTED, DECIDED, PROLONGING, DAYS, COMING, BY_LINK)


class Happening(StrEnum):
    """What becomes of a practice that the enterprise knows of."""

    COMING = "coming"
    OFF = "off"
    ENDED_EARLY = "ended_early"
    PROLONGED = "prolonged"
    NOT_PROLONGED = "not_prolonged"
    GUIDING = "guiding"
    NOT_GUIDING = "not_guiding"


def names_of(practice: Practice) -> dict[str, Any]:
    teacher, enterprise = practice.teacher, practice.enterprise
    return {
        "teacher": {"zh": teacher.name, "en": teacher.name_latin or teacher.name},
        "enterprise": {"zh": enterprise.name, "en": enterprise.name_en or enterprise.name},
    }


def tell_approvers(practice: Practice, *, by: int | None, now: datetime) -> None:
    _tell_holders(practice, PLANNED, APPROVE, by, now)


def tell_acceptors(practice: Practice, *, by: int | None, now: datetime) -> None:
    _tell_holders(practice, SUBMITTED, ACCEPT, by, now)


def tell_prolonging(practice: Practice, ends_on: date, *, by: int | None, now: datetime) -> None:
    """Whoever approves plans, that a later last day is asked for."""
    _tell_holders(practice, PROLONGING, APPROVE, by, now, ends_on=ends_on)


def _tell_holders(
    practice: Practice, kind: Kind, capability: str, by: int | None, now: datetime, **more: Any
) -> None:
    holders = Holders.on(timezone.localdate(now)).of(capability, practice.department_id)
    for person in {holder.user.pk: holder.user for holder in holders}.values():
        if person.pk != by:
            notify(
                key=f"{kind.name}:{practice.pk}:{now.isoformat()}:u{person.pk}",
                kind=kind.name,
                recipient=person,
                subject=practice,
                data=names_of(practice) | more,
                now=now,
            )


def tell_teacher(practice: Practice, *, now: datetime) -> None:
    """What was decided, with the reason; nobody is told who does not sign in."""
    user = practice.teacher.user
    if user is not None:
        notify(
            key=f"{DECIDED.name}:{practice.pk}:{now.isoformat()}",
            kind=DECIDED.name,
            recipient=user,
            subject=practice,
            data=names_of(practice) | {"state": practice.state, "answer": practice.answer},
            now=now,
        )


def tell_of_days(practice: Practice, happening: Happening, reason: str, *, now: datetime) -> None:
    """The teacher, that it ends on another day, or is not prolonged; nobody who does not sign in."""
    user = practice.teacher.user
    if user is not None:
        notify(
            key=f"{DAYS.name}:{practice.pk}:{now.isoformat()}",
            kind=DAYS.name,
            recipient=user,
            subject=practice,
            data=names_of(practice)
            | {"happening": happening.value, "ends_on": practice.ends_on, "reason": reason},
            now=now,
        )


def tell_enterprise(practice: Practice, happening: Happening, *, now: datetime) -> None:
    """That somebody comes, stays for other days, or comes no more: the liaisons who can open the portal, and
    who guides the teacher there, by e-mail where they have no account. Why is between the teacher and the
    centre."""
    contacts = practice.enterprise.contacts.in_portal().exclude(user=None).select_related("user")
    for contact in contacts:
        if ContactRole.LIAISON in contact.roles and contact.pk != practice.mentor_id:
            tell_guide(practice, contact, happening, now=now)
    if practice.mentor is not None:
        tell_guide(practice, practice.mentor, happening, now=now)


def tell_guide(practice: Practice, contact: Contact, happening: Happening, *, now: datetime) -> None:
    """One person of the enterprise: in the portal, or by e-mail to whoever has no account and an address. Two
    queries."""
    has_account = Contact.objects.in_portal().filter(pk=contact.pk, user__isnull=False).exists()
    if contact.left_on is not None or not (has_account or contact.email):
        return
    is_gone = happening in {Happening.OFF, Happening.NOT_GUIDING}
    page = reverse("portal:practices") if is_gone else reverse("portal:practice", args=[practice.pk])
    notify(
        key=f"{COMING.name}:{practice.pk}:{now.isoformat()}:{happening}:c{contact.pk}",
        kind=COMING.name,
        recipient=contact.user if has_account else None,
        email="" if has_account else contact.email,
        name="" if has_account else contact.display_name,
        language="" if has_account else contact.language,
        subject=practice,
        data=names_of(practice)
        | {
            "happening": happening.value,
            "starts_on": practice.starts_on,
            "ends_on": practice.ends_on,
            "url": page if has_account else "",
        },
        now=now,
    )
