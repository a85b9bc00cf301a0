"""What is done with the records of students and their guardians."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from compliance.changes import facts_changed
from core import audit
from core.access import Actor, NotVisible
from core.encryption import digest, digests
from internships import identity as identities
from internships.models import Guardian, SchoolClass, Student
from internships.policies import EDIT, IDENTITY, require, student_for_write
from internships.student_transitions import STUDENT_MOVES


class StudentFields(TypedDict, total=False):
    """What is entered about a student; a field that is not given stays as it is.

    ``identity`` is the number as it was typed; an empty one leaves what is there.
    """

    number: str
    name: str
    name_latin: str
    school_class: SchoolClass
    sex: str
    born_on: date
    identity: str
    phone: str
    email: str
    address: str


class GuardianFields(TypedDict, total=False):
    name: str
    relationship: str
    phone: str
    email: str
    language: str
    is_first: bool


@transaction.atomic
def add_student(*, actor: Actor, now: datetime, **fields: Unpack[StudentFields]) -> Student:
    """Enter a student.

    Raises:
        PermissionDenied: the actor may not edit students of this department.
        ValidationError: a field is not acceptable, a number is taken, or the class has graduated.
    """
    _check_class(actor, fields["school_class"])
    typed = fields.pop("identity", "")
    student = Student(created_at=now, **fields)
    _take_identity(student, typed)
    student.full_clean()
    student.save(force_insert=True)
    audit.record(actor=actor, subject=student, verb="student.added", now=now, capability=EDIT)
    return student


@transaction.atomic
def change_student(*, actor: Actor, pk: Any, now: datetime, **fields: Unpack[StudentFields]) -> Student:
    """Raises: as :func:`add_student`; NotVisible."""
    student = student_for_write(actor, pk)
    if "school_class" in fields and fields["school_class"].pk != student.school_class_id:
        _check_class(actor, fields["school_class"])
    changed = sorted(fields)
    told = _told_to_rules(student)
    typed = fields.pop("identity", "")
    for name, value in fields.items():
        setattr(student, name, value)
    _take_identity(student, typed)
    student.full_clean()
    student.save()
    if {"number", "name", "name_latin"} & set(changed):
        keep_account_in_step(student)
    # A former number of the student says nothing to anybody: only that it changed is written down.
    audit.record(
        actor=actor,
        subject=student,
        verb="student.changed",
        now=now,
        details={"fields": changed},
        capability=EDIT,
    )
    if _told_to_rules(student) != told:
        facts_changed(student, now=now)
    return student


def _told_to_rules(student: Student) -> tuple[Any, ...]:
    """What rules of law look at of a student."""
    return student.born_on, student.sex, student.school_class_id


def keep_account_in_step(student: Student) -> None:
    """The account of a changed record: the number signs in, the name is shown."""
    if student.user_id is not None:
        User.objects.filter(pk=student.user_id).update(
            login_name=student.number, name=student.name, name_latin=student.name_latin
        )


def move_student(*, actor: Actor, pk: Any, name: str, now: datetime, reason: str = "") -> Student:
    """Make one of the moves of the table of students.

    Raises NotVisible, PermissionDenied, TransitionRefused.
    """
    return STUDENT_MOVES.move(actor=actor, pk=pk, name=name, reason=reason, now=now)


@transaction.atomic
def reveal_identity(*, actor: Actor, pk: Any, now: datetime) -> str:
    """The whole identity number; that it was looked at is written down with the record.

    Raises NotVisible, PermissionDenied.
    """
    student = student_for_write(actor, pk, IDENTITY)
    if not student.identity:
        raise NotVisible(f"the identity number of internships.Student {pk}")
    audit.record(actor=actor, subject=student, verb="student.identity_shown", now=now, capability=IDENTITY)
    return student.identity


def check_identity(student: Student, typed: str) -> identities.Identity:
    """What a typed number says, where it can be this student's. Raises ValidationError."""
    try:
        found = identities.read(typed)
    except identities.NotAnIdentity as fault:
        raise ValidationError({"identity": str(fault.problem.label)}) from fault
    if found.born_on != student.born_on:
        raise ValidationError({"identity": _("The number says another birth date.")})
    if found.sex != student.sex:
        raise ValidationError({"identity": _("The number says another sex.")})
    return found


def _take_identity(student: Student, typed: str) -> None:
    if not typed.strip():
        return
    found = check_identity(student, typed)
    others = Student.objects.filter(identity_digest__in=digests(found.number)).exclude(pk=student.pk)
    if others.exists():
        raise ValidationError({"identity": _("Another student has this identity number.")})
    student.identity, student.identity_digest = found.number, digest(found.number)


def _check_class(actor: Actor, school_class: SchoolClass) -> None:
    require(actor, EDIT, school_class.department)
    if school_class.graduated_on is not None:
        raise ValidationError({"school_class": _("This class has graduated.")})


# --- Guardians --------------------------------------------------------------------------------


@transaction.atomic
def add_guardian(
    *, actor: Actor, student_pk: Any, now: datetime, **fields: Unpack[GuardianFields]
) -> Guardian:
    """Add whoever answers for a student. The first one becomes the one to ask.

    Raises NotVisible, PermissionDenied, ValidationError.
    """
    student = student_for_write(actor, student_pk)
    guardian = Guardian(student=student, **fields)
    if not student.guardians.exists():
        guardian.is_first = True
    _save_guardian(guardian)
    _record_guardian(actor, guardian, "student.guardian_added", now)
    return guardian


@transaction.atomic
def change_guardian(*, actor: Actor, pk: Any, now: datetime, **fields: Unpack[GuardianFields]) -> Guardian:
    """Raises NotVisible, PermissionDenied, ValidationError."""
    guardian = _guardian_for_write(actor, pk)
    for name, value in fields.items():
        setattr(guardian, name, value)
    _save_guardian(guardian)
    _record_guardian(actor, guardian, "student.guardian_changed", now)
    return guardian


@transaction.atomic
def remove_guardian(*, actor: Actor, pk: Any, now: datetime) -> Student:
    """Forget a guardian; another one becomes the first to ask. Raises NotVisible, PermissionDenied."""
    guardian = _guardian_for_write(actor, pk)
    student = guardian.student
    _record_guardian(actor, guardian, "student.guardian_removed", now)
    guardian.delete()
    following = student.guardians.first()
    if following is not None and not following.is_first:
        following.is_first = True
        following.save(update_fields=["is_first"])
    return student


def _guardian_for_write(actor: Actor, pk: Any) -> Guardian:
    student_id = Guardian.objects.visible_to(actor).filter(pk=pk).values_list("student_id", flat=True).first()
    if student_id is None:
        raise NotVisible(f"internships.Guardian {pk}")
    student = student_for_write(actor, student_id)
    return student.guardians.select_for_update(of=("self",)).get(pk=pk)


def _save_guardian(guardian: Guardian) -> None:
    if guardian.is_first:
        # The student is locked: nobody else chooses the first one at the same time.
        guardian.student.guardians.filter(is_first=True).exclude(pk=guardian.pk).update(is_first=False)
    guardian.full_clean()
    guardian.save()


def _record_guardian(actor: Actor, guardian: Guardian, verb: str, now: datetime) -> None:
    details: Mapping[str, Any] = {"guardian": guardian.pk, "name": guardian.name}
    audit.record(actor=actor, subject=guardian.student, verb=verb, now=now, details=details, capability=EDIT)
