"""What is told of vacancies and applications: to those who decide, to the enterprise, to the applicant."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.holders import Holders
from accounts.models import User
from core.notifications import Importance, Kind, Readers, notify
from placements.models import Vacancy, VacancyApplication

OFFERED = Kind(
    name="placements.vacancy_offered",
    label=_("Vacancies that wait for approval"),
    icon="briefcase",
    can_wait=True,
)
APPROVED = Kind(
    name="placements.vacancy_approved",
    label=_("Vacancies of ours that the centre approved"),
    icon="checks",
    readers=Readers.PARTNERS,
)
RETURNED = Kind(
    name="placements.vacancy_returned",
    label=_("Vacancies of ours that the centre returned"),
    icon="arrow-back-up",
    importance=Importance.HIGH,
    readers=Readers.PARTNERS,
)
APPLIED = Kind(
    name="placements.application_sent",
    label=_("Applications for our vacancies"),
    icon="mail-opened",
    can_wait=True,
    readers=Readers.PARTNERS,
)
MOVED = Kind(
    name="placements.application_moved",
    label=_("Answers to my applications"),
    icon="mail-opened",
    importance=Importance.HIGH,
    readers=Readers.STUDENTS,
)
KINDS = (OFFERED, APPROVED, RETURNED, APPLIED, MOVED)


def tell_deciders(vacancy: Vacancy, *, by: int | None, now: datetime) -> None:
    """Whoever may approve it there, but for who handed it in."""
    holders = Holders.on(timezone.localdate(now)).of("vacancy.approve", vacancy.department_id)
    for person in {holder.user.pk: holder.user for holder in holders}.values():
        if person.pk != by:
            _tell(
                vacancy,
                OFFERED,
                f"{vacancy.pk}:{now.isoformat()}:u{person.pk}",
                person,
                now=now,
                data={"enterprise": vacancy.enterprise.name},
            )


def tell_enterprise(vacancy: Vacancy, kind: Kind, *, now: datetime, reason: str = "", key: str = "") -> None:
    """The liaisons who can open it at the portal."""
    liaisons = vacancy.enterprise.contacts.liaisons_with_account().select_related("user")
    for contact in liaisons:
        if contact.user is not None:
            _tell(
                vacancy,
                kind,
                f"{vacancy.pk}:{key or now.isoformat()}:u{contact.user.pk}",
                contact.user,
                now=now,
                data={"reason": reason, "url": reverse("portal:vacancy", args=[vacancy.pk])},
            )


def tell_applicant(application: VacancyApplication, *, now: datetime) -> None:
    """The mail says where to look, and what the enterprise wrote; the state is read on the page."""
    user = application.student.user
    if user is not None:
        _tell(
            application.vacancy,
            MOVED,
            f"{application.pk}:{application.state}:{now.isoformat()}",
            user,
            now=now,
            data={
                "enterprise": application.vacancy.enterprise.name,
                "word": application.word,
                "url": reverse("me:vacancy", args=[application.vacancy_id]),
            },
        )


def _tell(
    vacancy: Vacancy, kind: Kind, key: str, person: User, *, now: datetime, data: dict[str, Any]
) -> None:
    notify(key=f"{kind.name}:{key}", kind=kind.name, recipient=person, subject=vacancy, data=data, now=now)
