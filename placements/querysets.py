from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Prefetch, Q

from accounts.models import User
from accounts.walls import PERSON_COLUMNS
from core.access import Actor, ScopedQuerySet
from core.search import fold, is_too_short, search


def rows_behind(queryset: ScopedQuerySet, field: str) -> Any:
    """All rows of the model that a key leads to, which cannot be imported here."""
    related: Any = queryset.model._meta.get_field(field).related_model
    return related._default_manager.all()


class PlacementQuerySet(ScopedQuerySet):
    """Placements. Whoever instructs the student, teaches the class or looks after the plan sees them,
    whatever their powers."""

    read_capability: ClassVar[str] = "placement.read"

    def own(self, actor: Actor) -> Q:
        return (
            Q(instructor__user=actor.pk)
            | Q(student__school_class__class_teacher__user=actor.pk)
            | Q(plan__owner=actor.pk)
            | Q(plan__responsible__user=actor.pk)
        )

    def live(self) -> Self:
        """Those that hold a seat: offered, ready, under way or interrupted."""
        return self.filter(state__in=["offered", "prepared", "in_progress", "interrupted"])

    def under_way(self) -> Self:
        """Those whose student is at the host, or will be back there."""
        return self.filter(state__in=["in_progress", "interrupted"])

    def of_student(self, student_id: int) -> Self:
        return self.filter(student=student_id)

    def with_names(self) -> Self:
        """With what lists and titles show."""
        return self.select_related("student__school_class__major", "post", "enterprise", "plan")

    def for_facts(self) -> Self:
        """With what rules are told, and nothing long: each post, plan and host is fetched once for all."""
        students = rows_behind(self, "student").defer("identity", "search_text", "search_bigrams")
        plans = rows_behind(self, "plan").select_related("responsible").defer("search_text", "search_bigrams")
        posts = (
            rows_behind(self, "post")
            .select_related("enterprise", "mentor", "plan__responsible", "region")
            .defer("duties", "search_text", "search_bigrams")
        )
        return self.prefetch_related(
            Prefetch("student", students.select_related("school_class__major")),
            Prefetch("post", posts),
            Prefetch("plan", plans),
            "instructor",
            "mentor",
        )

    def matching(self, terms: str) -> Self:
        """Those of whose student, post or enterprise the names contain every one of the terms."""
        if is_too_short(terms):
            return self.none()
        rows = self
        for term in terms.split():
            found = Q()
            for field in ("student", "enterprise", "post"):
                if is_too_short(term):  # narrows what a longer term has found
                    found |= Q(**{f"{field}__search_text__contains": fold(term)})
                else:
                    named = search(rows_behind(self, field).order_by(), term)
                    found |= Q(**{f"{field}__in": named.values("pk")})
            rows = rows.filter(found)
        return rows


class OfPlacementQuerySet(ScopedQuerySet):
    """Parts of a placement, seen by whoever sees the placement."""

    read_capability: ClassVar[str] = "placement.read"
    department_field: ClassVar[str] = "placement__department_id"

    def own(self, actor: Actor) -> Q:
        placements = rows_behind(self, "placement")
        return Q(placement__in=placements.filter(placements.own(actor)).values("pk"))


class PlaceApplicationQuerySet(ScopedQuerySet):
    """Applications of students for hosts of their own choice, seen like placements of the plan."""

    read_capability: ClassVar[str] = "placement.read"
    department_field: ClassVar[str] = "plan__department_id"

    def own(self, actor: Actor) -> Q:
        return Q(student__school_class__class_teacher__user=actor.pk) | Q(plan__owner=actor.pk)

    def waiting(self) -> Self:
        return self.filter(state="open")


class MentorWeekQuerySet(models.QuerySet):
    """Weeks of mentors: background bookkeeping, reached by its link, by its mentor or by key."""

    def waiting(self) -> Self:
        return self.filter(answered_at=None)

    def with_asker(self) -> Self:
        """With as much of whoever asks as anybody may know. Two queries."""
        return self.prefetch_related(Prefetch("asked_by", User.objects.only(*PERSON_COLUMNS)))


class InsurancePolicyQuerySet(ScopedQuerySet):
    """Policies: those of one's own departments, and those that insure a placement one sees."""

    read_capability: ClassVar[str] = "placement.read"

    def own(self, actor: Actor) -> Q:
        return Q(pk__in=rows_behind(self, "insured").visible_to(actor).values("policy"))
