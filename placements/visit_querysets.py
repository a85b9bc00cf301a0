"""Which visits somebody sees, and when the next one of each student is due."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import DateField, Exists, ExpressionWrapper, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from core.access import Actor, ScopedQuerySet


class VisitQuerySet(ScopedQuerySet):
    """Visits of instructors. Who visited sees the visit, and so does whoever sees one of its students."""

    read_capability: ClassVar[str] = "placement.read"

    def own(self, actor: Actor) -> Q:
        lines: Any = self.model._meta.get_field("lines").related_model
        model: Any = self.model
        visitors = model.visitors.through
        of_own = lines._default_manager.all()
        return Q(pk__in=of_own.filter(of_own.own(actor)).values("visit")) | Q(
            pk__in=visitors.objects.filter(user=actor.pk).values("supervisionvisit")
        )

    def meeting(self, placement_id: Any) -> Any:
        """Those at which the student was seen or spoken to."""
        lines: Any = self.model._meta.get_field("lines").related_model
        met = lines._default_manager.filter(visit=OuterRef("pk"), placement=placement_id, was_met=True)
        return self.filter(Exists(met))


def with_next_visit(placements: Any, visits: Any, *, proposed_days: int) -> Any:
    """Placements with ``last_visit_on`` and ``visit_due_on``: as agreed at the last visit, else so many days
    after it, or after the start, as the plan says. A student who was not met was not visited.
    Two subqueries a row, each through an index."""
    last = visits.meeting(OuterRef(OuterRef("pk"))).order_by("-visited_on", "-pk")
    every = Coalesce(F("plan__visit_frequency__every_days"), Value(proposed_days))
    usual = ExpressionWrapper(
        Coalesce(F("last_visit_on"), F("started_on"), F("starts_on")) + every, output_field=DateField()
    )
    return placements.annotate(
        last_visit_on=Subquery(last.values("visited_on")[:1]),
        agreed_visit_on=Subquery(last.values("next_on")[:1]),
    ).annotate(visit_due_on=Coalesce(F("agreed_visit_on"), usual))
