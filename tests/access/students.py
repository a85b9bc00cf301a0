"""The rules of the addresses of students and classes."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from internships.models import (
    DetailsRequest,
    GuardianTalk,
    ProfileConsent,
    ProfileEntry,
    ProfileFile,
    SchoolClass,
    Student,
)
from tests.access.rules import Rule, holder, me, portal, public, row, signed_in
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


def talk(world: World) -> GuardianTalk:
    return GuardianTalk.objects.first() or GuardianTalk.objects.create(
        student=world.student,
        happened_on=timezone.localdate(),
        about="Late",
        next_step="Call again",
        recorded_by=world.class_teacher,
        recorded_at=timezone.now(),
    )


def details_request(world: World) -> DetailsRequest:
    return DetailsRequest.objects.first() or DetailsRequest.objects.create(
        student=world.student, text="My phone", asked_at=timezone.now()
    )


def entry(world: World) -> ProfileEntry:
    return ProfileEntry.objects.first() or ProfileEntry.objects.create(
        student=world.student, kind="work", title="A gear"
    )


def profile_file(world: World) -> ProfileFile:
    kept = ProfileFile.objects.first()
    if kept is None:
        kept = ProfileFile(
            parent=entry(world), name="x.txt", mime="text/plain", size=2, sha256="", added_at=timezone.now()
        )
        kept.file.save("", ContentFile(b"ok"))
    return kept


def found_student(world: World) -> Student:
    """Allows every enterprise to see works."""
    for part in ("found", "work"):
        ProfileConsent.objects.get_or_create(
            student=world.student, part=part, defaults={"given_at": timezone.now()}
        )
    return world.student


def found(world: World) -> dict[str, int]:
    return {"pk": found_student(world).pk}


def found_file(world: World) -> dict[str, int]:
    return found(world) | {"file_id": profile_file(world).pk}


def of(find: Any) -> Any:
    return lambda world: {"pk": find(world).pk}


RULES: dict[str, Rule] = {
    "student_join": public(),
    "student_join_by_link": public(token="made-up"),
    "me:today": me(),
    "me:details": me(),
    "me:correct": me(),
    "me:profile": me(),
    "me:about": me(),
    "me:entry_new": me(),
    "me:entry_remove": me(entry, method="POST", arguments=of(entry)),
    "me:entry_file": me(profile_file, arguments=of(profile_file)),
    "me:consent": me(method="POST", arguments=lambda world: {"part": "found"}),
    "portal:students": portal(),
    "portal:student": portal(arguments=found),
    "portal:student_file": portal(arguments=found_file),
    "internships:my_class": holder("student.care"),
    "internships:class_invite": row(school_class, EDIT, also_for=CLASS_TEACHER),
    "internships:student_code": row(student, EDIT, also_for=CLASS_TEACHER, method="POST"),
    "internships:talk_new": row(student, EDIT, also_for=CLASS_TEACHER),
    "internships:talk_done": row(talk, EDIT, also_for=CLASS_TEACHER, method="POST", arguments=of(talk)),
    "internships:profile_file": row(student, READ, also_for=CLASS_TEACHER, arguments=of(profile_file)),
    "internships:details_answer": of_student(arguments=of(details_request)),
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
