"""Who may do what with the records of teachers."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import Department, User
from core.access import Actor
from partnerships.policies import departments_for, require, seen

READ, EDIT, CONFIRM, IMPORT = (f"teacher.{action}" for action in ("read", "edit", "confirm", "import"))

__all__ = [
    "CONFIRM",
    "EDIT",
    "IMPORT",
    "READ",
    "departments_for",
    "possible_accounts",
    "readable_departments",
    "require",
    "seen",
]


def readable_departments(actor: Actor) -> QuerySet[Department]:
    """The departments whose teachers a list may be narrowed to."""
    return departments_for(actor, READ)


def possible_accounts(teacher_pk: int | None) -> QuerySet[User]:
    """People of the centre who are no other teacher yet."""
    staff = User.objects.filter(is_active=True, is_partner=False, is_student=False)
    return staff.filter(teacher=None) | staff.filter(teacher=teacher_pk)
