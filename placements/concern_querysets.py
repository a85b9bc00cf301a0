from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db.models import Q

from core.access import Actor, ScopedQuerySet


class ConcernQuerySet(ScopedQuerySet):
    """Concerns. Read by those who handle them where they arose, and by those who are named on one."""

    read_capability: ClassVar[str] = "concern.handle"

    def own(self, actor: Actor) -> Q:
        readers: Any = self.model._meta.get_field("readers").related_model
        return Q(pk__in=readers._default_manager.filter(user=actor.pk).values("concern"))

    def raised_by_user(self, user_id: Any) -> Self:
        """Those whose progress somebody with an account sees."""
        return self.filter(raiser=user_id) if user_id is not None else self.none()

    def open(self) -> Self:
        return self.filter(state__in=["new", "looked_into"])


class OfConcernQuerySet(ScopedQuerySet):
    """Parts of a concern, read by whoever reads the concern."""

    read_capability: ClassVar[str] = "concern.handle"
    department_field: ClassVar[str] = "concern__department_id"

    def own(self, actor: Actor) -> Q:
        concerns: Any = self.model._meta.get_field("concern").related_model
        rows = concerns._default_manager.all()
        return Q(concern__in=rows.filter(rows.own(actor)).values("pk"))
