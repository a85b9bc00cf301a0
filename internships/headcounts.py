"""How many interns a host may take: 10 % of its staff, 20 % of those in similar posts (INT-09)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from internships.models.posts import COUNTED_POST_STATES, Post

if TYPE_CHECKING:
    from catalogue.models import Occupation
    from partnerships.models import Enterprise

PERCENT_OF_STAFF = 10
PERCENT_OF_SIMILAR_POSTS = 20


@dataclass(frozen=True, slots=True)
class Headcount:
    """Interns of one kind beside the staff they are measured against.

    Attributes:
        interns: the seats planned for the same time, those asked about included.
        staff: ``None`` where nobody told us: then nobody can say that the limit is kept.
    """

    interns: int
    staff: int | None
    percent: int

    @property
    def limit(self) -> int | None:
        """The most interns there may be: whole people, rounded down."""
        return None if self.staff is None else self.staff * self.percent // 100

    @property
    def is_exceeded(self) -> bool:
        return self.limit is not None and self.interns > self.limit

    @property
    def is_unknown(self) -> bool:
        return self.staff is None

    @property
    def is_kept(self) -> bool:
        return not self.is_unknown and not self.is_exceeded

    @property
    def left(self) -> int:
        """Seats that may still be offered."""
        return 0 if self.limit is None else max(0, self.limit - self.interns)


@dataclass(frozen=True, slots=True)
class Headcounts:
    """Both limits of a host, for one offer."""

    in_host: Headcount
    in_similar_posts: Headcount

    @property
    def objections(self) -> list[str]:
        """What stands against taking so many; each needs a person to accept it with a reason."""
        found = []
        for count, unknown, exceeded in (
            (
                self.in_host,
                _("The number of staff of the enterprise is not known."),
                _(
                    "%(interns)d interns are planned; %(limit)d are allowed: "
                    "%(percent)d %% of %(staff)d staff."
                ),
            ),
            (
                self.in_similar_posts,
                _("The number of staff in similar posts is not known."),
                _(
                    "%(interns)d interns are planned in similar posts; %(limit)d are allowed: "
                    "%(percent)d %% of %(staff)d staff."
                ),
            ),
        ):
            if count.is_unknown:
                found.append(unknown)
            elif count.is_exceeded:
                found.append(
                    exceeded
                    % {
                        "interns": count.interns,
                        "limit": count.limit,
                        "percent": count.percent,
                        "staff": count.staff,
                    }
                )
        return found


def measured(
    *, seats: int, others: int, similar_others: int, staff: int | None, similar_staff: int | None
) -> Headcounts:
    """The two limits (INT-09) for an offer of so many seats, beside what is planned already."""
    return Headcounts(
        Headcount(seats + others, staff, PERCENT_OF_STAFF),
        Headcount(seats + similar_others, similar_staff, PERCENT_OF_SIMILAR_POSTS),
    )


def headcounts_for(
    *,
    enterprise: Enterprise,
    seats: int,
    similar_staff: int | None,
    occupation: Occupation | None,
    first: date | None,
    last: date | None,
    besides: int | None = None,
) -> Headcounts:
    """The limits with what the host offers for the same days. One query.

    Args:
        first, last: the days of the offer; where it has none, every other one counts.
        besides: the key of the post that is being asked about.
    """
    planned = (
        Post.objects.order_by()
        .filter(enterprise=enterprise, state__in=COUNTED_POST_STATES)
        .exclude(pk=besides or 0)
        .annotate(
            begins=Coalesce("plan__starts_on", "open_from"), ends=Coalesce("plan__ends_on", "open_until")
        )
    )
    if last is not None:
        planned = planned.filter(Q(begins=None) | Q(begins__lte=last))
    if first is not None:
        planned = planned.filter(Q(ends=None) | Q(ends__gte=first))
    similar = Q(occupation=occupation) if occupation is not None else Q(pk=None)
    found = planned.aggregate(others=Sum("seats"), similar=Sum("seats", filter=similar))
    return measured(
        seats=seats,
        others=found["others"] or 0,
        similar_others=found["similar"] or 0,
        staff=enterprise.staff_count,
        similar_staff=similar_staff,
    )


def headcounts_of_many(posts: Collection[Post]) -> dict[int, Headcounts]:
    """:func:`headcounts_of` for many posts, by key. One query; needs their enterprises and plans."""
    planned: dict[int, list[tuple[int, int | None, int, date | None, date | None]]] = defaultdict(list)
    rows = (
        Post.objects.order_by()
        .filter(enterprise__in={post.enterprise_id for post in posts}, state__in=COUNTED_POST_STATES)
        .annotate(
            begins=Coalesce("plan__starts_on", "open_from"), ends=Coalesce("plan__ends_on", "open_until")
        )
    )
    for enterprise, *offer in rows.values_list("enterprise", "pk", "occupation", "seats", "begins", "ends"):
        planned[enterprise].append(tuple(offer))
    found = {}
    for post in posts:
        first, last = post.term
        others = similar = 0
        for pk, occupation, seats, begins, ends in planned[post.enterprise_id]:
            if pk == post.pk or not _overlap(first, last, begins, ends):
                continue
            others += seats
            if occupation is not None and occupation == post.occupation_id:
                similar += seats
        found[post.pk] = measured(
            seats=post.seats,
            others=others,
            similar_others=similar,
            staff=post.enterprise.staff_count,
            similar_staff=post.similar_staff,
        )
    return found


def _overlap(first: date | None, last: date | None, begins: date | None, ends: date | None) -> bool:
    """Whether two offers have a day in common; one without a first or last day has no end on that side."""
    starts_in_time = last is None or begins is None or begins <= last
    return starts_in_time and (first is None or ends is None or ends >= first)


def headcounts_of(post: Post) -> Headcounts:
    """The limits of a host with this post; needs its enterprise, plan and occupation."""
    first, last = post.term
    return headcounts_for(
        enterprise=post.enterprise,
        seats=post.seats,
        similar_staff=post.similar_staff,
        occupation=post.occupation,
        first=first,
        last=last,
        besides=post.pk,
    )
