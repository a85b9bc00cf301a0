from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self, cast

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core.access import Actor, ScopedQuerySet
from core.search import search

EVIDENCE = ("qualifications", "trainings", "taught_courses", "experiences", "achievements")


def on_the_day(day: date) -> Q:
    """Rows whose days, first to last, contain this one; those without a last day go on."""
    return Q(starts_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))


class TeacherQuerySet(ScopedQuerySet):
    """Teachers of the centre. One sees oneself, whatever one's powers."""

    read_capability: ClassVar[str] = "teacher.read"

    def own(self, actor: Actor) -> Q:
        return Q(user=actor.pk)

    def current(self) -> Self:
        """Those who have not left by today."""
        return self.filter(Q(left_on=None) | Q(left_on__gte=timezone.localdate()))

    def serving_on(self, day: date, *, kind: str | None = None, department_ids: Any | None = None) -> Self:
        """Those who were in service on a day: then, of that kind and in those departments."""
        periods = self._related("service_periods").filter(on_the_day(day), teacher=OuterRef("pk"))
        if kind is not None:
            periods = periods.filter(kind=kind)
        if department_ids is not None:
            periods = periods.filter(department__in=department_ids)
        return self.filter(Exists(periods))

    def absent_on(self, day: date) -> Self:
        """Those in service on a day who did not teach then."""
        return self.serving_on(day).filter(self._away(day))

    def present_on(self, day: date) -> Self:
        return self.serving_on(day).exclude(self._away(day))

    def _away(self, day: date) -> Exists:
        return Exists(self._related("absences").filter(on_the_day(day), teacher=OuterRef("pk")))

    def with_management_experience(self) -> Self:
        """Those of whom it is confirmed that they led something in an enterprise."""
        rows = self._related("experiences")
        return self.filter(Exists(rows.filter(teacher=OuterRef("pk"), state="confirmed", is_management=True)))

    def with_something_waiting(self) -> Self:
        """Those of whom a piece of evidence waits for the office."""
        waiting = Q()
        for name in EVIDENCE:
            rows = self._related(name).filter(teacher=OuterRef("pk"), state="entered")
            waiting |= Q(Exists(rows))
        return self.filter(waiting)

    def matching(self, terms: str) -> Self:
        return cast(Self, search(self, terms))

    def _related(self, name: str) -> QuerySet[Any]:
        """Rows of a model that leads here, which cannot be imported here."""
        related: Any = self.model._meta.get_field(name).related_model
        return related._default_manager.order_by()


class OfTeacherQuerySet(ScopedQuerySet):
    """Parts of a teacher's record. A teacher sees all of their own."""

    read_capability: ClassVar[str] = "teacher.read"
    department_field: ClassVar[str] = "teacher__department_id"

    def own(self, actor: Actor) -> Q:
        return Q(teacher__user=actor.pk)

    def of(self, teacher_ids: Any) -> Self:
        return self.filter(teacher__in=teacher_ids)


class ServicePeriodQuerySet(OfTeacherQuerySet):
    def on(self, day: date) -> Self:
        return self.filter(on_the_day(day))


class EvidenceQuerySet(OfTeacherQuerySet):
    """What shows that something about a teacher is so. Only what is confirmed counts anywhere."""

    def confirmed(self) -> Self:
        return self.filter(state="confirmed")

    def waiting(self) -> Self:
        """What waits for the teacher affairs office."""
        return self.filter(state="entered")

    def standing(self) -> Self:
        """All but what was taken back."""
        return self.exclude(state="withdrawn")

    def known_on(self, day: date) -> Self:
        """What had begun or was given by a day."""
        model: Any = self.model
        return self.filter(**{f"{model.since_field}__lte": day})

    def counting_on(self, day: date) -> Self:
        """What is confirmed and had begun or was given by a day: what standing is computed from."""
        return self.confirmed().known_on(day)


class QualificationQuerySet(EvidenceQuerySet):
    def matching(self, terms: str) -> Self:
        """Those whose teacher is found, or whose name or number contains the words."""
        teachers: Any = self.model._meta.get_field("teacher").related_model
        found = search(teachers._default_manager.order_by(), terms)
        named = Q(name__icontains=terms) | Q(number__icontains=terms)
        return self.filter(named | Q(teacher__in=found.values("pk")))

    def valid_on(self, day: date) -> Self:
        """Given by a day and not expired on it."""
        return self.known_on(day).filter(Q(expires_on=None) | Q(expires_on__gte=day))

    def counting_on(self, day: date) -> Self:
        return self.confirmed().valid_on(day)

    def expiring(self, first: date, last: date) -> Self:
        """Confirmed ones whose last day is in a span, both ends included, and that nothing has renewed."""
        renewed = self.model._default_manager.filter(
            ~Q(pk=OuterRef("pk")),
            Q(expires_on=None) | Q(expires_on__gt=OuterRef("expires_on")),
            teacher=OuterRef("teacher"),
            kind=OuterRef("kind"),
            name=OuterRef("name"),
            state="confirmed",
        )
        return self.confirmed().filter(expires_on__range=(first, last)).exclude(Exists(renewed.order_by()))
