"""Small markets for tests, and what can be said about them by trying everything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import product
from typing import Any

from hypothesis import strategies as st

from internships.selection.market import Market, OfferedPost

STUDENTS = [f"s{number}" for number in range(1, 5)]
POSTS = [f"p{number}" for number in range(1, 4)]

type Assignment = dict[str, str | None]


def market(
    students: Mapping[str, list[Any]],
    posts: Mapping[str, tuple[int, list[Any]] | tuple[int, list[Any], int]],
    *,
    seed: str = "",
    closing_order: tuple[str, ...] = (),
) -> Market:
    """A market in few words: lists of ids, a tuple for a tie; posts as (seats, list, least number)."""
    return Market(
        seed,
        {student: ranking(wishes) for student, wishes in students.items()},
        {
            post: OfferedPost(side[0], side[2] if len(side) > 2 else 0, ranking(side[1]))
            for post, side in posts.items()
        },
        closing_order,
    )


def ranking(groups: list[Any]) -> tuple[tuple[str, ...], ...]:
    return tuple(group if isinstance(group, tuple) else (group,) for group in groups)


# --- Any market -------------------------------------------------------------------------------


@st.composite
def rankings(draw: st.DrawFn, ids: list[str], *, ties: bool) -> tuple[tuple[str, ...], ...]:
    listed = draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
    groups: list[tuple[str, ...]] = []
    for one in listed:
        if ties and groups and draw(st.booleans()):
            groups[-1] += (one,)
        else:
            groups.append((one,))
    return tuple(groups)


@st.composite
def markets(draw: st.DrawFn, *, ties: bool = True, lower: bool = False) -> Market:
    students, posts = STUDENTS[: draw(st.integers(1, 4))], POSTS[: draw(st.integers(1, 3))]
    capacity = {post: draw(st.integers(0, 3)) for post in posts}
    return Market(
        seed=draw(st.sampled_from(["", "a", "b", "lottery"])),
        students={student: draw(rankings(posts, ties=ties)) for student in students},
        posts={
            post: OfferedPost(
                capacity[post],
                draw(st.integers(0, capacity[post])) if lower else 0,
                draw(rankings(students, ties=ties)),
            )
            for post in posts
        },
        closing_order=tuple(draw(st.permutations(posts))) if lower else (),
    )


# --- Trying everything ------------------------------------------------------------------------


def level(groups: tuple[tuple[str, ...], ...], one: str | None) -> int:
    """How far down a list somebody stands; past its end for nobody and for those not listed."""
    return next((at for at, group in enumerate(groups) if one in group), len(groups))


def accepts(of: Market, student: str, post: str) -> bool:
    return level(of.students[student], post) < len(of.students[student]) and level(
        of.posts[post].ranking, student
    ) < len(of.posts[post].ranking)


def drawn(of: Market, student: str, post: str) -> tuple[int, str]:
    """A student's place in a post's list, ties drawn as MATCHING says."""
    return level(of.posts[post].ranking, student), sha256(f"{of.seed}:{student}".encode()).hexdigest()


def is_stable(of: Market, assignment: Assignment) -> bool:
    """By the definition: a student who prefers a post, and a post with a free seat or a worse student."""
    for student, post in product(of.students, of.posts):
        if not accepts(of, student, post):
            continue
        wishes = of.students[student]
        if level(wishes, post) >= level(wishes, assignment[student]):
            continue
        here = [other for other, place in assignment.items() if place == post]
        if len(here) < of.posts[post].capacity:
            return False
        if any(drawn(of, other, post) > drawn(of, student, post) for other in here):
            return False
    return True


def feasible(of: Market) -> Iterator[Assignment]:
    """Every way to send students to posts that both list each other, within the seats."""
    options = [[None, *(post for post in of.posts if accepts(of, student, post))] for student in of.students]
    for places in product(*options):
        if all(places.count(post) <= side.capacity for post, side in of.posts.items()):
            yield dict(zip(of.students, places, strict=True))


def stable_matchings(of: Market) -> list[Assignment]:
    return [assignment for assignment in feasible(of) if is_stable(of, assignment)]


def size(assignment: Assignment) -> int:
    return sum(place is not None for place in assignment.values())
