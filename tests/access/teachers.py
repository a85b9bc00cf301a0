"""The rules of the addresses of teachers: the teacher of the matrix is the class teacher."""

from __future__ import annotations

from datetime import date
from typing import Any

from teachers.models import Absence, Qualification, QualificationFile, ServicePeriod, Teacher
from tests.access.posts import kept
from tests.access.rules import Rule, holder, row, signed_in
from tests.factories import QualificationFactory
from tests.world import World

READ, EDIT, CONFIRM = "teacher.read", "teacher.edit", "teacher.confirm"
OWN = ("class_teacher",)


def teacher(world: World) -> Teacher:
    found = world.school_class.class_teacher
    assert found is not None
    return found


def qualification(world: World) -> Qualification:
    """One that waits to be confirmed."""
    found = Qualification.objects.filter(teacher=teacher(world), state="entered").first()
    return found or QualificationFactory.create(teacher=teacher(world), state="entered")


def of_kind(world: World) -> dict[str, Any]:
    return {"kind": "qualification", "pk": qualification(world).pk}


def file_of(world: World) -> dict[str, Any]:
    return {**of_kind(world), "file_id": kept(QualificationFile, qualification(world)).pk}


def new_for(world: World) -> dict[str, Any]:
    return {"kind": "training", "pk": teacher(world).pk}


def period(world: World) -> ServicePeriod:
    return ServicePeriod.objects.get(teacher=teacher(world))


def absence(world: World) -> Absence:
    found, _created = Absence.objects.get_or_create(
        teacher=teacher(world), reason="sick", starts_on=date(2020, 3, 2), ends_on=date(2020, 6, 1)
    )
    return found


def evidence(power: str, **more: Any) -> Rule:
    """An address of one piece of evidence."""
    return row(qualification, power, read=READ, arguments=more.pop("arguments", of_kind), **more)


def kept_by_teacher(name: str, **more: Any) -> dict[str, Rule]:
    """What the teacher does, and whoever edits or confirms the records."""
    return {f"teachers:{name}": evidence(EDIT, also_for=OWN, **more)}


def changes_teacher(find: Any = teacher) -> Rule:
    return row(find, EDIT, seen_by=OWN)


def own_file(arguments: dict[str, Any]) -> Rule:
    """No power opens it: it is there for teachers alone."""
    return row(teacher, "file.keep", arguments=lambda world: arguments, also_for=OWN)


RULES: dict[str, Rule] = {
    "teachers:teacher_list": holder(READ),
    "teachers:teacher_new": holder(EDIT),
    "teachers:teacher_choices": signed_in(),
    "teachers:qualification_list": holder(READ),
    "teachers:to_confirm": holder(CONFIRM),
    "teachers:teacher_detail": row(teacher, READ, also_for=OWN),
    "teachers:teacher_edit": changes_teacher(),
    "teachers:service_change": changes_teacher(),
    "teachers:teacher_leave": changes_teacher(),
    "teachers:teacher_return": changes_teacher(),
    "teachers:absence_new": changes_teacher(),
    "teachers:absence_edit": changes_teacher(absence),
    "teachers:period_edit": changes_teacher(period),
    "teachers:evidence_new": row(teacher, EDIT, arguments=new_for, also_for=OWN),
    "teachers:evidence_detail": evidence(READ, also_for=OWN),
    "teachers:evidence_file": evidence(READ, also_for=OWN, arguments=file_of),
    **kept_by_teacher("evidence_edit"),
    **kept_by_teacher("evidence_scan", method="POST"),
    **kept_by_teacher("evidence_withdraw", method="POST"),
    **kept_by_teacher("evidence_file_remove", method="POST", arguments=file_of),
    "teachers:evidence_confirm": evidence(CONFIRM, method="POST", seen_by=OWN),
    "teachers:evidence_return": evidence(CONFIRM, seen_by=OWN),
    "teachers:my_file": own_file({}),
    "teachers:my_evidence_new": own_file({"kind": "training"}),
}
