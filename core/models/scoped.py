from __future__ import annotations

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
