from __future__ import annotations

from typing import ClassVar

from django.db.models import Q

from core.access import Actor, ScopedQuerySet


class GuardianPageQuerySet(ScopedQuerySet):
    """Pages of guardians, seen by whoever sees the student."""

    read_capability: ClassVar[str] = "student.read"
    department_field: ClassVar[str] = "guardian__student__school_class__department_id"

    def own(self, actor: Actor) -> Q:
        return Q(guardian__student__school_class__class_teacher__user=actor.pk)
