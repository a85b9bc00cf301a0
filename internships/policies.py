"""Who may do what with students, and the rows a change holds.

A change of what belongs to a student locks the student first.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from accounts.models import Department
from catalogue.models import Major
from core.access import Actor, NotVisible
from internships.models import SchoolClass, Student
from partnerships.policies import departments_for, require, seen

READ, EDIT, IMPORT, IDENTITY, CARE = (
    f"student.{action}" for action in ("read", "edit", "import", "identity", "care")
)

__all__ = [
    "CARE",
    "EDIT",
    "IDENTITY",
    "IMPORT",
    "READ",
    "cares_for_class",
    "class_cared_for",
    "classes_for",
    "departments_for",
    "majors_taught",
    "may_care_for",
    "readable_departments",
    "require",
    "seen",
    "student_cared_for",
    "student_for_write",
]


def student_for_write(actor: Actor, pk: Any, capability: str = EDIT) -> Student:
    return Student.objects.for_write(actor, pk, capability)


def may_care_for(actor: Actor, student: Student) -> bool:
    """Whether somebody is the class teacher of a student, or keeps the students of the department.

    Costs a query unless class and class teacher are fetched along.
    """
    return cares_for_class(actor, student.school_class)


def student_cared_for(actor: Actor, pk: Any) -> Student:
    """The student, locked, for an act of the class teacher. Raises NotVisible, PermissionDenied."""
    rows = Student.objects.visible_to(actor).select_related("school_class__class_teacher")
    student = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if student is None:
        raise NotVisible(f"internships.Student {pk}")
    if not may_care_for(actor, student):
        raise PermissionDenied
    return student


def cares_for_class(actor: Actor, school_class: SchoolClass) -> bool:
    """The same for a class."""
    teacher = school_class.class_teacher
    is_class_teacher = teacher is not None and teacher.user_id == actor.pk and actor.pk is not None
    return is_class_teacher or school_class.permits(actor, EDIT)


def class_cared_for(actor: Actor, pk: Any) -> SchoolClass:
    """The class, locked, for an act of its teacher. Raises NotVisible, PermissionDenied."""
    rows = SchoolClass.objects.visible_to(actor).select_related("class_teacher")
    school_class = rows.select_for_update(of=("self",)).filter(pk=pk).first()
    if school_class is None:
        raise NotVisible(f"internships.SchoolClass {pk}")
    if not cares_for_class(actor, school_class):
        raise PermissionDenied
    return school_class


def classes_for(actor: Actor, capability: str = EDIT) -> QuerySet[SchoolClass]:
    """The classes that have not graduated, in which the actor may enter students."""
    return SchoolClass.objects.permitting(actor, capability).current()


def majors_taught(actor: Actor) -> QuerySet[Major]:
    """The majors of the classes somebody sees."""
    return Major.objects.filter(pk__in=SchoolClass.objects.visible_to(actor).values("major"))


def readable_departments(actor: Actor) -> QuerySet[Department]:
    return departments_for(actor, READ)
