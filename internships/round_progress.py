"""How far a round is: who has ranked, who has not, and what came out. Constant queries each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from core.bilingual import in_words
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
from internships.models.rounds import ANSWERED_STATES


def cohort_of(plan: Plan) -> QuerySet[Student]:
    """The enrolled students whom a plan is for: of its classes, or where it names none, of its majors."""
    classes = SchoolClass.objects.filter(plans=plan)
    if not plan.classes.exists():
        classes = SchoolClass.objects.filter(entered_in=plan.entered_in, major__plans=plan)
    return Student.objects.enrolled().filter(school_class__in=classes.order_by().values("pk"))


def taking_part(round: SelectionRound) -> QuerySet[Student]:
    """The cohort of a round, without those who hold a place by another round of the plan."""
    held = Outcome.objects.confirmed().filter(
        run__round__plan=round.plan, run__round__state__in=ANSWERED_STATES, student=OuterRef("pk")
    )
    return cohort_of(round.plan).filter(~Exists(held.exclude(run__round=round)))


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
        students=taking_part(round).count(),
        students_ranked=wishes.order_by().values("student").distinct().count(),
        posts=seats["posts"],
        seats=seats["seats"] or 0,
        posts_wanted=seats["wanted"],
        posts_ranked=seats["ranked"],
    )


def students_without_a_list(round: SelectionRound) -> QuerySet[Student]:
    silent = taking_part(round).filter(~_has_ranked(round))
    return silent.select_related("school_class").defer("identity")


def _has_ranked(round: SelectionRound) -> Exists:
    return Exists(StudentRanking.objects.filter(seat__round=round, student=OuterRef("pk")))


@dataclass(frozen=True, slots=True)
class Part:
    """How many of one class, or of one enterprise's wanted posts, have ranked."""

    name: str
    ranked: int
    all: int

    @property
    def percent(self) -> int:
        return self.ranked * 100 // self.all if self.all else 0


def by_class(round: SelectionRound) -> list[Part]:
    """Those furthest behind first. Two queries."""
    rows = (
        taking_part(round)
        .order_by()
        .values_list("school_class__name")
        .annotate(all=Count("pk"), ranked=Count("pk", filter=_has_ranked(round)))
    )
    return _furthest_behind_first(Part(name, ranked, whole) for name, whole, ranked in rows)


def by_enterprise(round: SelectionRound) -> list[Part]:
    """Of the posts that somebody wants, by enterprise; those furthest behind first. One query."""
    rows = (
        RoundSeat.objects.filter(_wishes(), round=round)
        .order_by()
        .values_list("post__enterprise__name", "post__enterprise__name_en")
        .annotate(all=Count("pk"), ranked=Count("pk", filter=_lists()))
    )
    return _furthest_behind_first(
        Part(in_words(english, chinese), ranked, whole) for chinese, english, whole, ranked in rows
    )


def _furthest_behind_first(parts: Iterable[Part]) -> list[Part]:
    return sorted(parts, key=lambda part: (part.ranked - part.all, part.name))


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
