from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db.models import Q

from core.access import Actor, ScopedQuerySet
from core.search import search

READ = "curriculum.read"


class AdjustmentQuerySet(ScopedQuerySet):
    """Adjustments of curricula, seen with their department, and by who sits on the panel."""

    read_capability: ClassVar[str] = READ

    def own(self, actor: Actor) -> Q | None:
        members: Any = self.model._meta.get_field("members").related_model
        return Q(pk__in=members._base_manager.filter(user=actor.pk).values("adjustment"))

    def with_names(self) -> Self:
        return self.select_related("department", "major")

    def adopted(self) -> Self:
        return self.filter(state="adopted")

    def in_effect_on(self, day: date) -> Self:
        """Adopted, and their term has begun by a day."""
        return self.filter(state="adopted", effective_on__lte=day)

    def matching(self, terms: str) -> Self:
        """Its words or its major have every term in them."""
        found = self
        for term in terms.split():
            worded = search(self.model._default_manager.order_by(), term)
            of_major = Q(major__name_zh__icontains=term) | Q(major__name_en__icontains=term)
            found = found.filter(Q(pk__in=worded.values("pk")) | of_major | Q(major__code=term))
        return found


class PanelMemberQuerySet(ScopedQuerySet):
    """Members of panels, seen by whoever sees the adjustment by power; each sees their own."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "adjustment__department_id"

    def own(self, actor: Actor) -> Q | None:
        return Q(user=actor.pk)
