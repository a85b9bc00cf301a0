"""Rows of inspections, and who sees them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db.models import Count, Q

from core.access import Actor, ScopedQuerySet


class InspectionQuerySet(ScopedQuerySet):
    """Inspections, for the staff; whoever answers for one sees it, whatever their powers."""

    read_capability: ClassVar[str] = "inspection.read"

    def own(self, actor: Actor) -> Q:
        return Q(responsible=actor.pk)

    def going_on(self, on: date) -> Self:
        """Those whose inspectors may come in on a day."""
        return self.filter(state="open", starts_on__lte=on, ends_on__gte=on)

    def as_listed(self) -> Self:
        """With how many findings there are, and how many of them nobody has settled."""
        return self.annotate(
            finding_count=Count("findings", filter=~Q(findings__state="withdrawn"), distinct=True),
            open_count=Count(
                "findings", filter=~Q(findings__state__in=["accepted", "withdrawn"]), distinct=True
            ),
        )


class OfInspectionQuerySet(ScopedQuerySet):
    """Parts of an inspection, seen by whoever sees it."""

    read_capability: ClassVar[str] = "inspection.read"
    department_field: ClassVar[str] = "inspection__department_id"

    def own(self, actor: Actor) -> Q:
        return Q(inspection__responsible=actor.pk)


class InspectorQuerySet(OfInspectionQuerySet):
    """People who inspect."""

    def admitted(self, user: Any, on: date) -> Self:
        """As whom an account comes in on a day: asked with every request, so that access ends by itself."""
        return self.filter(
            user=user.pk,
            user__is_active=True,
            user__is_inspector=True,
            revoked_at=None,
            inspection__state="open",
            inspection__starts_on__lte=on,
            inspection__ends_on__gte=on,
        )


class FindingQuerySet(OfInspectionQuerySet):
    """Findings: whoever has to put something right sees what it is."""

    def own(self, actor: Actor) -> Q:
        return super().own(actor) | Q(assignee=actor.pk)

    def unsettled(self) -> Self:
        return self.exclude(state__in=["accepted", "withdrawn"])

    def overdue(self, on: date) -> Self:
        """Those for which nothing was handed in by the day."""
        return self.filter(state__in=["open", "being_rectified", "returned"], due_on__lt=on)
