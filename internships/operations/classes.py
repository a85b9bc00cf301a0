"""What is done with classes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Department
from catalogue.models import Major
from compliance.changes import facts_changed
from core import audit
from core.access import Actor
from core.errors import Refused
from internships.models import SchoolClass, StudentState
from internships.policies import EDIT, require
from internships.student_transitions import STUDENT_MOVES
from teachers.models import Teacher


class UnableToGraduate(Refused):
    """The class cannot be closed; the message says why."""


class ClassFields(TypedDict, total=False):
    name: str
    department: Department
    major: Major
    entered_in: int
    years: int
    class_teacher: Teacher | None


@transaction.atomic
def add_class(*, actor: Actor, now: datetime, **fields: Unpack[ClassFields]) -> SchoolClass:
    """Raises PermissionDenied, ValidationError."""
    require(actor, EDIT, fields["department"])
    school_class = SchoolClass(**fields)
    school_class.full_clean()
    school_class.save(force_insert=True)
    audit.record(actor=actor, subject=school_class, verb="class.added", now=now, capability=EDIT)
    return school_class


@transaction.atomic
def change_class(*, actor: Actor, pk: Any, now: datetime, **fields: Unpack[ClassFields]) -> SchoolClass:
    """Raises NotVisible, PermissionDenied, ValidationError."""
    school_class: SchoolClass = SchoolClass.objects.for_write(actor, pk, EDIT)
    if "department" in fields:
        require(actor, EDIT, fields["department"])
    told = _told_to_rules(school_class)
    for name, value in fields.items():
        setattr(school_class, name, value)
    school_class.full_clean()
    school_class.save()
    audit.record(
        actor=actor,
        subject=school_class,
        verb="class.changed",
        now=now,
        details={"fields": sorted(fields)},
        capability=EDIT,
    )
    if _told_to_rules(school_class) != told:
        facts_changed(school_class, now=now)
    return school_class


def _told_to_rules(school_class: SchoolClass) -> tuple[Any, ...]:
    """What rules of law look at of a class: the major and the year of study of its students."""
    return school_class.major_id, school_class.entered_in


@transaction.atomic
def graduate_class(*, actor: Actor, pk: Any, graduated_on: date, now: datetime) -> SchoolClass:
    """Close a class: whoever is enrolled graduates with it, whoever is on leave stays so.

    Raises NotVisible, PermissionDenied, UnableToGraduate.
    """
    school_class: SchoolClass = SchoolClass.objects.for_write(actor, pk, EDIT)
    if school_class.graduated_on is not None:
        raise UnableToGraduate(_("This class has graduated already."))
    if graduated_on.year <= school_class.entered_in:
        raise UnableToGraduate(_("No class graduates in the year in which it enters."))
    enrolled = school_class.students.filter(state=StudentState.ENROLLED)
    keys = list(enrolled.order_by("pk").values_list("pk", flat=True))
    for key in keys:
        STUDENT_MOVES.move(actor=actor, pk=key, name="graduate", now=now)
    school_class.graduated_on = graduated_on
    school_class.save(update_fields=["graduated_on"])
    audit.record(
        actor=actor,
        subject=school_class,
        verb="class.graduated",
        now=now,
        details={"students": len(keys), "graduated_on": graduated_on.isoformat()},
        capability=EDIT,
    )
    return school_class
