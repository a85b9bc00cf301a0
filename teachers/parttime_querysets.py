from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest, Least

from core.access import Actor, ScopedQuerySet
from core.search import search

READ, EDIT, VET = "parttime.read", "parttime.edit", "parttime.vet"


def _behind(queryset: ScopedQuerySet, field: str) -> Any:
    """All rows of the model that a key leads to, or that leads here, which cannot be imported here."""
    related: Any = queryset.model._meta.get_field(field).related_model
    return related._default_manager.order_by()


def of_person(contact: Any, term: str, prefix: str) -> Q:
    """Whose name or post has the term in it, or whose enterprise is found by it.

    Args:
        contact: the model of contacts; one's names are few enough to be read without an index.
    """
    enterprises: Any = contact._meta.get_field("enterprise").related_model
    found = Q(
        **{f"{prefix}enterprise__in": search(enterprises._default_manager.order_by(), term).values("pk")}
    )
    for field in ("name", "name_latin", "title"):
        found |= Q(**{f"{prefix}{field}__icontains": term})
    return found


class PartTimeNeedQuerySet(ScopedQuerySet):
    """What departments need part-time teachers for."""

    read_capability: ClassVar[str] = READ

    def open(self) -> Self:
        """Published and not closed: what enterprises read, and propose people for."""
        return self.filter(state="published")

    def with_counts(self) -> Self:
        """With how many people are ``proposed`` and not decided on, and how many are ``found``."""
        return self.annotate(
            proposed=Count(
                "appointments",
                filter=Q(appointments__state__in=["proposed", "vetted", "publicised", "agreed"]),
                distinct=True,
            ),
            found=Count("appointments", filter=Q(appointments__state="inducted"), distinct=True),
        )

    def matching(self, terms: str) -> Self:
        found = self
        for term in terms.split():
            found = found.filter(
                Q(title__icontains=term) | Q(courses__icontains=term) | Q(sought__icontains=term)
            )
        return found


class PartTimeTeacherQuerySet(ScopedQuerySet):
    """Part-time teachers: of one's departments, and those whom an appointment brings there."""

    read_capability: ClassVar[str] = READ

    def visible_to(self, actor: Actor) -> Self:
        scope = actor.scope_for(READ)
        rows = super().visible_to(actor)
        if scope.everywhere or not scope:
            return rows
        appointed = _behind(self, "appointments").within(scope)
        return self.filter(Q(pk__in=rows.values("pk")) | Q(pk__in=appointed.values("person")))

    def with_names(self) -> Self:
        return self.select_related("contact__enterprise", "department")

    def serving_on(self, day: date) -> Self:
        """Each person once, however many appointments run on the day."""
        serving = _behind(self, "appointments").serving_on(day).filter(person=OuterRef("pk"))
        return self.filter(Exists(serving))

    def with_last_day(self, day: date) -> Self:
        """With the ``serves_until`` of the appointment that runs the longest among those of the day."""
        serving = _behind(self, "appointments").serving_on(day).filter(person=OuterRef("pk"))
        last = serving.annotate(last=Least("ends_on", "ended_on")).order_by("-last").values("last")
        return self.annotate(serves_until=Subquery(last[:1]))

    def matching(self, terms: str) -> Self:
        found = self
        contact: Any = self.model._meta.get_field("contact").related_model
        for term in terms.split():
            named = of_person(contact, term, "contact__")
            found = found.filter(named | Q(title__icontains=term) | Q(skill__icontains=term))
        return found

    def named(self, terms: str) -> Self:
        """Whose name, post, title or trade has every one of the terms in it: not by the enterprise, of which
        a common word finds too many."""
        found = self
        for term in terms.split():
            said = ("contact__name", "contact__name_latin", "contact__title", "title", "skill")
            found = found.filter(reduce(or_, (Q(**{f"{field}__icontains": term}) for field in said)))
        return found


class EmploymentQuerySet(ScopedQuerySet):
    """Where part-time teachers work and worked, seen with the person."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "person__department_id"


class AppointmentQuerySet(ScopedQuerySet):
    """Appointments of part-time teachers, seen with the department that needs them."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "need__department_id"

    def with_names(self) -> Self:
        return self.select_related("person", "contact__enterprise", "need__department")

    def coming(self) -> Self:
        """On the way: neither teaching nor given up."""
        return self.filter(state__in=["proposed", "vetted", "publicised", "agreed"])

    def serving_on(self, day: date) -> Self:
        """Those that run on a day, also a past one: told by the days, never by the state of today."""
        return self.filter(
            Q(ended_on=None) | Q(ended_on__gte=day),
            inducted_on__lte=day,
            begins_on__lte=day,
            ends_on__gte=day,
        )

    def ending(self, first: date, last: date) -> Self:
        """Inducted ones whose last day lies in a span, both ends included, and that nothing follows."""
        follows = self.model._default_manager.order_by().filter(
            ~Q(pk=OuterRef("pk")),
            person=OuterRef("person"),
            ends_on__gt=OuterRef("ends_on"),
            state__in=["proposed", "vetted", "publicised", "agreed", "inducted"],
        )
        return self.filter(state="inducted", ends_on__range=(first, last)).exclude(Exists(follows))

    def of_who_left(self, day: date) -> Self:
        """Those that are not over on a day, of people who had left the enterprise by then."""
        return self.filter(
            state__in=["proposed", "vetted", "publicised", "agreed", "inducted"],
            ends_on__gte=day,
            contact__left_on__lte=day,
        )

    def in_publicity(self, day: date) -> Self:
        """Those that everybody of the centre may read about on a day."""
        return self.filter(state="publicised", publicised_from__lte=day, publicised_until__gte=day)

    def open_to_objection(self, actor: Actor, day: date) -> Self:
        """Those that are public on a day, to whoever reads the notice; and until the induction, to the
        office, which enters what came in while they were."""
        public = Q(state="publicised", publicised_from__lte=day, publicised_until__gte=day)
        kept = Q(state__in=["publicised", "agreed"], publicised_from__lte=day)
        ours = Q(pk__in=self.permitting(actor, EDIT).values("pk"))
        ours |= Q(pk__in=self.permitting(actor, VET).values("pk"))
        return self.filter(public | (kept & ours))

    def to_answer_by(self, actor: Actor) -> Self:
        """Those with an objection that waits for an answer and that this person may answer."""
        waiting = _behind(self, "objections").to_answer_by(actor).filter(appointment=OuterRef("pk"))
        return self.filter(Exists(waiting))

    def with_first_day(self) -> Self:
        """With ``serves_from``: nobody teaches before the induction."""
        return self.annotate(serves_from=Greatest(F("begins_on"), F("inducted_on")))

    def matching(self, terms: str) -> Self:
        found = self
        contact: Any = self.model._meta.get_field("contact").related_model
        for term in terms.split():
            found = found.filter(of_person(contact, term, "contact__") | Q(need__title__icontains=term))
        return found


class OfAppointmentQuerySet(ScopedQuerySet):
    """Parts of an appointment, seen by whoever sees the appointment."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "appointment__need__department_id"


class AppointmentObjectionQuerySet(OfAppointmentQuerySet):
    """Objections, seen by whoever vets: they answer them."""

    read_capability: ClassVar[str] = VET

    def to_answer_by(self, actor: Actor) -> Self:
        """Nobody answers their own, nor one to somebody whom they proposed."""
        rows = self.permitting(actor, VET).filter(outcome="")
        return rows.exclude(made_by=actor.pk, from_outside="").exclude(appointment__proposed_by=actor.pk)


class EngagementQuerySet(OfAppointmentQuerySet):
    def with_names(self) -> Self:
        return self.select_related(
            "appointment__person", "appointment__contact__enterprise", "appointment__need__department"
        )

    def matching(self, terms: str) -> Self:
        found = self
        appointment: Any = self.model._meta.get_field("appointment").related_model
        contact: Any = appointment._meta.get_field("contact").related_model
        for term in terms.split():
            named = of_person(contact, term, "appointment__contact__")
            found = found.filter(named | Q(course__icontains=term))
        return found
