from __future__ import annotations

from django.db import models

from core.access import Actor
from core.models import ScopedModel
from teachers.querysets import OfTeacherQuerySet


class OfTeacher(ScopedModel):
    """A part of a teacher's record, seen by the teacher and by whoever sees teachers of the department."""

    class Meta:
        abstract = True

    teacher: models.ForeignKey

    objects = OfTeacherQuerySet.as_manager()

    @property
    def department_id(self) -> int:  # type: ignore[override]
        """Costs a query where the teacher is not fetched along."""
        return self.teacher.department_id

    def permits(self, actor: Actor, capability: str) -> bool:
        """Whoever has the power over the teacher; costs a query where the teacher is not fetched along."""
        return self.teacher.permits(actor, capability)

    def get_absolute_url(self) -> str:
        return self.teacher.get_absolute_url()
