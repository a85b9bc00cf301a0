"""Why a student got a place, or did not: in words, without anybody's name.

An explanation is kept as plain data and put into words in the reader's language when it is shown.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from internships.selection.market import Market, Ranking
from internships.selection.solver import Closure, Matching, in_order


class Fate(StrEnum):
    """What became of one wish."""

    PLACED = "placed"
    TAKEN = "taken"
    NOT_LISTED = "not_listed"
    NO_SEATS = "no_seats"
    CLOSED = "closed"
    NOT_OFFERED = "not_offered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One post that a student asked, and what came of it.

    Attributes:
        choice: 1 for the student's best; equal ones have the same number, and the next goes on after them.
        rank: the student's place in the post's list, counted likewise.
        above: how many of those who were placed the post ranks above the student.
        tied: how many of those who were placed it ranks equally, so that the lottery decided.
        last_rank: the place of the last one who was placed.
        filled: of a post that closed, how many would have come, where it needs ``lower``.
    """

    post: str
    choice: int
    fate: Fate
    seats: int = 0
    rank: int = 0
    above: int = 0
    tied: int = 0
    last_rank: int = 0
    filled: int = 0
    lower: int = 0

    def as_data(self) -> dict[str, Any]:
        """For keeping: without what is zero."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) != 0}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, "fate": Fate(data["fate"])})


def explain(market: Market, matching: Matching) -> dict[str, list[Wish]]:
    """For each student the wishes in the order in which they were asked, down to the place they got."""
    posts = _posts(market, matching)
    explained = {}
    for student, ranking in market.students.items():
        place = matching.assignment[student]
        choices = dict(_ranks(ranking))
        wishes = []
        for post in in_order(market.seed, student, ranking):
            if post == place:
                wishes.append(Wish(post=post, choice=choices[post], fate=Fate.PLACED))
                break
            fate = posts[post].fate_of(student) if post in posts else {"fate": Fate.NOT_OFFERED}
            wishes.append(Wish(post=post, choice=choices[post], **fate))
        explained[student] = wishes
    return explained


@dataclass(frozen=True, slots=True)
class _Post:
    """How one post was filled: the places of all in its list, and of those it took from the best down."""

    seats: int
    ranks: dict[str, int]
    taken: list[int]
    closure: Closure | None

    def fate_of(self, student: str) -> dict[str, Any]:
        """Of one who was not placed here, although they asked."""
        if student not in self.ranks:
            return {"fate": Fate.NOT_LISTED}
        if self.closure is not None:
            return {"fate": Fate.CLOSED, "filled": self.closure.filled, "lower": self.closure.lower}
        if not self.seats:
            return {"fate": Fate.NO_SEATS}
        rank = self.ranks[student]
        above = bisect_left(self.taken, rank)
        return {
            "fate": Fate.TAKEN,
            "seats": self.seats,
            "rank": rank,
            "above": above,
            "tied": bisect_right(self.taken, rank) - above,
            "last_rank": self.taken[-1],
        }


def _posts(market: Market, matching: Matching) -> dict[str, _Post]:
    closures = {closure.post: closure for closure in matching.closed}
    posts = {
        name: _Post(side.capacity, dict(_ranks(side.ranking)), [], closures.get(name))
        for name, side in market.posts.items()
    }
    for student, place in matching.assignment.items():
        if place is not None:
            posts[place].taken.append(posts[place].ranks[student])
    for post in posts.values():
        post.taken.sort()
    return posts


def _ranks(ranking: Ranking) -> Iterator[tuple[str, int]]:
    """Places as they are counted in sport: 1, 2, 2, 4."""
    place = 1
    for group in ranking:
        for one in group:
            yield one, place
        place += len(group)


# --- In words ---------------------------------------------------------------------------------


def in_words(wish: Wish) -> str:
    """What became of a wish, for the student, in the language of the page."""
    match wish.fate:
        case Fate.PLACED:
            return _("You have a seat here. It was choice %(choice)d on your list.") % {"choice": wish.choice}
        case Fate.TAKEN:
            return _("%(seats)s: %(others)s (your rank %(rank)d, last placed %(last)d).") % {
                "seats": _seats_went(wish.seats),
                "others": _others(wish),
                "rank": wish.rank,
                "last": wish.last_rank,
            }
        case Fate.NOT_LISTED:
            return _("The enterprise did not put you on its list for this post.")
        case Fate.NO_SEATS:
            return _("This post had no seats in this round.")
        case Fate.CLOSED:
            return _(
                "This post was closed: it runs only with %(lower)d students, and no more than %(filled)d "
                "would have come."
            ) % {"lower": wish.lower, "filled": wish.filled}
        case Fate.NOT_OFFERED:
            return _("This post was not part of the round.")


def _seats_went(seats: int) -> str:
    return ngettext("The only seat went to somebody else", "All %(seats)d seats went to others", seats) % {
        "seats": seats
    }


def _others(wish: Wish) -> str:
    above = ngettext("%(count)d ranked above you", "%(count)d ranked above you", wish.above) % {
        "count": wish.above
    }
    tied = ngettext(
        "%(count)d ranked equal to you went first by the lottery",
        "%(count)d ranked equal to you went first by the lottery",
        wish.tied,
    ) % {"count": wish.tied}
    if not wish.tied:
        return above
    if not wish.above:
        return tied
    return _("%(above)s, and %(tied)s") % {"above": above, "tied": tied}
