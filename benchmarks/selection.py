"""Two-way selection: 100,000 students over 20,000 posts in two seconds, smaller markets against algmatch."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.measure import Row, median_seconds
from internships.selection.solver import solve
from internships.selection.verifier import violations
from tests.internships.selection.large import large_market
from tests.internships.selection.peer import as_numbers, by_name, solved

TITLE = "Two-way selection"
STUDENTS_TO_A_POST = 5
SOLVER_SECONDS = 2.0
LARGE = 100_000
PEER_SIZES = (1_000, 2_500)


def run() -> list[Row]:
    rows = [
        against_the_limit("every post equally wanted", contested=False, ties=False),
        against_the_limit("contested, with ties", contested=True, ties=True),
    ]
    return rows + [against_algmatch(students) for students in PEER_SIZES]


def against_the_limit(name: str, **how: bool) -> Row:
    market = large_market(students=LARGE, posts=LARGE // STUDENTS_TO_A_POST, **how)
    seconds, matching = timed(lambda: solve(market))
    seconds = statistics.median([seconds, *(timed(lambda: solve(market))[0] for _again in range(4))])
    checking, faults = timed(lambda: violations(market, matching.assignment))
    assert faults == []
    return Row(
        name=f"{LARGE:,} students, {LARGE // STUDENTS_TO_A_POST:,} posts, {name}",
        ours=seconds,
        limit=SOLVER_SECONDS,
        against="the limit",
        wanted=1,
        note=f"all of it, from lists of names on; {matching.placed:,} placed; checked in {checking:.1f} s",
    )


def against_algmatch(students: int) -> Row:
    market = large_market(students=students, posts=students // STUDENTS_TO_A_POST)
    ours = median_seconds(lambda: solve(market))
    numbers = as_numbers(market)
    theirs, answer = timed(lambda: solved(numbers))
    assert by_name(market, answer) == solve(market).assignment
    return Row(
        name=f"{students:,} students, {students // STUDENTS_TO_A_POST:,} posts",
        ours=ours,
        limit=theirs,
        against="algmatch, the same answer",
        wanted=1 / 30,
        note=f"{theirs / ours:.0f} × as fast",
    )


def timed(function: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = function()
    return time.perf_counter() - start, result
