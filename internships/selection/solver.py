"""Student-proposing deferred acceptance (Gale and Shapley), with one heap a post.

Students ask down their lists; a post holds the best it was asked by so far and sends the rest on. The
result is stable, and of all stable ones the best for every student; to rank honestly is each student's
best choice. Lower quotas can make that impossible: a post with some students, but fewer than it runs
with, is closed, the one with the fewest first, and those it held go on asking. Going on is the same as
starting over without the post: whoever was sent on before would be sent on again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heapify, heappop, heappush, heapreplace
from itertools import chain, repeat
from typing import Any, NamedTuple

from internships.selection.lottery import lot_of_post, lot_of_student, lot_of_wish
from internships.selection.market import Market, Ranking, as_json


@dataclass(frozen=True, slots=True)
class Closure:
    """A post that does not run: only so many students would have come."""

    post: str
    filled: int
    lower: int


@dataclass(frozen=True, slots=True)
class Matching:
    """Where each student goes, and which posts were closed, in that order."""

    assignment: dict[str, str | None]
    closed: tuple[Closure, ...] = ()

    @property
    def placed(self) -> int:
        return sum(post is not None for post in self.assignment.values())

    def as_json(self) -> bytes:
        """What is published of it: the same bytes for the same matching."""
        result: dict[str, Any] = {"assignment": self.assignment}
        if self.closed:
            result["closed"] = [closure.post for closure in self.closed]
        return as_json(result)


def solve(market: Market) -> Matching:
    """The student-optimal stable matching; the same market gives the same matching, in any order."""
    run = _Run(market)
    run.propose(range(len(run.students)))
    closed = tuple(run.close_short_posts())
    return Matching(run.assignment(), closed)


class _Post(NamedTuple):
    """A post while it is asked. Students are numbers, in the order of the lottery.

    Attributes:
        place: of each student in its list, ties drawn.
        order: its students from best to worst.
        held: a heap of the places of those it holds, negated: the worst is on top.
    """

    place: dict[int, int]
    order: list[int]
    held: list[int]
    capacity: int
    lower: int

    @property
    def is_short(self) -> bool:
        return 0 < len(self.held) < self.lower


class _Run:
    def __init__(self, market: Market) -> None:
        self.market = market
        seed = market.seed
        self.students = sorted(market.students, key=lambda student: lot_of_student(seed, student))
        self.open = self._posts()
        # Each student goes on where they stopped; few get to the end of a long list.
        self.wishes = [iter(in_order(seed, student, market.students[student])) for student in self.students]

    def _posts(self) -> dict[str, _Post]:
        number = {student: index for index, student in enumerate(self.students)}
        nobody = len(number)
        posts = {}
        for name, side in self.market.posts.items():
            order = list(map(number.get, chain.from_iterable(side.ranking), repeat(nobody)))
            if len(order) > len(side.ranking):
                _draw_ties(order, side.ranking)
            posts[name] = _Post(
                dict(zip(order, range(len(order)), strict=True)), order, [], side.capacity, side.lower
            )
        return posts

    def propose(self, asking: Iterable[int]) -> list[str]:
        """Let students ask until everybody is held or has asked everywhere. Answers posts that gained one."""
        waiting = list(asking)
        wishes, posts = self.wishes, self.open
        gained = []
        while waiting:
            student = waiting.pop()
            for name in wishes[student]:
                if name not in posts:
                    continue
                place, order, held, capacity, _lower = posts[name]
                at = place.get(student)
                if at is None:
                    continue
                if len(held) < capacity:
                    heappush(held, -at)
                    gained.append(name)
                    break
                if held and at < -held[0]:
                    waiting.append(order[-heapreplace(held, -at)])
                    break
        return gained

    def close_short_posts(self) -> Iterator[Closure]:
        """Close posts until each of the others holds nobody or enough. What a post holds never shrinks
        while others close, so an entry in the heap is true or has been overtaken by a later one."""
        published = {name: at for at, name in enumerate(self.market.closing_order)}

        def entry(name: str) -> tuple[int, int, bytes, str]:
            lot = lot_of_post(self.market.seed, name)
            return len(self.open[name].held), published.get(name, len(published)), lot, name

        short = [entry(name) for name, post in self.open.items() if post.is_short]
        heapify(short)
        while short:
            filled, *_order, name = heappop(short)
            post = self.open.get(name)
            if post is None or filled != len(post.held) or not post.is_short:
                continue
            del self.open[name]
            yield Closure(name, filled, post.lower)
            for other in self.propose(post.order[-at] for at in post.held):
                if self.open[other].is_short:
                    heappush(short, entry(other))

    def assignment(self) -> dict[str, str | None]:
        found: dict[str, str | None] = dict.fromkeys(self.market.students)
        for name, post in self.open.items():
            for at in post.held:
                found[self.students[post.order[-at]]] = name
        return found


def _draw_ties(order: list[int], ranking: Ranking) -> None:
    start = 0
    for group in ranking:
        end = start + len(group)
        if end - start > 1:
            order[start:end] = sorted(order[start:end])
        start = end


def in_order(seed: str, student: str, ranking: Ranking) -> list[str]:
    """The posts a student asks, one after the other."""
    posts: list[str] = []
    for group in ranking:
        posts += sorted(group, key=lambda post: lot_of_wish(seed, student, post)) if len(group) > 1 else group
    return posts
