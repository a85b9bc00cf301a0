"""How many seats a round may give out: no more than a post has left, or its host may take (INT-09)."""

from __future__ import annotations

from collections import Counter

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
    """What stands against giving out the seats of a round, the first few of it. Three queries.

    Where the post was approved although its host takes more than a tenth of its staff, or although nobody
    knows how many work there, the approval counts, and the seats of the post are the limit.
    """
    held = held_by_post(besides=round)
    found = [
        _("%(post)s: %(seats)d seats are offered, %(left)d are left.")
        % {"post": seat.post, "seats": seat.seats, "left": seats_left(seat.post, held)}
        for seat in RoundSeat.objects.filter(round=round).select_related("post")
        if seat.seats > seats_left(seat.post, held)
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


def _beyond_the_limits(round: SelectionRound) -> list[str]:
    """A tenth of the staff, a fifth of those in similar posts (INT-09). Six queries."""
    beside = interns_beside(round)
    seats = dict(RoundSeat.objects.filter(round=round).order_by().values_list("post", "seats"))
    hosts = Post.objects.filter(pk__in=seats).order_by().values("enterprise")
    posts = list(
        Post.objects.filter(enterprise__in=hosts, pk__in=[*seats, *beside])
        .select_related("enterprise")
        .only("enterprise__name", "enterprise__staff_count", "occupation", "similar_staff", "approval_reason")
        .order_by("enterprise__name", "pk")
    )
    whole: Counter[int] = Counter()
    similar: Counter[tuple[int, int | None]] = Counter()
    for post in posts:
        interns = seats.get(post.pk, 0) + max(0, beside[post.pk])
        whole[post.enterprise_id] += interns
        similar[post.enterprise_id, post.occupation_id] += interns
    offered = [post for post in posts if post.pk in seats]
    accepted = {post.enterprise_id for post in offered if post.approval_reason}
    found: dict[tuple[int, str], str] = {}
    for post in offered:
        if post.enterprise_id in accepted:
            continue
        staff = post.enterprise.staff_count
        limit = None if staff is None else staff * PERCENT_OF_STAFF // 100
        if limit is not None and whole[post.enterprise_id] > limit:
            found[post.enterprise_id, "whole"] = _(
                "%(enterprise)s: %(seats)d interns with this round; %(limit)d are allowed, "
                "a tenth of its staff."
            ) % {"enterprise": post.enterprise.name, "seats": whole[post.enterprise_id], "limit": limit}
        few = None if post.similar_staff is None else post.similar_staff * PERCENT_OF_SIMILAR_POSTS // 100
        same = similar[post.enterprise_id, post.occupation_id]
        if few is not None and post.occupation_id is not None and same > few:
            found[post.enterprise_id, f"similar {post.occupation_id}"] = _(
                "%(enterprise)s: %(seats)d interns in similar posts with this round; %(limit)d are allowed, "
                "a fifth of the staff there."
            ) % {"enterprise": post.enterprise.name, "seats": same, "limit": few}
    return list(found.values())
