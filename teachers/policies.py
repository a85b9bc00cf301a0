"""Who may do what with the records of teachers."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.models import Department, User
from core.access import Actor
from partnerships.policies import departments_for, require, seen
from teachers.models import Teacher

READ, EDIT, CONFIRM, IMPORT = (f"teacher.{action}" for action in ("read", "edit", "confirm", "import"))

__all__ = [
    "CONFIRM",
    "EDIT",
    "IMPORT",
    "READ",
    "departments_for",
    "is_own",
    "may_keep",
    "possible_accounts",
    "readable_departments",
    "require",
    "seen",
    "teaches_here",
]


def readable_departments(actor: Actor) -> QuerySet[Department]:
    """The departments whose teachers a list may be narrowed to."""
    return departments_for(actor, READ)


def possible_accounts(teacher_pk: int | None) -> QuerySet[User]:
    """People of the centre who are no other teacher yet."""
    staff = User.objects.filter(is_active=True, is_partner=False, is_student=False)
    return staff.filter(teacher=None) | staff.filter(teacher=teacher_pk)


def is_own(actor: Actor, teacher: Teacher) -> bool:
    return actor.pk is not None and teacher.user_id == actor.pk


def may_keep(actor: Actor, teacher: Teacher) -> bool:
    """Who enters evidence: the teacher, and whoever edits or confirms records of teachers there."""
    return is_own(actor, teacher) or any(teacher.permits(actor, power) for power in (EDIT, CONFIRM))


def teaches_here(user: Any) -> bool:
    """Whether somebody has a file of their own, for the sidebar. One query, once per request."""
    if user.is_partner or user.is_student:
        return False
    known: dict[str, Any] = user.__dict__
    if "teaches_here" not in known:
        known["teaches_here"] = Teacher.objects.filter(user=user.pk).exists()
    return bool(known["teaches_here"])
