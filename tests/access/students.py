"""The rules of the addresses of students and classes."""

from __future__ import annotations

from typing import Any

from internships.models import SchoolClass, Student
from tests.access.rules import Rule, holder, row, signed_in
from tests.world import World

READ, EDIT, IDENTITY = "student.read", "student.edit", "student.identity"
CLASS_TEACHER = ("class_teacher",)


def school_class(world: World) -> SchoolClass:
    return world.school_class


def student(world: World) -> Student:
    if not world.student.identity:
        world.student.identity, world.student.identity_digest = "11010120080301002X", "0" * 64
        world.student.save()
    return world.student


def of_student(capability: str = EDIT, **more: Any) -> Rule:
    return row(student, capability, seen_by=CLASS_TEACHER, **more)


def of_class(capability: str = EDIT, **more: Any) -> Rule:
    return row(school_class, capability, seen_by=CLASS_TEACHER, **more)


def of_guardian(**more: Any) -> Rule:
    return of_student(arguments=lambda world: {"pk": world.guardian.pk}, **more)


RULES: dict[str, Rule] = {
    "internships:student_list": holder(READ),
    "internships:student_new": holder(EDIT),
    "internships:student_choices": signed_in(),
    "internships:student_detail": row(student, READ, also_for=CLASS_TEACHER),
    "internships:student_edit": of_student(),
    "internships:student_identity": of_student(IDENTITY, method="POST"),
    "internships:student_move": of_student(
        arguments=lambda world: {"pk": student(world).pk, "name": "take_leave"}
    ),
    "internships:guardian_new": of_student(),
    "internships:guardian_edit": of_guardian(),
    "internships:guardian_remove": of_guardian(method="POST"),
    "internships:class_list": holder(READ),
    "internships:class_new": holder(EDIT),
    "internships:class_detail": row(school_class, READ, also_for=CLASS_TEACHER),
    "internships:class_edit": of_class(),
    "internships:class_graduate": of_class(),
}
