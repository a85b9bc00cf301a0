"""Larger markets against a published solver."""

import pytest

from internships.selection.solver import solve
from internships.selection.verifier import violations
from tests.internships.selection.large import large_market
from tests.internships.selection.peer import as_numbers, by_name, solved


@pytest.mark.parametrize("contested", [False, True])
@pytest.mark.parametrize("students", [20, 100, 300])
def test_algmatch_answers_the_same(students, contested):
    market = large_market(students=students, posts=max(10, students // 6), contested=contested)

    assert solve(market).assignment == by_name(market, solved(as_numbers(market)))


def test_a_market_of_thousands_with_ties_holds():
    market = large_market(students=5_000, posts=1_000, contested=True, ties=True)

    matching = solve(market)

    assert violations(market, matching.assignment) == []
    assert 4_500 < matching.placed < 5_000
