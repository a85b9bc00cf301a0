"""Who may do what with the records of teachers."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Department, User
from core.access import Actor
from partnerships.policies import departments_for, require, seen
from teachers.models import PanelMember, PanelState, Teacher

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
    "sees_panels",
    "sits_on_a_panel",
    "teaches_here",
]


def readable_departments(actor: Actor) -> QuerySet[Department]:
    """The departments whose teachers a list may be narrowed to."""
    return departments_for(actor, READ)


def possible_accounts(teacher_pk: int | None) -> QuerySet[User]:
    """People of the centre who are no other teacher yet."""
    staff = User.objects.staff()
    return staff.filter(teacher=None) | staff.filter(teacher=teacher_pk)


def is_own(actor: Actor, teacher: Teacher) -> bool:
    return actor.pk is not None and teacher.user_id == actor.pk


def may_keep(actor: Actor, teacher: Teacher) -> bool:
    """Who enters evidence: the teacher, and whoever edits or confirms records of teachers there."""
    return is_own(actor, teacher) or any(teacher.permits(actor, power) for power in (EDIT, CONFIRM))


def teaches_here(user: Any) -> bool:
    """Whether somebody has a file of their own, for the sidebar."""
    return _here(user)[0]


def sits_on_a_panel(user: Any) -> bool:
    """Whether somebody is a member of a panel that is not closed yet."""
    return _here(user)[1]


def sees_panels(user: Any) -> bool:
    """Whoever reads recognitions somewhere, and the members of panels."""
    return bool(user.scope_for("recognition.read")) or sits_on_a_panel(user)


def _here(user: Any) -> tuple[bool, bool]:
    """What somebody is here without any power. One query, once per request."""
    if user.is_from_outside:
        return False, False
    known: dict[str, Any] = user.__dict__
    if "is_here" not in known:
        seats = PanelMember.objects.filter(
            user=OuterRef("pk"), panel__state__in=[PanelState.PLANNED, PanelState.IN_SESSION]
        )
        files = Teacher.objects.filter(user=OuterRef("pk"))
        rows = User.objects.filter(pk=user.pk).order_by()
        known["is_here"] = rows.values_list(Exists(files.order_by()), Exists(seats.order_by())).first()
    found: tuple[bool, bool] = known["is_here"] or (False, False)
    return found
