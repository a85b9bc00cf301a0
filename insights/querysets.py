from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db.models import Exists, OuterRef, Q

from core.access import Actor, Scope, ScopedQuerySet


class SnapshotQuerySet(ScopedQuerySet):
    """Frozen indicators: those that say something about one's departments."""

    read_capability: ClassVar[str] = "indicator.read"

    def within(self, scope: Scope) -> Self:
        groups: Any = self.model._meta.get_field("groups").related_model
        ours = groups._default_manager.order_by().filter(snapshot=OuterRef("pk"))
        return self.filter(Exists(ours.filter(department__in=scope.departments)))

    def of(self, code: str) -> Self:
        return self.filter(code=code)


class OfSnapshotQuerySet(ScopedQuerySet):
    """Numbers and rows of frozen indicators, by the department they were counted in."""

    read_capability: ClassVar[str] = "indicator.read"

    def of(self, snapshot: Any) -> Self:
        return self.filter(snapshot=snapshot)

    def in_part(self, part: str) -> Self:
        """Rows of a part of the numerator, of all of it, or of the rest."""
        match part:
            case "counted":
                return self.exclude(part="")
            case "rest":
                return self.filter(part="")
        return self.filter(part=part)

    def matching(self, terms: str) -> Self:
        """Rows in whose names or numbers every one of the terms occurs."""
        rows = self
        for term in terms.split():
            rows = rows.filter(searched__icontains=term)
        return rows


class TargetQuerySet(ScopedQuerySet):
    """Targets of one's departments, and those of the whole centre, which everybody who sees any may read."""

    read_capability: ClassVar[str] = "indicator.read"

    def own(self, actor: Actor) -> Q | None:
        return Q(department=None) if actor.scope_for(self.read_capability) else None

    def with_names(self) -> Self:
        return self.select_related("department", "set_by")


class BoardSnapshotQuerySet(ScopedQuerySet):
    """Frozen dashboards of one's departments; those of the whole centre for whoever sees all of it."""

    read_capability: ClassVar[str] = "indicator.read"
