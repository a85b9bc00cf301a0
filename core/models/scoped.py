from __future__ import annotations

from collections.abc import Collection

from django.db import models

from core.access import Actor


class ScopedModel(models.Model):
    """A record that ``core.access.ScopedQuerySet`` guards; knows where it belongs and its page."""

    class Meta:
        abstract = True

    department_id: int | None

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    def permits(self, actor: Actor, capability: str) -> bool:
        """Whether the actor holds the capability on this row, without a query for department rows."""
        return actor.scope_for(capability).covers(self.department_id)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Leaves generated columns out: no constraint speaks of them, and Django would resolve their
        expressions anew for each one, which made most of the cost of saving a record."""
        generated = {field.name for field in self._meta.fields if field.generated}
        super().validate_constraints(exclude=generated.union(exclude or ()))
