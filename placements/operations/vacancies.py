"""Work for graduates: offered by enterprises or entered by staff, approved, applied for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.models import Major
from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from internships.models import Part, ProfileConsent, Student, StudentState
from partnerships.models import Enterprise
from placements.models import Vacancy, VacancyApplication
from placements.transitions.vacancies import (
    APPLICATION_MOVES,
    OF_ENTERPRISES,
    OF_STUDENTS,
    VACANCY_MOVES,
)
from placements.vacancy_notices import (
    APPLIED,
    APPROVED,
    RETURNED,
    tell_applicant,
    tell_deciders,
    tell_enterprise,
)

READ, EDIT, APPROVE = "vacancy.read", "vacancy.edit", "vacancy.approve"
FIELDS = (
    *("name_en", "name_zh", "duties", "asked_for", "region", "address", "pay_from", "pay_to"),
    *("seats", "open_until", "contact"),
)
# Of the profile; name, class, major and skills are shown to whom one applies in any case.
CHOSEN_PARTS = (Part.CERTIFICATE, Part.WORK, Part.AWARD, Part.CONTACT)


class UnableToApply(Refused):
    """The application cannot be sent; the message says why."""


class NotEditable(Refused):
    """It was offered or approved: what others have read stays."""


# --- Vacancies --------------------------------------------------------------------------------


def build_vacancy(
    *,
    enterprise: Enterprise,
    majors: Iterable[Major],
    created_by_id: int | None,
    now: datetime,
    **fields: Any,
) -> Vacancy:
    """A draft; the caller has authorised it. Raises ValidationError."""
    vacancy = Vacancy(
        enterprise=enterprise,
        department_id=enterprise.department_id,
        created_by_id=created_by_id,
        created_at=now,
        updated_at=now,
        **fields,
    )
    vacancy.full_clean()
    vacancy.save(force_insert=True)
    vacancy.majors.set(majors)
    return vacancy


def rewrite_vacancy(vacancy: Vacancy, *, majors: Iterable[Major], now: datetime, **fields: Any) -> None:
    """Raises NotEditable, ValidationError."""
    if not vacancy.is_editable:
        raise NotEditable(_("It is offered already. Have it returned to change it."))
    for name, value in fields.items():
        setattr(vacancy, name, value)
    vacancy.updated_at = now
    vacancy.full_clean()
    vacancy.save()
    vacancy.majors.set(majors)


@transaction.atomic
def enter_vacancy(*, actor: Actor, enterprise_id: int, now: datetime, **fields: Any) -> Vacancy:
    """Raises NotVisible, PermissionDenied, ValidationError."""
    enterprise: Enterprise = Enterprise.objects.for_write(actor, enterprise_id, EDIT)
    vacancy = build_vacancy(enterprise=enterprise, created_by_id=actor.pk, now=now, **fields)
    audit.record(actor=actor, subject=vacancy, verb="vacancy.enter", now=now, capability=EDIT)
    return vacancy


@transaction.atomic
def change_vacancy(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Vacancy:
    """Raises NotVisible, PermissionDenied, NotEditable, ValidationError."""
    vacancy: Vacancy = Vacancy.objects.for_write(actor, pk, EDIT)
    rewrite_vacancy(vacancy, now=now, **fields)
    audit.record(actor=actor, subject=vacancy, verb="vacancy.edit", now=now, capability=EDIT)
    return vacancy


@transaction.atomic
def offer_vacancy(*, actor: Actor, pk: int, now: datetime) -> Vacancy:
    """Hand a draft in for approval. Raises NotVisible, PermissionDenied, TransitionRefused."""
    vacancy: Vacancy = VACANCY_MOVES.move(
        actor=actor, pk=pk, name="offer", now=now, changes={"updated_at": now}
    )
    tell_deciders(vacancy, by=actor.pk, now=now)
    return vacancy


@transaction.atomic
def approve_vacancy(*, actor: Actor, pk: int, now: datetime) -> Vacancy:
    """Show it to graduates. Raises NotVisible, PermissionDenied, TransitionRefused."""
    vacancy: Vacancy = VACANCY_MOVES.move(
        actor=actor,
        pk=pk,
        name="approve",
        now=now,
        changes={"approved_at": now, "return_reason": "", "updated_at": now},
    )
    tell_enterprise(vacancy, APPROVED, now=now)
    return vacancy


@transaction.atomic
def return_vacancy(*, actor: Actor, pk: int, reason: str, now: datetime) -> Vacancy:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    vacancy: Vacancy = VACANCY_MOVES.move(
        actor=actor,
        pk=pk,
        name="return",
        reason=reason,
        now=now,
        changes={"return_reason": reason.strip(), "updated_at": now},
    )
    tell_enterprise(vacancy, RETURNED, now=now, reason=reason.strip())
    return vacancy


def close_vacancy(*, actor: Actor, pk: int, now: datetime) -> Vacancy:
    """Raises NotVisible, PermissionDenied, TransitionRefused."""
    return VACANCY_MOVES.move(actor=actor, pk=pk, name="close", now=now, changes={"updated_at": now})


# --- Applying ---------------------------------------------------------------------------------


def may_apply(student: Student, *, now: datetime) -> bool:
    """Whoever is in the last year, or has graduated. Needs the class."""
    if student.state == StudentState.GRADUATED:
        return True
    school_class = student.school_class
    is_last_year = school_class.study_year(timezone.localdate(now)) >= school_class.years
    return student.state == StudentState.ENROLLED and is_last_year


def suiting(major_id: int) -> Q:
    """Vacancies for a major, and those for every major."""
    named = Vacancy.majors.through.objects.filter(major=major_id)
    return Q(pk__in=named.values("vacancy")) | Q(majors=None)


@transaction.atomic
def apply(
    *, actor: Actor, student: Student, pk: int, letter: str, parts: Iterable[str], now: datetime
) -> VacancyApplication:
    """Apply for work, showing what one allows of the profile to this enterprise alone.

    Raises NotVisible, UnableToApply, ValidationError.
    """
    vacancy = (
        Vacancy.objects.select_for_update(of=("self",)).select_related("enterprise").filter(pk=pk).first()
    )
    if vacancy is None or not vacancy.is_open(timezone.localdate(now)):
        raise NotVisible(f"placements.Vacancy {pk}")
    if not may_apply(student, now=now):
        raise UnableToApply(_("Vacancies are open to whoever is in the last year, and to graduates."))
    chosen = [part for part in CHOSEN_PARTS if part in set(parts)]
    application = VacancyApplication(
        vacancy=vacancy,
        student=student,
        letter=letter.strip(),
        parts=[str(part) for part in chosen],
        reachable_at=" · ".join(filter(None, (student.phone, student.email)))
        if Part.CONTACT in chosen
        else "",
        sent_at=now,
        moved_at=now,
    )
    application.full_clean()
    application.save(force_insert=True)
    audit.record(actor=actor, subject=vacancy, verb="vacancy.applied", now=now)
    tell_enterprise(vacancy, APPLIED, now=now, key=str(application.pk))
    return application


@transaction.atomic
def move_as_student(
    *, actor: Actor, student_id: int, pk: int, name: str, word: str, now: datetime
) -> VacancyApplication:
    """Accept, decline or withdraw: one's own application. Raises NotVisible, TransitionRefused."""
    if name not in OF_STUDENTS:
        raise NotVisible(name)
    application = _locked(VacancyApplication.objects.filter(student=student_id), pk)
    moved = _move(actor, application, name, word, now)
    tell_enterprise(moved.vacancy, APPLIED, now=now, key=f"{moved.pk}:{name}:{now.isoformat()}")
    return moved


@transaction.atomic
def move_as_enterprise(
    *, actor: Actor, enterprise_id: int, pk: int, name: str, word: str, now: datetime
) -> VacancyApplication:
    """Invite, offer or turn down: for one's own vacancy. Raises NotVisible, TransitionRefused."""
    if name not in OF_ENTERPRISES:
        raise NotVisible(name)
    application = _locked(VacancyApplication.objects.filter(vacancy__enterprise=enterprise_id), pk)
    moved = _move(actor, application, name, word, now)
    tell_applicant(moved, now=now)
    return moved


@transaction.atomic
def note_read(*, actor: Actor, enterprise_id: int, pk: int, now: datetime) -> VacancyApplication:
    """Somebody of the enterprise has opened an application: the student sees that. Raises NotVisible."""
    application = _locked(VacancyApplication.objects.filter(vacancy__enterprise=enterprise_id), pk)
    if application.state != "sent":
        return application
    return _move(actor, application, "read", "", now)


def _locked(rows: QuerySet[VacancyApplication], pk: int) -> VacancyApplication:
    """The application, behind the lock of its vacancy: seats are counted there."""
    found = rows.filter(pk=pk).values_list("vacancy", flat=True).first()
    if found is None:
        raise NotVisible(f"placements.VacancyApplication {pk}")
    Vacancy.objects.select_for_update(of=("self",)).get(pk=found)
    return rows.select_related("vacancy__enterprise", "student").get(pk=pk)


def _move(
    actor: Actor, application: VacancyApplication, name: str, word: str, now: datetime
) -> VacancyApplication:
    moved: VacancyApplication = APPLICATION_MOVES.move(
        actor=actor,
        pk=application.pk,
        name=name,
        reason=word,
        now=now,
        changes={"word": word.strip()[:1000], "moved_at": now},
    )
    return moved


def parts_shown(application: VacancyApplication) -> list[str]:
    """The parts of the profile that this enterprise sees of the applicant, as chosen with the application."""
    return [part for part in application.parts if part != Part.CONTACT]


def allowed_to_all(student: Student) -> set[str]:
    """What a student shows to every enterprise already: the first choice when they apply. One query."""
    held = ProfileConsent.objects.filter(student=student, withdrawn_at=None)
    return set(held.values_list("part", flat=True))
