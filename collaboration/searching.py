from __future__ import annotations

from typing import Any, Self

from django.db.models import Q

from core.access import ScopedQuerySet
from core.search import search


class WithEnterprise(ScopedQuerySet):
    """Searchable rows that are found by the name of their enterprise as well."""

    def matching(self, terms: str) -> Self:
        """Its own words or its enterprise have every term in them."""
        found = self
        enterprise: Any = self.model._meta.get_field("enterprise").related_model
        for term in terms.split():
            enterprises = search(enterprise._default_manager.order_by(), term)
            titled = search(self.model._default_manager.order_by(), term)
            found = found.filter(Q(pk__in=titled.values("pk")) | Q(enterprise__in=enterprises.values("pk")))
        return found
