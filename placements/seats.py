"""Seats of posts: who has one, and how many are free."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Count, Sum

from internships.models import Answer, Outcome, Plan, Post, RoundSeat
from internships.occupancy import Group, Occupancy, Placed
from internships.seat_limits import AT_WORK
from placements.crowds import groups_at
from placements.models import LIVE_STATES, Placement


def held_by_post(posts: Collection[int], *, first: date, last: date) -> dict[int, int]:
    """Seats held by post within a period, both ends included. Three queries.

    A seat is held by a live placement, by a place of a published round that was not declined and that
    nobody has made a placement of yet, and by a round that has still to give it out.
    """
    held = dict(
        Placement.objects.live()
        .filter(post__in=posts, starts_on__lte=last, ends_on__gte=first)
        .order_by()
        .values_list("post")
        .annotate(Count("pk"))
    )
    given_out = (
        Outcome.objects.that_count()
        .filter(seat__post__in=posts, placement=None, answer__in=[Answer.CONFIRMED, Answer.NONE])
        .filter(run__round__plan__starts_on__lte=last, run__round__plan__ends_on__gte=first)
        .order_by()
        .values_list("seat__post")
        .annotate(Count("pk"))
    )
    to_be_given_out = (
        RoundSeat.objects.filter(post__in=posts, round__state__in=AT_WORK)
        .filter(round__plan__starts_on__lte=last, round__plan__ends_on__gte=first)
        .order_by()
        .values_list("post")
        .annotate(Sum("seats"))
    )
    for post, count in (*given_out, *to_be_given_out):
        held[post] = held.get(post, 0) + count
    return held


def free_seats(post: Post, *, first: date, last: date) -> int:
    return max(0, post.seats - held_by_post([post.pk], first=first, last=last).get(post.pk, 0))


def interns_on(posts: Iterable[int], on: date) -> int:
    """How many students are placed in posts on a day. One query."""
    return Placement.objects.under_way().filter(post__in=posts, starts_on__lte=on, ends_on__gte=on).count()


def beside_rounds(first: date, last: date) -> dict[int, int]:
    """Seats by post that rounds of selection know nothing of: directly placed, less what is free again.

    Rounds count their confirmed places themselves. Two queries.
    """
    overlapping = Placement.objects.filter(starts_on__lte=last, ends_on__gte=first).order_by()
    found = dict(
        overlapping.filter(state__in=LIVE_STATES, outcome=None).values_list("post").annotate(Count("pk"))
    )
    free_again = overlapping.filter(outcome__isnull=False).exclude(state__in=LIVE_STATES)
    for post, count in free_again.values_list("outcome__seat__post").annotate(Count("pk")):
        found[post] = found.get(post, 0) - count
    return found


class SeatsAndPlaces:
    """What the app of internships is told of placements (``internships.occupancy.Placements``)."""

    def occupancy_of(self, post: Post, on: date) -> Occupancy:
        """Four queries."""
        first, last = post.term
        held = held_by_post([post.pk], first=first or on, last=last or on)
        return Occupancy(held=held.get(post.pk, 0), interns=interns_on([post.pk], on))

    def beside_rounds(self, first: date, last: date) -> dict[int, int]:
        return beside_rounds(first, last)

    def groups_at(self, enterprises: Collection[int]) -> Mapping[int, Sequence[Group]]:
        return groups_at(enterprises)

    def placed_in(self, plan: Plan) -> Placed:
        """Two queries."""
        here = Placement.objects.filter(plan=plan).order_by()
        live = here.filter(state__in=LIVE_STATES)
        gave_up = here.filter(outcome__isnull=False).exclude(state__in=LIVE_STATES)
        return Placed(
            otherwise=list(live.values_list("student", flat=True)),
            free_again=list(gave_up.values_list("student", flat=True)),
        )
