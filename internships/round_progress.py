"""How far a round is: who has ranked, who has not, and what came out. Constant queries each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from internships.models import (
    Answer,
    Outcome,
    Plan,
    PostRanking,
    RoundRun,
    RoundSeat,
    SchoolClass,
    SelectionRound,
    Student,
    StudentRanking,
)


def cohort_of(plan: Plan) -> QuerySet[Student]:
    """The enrolled students whom a plan is for: of its classes, or where it names none, of its majors."""
    classes = SchoolClass.objects.filter(plans=plan)
    if not plan.classes.exists():
        classes = SchoolClass.objects.filter(entered_in=plan.entered_in, major__plans=plan)
    return Student.objects.enrolled().filter(school_class__in=classes.order_by().values("pk"))


@dataclass(frozen=True, slots=True)
class Progress:
    """Numbers of a round while people rank."""

    students: int
    students_ranked: int
    posts: int
    seats: int
    posts_wanted: int
    posts_ranked: int

    @property
    def students_percent(self) -> int:
        return self.students_ranked * 100 // self.students if self.students else 0

    @property
    def posts_percent(self) -> int:
        return self.posts_ranked * 100 // self.posts_wanted if self.posts_wanted else 0


def _wishes() -> Exists:
    return Exists(StudentRanking.objects.filter(seat=OuterRef("pk")))


def _lists() -> Exists:
    return Exists(PostRanking.objects.filter(seat=OuterRef("pk")))


def progress_of(round: SelectionRound) -> Progress:
    """Four queries."""
    wishes = StudentRanking.objects.filter(seat__round=round)
    seats = (
        RoundSeat.objects.filter(round=round)
        .order_by()
        .annotate(is_wanted=_wishes(), is_ranked=_lists())
        .aggregate(
            posts=Count("pk"),
            seats=Sum("seats"),
            wanted=Count("pk", filter=Q(is_wanted=True)),
            ranked=Count("pk", filter=Q(is_wanted=True, is_ranked=True)),
        )
    )
    return Progress(
        students=cohort_of(round.plan).count(),
        students_ranked=wishes.order_by().values("student").distinct().count(),
        posts=seats["posts"],
        seats=seats["seats"] or 0,
        posts_wanted=seats["wanted"],
        posts_ranked=seats["ranked"],
    )


def students_without_a_list(round: SelectionRound) -> QuerySet[Student]:
    ranked = StudentRanking.objects.filter(seat__round=round, student=OuterRef("pk"))
    return cohort_of(round.plan).filter(~Exists(ranked)).select_related("school_class").defer("identity")


def posts_without_a_list(round: SelectionRound) -> QuerySet[RoundSeat]:
    """Posts that students want, and that have not ranked anybody."""
    return RoundSeat.objects.filter(_wishes(), ~_lists(), round=round).select_related("post__enterprise")


def choices_of(run: RoundRun) -> list[Any]:
    """How many got which choice; without a place last. One query."""
    return list(
        Outcome.objects.filter(run=run)
        .order_by(F("choice").asc(nulls_last=True))
        .values("choice")
        .annotate(
            students=Count("pk"),
            confirmed=Count("pk", filter=Q(answer=Answer.CONFIRMED)),
            declined=Count("pk", filter=Q(answer=Answer.DECLINED)),
            lapsed=Count("pk", filter=Q(answer=Answer.LAPSED)),
        )
    )
