"""What is done with the records of teachers. Every act authorises, locks and is written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from accounts.models import Department, User
from catalogue.models import Major, Region
from compliance.changes import facts_changed
from core import audit
from core.access import Actor
from teachers.models import ServicePeriod, Teacher
from teachers.operations.service import align, open_period
from teachers.policies import EDIT, require


class TeacherFields(TypedDict, total=False):
    """What is entered about a teacher; a field that is not given stays as it is."""

    staff_number: str
    name: str
    name_latin: str
    title: str
    rank: str
    majors: Iterable[Major]
    region: Region | None
    birth_date: date | None
    hired_on: date | None
    phone: str
    user: User | None


@transaction.atomic
def add_teacher(
    *,
    actor: Actor,
    now: datetime,
    department: Department,
    kind: str,
    serves_from: date | None = None,
    **fields: Unpack[TeacherFields],
) -> Teacher:
    """Enter a teacher, who serves from the day of being hired on.

    Args:
        serves_from: since when, where it is not known when the teacher was hired; without it, today.

    Raises:
        PermissionDenied: the actor may not edit teachers of this department.
        ValidationError: a field is not acceptable, or the staff number is taken.
    """
    require(actor, EDIT, department)
    majors = list(fields.pop("majors", ()))
    teacher = Teacher(department=department, kind=kind, **fields)
    teacher.full_clean()
    teacher.save(force_insert=True)
    teacher.majors.set(majors)
    open_period(
        teacher,
        starts_on=teacher.hired_on or serves_from or timezone.localdate(now),
        department=department,
        kind=kind,
    )
    audit.record(actor=actor, subject=teacher, verb="teacher.added", now=now, capability=EDIT)
    facts_changed(teacher, now=now)
    return teacher


@transaction.atomic
def change_teacher(*, actor: Actor, pk: Any, now: datetime, **fields: Unpack[TeacherFields]) -> Teacher:
    """Change who a teacher is. Department and kind change by their service (``operations.service``).

    Where the day of being hired changes, the first period begins on it.

    Raises: as :func:`add_teacher`; NotVisible.
    """
    teacher: Teacher = Teacher.objects.for_write(actor, pk, EDIT)
    changed = sorted(fields)
    majors = fields.pop("majors", None)
    was_hired_on = teacher.hired_on
    for name, value in fields.items():
        setattr(teacher, name, value)
    teacher.full_clean()
    teacher.save()
    if majors is not None:
        teacher.majors.set(majors)
    if teacher.hired_on is not None and teacher.hired_on != was_hired_on:
        _begin_when_hired(teacher, on=timezone.localdate(now))
    audit.record(
        actor=actor,
        subject=teacher,
        verb="teacher.changed",
        now=now,
        details={"fields": changed},
        capability=EDIT,
    )
    if teacher.hired_on != was_hired_on:
        facts_changed(teacher, now=now)
    return teacher


def _begin_when_hired(teacher: Teacher, *, on: date) -> None:
    first: ServicePeriod | None = teacher.service_periods.order_by("starts_on").first()
    if first is None or teacher.hired_on is None:
        return
    first.starts_on = teacher.hired_on
    first.full_clean()
    first.save(update_fields=["starts_on"])
    align(teacher, on=on)
