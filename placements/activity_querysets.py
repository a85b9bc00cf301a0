"""Which activities of students somebody sees, and how many hours of them count."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db.models import Exists, OuterRef, Q, Sum

from core.access import Actor, ScopedQuerySet
from core.search import search
from placements.querysets import rows_behind


class ActivityQuerySet(ScopedQuerySet):
    """Activities of students. The class teacher sees them, and whoever instructs the student at a host."""

    read_capability: ClassVar[str] = "student.read"
    department_field: ClassVar[str] = "student__school_class__department_id"

    def own(self, actor: Actor) -> Q:
        placements: Any = rows_behind(self, "student").model._meta.get_field("placements").related_model
        guided = placements._default_manager.exclude(state="cancelled").filter(instructor__user=actor.pk)
        return Q(student__school_class__class_teacher__user=actor.pk) | Q(
            student__in=guided.order_by().values("student")
        )

    def guided_by(self, actor: Actor) -> Self:
        """Those that somebody confirms as class teacher or instructor."""
        return self.filter(self.own(actor))

    def with_names(self) -> Self:
        return self.select_related("student__school_class__class_teacher", "enterprise")

    def matching(self, terms: str) -> Self:
        found: Any = search(rows_behind(self, "student").order_by(), terms)
        return self.filter(Q(student__in=found.values("pk")) | Q(title__icontains=terms))

    def hours_by_kind(self, student_ids: Iterable[int]) -> dict[int, dict[str, Decimal]]:
        """What counts, by student and kind: the hours that were confirmed. One query."""
        rows = self.filter(student__in=list(student_ids), state="confirmed").order_by()
        totals: dict[int, dict[str, Decimal]] = {}
        for row in rows.values("student", "kind").annotate(total=Sum("hours")):
            totals.setdefault(row["student"], {})[row["kind"]] = row["total"]
        return totals


def with_something_to_confirm(students: Any, activities: Any) -> Any:
    """Those of the students who wait for somebody to confirm an activity."""
    waiting = activities.filter(student=OuterRef("pk"), state="submitted")
    return students.filter(Exists(waiting))
