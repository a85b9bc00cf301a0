"""How many seats a round may give out: no more than a post has left, or its host may take (INT-09)."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext as _

from internships.headcounts import PERCENT_OF_SIMILAR_POSTS, PERCENT_OF_STAFF
from internships.models import Outcome, Post, RoundSeat, RoundState, SelectionRound
from internships.occupancy import known_placements

PROBLEMS_NAMED = 5
# These rounds have seats that they are about to give out.
AT_WORK = (RoundState.OPEN, RoundState.CLOSED, RoundState.FROZEN, RoundState.RUN)


def held_by_post(*, besides: SelectionRound) -> dict[int, int]:
    """Seats held by post at the same time: confirmed in other rounds, or given without one. Three queries."""
    held = Counter(dict(_held(besides).values_list("seat__post").annotate(Count("pk")).order_by()))
    held.update(known_placements().beside_rounds(besides.plan.starts_on, besides.plan.ends_on))
    return held


def _held(besides: SelectionRound) -> QuerySet[Outcome]:
    plan = besides.plan
    return (
        Outcome.objects.confirmed()
        .filter(run__round__plan__starts_on__lte=plan.ends_on, run__round__plan__ends_on__gte=plan.starts_on)
        .exclude(run__round=besides)
    )


def seats_left(post: Post, held: dict[int, int]) -> int:
    return max(0, post.seats - held.get(post.pk, 0))


def problems_of_seats(round: SelectionRound) -> list[str]:
    """What stands against giving out the seats of a round, the first few of it.

    Where the post was approved although its host takes more than a tenth of its staff, or although nobody
    knows how many work there, the approval counts, and the seats of the post are the limit.
    """
    held = held_by_post(besides=round)
    too_many = [
        pk
        for pk, offered, post, seats in RoundSeat.objects.filter(round=round).values_list(
            "pk", "seats", "post", "post__seats"
        )
        if offered > max(0, seats - held.get(post, 0))
    ][:PROBLEMS_NAMED]
    found = [
        _("%(post)s: %(seats)d seats are offered, %(left)d are left.")
        % {"post": seat.post, "seats": seat.seats, "left": seats_left(seat.post, held)}
        for seat in RoundSeat.objects.filter(pk__in=too_many).select_related("post")
    ]
    found += _beyond_the_limits(round)
    return found[:PROBLEMS_NAMED]


def interns_beside(round: SelectionRound) -> Counter[int]:
    """Whom posts have, or are about to get, beside the seats of a round. Four queries.

    Places confirmed in other rounds, seats that those have still to give out, students placed directly, and
    those who found a host themselves. Each once: what a round has given out counts as its places.
    """
    plan = round.plan
    held = Counter(held_by_post(besides=round))
    elsewhere = (
        RoundSeat.objects.filter(round__state__in=AT_WORK)
        .filter(round__plan__starts_on__lte=plan.ends_on, round__plan__ends_on__gte=plan.starts_on)
        .exclude(round=round)
    )
    held.update(dict(elsewhere.order_by().values_list("post").annotate(Sum("seats"))))
    return held


class _Interns(NamedTuple):
    """What the limits ask of a post. Of 20,000 of them, rows take a third of the time of instances."""

    pk: int
    enterprise: int
    host: str
    staff: int | None
    occupation: int | None
    similar_staff: int | None
    approval_reason: str


def _beyond_the_limits(round: SelectionRound) -> list[str]:
    """A tenth of the staff, a fifth of those in similar posts (INT-09). Six queries."""
    beside = interns_beside(round)
    seats = dict(RoundSeat.objects.filter(round=round).order_by().values_list("post", "seats"))
    hosts = Post.objects.filter(pk__in=seats).order_by().values("enterprise")
    posts = [
        _Interns(*row)
        for row in Post.objects.filter(enterprise__in=hosts, pk__in=[*seats, *beside])
        .order_by("enterprise__name", "pk")
        .values_list(
            "pk",
            "enterprise",
            "enterprise__name",
            "enterprise__staff_count",
            "occupation",
            "similar_staff",
            "approval_reason",
        )
    ]
    whole: Counter[int] = Counter()
    similar: Counter[tuple[int, int | None]] = Counter()
    for post in posts:
        interns = seats.get(post.pk, 0) + max(0, beside[post.pk])
        whole[post.enterprise] += interns
        similar[post.enterprise, post.occupation] += interns
    offered = [post for post in posts if post.pk in seats]
    accepted = {post.enterprise for post in offered if post.approval_reason}
    found: dict[tuple[int, str], str] = {}
    for post in offered:
        if post.enterprise in accepted:
            continue
        limit = None if post.staff is None else post.staff * PERCENT_OF_STAFF // 100
        if limit is not None and whole[post.enterprise] > limit:
            found[post.enterprise, "whole"] = _(
                "%(enterprise)s: %(seats)d interns with this round; %(limit)d are allowed, "
                "a tenth of its staff."
            ) % {"enterprise": post.host, "seats": whole[post.enterprise], "limit": limit}
        few = None if post.similar_staff is None else post.similar_staff * PERCENT_OF_SIMILAR_POSTS // 100
        same = similar[post.enterprise, post.occupation]
        if few is not None and post.occupation is not None and same > few:
            found[post.enterprise, f"similar {post.occupation}"] = _(
                "%(enterprise)s: %(seats)d interns in similar posts with this round; %(limit)d are allowed, "
                "a fifth of the staff there."
            ) % {"enterprise": post.host, "seats": same, "limit": few}
    return list(found.values())
