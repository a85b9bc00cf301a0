from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db.models import Count, Exists, F, OuterRef, Q

from collaboration.searching import WithEnterprise
from core.access import Actor, ScopedQuerySet

READ, EDIT = "exchange.read", "exchange.edit"
ANNOUNCED = ("announced", "held", "closed")


def _through(queryset: ScopedQuerySet, field: str) -> Any:
    """The table between the model and what it has many of."""
    many: Any = queryset.model._meta.get_field(field)
    return many.remote_field.through


class ExchangeQuerySet(WithEnterprise):
    """Exchanges of one's departments; for everybody of the centre what is public once it is announced, what
    they are invited to or registered for, hold, or look after."""

    read_capability: ClassVar[str] = READ

    def own(self, actor: Actor) -> Q | None:
        registrations: Any = self.model._meta.get_field("registrations").related_model
        speakers: Any = self.model._meta.get_field("speakers").related_model
        mine = registrations._base_manager.filter(Q(teacher__user=actor.pk) | Q(user=actor.pk))
        held = speakers._base_manager.filter(teacher__user=actor.pk)
        involved = Q(pk__in=mine.values("exchange"), state__in=[*ANNOUNCED, "cancelled"])
        return (
            Q(is_public=True, state__in=ANNOUNCED)
            | involved
            | Q(pk__in=held.values("exchange"))
            | Q(organiser=actor.pk)
        )

    def with_names(self) -> Self:
        return self.select_related("enterprise", "department")

    def with_numbers(self) -> Self:
        """With how many are ``registered_count`` and ``attended_count``, counted row by row."""
        registrations: Any = self.model._meta.get_field("registrations").related_model
        of_this = registrations._base_manager.filter(exchange=OuterRef("pk")).order_by()

        def number(rows: Any) -> Any:
            return rows.values("exchange").annotate(number=Count("pk")).values("number")

        return self.annotate(
            registered_count=number(of_this.filter(state="registered")),
            attended_count=number(of_this.filter(attended=True)),
        )

    def announced(self) -> Self:
        return self.filter(state__in=ANNOUNCED)

    def public(self) -> Self:
        """What stands in the public calendar."""
        return self.filter(is_public=True, state__in=ANNOUNCED)

    def between(self, first: datetime, last: datetime) -> Self:
        """Those that touch a span of time, its end not included."""
        return self.filter(starts_at__lt=last, ends_at__gt=first)

    def waiting_for_centre(self) -> Self:
        return self.filter(state="proposed", by_enterprise=True)

    def over_but_open(self, now: datetime) -> Self:
        """Announced or held, over, and not closed."""
        return self.filter(state__in=["announced", "held"], ends_at__lte=now)

    def to_close_by(self, user: Any, now: datetime) -> Self:
        """What somebody looks after, or nobody does where they keep exchanges, and is over and not closed."""
        nobodys = Q(organiser=None, pk__in=self.permitting(user, EDIT).order_by().values("pk"))
        return self.over_but_open(now).filter(Q(organiser=user.pk) | nobodys)

    def for_student(self, student: Any) -> Self:
        """What a student sees: public ones for students, those for the class or its major, and their own."""
        registrations: Any = self.model._meta.get_field("registrations").related_model
        mine = registrations._base_manager.filter(student=student.pk).order_by().values("exchange")
        school_class = student.school_class
        of_classes = _through(self, "classes").objects.filter(schoolclass=school_class.pk)
        of_majors = _through(self, "majors").objects.filter(major=school_class.major_id)
        meant = (
            Q(is_public=True)
            | Q(pk__in=of_classes.values("exchange"))
            | Q(pk__in=of_majors.values("exchange"))
        )
        seen = meant & Q(audience__contains=["students"], state__in=ANNOUNCED)
        return self.filter(seen | Q(pk__in=mine, state__in=[*ANNOUNCED, "cancelled"]))


class OfExchangeQuerySet(ScopedQuerySet):
    """Parts of an exchange, for whoever keeps exchanges of its department."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "exchange__department_id"


class RegistrationQuerySet(OfExchangeQuerySet):
    def own(self, actor: Actor) -> Q | None:
        return Q(teacher__user=actor.pk) | Q(user=actor.pk)

    def with_names(self) -> Self:
        return self.select_related("student__school_class", "teacher", "user")

    def alive(self) -> Self:
        return self.filter(state__in=["registered", "waiting"])

    def registered(self) -> Self:
        return self.filter(state="registered")

    def waiting(self) -> Self:
        """In the order in which they get a place."""
        return self.filter(state="waiting").order_by("registered_at", "pk")

    def who_may_answer(self) -> Self:
        """Who was there and has not given feedback."""
        given: Any = self.model._meta.get_field("feedback_given").related_model
        return (
            self.filter(attended=True)
            .exclude(Exists(given._base_manager.filter(registration=OuterRef("pk"))))
            .annotate(exchange_ended=F("exchange__ends_at"))
        )
