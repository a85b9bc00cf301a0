"""The rules of the addresses of teachers."""

from __future__ import annotations

from teachers.models import Teacher
from tests.access.rules import Rule, holder, row, signed_in
from tests.world import World


def teacher(world: World) -> Teacher:
    found = world.school_class.class_teacher
    assert found is not None
    return found


RULES: dict[str, Rule] = {
    "teachers:teacher_list": holder("teacher.read"),
    "teachers:teacher_new": holder("teacher.edit"),
    "teachers:teacher_choices": signed_in(),
    "teachers:teacher_detail": row(teacher, "teacher.read", also_for=("class_teacher",)),
    "teachers:teacher_edit": row(teacher, "teacher.edit", seen_by=("class_teacher",)),
}
