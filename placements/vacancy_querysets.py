"""Rows of vacancies, applications and destinations, and who sees them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db.models import Q

from core.access import Actor, ScopedQuerySet
from core.search import fold, is_too_short, search
from placements.querysets import rows_behind


class VacancyQuerySet(ScopedQuerySet):
    """Work that enterprises have for graduates."""

    read_capability: ClassVar[str] = "vacancy.read"

    def open_on(self, on: date) -> Self:
        """Those for which somebody may apply."""
        return self.filter(state="approved", open_until__gte=on)

    def with_names(self) -> Self:
        """With what lists and titles show."""
        return self.select_related("enterprise", "region__parent__parent", "department")

    def matching(self, terms: str) -> Self:
        """Those whose words, or whose enterprise's names, contain every one of the terms."""
        if is_too_short(terms):
            return self.none()
        rows = self
        for term in terms.split():
            if is_too_short(term):  # narrows what a longer term has found
                folded = fold(term)
                found = Q(search_text__contains=folded) | Q(enterprise__search_text__contains=folded)
            else:
                own = search(self.model._default_manager.order_by(), term)
                named = search(rows_behind(self, "enterprise").order_by(), term)
                found = Q(pk__in=own.values("pk")) | Q(enterprise__in=named.values("pk"))
            rows = rows.filter(found)
        return rows


class OfGraduateQuerySet(ScopedQuerySet):
    """What belongs to a student or graduate, seen by the class teacher whatever their powers."""

    department_field: ClassVar[str] = "student__school_class__department_id"

    def own(self, actor: Actor) -> Q:
        return Q(student__school_class__class_teacher__user=actor.pk)

    def matching(self, terms: str) -> Self:
        if is_too_short(terms):
            return self.none()
        students: Any = search(rows_behind(self, "student").order_by(), terms)
        return self.filter(student__in=students.values("pk"))


class VacancyApplicationQuerySet(OfGraduateQuerySet):
    """Applications, seen by whoever looks after vacancies where the student studies."""

    read_capability: ClassVar[str] = "vacancy.read"


class DestinationQuerySet(OfGraduateQuerySet):
    """What became of graduates."""

    read_capability: ClassVar[str] = "destination.read"
