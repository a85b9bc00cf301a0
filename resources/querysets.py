from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.db.models import Exists, OuterRef, Q

from core.access import Actor, ScopedQuerySet
from core.search import search

READ, READ_CONTRIBUTION = "resource.read", "contribution.read"
HOLDING = ("requested", "approved", "used")


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


class ResourceQuerySet(WithEnterprise):
    """Places and equipment of both sides, seen with the department that looks after them."""

    read_capability: ClassVar[str] = READ

    def own(self, actor: Actor) -> Q | None:
        return Q(keeper=actor.pk)

    def with_names(self) -> Self:
        return self.select_related("enterprise", "department", "keeper", "contact")

    def in_service(self) -> Self:
        return self.filter(state="active")

    def proposed(self) -> Self:
        """By enterprises, and not answered yet."""
        return self.filter(state="proposed")

    def taken_in(self) -> Self:
        return self.filter(state__in=["active", "out"])

    def offered(self) -> Self:
        """What the centre lets enterprises book."""
        return self.filter(enterprise=None, is_shared=True, state="active")

    def check_due(self, by: date) -> Self:
        return self.filter(next_check_on__lte=by)

    def free_between(self, first: datetime, last: datetime) -> Self:
        """Those that nothing holds in a span of time, its end not included."""
        bookings: Any = self.model._meta.get_field("bookings").related_model
        works: Any = self.model._meta.get_field("maintenance").related_model
        taken = bookings._base_manager.filter(resource=OuterRef("pk"), state__in=HOLDING)
        closed = works._base_manager.filter(resource=OuterRef("pk")).exclude(state="cancelled")
        span = {"starts_at__lt": last, "ends_at__gt": first}
        return self.in_service().exclude(Exists(taken.filter(**span))).exclude(Exists(closed.filter(**span)))


class OfResourceQuerySet(ScopedQuerySet):
    """Parts of a resource, for whoever sees it."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "resource__department_id"

    def own(self, actor: Actor) -> Q | None:
        return Q(resource__keeper=actor.pk)

    def between(self, first: datetime, last: datetime) -> Self:
        """Those that touch a span of time, its end not included."""
        return self.filter(starts_at__lt=last, ends_at__gt=first)


class BookingQuerySet(OfResourceQuerySet):
    def own(self, actor: Actor) -> Q | None:
        return Q(resource__keeper=actor.pk) | Q(booked_by=actor.pk)

    def with_names(self) -> Self:
        return self.select_related("resource", "resource__department", "enterprise", "booked_by")

    def holding(self) -> Self:
        """Those that keep the time from others: asked for, approved, used."""
        return self.filter(state__in=HOLDING)

    def waiting_for_centre(self) -> Self:
        return self.filter(state="requested", resource__enterprise=None)

    def to_record(self, now: datetime) -> Self:
        """Approved and over: whether it was used, and how, is not recorded yet."""
        return self.filter(state="approved", ends_at__lte=now)

    def matching(self, terms: str) -> Self:
        found = self
        resources: Any = self.model._meta.get_field("resource").related_model
        enterprises: Any = self.model._meta.get_field("enterprise").related_model
        for term in terms.split():
            named = search(resources._default_manager.order_by(), term).values("pk")
            firms = search(enterprises._default_manager.order_by(), term).values("pk")
            asked = search(self.model._default_manager.order_by(), term).values("pk")
            found = found.filter(Q(resource__in=named) | Q(enterprise__in=firms) | Q(pk__in=asked))
        return found


class MaintenanceQuerySet(OfResourceQuerySet):
    def closing(self) -> Self:
        """What takes the resource out of service in its time."""
        return self.exclude(state="cancelled")

    def overdue(self, now: datetime) -> Self:
        return self.filter(state="planned", ends_at__lte=now)


class ContributionQuerySet(WithEnterprise):
    read_capability: ClassVar[str] = READ_CONTRIBUTION

    def with_names(self) -> Self:
        return self.select_related("enterprise", "department", "agreement", "resource")

    def counted(self) -> Self:
        """What counts in every figure: confirmed by both, and not taken back by a reversing record."""
        return self.filter(state="confirmed", reverses=None)

    def in_year(self, year: int) -> Self:
        return self.filter(given_on__gte=date(year, 1, 1), given_on__lte=date(year, 12, 31))

    def waiting_for_centre(self) -> Self:
        return self.filter(state="told", by_enterprise=True)


class StatementQuerySet(ScopedQuerySet):
    read_capability: ClassVar[str] = READ_CONTRIBUTION
