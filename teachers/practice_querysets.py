from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db.models import Count, F, Q

from core.access import Actor, ScopedQuerySet
from core.search import search
from teachers.querysets import OfTeacherQuerySet


def matching_people(rows: Any, terms: str, *others: str) -> Any:
    """Rows of which teacher or another searched record has every one of the terms in it."""
    for term in terms.split():
        found = Q()
        for field in ("teacher", *others):
            related: Any = rows.model._meta.get_field(field).related_model
            found |= Q(**{f"{field}__in": search(related._default_manager.order_by(), term).values("pk")})
        rows = rows.filter(found)
    return rows


class PracticeQuerySet(OfTeacherQuerySet):
    """Practice in enterprises. Teachers see all of their own."""

    read_capability: ClassVar[str] = "practice.read"

    def done(self) -> Self:
        """What counts: accepted by the centre."""
        return self.filter(state="accepted")

    def coming(self) -> Self:
        """What is approved or under way, or waits to be accepted: shown, and not counted yet."""
        return self.filter(state__in=["approved", "under_way", "submitted"])

    def at_the_enterprise(self) -> Self:
        """What the enterprise may know of: the centre has approved it."""
        return self.filter(state__in=["approved", "under_way", "submitted", "accepted"])

    def with_names(self) -> Self:
        return self.select_related("teacher__department", "enterprise")

    def to_prolong(self) -> Self:
        """Of which a prolongation waits for approval."""
        return self.filter(pk__in=self._changes().filter(state="asked").values("practice"))

    def on_seats(self, day: date) -> Self:
        """What has a seat of its post from a day on."""
        gone = Q(gives_seat_back=True, ends_on__lt=day)
        return self.exclude(gone | Q(state__in=["returned", "cancelled"]))

    def _changes(self) -> Any:
        related: Any = self.model._meta.get_field("changes").related_model
        return related._default_manager.order_by()

    def matching(self, terms: str) -> Self:
        found: Self = matching_people(self, terms, "enterprise")
        return found


class OfPracticeQuerySet(ScopedQuerySet):
    """Parts of a practice, seen by whoever sees the practice."""

    read_capability: ClassVar[str] = "practice.read"
    department_field: ClassVar[str] = "practice__teacher__department_id"

    def own(self, actor: Actor) -> Q:
        return Q(practice__teacher__user=actor.pk)


class PracticeDueQuerySet(OfTeacherQuerySet):
    """How teachers stand before the rules on practice, as kept for lists."""

    read_capability: ClassVar[str] = "practice.read"

    def short_by(self, day: date) -> Self:
        """Those who fall short by a day unless more is done."""
        return self.filter(short_from__lte=day)

    def matching(self, terms: str) -> Self:
        found: Self = matching_people(self, terms)
        return found


class OpeningQuerySet(ScopedQuerySet):
    """Posts for teachers in enterprises. Every teacher sees those that are open."""

    read_capability: ClassVar[str] = "practice.read"
    department_field: ClassVar[str] = "enterprise__department_id"

    def own(self, actor: Actor) -> Q:
        practices: Any = self.model._meta.get_field("practices").related_model
        teachers: Any = practices._meta.get_field("teacher").related_model
        if not teachers._default_manager.filter(user=actor.pk).exists():
            return Q(pk__in=[])
        asked = practices._default_manager.filter(teacher__user=actor.pk, opening__isnull=False)
        return Q(state="open") | Q(pk__in=asked.values("opening"))

    def open_on(self, day: date) -> Self:
        """Those that can be asked for on a day."""
        return self.filter(state="open", ends_on__gte=day)

    def with_taken(self) -> Self:
        """With how many seats are ``taken``, as one query: what ended early has given its own back."""
        live = ~Q(practices__state__in=["returned", "cancelled"]) & ~Q(practices__gives_seat_back=True)
        return self.annotate(taken=Count("practices", filter=live, distinct=True))

    def with_free_seats(self) -> Self:
        return self.with_taken().filter(taken__lt=F("seats"))

    def near_to(self, teacher: Any) -> Self:
        """Those for the majors that a teacher teaches, and those for every major."""
        opening: Any = self.model
        majors = opening.majors.through.objects.filter(
            major__in=teacher.majors.through.objects.filter(teacher=teacher.pk).values("major")
        )
        return self.filter(Q(pk__in=majors.values("opening")) | Q(majors=None))

    def matching(self, terms: str) -> Self:
        found = self
        for term in terms.split():
            enterprises: Any = self.model._meta.get_field("enterprise").related_model
            named = search(enterprises._default_manager.order_by(), term).values("pk")
            of_the_post = Q(title__icontains=term) | Q(place__icontains=term)
            found = found.filter(of_the_post | Q(enterprise__in=named))
        return found
