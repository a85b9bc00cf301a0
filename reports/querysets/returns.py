"""Rows of returns to authorities, and who sees them."""

from __future__ import annotations

from typing import ClassVar, Self, cast

from django.db.models import Count, F, Func, IntegerField, Q

from core.access import Actor, ScopedQuerySet
from core.search import search

READ, EDIT, SUBMIT = (f"return.{name}" for name in ("read", "edit", "submit"))


class ReturnQuerySet(ScopedQuerySet):
    """Returns: those of one's departments; of the whole centre only with a power everywhere."""

    read_capability: ClassVar[str] = READ

    def matching(self, text: str) -> Self:
        return cast(Self, search(self, text))


class OfReturnQuerySet(ScopedQuerySet):
    """What belongs to a return as a whole."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "return_to__department_id"


class GapQuerySet(OfReturnQuerySet):
    """Values that are missing. Who can fill one sees it, whatever their other powers."""

    def own(self, actor: Actor) -> Q:
        return Q(people__contains=[actor.pk], return_to__state="draft")

    def asked_of(self, person: int) -> Self:
        """Those of drafts that somebody can fill."""
        return self.filter(people__contains=[person], return_to__state="draft")

    def by_person(self) -> dict[int, int]:
        """How many each person can fill. One query."""
        each = Func(F("people"), function="unnest", output_field=IntegerField())
        rows = self.order_by().annotate(person=each).values_list("person")
        return dict(rows.annotate(number=Count("pk")).order_by())
