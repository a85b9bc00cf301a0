"""Who is told of practice in enterprises: those who approve and accept, the teacher, the enterprise."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from core.notifications import Importance, Kind, Readers, notify
from partnerships.models import ContactRole
from teachers.models import Practice, PracticeState
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
KINDS = (PLANNED, SUBMITTED, DECIDED, COMING, BY_LINK)


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


def _tell_holders(practice: Practice, kind: Kind, capability: str, by: int | None, now: datetime) -> None:
    holders = Holders.on(timezone.localdate(now)).of(capability, practice.department_id)
    for person in {holder.user.pk: holder.user for holder in holders}.values():
        if person.pk != by:
            notify(
                key=f"{kind.name}:{practice.pk}:{now.isoformat()}:u{person.pk}",
                kind=kind.name,
                recipient=person,
                subject=practice,
                data=names_of(practice),
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


def tell_enterprise(practice: Practice, *, now: datetime) -> None:
    """That somebody comes, or comes no more: the liaisons who can open the portal, and who guides the teacher
    there. Why not is between the teacher and the centre."""
    if practice.state not in {PracticeState.APPROVED, PracticeState.CANCELLED}:
        return
    is_off = practice.state == PracticeState.CANCELLED
    page = reverse("portal:practices") if is_off else reverse("portal:practice", args=[practice.pk])
    contacts = practice.enterprise.contacts.in_portal().exclude(user=None).select_related("user")
    for contact in contacts:
        if ContactRole.LIAISON not in contact.roles and contact.pk != practice.mentor_id:
            continue
        notify(
            key=f"{COMING.name}:{practice.pk}:{now.isoformat()}:u{contact.user_id}",
            kind=COMING.name,
            recipient=contact.user,
            subject=practice,
            data=names_of(practice) | {"starts_on": practice.starts_on, "url": page, "is_off": is_off},
            now=now,
        )
