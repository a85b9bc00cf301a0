"""Which timetables of work–study alternation somebody sees, and what students earned by them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

from django.db.models import DecimalField, F, OuterRef, Q, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from core.access import Actor, ScopedQuerySet
from core.search import fold, is_too_short, search
from placements.querysets import rows_behind

HOURS = DecimalField(max_digits=7, decimal_places=1)


class AlternationQuerySet(ScopedQuerySet):
    """Timetables. A class teacher sees those of the class, whatever their powers, and so does the contact."""

    read_capability: ClassVar[str] = "alternation.read"

    def own(self, actor: Actor) -> Q:
        return Q(school_class__class_teacher__user=actor.pk) | Q(school_contact__user=actor.pk)

    def with_names(self) -> Self:
        """With what lists and titles show."""
        return self.select_related("school_class__major", "enterprise", "department")

    def going_on(self, on: date) -> Self:
        """In force, and not over on a day."""
        return self.filter(state="running", ends_on__gte=on)

    def matching(self, terms: str) -> Self:
        """Those of whose class or enterprise the names contain every one of the terms."""
        if is_too_short(terms):
            return self.none()
        rows = self
        for term in terms.split():
            found = Q()
            for field in ("school_class", "enterprise"):
                if is_too_short(term):  # narrows what a longer term has found
                    found |= Q(**{f"{field}__search_text__contains": fold(term)})
                else:
                    named = search(rows_behind(self, field).order_by(), term)
                    found |= Q(**{f"{field}__in": named.values("pk")})
            rows = rows.filter(found)
        return rows


class OfAlternationQuerySet(ScopedQuerySet):
    """Parts of a timetable, seen by whoever sees the timetable."""

    read_capability: ClassVar[str] = "alternation.read"
    path: ClassVar[str]

    def own(self, actor: Actor) -> Q:
        return Q(**{f"{self.path}__school_class__class_teacher__user": actor.pk}) | Q(
            **{f"{self.path}__school_contact__user": actor.pk}
        )


class WeekQuerySet(OfAlternationQuerySet):
    path = "schedule"
    department_field = "schedule__department_id"


class CreditQuerySet(OfAlternationQuerySet):
    path = "week__schedule"
    department_field = "week__schedule__department_id"


def hours_of(students: Any, credits: Any) -> Any:
    """Students with ``school_hours``, ``enterprise_hours`` and ``missed_hours`` of these credits, by one
    subquery each through an index."""
    own = credits.order_by().filter(student=OuterRef("pk")).values("student")

    def total(rows: Any, what: Any) -> Any:
        return Coalesce(
            Subquery(rows.annotate(total=Sum(what)).values("total"), output_field=HOURS),
            Value(0),
            output_field=HOURS,
        )

    earned = F("planned") - F("missed")
    return students.annotate(
        school_hours=total(own.filter(week__place="school"), earned),
        enterprise_hours=total(own.filter(week__place="enterprise"), earned),
        missed_hours=total(own, F("missed")),
    )
