"""How many interns a host may take: 10 % of its staff, 20 % of those in similar posts (INT-09)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from internships.models.posts import COUNTED_POST_STATES, Post
from internships.occupancy import known_placements

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


class Offer(NamedTuple):
    post: int
    occupation: int | None
    seats: int
    begins: date | None
    ends: date | None


class Counts(NamedTuple):
    """Seats and interns by post."""

    offered: dict[int | None, int]
    placed: dict[int | None, int]


class Planned:
    """Whom hosts are to take, post by post: the seats that are offered, and whoever is placed there besides.

    One intern counts once: where more are placed in a post than it offers, or in a post that is not offered
    any more or was found by a student, those who are placed count, else the seats do.
    """

    def __init__(self, enterprises: Collection[int]) -> None:
        """Two queries."""
        self._offers: dict[int, list[Offer]] = defaultdict(list)
        rows = (
            Post.objects.order_by()
            .filter(enterprise__in=enterprises, state__in=COUNTED_POST_STATES)
            .annotate(
                begins=Coalesce("plan__starts_on", "open_from"), ends=Coalesce("plan__ends_on", "open_until")
            )
        )
        for enterprise, *offer in rows.values_list(
            "enterprise", "pk", "occupation", "seats", "begins", "ends"
        ):
            self._offers[enterprise].append(Offer(*offer))
        self._groups = known_placements().groups_at(enterprises)

    def measure(
        self,
        *,
        enterprise: Enterprise,
        seats: int,
        similar_staff: int | None,
        occupation: int | None,
        first: date | None,
        last: date | None,
        post: int | None = None,
    ) -> Headcounts:
        """The limits for an offer of so many seats; see :func:`headcounts_for`."""
        counts, occupations = self._by_post(enterprise.pk, first, last)
        here = max(seats, counts.placed.pop(post, 0))
        counts.offered.pop(post, None)
        others = {
            pk: max(counts.offered.get(pk, 0), counts.placed.get(pk, 0))
            for pk in counts.offered.keys() | counts.placed.keys()
        }
        similar = sum(
            number
            for pk, number in others.items()
            if occupation is not None and occupations[pk] == occupation
        )
        return measured(
            seats=here,
            others=sum(others.values()),
            similar_others=similar,
            staff=enterprise.staff_count,
            similar_staff=similar_staff,
        )

    def _by_post(
        self, enterprise: int, first: date | None, last: date | None
    ) -> tuple[Counts, dict[int | None, int | None]]:
        counts = Counts({}, {})
        occupations: dict[int | None, int | None] = {}
        for offer in self._offers[enterprise]:
            if _overlap(first, last, offer.begins, offer.ends):
                counts.offered[offer.post] = offer.seats
                occupations[offer.post] = offer.occupation
        for group in self._groups.get(enterprise, ()):
            if _overlap(first, last, group.starts_on, group.ends_on):
                counts.placed[group.post] = counts.placed.get(group.post, 0) + group.interns
                occupations[group.post] = group.occupation
        return counts, occupations


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
    """The limits with what the host offers, and whom it has, on the same days. Two queries.

    Args:
        first, last: the days of the offer; where it has none, every other one counts.
        besides: the key of the post that is being asked about.
    """
    return Planned([enterprise.pk]).measure(
        enterprise=enterprise,
        seats=seats,
        similar_staff=similar_staff,
        occupation=occupation.pk if occupation is not None else None,
        first=first,
        last=last,
        post=besides,
    )


def headcounts_of_many(posts: Collection[Post]) -> dict[int, Headcounts]:
    """:func:`headcounts_of` for many posts, by key. Two queries; needs their enterprises and plans."""
    planned = Planned({post.enterprise_id for post in posts})
    found = {}
    for post in posts:
        first, last = post.term
        found[post.pk] = planned.measure(
            enterprise=post.enterprise,
            seats=post.seats,
            similar_staff=post.similar_staff,
            occupation=post.occupation_id,
            first=first,
            last=last,
            post=post.pk,
        )
    return found


def headcounts_of(post: Post) -> Headcounts:
    """The limits of a host with this post; needs its enterprise and plan."""
    return headcounts_of_many([post])[post.pk]


def _overlap(first: date | None, last: date | None, begins: date | None, ends: date | None) -> bool:
    """Whether two offers have a day in common; one without a first or last day has no end on that side."""
    starts_in_time = last is None or begins is None or begins <= last
    return starts_in_time and (first is None or ends is None or ends >= first)
