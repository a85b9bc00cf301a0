from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db.models import Count, OuterRef, Q

from core.access import Actor, Scope, ScopedQuerySet
from core.search import search

READ = "alliance.read"


def lasting_on(day: date) -> Q:
    """What lasts on a day, the first and the last day included."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


class AllianceQuerySet(ScopedQuerySet):
    """Alliances of one's departments, and those one looks after."""

    read_capability: ClassVar[str] = READ

    def own(self, actor: Actor) -> Q | None:
        return Q(organiser=actor.pk)

    def matching(self, terms: str) -> Self:
        found: Any = search(self, terms)
        return found

    def with_names(self) -> Self:
        return self.select_related("department", "industry", "region")

    def with_numbers(self, on: date) -> Self:
        """With how many are ``member_count`` on a day, counted row by row."""
        members: Any = self.model._meta.get_field("members").related_model
        rows = members._base_manager.filter(lasting_on(on), alliance=OuterRef("pk")).order_by()
        return self.annotate(
            member_count=rows.values("alliance").annotate(number=Count("pk")).values("number")
        )


class OfAllianceQuerySet(ScopedQuerySet):
    """Parts of an alliance, for whoever keeps alliances of its department."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "alliance__department_id"

    def own(self, actor: Actor) -> Q | None:
        return Q(alliance__organiser=actor.pk)

    def lasting(self, on: date) -> Self:
        return self.filter(lasting_on(on))


class TaskQuerySet(ScopedQuerySet):
    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "meeting__alliance__department_id"

    def own(self, actor: Actor) -> Q | None:
        return Q(owner=actor.pk) | Q(meeting__alliance__organiser=actor.pk)

    def open(self) -> Self:
        return self.filter(state="open")


class SupplyQuerySet(ScopedQuerySet):
    """Links of which either end belongs to one's departments."""

    read_capability: ClassVar[str] = READ

    def within(self, scope: Scope) -> Self:
        keys = scope.departments
        return self.filter(Q(supplier__department__in=keys) | Q(customer__department__in=keys))

    def lasting(self, on: date) -> Self:
        return self.filter(lasting_on(on))
