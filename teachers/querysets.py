from __future__ import annotations

from typing import ClassVar, Self, cast

from django.db.models import Q

from core.access import Actor, ScopedQuerySet
from core.search import search


class TeacherQuerySet(ScopedQuerySet):
    """Teachers of the centre. One sees oneself, whatever one's powers."""

    read_capability: ClassVar[str] = "teacher.read"

    def own(self, actor: Actor) -> Q:
        return Q(user=actor.pk)

    def current(self) -> Self:
        """Those who have not left."""
        return self.filter(left_on=None)

    def matching(self, terms: str) -> Self:
        return cast(Self, search(self, terms))
