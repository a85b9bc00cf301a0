"""The rows that the students' pages of rounds start from: fetched behind the wall.

What the wall keeps from the whole role (``internships.round_walls``) is fetched outside it by the key of a
row that was found inside: one's own numbers, what became of one's wishes, the seed, names of enterprises.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from catalogue.models import Region
from core.access import NotVisible
from core.walls import outside
from internships.eligibility import exclusions_for
from internships.me.posts import matching, with_enterprises
from internships.me.pupil import Pupil
from internships.models import (
    Exclusion,
    Outcome,
    Plan,
    Post,
    ReachableRegion,
    RoundRun,
    RoundSeat,
    RoundState,
    SelectionRound,
    StudentRanking,
)
from internships.outcome_words import barred_of, told, wishes_of
from internships.round_walls import OUTCOME_COLUMNS, ROUND_COLUMNS, RUN_COLUMNS

HIDDEN_STATES = (RoundState.DRAFT, RoundState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Line:
    """A post of a round, as a student ranks it."""

    seat: RoundSeat
    place: int | None = None
    barred: Exclusion | None = None


def own_rounds(pupil: Pupil) -> QuerySet[SelectionRound]:
    """The rounds of the plans that are for the student's class."""
    school_class = pupil.student.school_class
    without_classes = Plan.objects.filter(
        classes=None, entered_in=school_class.entered_in, majors=school_class.major_id
    )
    mine = Q(plan__in=Plan.objects.filter(classes=school_class.pk).order_by().values("pk"))
    mine |= Q(plan__in=without_classes.order_by().values("pk"))
    rounds = SelectionRound.objects.filter(mine).exclude(state__in=HIDDEN_STATES)
    return rounds.only(*ROUND_COLUMNS).prefetch_related("plan")


def own_round(pupil: Pupil, pk: int) -> SelectionRound:
    """Raises NotVisible."""
    round = own_rounds(pupil).filter(pk=pk).first()
    if round is None:
        raise NotVisible(f"round {pk}")
    return round


def own_outcomes(pupil: Pupil) -> QuerySet[Outcome]:
    """Where published rounds send the student."""
    return Outcome.objects.of_student(pupil.student.pk).only(*OUTCOME_COLUMNS)


def own_outcome(pupil: Pupil, round: SelectionRound) -> Outcome | None:
    rows = own_outcomes(pupil).filter(run__round=round)
    return rows.prefetch_related(Prefetch("run", RoundRun.objects.only(*RUN_COLUMNS))).first()


def own_wishes(pupil: Pupil) -> QuerySet[StudentRanking]:
    return StudentRanking.objects.filter(student=pupil.student.pk)


def own_places(pupil: Pupil, round: SelectionRound) -> dict[int, int]:
    """The numbers on the student's list, by seat. Two queries."""
    keys = list(own_wishes(pupil).filter(seat__round=round).order_by("pk").values_list("pk", flat=True))
    with outside():
        return dict(StudentRanking.objects.filter(pk__in=keys).values_list("seat", "place"))


def seats_of(round: SelectionRound) -> QuerySet[RoundSeat]:
    return RoundSeat.objects.filter(round=round).select_related("post__region")


def lines_of(pupil: Pupil, round: SelectionRound, *, terms: str, most: int) -> dict[str, list[Line]]:
    """The student's list; of the other posts that they could have, the first ones, as far as the words
    searched for say; and what is on the list but cannot come true any more."""
    places = own_places(pupil, round)
    with outside():
        barred = exclusions_for(round=round, student_id=pupil.student.pk)
    listed = sorted(seats_of(round).filter(pk__in=places), key=lambda seat: (places[seat.pk], seat.pk))
    rest = seats_of(round).exclude(pk__in=[*places, *barred])
    if terms:
        posts = Post.objects.filter(pk__in=RoundSeat.objects.filter(round=round).values("post"))
        rest = rest.filter(post__in=matching(posts, terms).values("pk"))
    others = list(rest.order_by("pk")[:most])
    with_enterprises([seat.post for seat in [*listed, *others]])
    return {
        "listed": [Line(seat, places[seat.pk]) for seat in listed if seat.pk not in barred],
        "others": [Line(seat) for seat in others],
        "barred": [Line(seat, barred=barred[seat.pk]) for seat in listed if seat.pk in barred],
    }


def own_reach(pupil: Pupil, round: SelectionRound) -> QuerySet[Region]:
    """Where the student can go, as they said for a round; nothing means anywhere."""
    named = ReachableRegion.objects.filter(student=pupil.student.pk, round=round)
    return Region.objects.filter(pk__in=named.values("region"))


def places_of(round: SelectionRound) -> QuerySet[Region]:
    """Where the round has posts: their districts, and the cities and provinces above them."""
    posts = Post.objects.filter(pk__in=RoundSeat.objects.filter(round=round).values("post"))
    own = Region.objects.filter(pk__in=posts.order_by().values("region"))
    keys = own.order_by().values_list("pk", "parent", "parent__parent")
    return Region.objects.filter(pk__in={key for line in keys for key in line if key})


def named_seats(keys: Iterable[int]) -> dict[int, RoundSeat]:
    """Seats with their posts and the names of the enterprises. Two queries."""
    seats = RoundSeat.objects.select_related("post__region").in_bulk(list(keys))
    with_enterprises([seat.post for seat in seats.values()])
    return seats


def explained(outcome: Outcome) -> list[dict[str, Any]]:
    """What became of each wish of one's own. Four queries."""
    barred = barred_of(outcome)
    with outside():
        wishes = wishes_of(Outcome.objects.only("wishes").get(pk=outcome.pk))
    return told(wishes, barred, named_seats([*(int(wish.post) for wish in wishes), *barred]))


def lottery_of(round: SelectionRound) -> dict[str, str]:
    """The seed where it is shown by now, and its fingerprint from the beginning; once there is a result, the
    fingerprints of the frozen lists and of what came of them. Two queries."""
    with outside():
        whole = SelectionRound.objects.only("seed", "state").get(pk=round.pk)
        runs = RoundRun.objects.filter(round=round.pk, published_at__isnull=False).order_by("-number")
        lists, result = runs.values_list("snapshot_sha256", "result_sha256").first() or ("", "")
    return {"seed": whole.shown_seed, "sha256": whole.seed_sha256, "lists": lists, "result": result}


def may_rank(round: SelectionRound, now: datetime) -> bool:
    return round.state == RoundState.OPEN and round.opens_at <= now < round.students_until
