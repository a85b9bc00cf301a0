from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db.models import Count, OuterRef, Q

from core.access import Actor, ScopedQuerySet
from core.search import search

READ = "training.read"


class CourseQuerySet(ScopedQuerySet):
    """Courses of one's departments, and those one looks after or teaches."""

    read_capability: ClassVar[str] = READ

    def own(self, actor: Actor) -> Q | None:
        trainers: Any = self.model._meta.get_field("trainers").related_model
        taught = trainers._base_manager.filter(teacher__user=actor.pk)
        return Q(organiser=actor.pk) | Q(pk__in=taught.values("course"), state__in=["offered", *GIVEN])

    def matching(self, terms: str) -> Self:
        found: Any = search(self, terms)
        return found

    def with_names(self) -> Self:
        return self.select_related("department")

    def with_numbers(self) -> Self:
        """With how many are ``enrolled_count`` and ``waiting_count``, counted row by row."""
        enrolments: Any = self.model._meta.get_field("enrolments").related_model
        of_this = enrolments._base_manager.filter(course=OuterRef("pk")).order_by()

        def number(state: str) -> Any:
            rows = of_this.filter(state=state)
            return rows.values("course").annotate(number=Count("pk")).values("number")

        return self.annotate(enrolled_count=number("enrolled"), waiting_count=number("waiting"))

    def open_to(self, enterprise: int) -> Self:
        """Offered or given, to everybody or to this enterprise."""
        chosen: Any = self.model._meta.get_field("partners")
        of_it = chosen.remote_field.through.objects.filter(enterprise=enterprise).values("course")
        return self.filter(Q(is_for_all=True) | Q(pk__in=of_it), state__in=["offered", *GIVEN])

    def over_but_open(self, now: datetime) -> Self:
        """Running, its last session over, and not closed."""
        return self.filter(state="running", last_at__lt=now)

    def to_begin(self, now: datetime) -> Self:
        """Offered, its first session passed, and neither begun nor cancelled."""
        return self.filter(state="offered", first_at__lt=now)


GIVEN = ("running", "closed")


class OfCourseQuerySet(ScopedQuerySet):
    """Parts of a course, for whoever keeps courses of its department."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "course__department_id"

    def own(self, actor: Actor) -> Q | None:
        return Q(course__organiser=actor.pk)


class EnrolmentQuerySet(OfCourseQuerySet):
    def with_names(self) -> Self:
        return self.select_related("enterprise", "course")

    def matching(self, terms: str) -> Self:
        found = self
        for term in terms.split():
            found = found.filter(Q(name__icontains=term) | Q(enterprise__name__icontains=term))
        return found

    def enrolled(self) -> Self:
        return self.filter(state="enrolled")

    def waiting(self) -> Self:
        """In the order in which they get a place."""
        return self.filter(state="waiting").order_by("enrolled_at", "pk")

    def trained(self) -> Self:
        """Who was there at a course that was closed."""
        return self.filter(state="enrolled", course__state="closed", hours__gt=0)


class FeeQuerySet(OfCourseQuerySet):
    def with_names(self) -> Self:
        return self.select_related("enterprise", "course")

    def matching(self, terms: str) -> Self:
        found = self
        for term in terms.split():
            found = found.filter(
                Q(course__title__icontains=term)
                | Q(enterprise__name__icontains=term)
                | Q(receipt__icontains=term)
            )
        return found


class CertificateQuerySet(ScopedQuerySet):
    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "enrolment__course__department_id"
