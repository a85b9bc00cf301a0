"""How many seats a round may give out: no more than a post has left, or its host may take (INT-09)."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _

from internships.headcounts import PERCENT_OF_STAFF
from internships.models import Outcome, Post, RoundSeat, SelectionRound
from internships.occupancy import known_placements

PROBLEMS_NAMED = 5


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
    found += [
        _("%(enterprise)s: %(seats)d interns with this round; %(limit)d are allowed, a tenth of its staff.")
        % {"enterprise": name, "seats": seats, "limit": limit}
        for name, seats, limit in _beyond_a_tenth(round)
    ]
    return found[:PROBLEMS_NAMED]


def _beyond_a_tenth(round: SelectionRound) -> list[tuple[str, int, int]]:
    held = dict(_held(round).values_list("seat__post__enterprise").annotate(Count("pk")).order_by())
    offered = (
        RoundSeat.objects.filter(round=round)
        .order_by("post__enterprise")
        .values_list("post__enterprise", "post__enterprise__name", "post__enterprise__staff_count")
        .annotate(seats=Sum("seats"), accepted=Count("pk", filter=~Q(post__approval_reason="")))
    )
    return [
        (name, seats + held.get(enterprise, 0), limit)
        for enterprise, name, staff, seats, accepted in offered
        if not accepted
        and staff is not None
        and seats + held.get(enterprise, 0) > (limit := staff * PERCENT_OF_STAFF // 100)
    ]
