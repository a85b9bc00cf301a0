"""What is done with the records of teachers. Every act authorises, locks and is written down."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction

from accounts.models import Department, User
from core import audit
from core.access import Actor
from teachers.models import Teacher
from teachers.policies import EDIT, require


class TeacherFields(TypedDict, total=False):
    """What is entered about a teacher; a field that is not given stays as it is."""

    staff_number: str
    name: str
    name_latin: str
    department: Department
    kind: str
    phone: str
    user: User | None
    left_on: date | None


@transaction.atomic
def add_teacher(*, actor: Actor, now: datetime, **fields: Unpack[TeacherFields]) -> Teacher:
    """Enter a teacher.

    Raises:
        PermissionDenied: the actor may not edit teachers of this department.
        ValidationError: a field is not acceptable, or the staff number is taken.
    """
    require(actor, EDIT, fields["department"])
    teacher = Teacher(**fields)
    teacher.full_clean()
    teacher.save(force_insert=True)
    audit.record(actor=actor, subject=teacher, verb="teacher.added", now=now, capability=EDIT)
    return teacher


@transaction.atomic
def change_teacher(*, actor: Actor, pk: Any, now: datetime, **fields: Unpack[TeacherFields]) -> Teacher:
    """Raises: as :func:`add_teacher`; NotVisible."""
    teacher: Teacher = Teacher.objects.for_write(actor, pk, EDIT)
    if "department" in fields:
        require(actor, EDIT, fields["department"])
    for name, value in fields.items():
        setattr(teacher, name, value)
    teacher.full_clean()
    teacher.save()
    audit.record(
        actor=actor,
        subject=teacher,
        verb="teacher.changed",
        now=now,
        details={"fields": sorted(fields)},
        capability=EDIT,
    )
    return teacher
