from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db.models import Count, OuterRef, Q, Subquery

from core.access import Actor, ScopedQuerySet
from core.search import search

READ = "announcement.read"


class AnnouncementQuerySet(ScopedQuerySet):
    """What one's departments announce, what one wrote oneself, and what one is told."""

    read_capability: ClassVar[str] = READ

    def own(self, actor: Actor) -> Q | None:
        readers: Any = self.model._meta.get_field("readers").related_model
        told = readers._default_manager.filter(user=actor.pk).values("announcement")
        return Q(created_by=actor.pk) | Q(state="published", pk__in=told)

    def matching(self, terms: str) -> Self:
        found: Any = search(self, terms)
        return found

    def current(self, on: date) -> Self:
        """Published, and still shown on a day."""
        return self.filter(Q(shown_until=None) | Q(shown_until__gte=on), state="published")

    def with_numbers(self) -> Self:
        """With how many were told and how many of them read it, counted row by row."""
        readers: Any = self.model._meta.get_field("readers").related_model
        rows = readers._base_manager.filter(announcement=OuterRef("pk")).order_by().values("announcement")
        read = rows.filter(read_at__isnull=False)
        return self.annotate(
            told_count=Subquery(rows.annotate(number=Count("pk")).values("number")),
            read_count=Subquery(read.annotate(number=Count("pk")).values("number")),
        )
