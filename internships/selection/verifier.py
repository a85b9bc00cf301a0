"""Checks a result against its market, without a line of the solver's: what is published was checked here.

It knows the definitions only: seats, lists on both sides, lower quotas, and that no student and post would
both rather have each other. Ties on the posts' side count in the order drawn from the seed; a student who
ranks two posts equally has nothing against either.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, takewhile

from internships.selection.market import Market


class Fault(StrEnum):
    """What can be wrong with a result."""

    STUDENT_MISSING = "student_missing"
    STUDENT_UNKNOWN = "student_unknown"
    POST_UNKNOWN = "post_unknown"
    NOT_LISTED_BY_STUDENT = "not_listed_by_student"
    NOT_LISTED_BY_POST = "not_listed_by_post"
    TOO_MANY = "too_many"
    TOO_FEW = "too_few"
    CLOSED_BUT_FILLED = "closed_but_filled"
    CLOSED_WITHOUT_QUOTA = "closed_without_quota"
    BLOCKING_PAIR = "blocking_pair"


@dataclass(frozen=True, slots=True)
class Violation:
    """One fault, and whom it is about; empty where it is not about a student, or not about a post."""

    fault: Fault
    student: str = ""
    post: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.fault.value, self.student, self.post)))


def violations(
    market: Market, assignment: Mapping[str, str | None], closed: Collection[str] = ()
) -> list[Violation]:
    """Everything that is wrong with an assignment; an empty list where it may be published.

    Args:
        closed: posts that were closed for want of students; nobody can hold them against the result.
    """
    found = list(_of_students(market, assignment))
    if not found:
        found = [*_of_posts(market, assignment, closed), *_blocking_pairs(market, assignment, closed)]
    return found


def _of_students(market: Market, assignment: Mapping[str, str | None]) -> Iterator[Violation]:
    for student in market.students.keys() - assignment.keys():
        yield Violation(Fault.STUDENT_MISSING, student)
    listed = {post: {one for tied in side.ranking for one in tied} for post, side in market.posts.items()}
    for student, post in assignment.items():
        if student not in market.students:
            yield Violation(Fault.STUDENT_UNKNOWN, student)
        elif post is None:
            continue
        elif post not in market.posts:
            yield Violation(Fault.POST_UNKNOWN, student, post)
        else:
            if not any(post in tied for tied in market.students[student]):
                yield Violation(Fault.NOT_LISTED_BY_STUDENT, student, post)
            if student not in listed[post]:
                yield Violation(Fault.NOT_LISTED_BY_POST, student, post)


def _of_posts(
    market: Market, assignment: Mapping[str, str | None], closed: Collection[str]
) -> Iterator[Violation]:
    sizes: defaultdict[str, int] = defaultdict(int)
    for post in assignment.values():
        if post is not None:
            sizes[post] += 1
    for name, side in market.posts.items():
        size = sizes[name]
        if size > side.capacity:
            yield Violation(Fault.TOO_MANY, post=name)
        if 0 < size < side.lower:
            yield Violation(Fault.TOO_FEW, post=name)
        if size and name in closed:
            yield Violation(Fault.CLOSED_BUT_FILLED, post=name)
    for name in closed:
        if name not in market.posts or market.posts[name].lower == 0:
            yield Violation(Fault.CLOSED_WITHOUT_QUOTA, post=name)


def _blocking_pairs(
    market: Market, assignment: Mapping[str, str | None], closed: Collection[str]
) -> Iterator[Violation]:
    """Pairs of a student and a post that list each other, where the student would rather go there and
    the post has a seat left or holds somebody it places later."""
    staying: defaultdict[str, set[str]] = defaultdict(set)
    for student, post in assignment.items():
        if post is not None:
            staying[post].add(student)
    for name, envious in _envious(market, assignment).items():
        if name in closed:
            continue
        here, seats = staying[name], market.posts[name].capacity
        # From the best down: whoever is met before the post is full of those who stay would be let in.
        let_in = 0
        for one in _drawn(market, name, here | envious):
            if one in here:
                let_in += 1
            elif let_in < seats:
                yield Violation(Fault.BLOCKING_PAIR, one, name)


def _envious(market: Market, assignment: Mapping[str, str | None]) -> Mapping[str, set[str]]:
    """For each post the students who would rather be there."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for student, ranking in market.students.items():
        better = takewhile(lambda tied, place=assignment[student]: place not in tied, ranking)  # type: ignore[misc]
        for post in chain.from_iterable(better):
            if post in market.posts:
                found[post].add(student)
    return found


def _drawn(market: Market, post: str, concerned: Collection[str]) -> Iterator[str]:
    """Those of some students whom a post lists, from best to worst."""
    for tied in market.posts[post].ranking:
        yield from sorted(
            (one for one in tied if one in concerned),
            key=lambda one: hashlib.sha256(f"{market.seed}:{one}".encode()).hexdigest(),
        )
