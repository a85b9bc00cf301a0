from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self, cast

from django.db.models import Exists, OuterRef, Q, Subquery

from core.access import Actor, ScopedQuerySet
from core.search import fold, is_too_short, search
from partnerships.querysets import OfEnterpriseQuerySet


class ClassQuerySet(ScopedQuerySet):
    """Classes of students. A class teacher sees their own, whatever their powers."""

    read_capability: ClassVar[str] = "student.read"

    def own(self, actor: Actor) -> Q:
        return Q(class_teacher__user=actor.pk)

    def current(self) -> Self:
        """Classes that have not graduated."""
        return self.filter(graduated_on=None)


class StudentQuerySet(ScopedQuerySet):
    """Students. A class teacher sees those of the class; who signs in as a student sees nobody here."""

    read_capability: ClassVar[str] = "student.read"
    department_field: ClassVar[str] = "school_class__department_id"

    def own(self, actor: Actor) -> Q:
        return Q(school_class__class_teacher__user=actor.pk)

    def enrolled(self) -> Self:
        return self.filter(state="enrolled")

    def matching(self, terms: str) -> Self:
        return cast(Self, search(self, terms))


class OfStudentQuerySet(ScopedQuerySet):
    """Rows that belong to a student, and are seen by whoever sees the student."""

    read_capability: ClassVar[str] = "student.read"
    department_field: ClassVar[str] = "student__school_class__department_id"

    def own(self, actor: Actor) -> Q:
        return Q(student__school_class__class_teacher__user=actor.pk)


# --- Plans, hosts and posts -------------------------------------------------------------------


def _rows_behind(queryset: ScopedQuerySet, field: str) -> Any:
    """All rows of the model that a key leads to, which cannot be imported here."""
    related: Any = queryset.model._meta.get_field(field).related_model
    return related._default_manager.all()


class PlanQuerySet(ScopedQuerySet):
    """Internship plans. Whoever instructs in one sees it, whatever their powers."""

    read_capability: ClassVar[str] = "plan.read"

    def own(self, actor: Actor) -> Q:
        model: Any = self.model
        taught = model.instructors.through.objects.filter(teacher__user=actor.pk)
        return Q(owner=actor.pk) | Q(responsible__user=actor.pk) | Q(pk__in=taught.values("plan"))

    def open_to_posts(self) -> Self:
        """Plans for which enterprises may offer posts."""
        return self.filter(state__in=["approved", "running"])

    def matching(self, terms: str) -> Self:
        return cast(Self, search(self, terms))


class OfPlanQuerySet(ScopedQuerySet):
    """Parts of a plan, seen and changed by whoever sees and changes the plan."""

    read_capability: ClassVar[str] = "plan.read"
    department_field: ClassVar[str] = "plan__department_id"

    def own(self, actor: Actor) -> Q:
        plans = _rows_behind(self, "plan")
        return Q(plan__in=plans.filter(plans.own(actor)).values("pk"))


class HostVisitQuerySet(OfEnterpriseQuerySet):
    """Visits to hosts, seen by whoever sees the enterprise."""

    def most_recent(self) -> Self:
        """The last visit to each host; nothing else of it counts any more."""
        same = self.model._default_manager.filter(enterprise=OuterRef("enterprise"))
        return self.filter(pk=Subquery(same.order_by("-visited_on", "-pk").values("pk")[:1]))

    def vetting(self, on: date) -> Self:
        """The last visits that allow students to go there on a day (INT-03, INT-04)."""
        holding = self.most_recent().filter(Q(ended_on=None) | Q(ended_on__gt=on))
        return holding.filter(conclusion="suitable", visited_on__lte=on, valid_until__gte=on)


class PostQuerySet(ScopedQuerySet):
    """Posts that enterprises offer. Whoever instructs in a plan sees its posts."""

    read_capability: ClassVar[str] = "post.read"

    def own(self, actor: Actor) -> Q:
        plans = _rows_behind(self, "plan")
        return Q(plan__in=plans.filter(plans.own(actor)).values("pk"))

    def approved(self) -> Self:
        """Those that students may see and be placed in."""
        return self.filter(state="approved")

    def matching(self, terms: str) -> Self:
        """Those whose words, or whose enterprise's names, contain every one of the terms."""
        if is_too_short(terms):
            return self.none()
        enterprises = _rows_behind(self, "enterprise")
        rows = self
        for term in terms.split():
            if is_too_short(term):  # narrows what a longer term has found
                folded = fold(term)
                found = Q(search_text__contains=folded) | Q(enterprise__search_text__contains=folded)
            else:
                own = search(self.model._default_manager.order_by(), term)
                named = search(enterprises.order_by(), term)
                found = Q(pk__in=own.values("pk")) | Q(enterprise__in=named.values("pk"))
            rows = rows.filter(found)
        return rows


# --- Rounds of selection ----------------------------------------------------------------------


class RoundQuerySet(OfPlanQuerySet):
    """Rounds of selection. Whoever instructs in a plan sees its rounds."""

    read_capability: ClassVar[str] = "round.read"

    def answered(self) -> Self:
        """Those whose places students may hold."""
        return self.filter(state__in=["published", "finished"])


class OfRoundQuerySet(ScopedQuerySet):
    """Parts of a round, seen and changed by whoever sees and changes the round."""

    read_capability: ClassVar[str] = "round.read"
    department_field: ClassVar[str] = "round__plan__department_id"

    def own(self, actor: Actor) -> Q:
        rounds = _rows_behind(self, "round")
        return Q(round__in=rounds.filter(rounds.own(actor)).values("pk"))


class SeatQuerySet(OfRoundQuerySet):
    """Seats of posts in rounds."""

    def with_names(self) -> Self:
        """With what lists and choices show of the post and its enterprise."""
        return self.select_related("post__enterprise", "post__region", "round__plan")


class RunQuerySet(OfRoundQuerySet):
    """Runs of rounds, without their snapshots: those of a large round are as long as a book."""

    def published(self) -> Self:
        """The run that counts in each round: the last one that was published."""
        later = self.model._default_manager.filter(
            round=OuterRef("round"), published_at__isnull=False, number__gt=OuterRef("number")
        )
        return self.filter(~Exists(later), published_at__isnull=False)


class OfRunQuerySet(ScopedQuerySet):
    """Parts of a run, seen by whoever sees the round."""

    read_capability: ClassVar[str] = "round.read"
    department_field: ClassVar[str] = "run__round__plan__department_id"

    def own(self, actor: Actor) -> Q:
        runs = _rows_behind(self, "run")
        return Q(run__in=runs.filter(runs.own(actor)).values("pk"))


class OutcomeQuerySet(OfRunQuerySet):
    """Where rounds sent students. A student's own are asked for by :meth:`of_student`."""

    def that_count(self) -> Self:
        """Those of the run that was published last in its round."""
        return self.filter(run__in=_rows_behind(self, "run").published().values("pk"))

    def of_student(self, student_id: int) -> Self:
        return self.that_count().filter(student=student_id)

    def confirmed(self) -> Self:
        return self.that_count().filter(answer="confirmed")
