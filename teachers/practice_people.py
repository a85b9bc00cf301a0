"""Who may do what with practice, and which enterprises it can be planned in."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.access import Actor, NotVisible
from partnerships.models import Enterprise
from partnerships.models.enterprise import Stage
from partnerships.policies import seen
from teachers.models import Teacher
from teachers.operations.practice import PLAN, READ
from teachers.policies import teaches_here

# Practice is planned where a relationship is, was, or begins.
HOSTS = (Stage.PARTNER, Stage.IN_TALKS, Stage.DORMANT, Stage.PROSPECT)


def own_record(actor: Actor) -> Teacher | None:
    """Who somebody is as a teacher. One query."""
    if actor.pk is None:
        return None
    rows: QuerySet[Teacher] = Teacher.objects.filter(user=actor.pk)
    return rows.select_related("department").first()


def sees_practice(user: Any) -> bool:
    """Whoever reads practice somewhere, and every teacher."""
    return bool(user.scope_for(READ)) or teaches_here(user)


def plannable(actor: Actor, teacher_id: int) -> Teacher:
    """A teacher for whom somebody may plan. Raises NotVisible, PermissionDenied."""
    own = own_record(actor)
    if own is not None and own.pk == teacher_id:
        return own
    found: Teacher = seen(Teacher.objects.select_related("department"), actor, teacher_id, PLAN)
    return found


def hosts() -> Any:
    """The enterprises that practice can be planned in: every teacher reads their names."""
    return Enterprise.objects.living().filter(state__in=HOSTS)


def require_teacher(actor: Actor) -> Teacher:
    """Raises NotVisible: they are no teacher."""
    teacher = own_record(actor)
    if teacher is None:
        raise NotVisible("teachers.Teacher of oneself")
    return teacher
