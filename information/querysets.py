from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Q, Subquery

from core.access import Actor, ScopedQuerySet
from core.search import search

READ = "announcement.read"
ASSIGNMENT_READ, ASSIGNMENT_EDIT = "assignment.read", "assignment.edit"


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


class AssignmentQuerySet(ScopedQuerySet):
    """Tasks of the people of one's departments, one's own, and those that one gave."""

    read_capability: ClassVar[str] = ASSIGNMENT_READ

    def own(self, actor: Actor) -> Q:
        return Q(owner=actor.pk) | Q(giver=actor.pk)

    def permitting(self, actor: Actor, capability: str) -> Self:
        rows = super().permitting(actor, capability)
        if capability != ASSIGNMENT_EDIT or actor.pk is None or actor.scope_for(capability).everywhere:
            return rows
        return self.filter(self.own(actor) | Q(pk__in=rows.order_by().values("pk")))

    def open(self) -> Self:
        return self.filter(state="open")

    def late(self, on: date) -> Self:
        return self.open().filter(due_on__lt=on)

    def about(self, record: Any) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(record), subject_id=record.pk)

    def nearest_first(self) -> Self:
        """By their day; what has none comes last, as the database has it."""
        return self.order_by("due_on", "pk")

    def with_names(self) -> Self:
        return self.select_related("owner", "giver", "department")
