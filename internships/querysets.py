from __future__ import annotations

from typing import ClassVar, Self, cast

from django.db.models import Q

from core.access import Actor, ScopedQuerySet
from core.search import search


class ClassQuerySet(ScopedQuerySet):
    """Classes of students. A class teacher sees their own, whatever their powers."""

    read_capability: ClassVar[str] = "student.read"

    def own(self, actor: Actor) -> Q:
        return Q(class_teacher__user=actor.pk)

    def current(self) -> Self:
        """Classes that have not graduated."""
        return self.filter(graduated_on=None)


class StudentQuerySet(ScopedQuerySet):
    """Students. A class teacher sees those of the class; who signs in as a student sees nobody here."""

    read_capability: ClassVar[str] = "student.read"
    department_field: ClassVar[str] = "school_class__department_id"

    def own(self, actor: Actor) -> Q:
        return Q(school_class__class_teacher__user=actor.pk)

    def enrolled(self) -> Self:
        return self.filter(state="enrolled")

    def matching(self, terms: str) -> Self:
        return cast(Self, search(self, terms))


class OfStudentQuerySet(ScopedQuerySet):
    """Rows that belong to a student, and are seen by whoever sees the student."""

    read_capability: ClassVar[str] = "student.read"
    department_field: ClassVar[str] = "student__school_class__department_id"

    def own(self, actor: Actor) -> Q:
        return Q(student__school_class__class_teacher__user=actor.pk)
