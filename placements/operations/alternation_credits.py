"""Weeks of a timetable that were as planned: confirmed with who was missing, credited to each student.

The enterprise confirms its weeks at the portal, the class teacher those at the school. Where the
enterprise is silent the school confirms in its place: that is never held against students.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core import audit
from core.access import Actor, NotVisible
from core.errors import Refused
from internships.models import Student, StudentState
from placements.models import (
    AlternationSchedule,
    AlternationState,
    AlternationWeek,
    LearningPlace,
    WeekCredit,
)
from placements.transitions.alternation import EDIT


class UnableToConfirm(Refused):
    """The week cannot be confirmed so; the message says why."""


@dataclass(frozen=True, slots=True)
class Absence:
    """What one student missed of a week, in hours."""

    hours: Decimal
    reason: str = ""


type Absences = Mapping[int, Absence]
"""By the key of the student; whoever is not named missed nothing."""


def looks_after(actor: Actor, schedule: AlternationSchedule) -> bool:
    """Whether somebody confirms weeks for the school: the class teacher, its contact, who makes timetables.

    Costs queries unless class teacher and contact are fetched along.
    """
    teachers = (schedule.school_class.class_teacher, schedule.school_contact)
    is_theirs = actor.pk is not None and any(
        teacher is not None and teacher.user_id == actor.pk for teacher in teachers
    )
    return is_theirs or schedule.permits(actor, EDIT)


@transaction.atomic
def confirm_week(
    *, actor: Actor, pk: int, absences: Absences, now: datetime, reason: str = ""
) -> AlternationWeek:
    """Say for the school that a week was so, with who was missing; or correct what was said, for a reason.

    Raises:
        NotVisible, PermissionDenied.
        UnableToConfirm: it has not begun, is confirmed already, or somebody missed more than it had.
    """
    key = AlternationWeek.objects.visible_to(actor).filter(pk=pk).values_list("schedule", flat=True).first()
    if key is None:
        raise NotVisible(f"placements.AlternationWeek {pk}")
    schedule = _locked(key)
    if not looks_after(actor, schedule):
        raise PermissionDenied(_("The class teacher does this, or who makes the timetables."))
    week = schedule.weeks.select_for_update().get(pk=pk)
    if week.is_vouched and not reason.strip():
        raise UnableToConfirm(_("It is confirmed already. To correct it, give a reason."))
    return _credit(actor, schedule, week, absences, reason=reason, is_host=False, now=now)


@transaction.atomic
def confirm_week_as_host(
    *, actor: Actor, enterprise_id: int, pk: int, absences: Absences, now: datetime
) -> AlternationWeek:
    """Say for the enterprise that a week there was so. The caller has made sure that the actor speaks for it.

    Raises NotVisible, UnableToConfirm.
    """
    rows = AlternationWeek.objects.filter(schedule__enterprise=enterprise_id, place=LearningPlace.ENTERPRISE)
    key = rows.filter(pk=pk).values_list("schedule", flat=True).first()
    if key is None:
        raise NotVisible(f"placements.AlternationWeek {pk}")
    schedule = _locked(key)
    week = schedule.weeks.select_for_update().get(pk=pk)
    if week.is_vouched:
        raise UnableToConfirm(_("It is confirmed already. What is wrong with it, tell the school."))
    return _credit(actor, schedule, week, absences, reason="", is_host=True, now=now)


def students_of(schedule: AlternationSchedule, week: AlternationWeek) -> Any:
    """Those whom a week is credited to: once it was, the same as then; before, whoever is in the class."""
    if week.is_vouched:
        rows: Any = Student.objects.filter(alternation_credits__week=week)
    else:
        rows = Student.objects.filter(school_class=schedule.school_class_id, state=StudentState.ENROLLED)
    return rows.defer("identity", "search_text", "search_bigrams").order_by("pinyin_key", "pk")


def _locked(pk: int) -> AlternationSchedule:
    rows = AlternationSchedule.objects.select_for_update(of=("self",))
    return rows.select_related("school_class__class_teacher", "school_contact", "enterprise").get(pk=pk)


def _credit(
    actor: Actor,
    schedule: AlternationSchedule,
    week: AlternationWeek,
    absences: Absences,
    *,
    reason: str,
    is_host: bool,
    now: datetime,
) -> AlternationWeek:
    if schedule.state == AlternationState.DRAFT:
        raise UnableToConfirm(_("The timetable is not in force."))
    if week.monday > timezone.localdate(now):
        raise UnableToConfirm(_("The week has not begun."))
    students = list(students_of(schedule, week))
    if strange := absences.keys() - {student.pk for student in students}:
        raise NotVisible(f"internships.Student {sorted(strange)}")
    rows = []
    for student in students:
        absence = absences.get(student.pk, Absence(Decimal(0)))
        if not 0 <= absence.hours <= week.hours:
            raise UnableToConfirm(
                _("%(student)s: the week had %(hours)s hours.")
                % {"student": student, "hours": f"{week.hours:g}"}
            )
        rows.append(
            WeekCredit(
                week=week,
                student=student,
                planned=week.hours,
                missed=absence.hours,
                reason=absence.reason.strip()[:200] if absence.hours else "",
            )
        )
    was_vouched = week.is_vouched
    WeekCredit.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["week", "student"],
        update_fields=["planned", "missed", "reason"],
    )
    if not was_vouched:
        week.vouched_at, week.vouched_by_id, week.is_vouched_by_host = now, actor.pk, is_host
        week.save(update_fields=["vouched_at", "vouched_by", "is_vouched_by_host"])
    audit.record(
        actor=actor,
        subject=schedule,
        verb="alternation.correct_week" if was_vouched else "alternation.confirm_week",
        now=now,
        reason=reason.strip(),
        details={
            "monday": week.monday.isoformat(),
            "place": week.place,
            "students": len(rows),
            "missing": sum(row.missed > 0 for row in rows),
        },
    )
    return week
