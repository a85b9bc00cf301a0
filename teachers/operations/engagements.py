"""What part-time teachers teach in a term: entered, confirmed and assessed by the department.

Locks: the appointment, then its engagement.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.school_years import term_days
from teachers.models import Appointment, AppointmentState, Engagement, EngagementGrade
from teachers.operations.parttime import UnableToAppoint
from teachers.transitions.parttime import EDIT

FIELDS = ("study_year", "term", "course", "hours_planned", "fee")


@transaction.atomic
def engage(*, actor: Actor, appointment_id: int, now: datetime, **fields: Any) -> Engagement:
    """Plan a course of a term for somebody who was inducted.

    Raises NotVisible, PermissionDenied, UnableToAppoint, ValidationError.
    """
    appointment = _for_write(actor, appointment_id)
    engagement = Engagement(appointment=appointment)
    _write(engagement, fields)
    engagement.save(force_insert=True)
    _record(actor, engagement, "engage", now)
    return engagement


@transaction.atomic
def change_engagement(*, actor: Actor, pk: int, now: datetime, **fields: Any) -> Engagement:
    """Change what is planned until the hours are confirmed.

    Raises NotVisible, PermissionDenied, UnableToAppoint, ValidationError.
    """
    engagement = _engagement(actor, pk)
    _unless_confirmed(engagement)
    _write(engagement, fields)
    engagement.save()
    _record(actor, engagement, "change_engagement", now)
    return engagement


@transaction.atomic
def remove_engagement(*, actor: Actor, pk: int, now: datetime) -> Appointment:
    """Raises NotVisible, PermissionDenied, UnableToAppoint."""
    engagement = _engagement(actor, pk)
    _unless_confirmed(engagement)
    _record(actor, engagement, "remove_engagement", now)
    engagement.delete()
    return engagement.appointment


@transaction.atomic
def confirm_hours(*, actor: Actor, pk: int, hours_taught: int, now: datetime) -> Engagement:
    """The department says how many hours were taught: those count. May be corrected by confirming anew.

    Raises NotVisible, PermissionDenied, UnableToAppoint, ValidationError.
    """
    engagement = _engagement(actor, pk)
    today = timezone.localdate(now)
    if term_days(engagement.study_year, engagement.term)[0] > today:
        raise UnableToAppoint(_("The term has not begun."))
    engagement.hours_taught, engagement.confirmed_on = hours_taught, today
    engagement.confirmed_by_id = actor.pk
    engagement.full_clean()
    engagement.save()
    _record(actor, engagement, "confirm_hours", now, hours=hours_taught)
    return engagement


@transaction.atomic
def assess(*, actor: Actor, pk: int, grade: str, assessment: str, now: datetime) -> Engagement:
    """Raises NotVisible, PermissionDenied, UnableToAppoint, ValidationError."""
    engagement = _engagement(actor, pk)
    if engagement.hours_taught is None:
        raise UnableToAppoint(_("Confirm the hours first."))
    if grade not in EngagementGrade.values:
        raise UnableToAppoint(_("Choose a grade."))
    if grade == EngagementGrade.FAIL and not assessment.strip():
        raise UnableToAppoint(_("Please give a reason: the others will read it."))
    engagement.grade, engagement.assessment = grade, assessment.strip()
    engagement.assessed_on, engagement.assessed_by_id = timezone.localdate(now), actor.pk
    engagement.full_clean()
    engagement.save()
    _record(actor, engagement, "assess", now, grade=grade)
    return engagement


def _for_write(actor: Actor, pk: int) -> Appointment:
    rows: Any = Appointment.objects.select_related("contact", "need")
    appointment: Appointment = rows.for_write(actor, pk, EDIT)
    return appointment


def _engagement(actor: Actor, pk: int) -> Engagement:
    """Locked, behind its appointment's lock."""
    key = Engagement.objects.visible_to(actor).filter(pk=pk).values_list("appointment", flat=True).first()
    if key is None:
        raise NotVisible(f"teachers.Engagement {pk}")
    appointment = _for_write(actor, key)
    engagement = Engagement.objects.select_for_update().filter(pk=pk).first()
    if engagement is None:
        raise NotVisible(f"teachers.Engagement {pk}")
    engagement.appointment = appointment
    return engagement


def _unless_confirmed(engagement: Engagement) -> None:
    if engagement.confirmed_on is not None:
        raise UnableToAppoint(_("The hours are confirmed: what was taught is not changed any more."))


def _write(engagement: Engagement, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in FIELDS:
            raise TypeError(f"{name} is not said of an engagement")
        setattr(engagement, name, value)
    engagement.course = " ".join(engagement.course.split())
    engagement.full_clean()
    appointment = engagement.appointment
    if appointment.state not in {AppointmentState.INDUCTED, AppointmentState.ENDED}:
        raise UnableToAppoint(_("Nobody teaches before the induction."))
    first, last = term_days(engagement.study_year, engagement.term)
    if not _runs_within(appointment, first, last):
        raise UnableToAppoint(_("The appointment does not run in this term."))
    same = Engagement.objects.filter(
        appointment__person=appointment.person_id,
        study_year=engagement.study_year,
        term=engagement.term,
        course=engagement.course,
    )
    if same.exclude(pk=engagement.pk).exists():
        raise UnableToAppoint(_("This course of the term is recorded for this person already."))


def _runs_within(appointment: Appointment, first: date, last: date) -> bool:
    return appointment.begins_on <= last and appointment.last_day >= first


def _record(actor: Actor, engagement: Engagement, name: str, now: datetime, **details: Any) -> None:
    audit.record(
        actor=actor,
        subject=engagement.appointment,
        verb=f"part_time.{name}",
        now=now,
        details={"course": engagement.course, **details},
        capability=EDIT,
    )
