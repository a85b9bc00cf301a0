"""From numbers to a grade: weights, what is missing, thresholds."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assessments.scoring import (
    FULL,
    Grade,
    Weighed,
    grade_of,
    score_between,
    score_of_points,
    total_of,
)

scores = st.decimals(0, 100, places=1)
weights = st.integers(1, 100)
lines = st.lists(
    st.builds(Weighed, weight=weights, score=st.none() | scores, is_left_out=st.booleans()), max_size=12
)
LIMITS = {"excellent_from": 85, "good_from": 70, "pass_from": 50}


@given(lines)
def test_a_total_lies_between_nothing_and_a_hundred(found):
    total = total_of(found)

    assert total is None or 0 <= total <= FULL


@given(lines, weights)
def test_what_is_not_known_never_counts_as_full(found, weight):
    missing = total_of([*found, Weighed(weight=weight, score=None)])
    full = total_of([*found, Weighed(weight=weight, score=FULL)])

    assert missing is not None
    assert full is not None
    assert missing < FULL
    assert missing < full or total_of(found) == 0


@given(lines, weights)
def test_what_is_not_known_counts_as_nothing(found, weight):
    nothing = [*found, Weighed(weight=weight, score=Decimal(0))]

    assert total_of([*found, Weighed(weight=weight, score=None)]) == total_of(nothing)


@given(lines, weights, scores)
def test_what_does_not_concern_a_partnership_changes_nothing(found, weight, score):
    left_out = Weighed(weight=weight, score=score, is_left_out=True)

    assert total_of([*found, left_out]) == total_of(found)


@given(st.lists(st.builds(Weighed, weight=weights, score=scores), min_size=1, max_size=8))
def test_a_total_lies_between_the_worst_and_the_best_score(found):
    total = total_of(found)

    assert total is not None
    assert min(one.score for one in found) <= total <= max(one.score for one in found)


@given(st.lists(st.builds(Weighed, weight=weights, score=scores), min_size=1, max_size=8), st.integers(2, 9))
def test_only_the_proportion_of_the_weights_counts(found, factor):
    heavier = [Weighed(weight=one.weight * factor, score=one.score) for one in found]

    assert total_of(heavier) == total_of(found)


def test_nothing_has_no_total_and_no_grade():
    assert total_of([]) is None
    assert grade_of(None, **LIMITS) is None


@given(st.decimals(-1000, 1000, places=2), st.decimals(-1000, 1000, places=2))
def test_more_is_never_worth_less(one, other):
    low, high = sorted((one, other))

    assert score_between(low, none_at=Decimal(0), full_at=Decimal(10)) <= score_between(
        high, none_at=Decimal(0), full_at=Decimal(10)
    )


@given(st.decimals(-1000, 1000, places=2), st.decimals(-1000, 1000, places=2))
def test_where_less_is_better_more_is_never_worth_more(one, other):
    low, high = sorted((one, other))

    assert score_between(low, none_at=Decimal(365), full_at=Decimal(60)) >= score_between(
        high, none_at=Decimal(365), full_at=Decimal(60)
    )


def test_a_number_is_worth_something_between_its_limits():
    assert score_between(Decimal(2), none_at=Decimal(0), full_at=Decimal(8)) == 25
    assert score_between(Decimal(1), none_at=Decimal(2), full_at=Decimal(0)) == 50
    assert score_between(Decimal(9), none_at=Decimal(0), full_at=Decimal(8)) == 100
    assert score_between(Decimal(5), none_at=Decimal(2), full_at=Decimal(0)) == 0
    assert score_of_points(Decimal(4)) == 80


def test_a_grade_begins_at_its_limit():
    found = {
        total: grade_of(Decimal(total), **LIMITS) for total in ("85", "84.9", "70", "69.9", "50", "49.9")
    }

    assert found == {
        "85": Grade.EXCELLENT,
        "84.9": Grade.GOOD,
        "70": Grade.GOOD,
        "69.9": Grade.PASS,
        "50": Grade.PASS,
        "49.9": Grade.FAIL,
    }


@given(scores, scores)
def test_a_better_total_has_no_worse_grade(one, other):
    low, high = sorted((one, other))
    worse, better = grade_of(low, **LIMITS), grade_of(high, **LIMITS)

    assert worse is not None
    assert better is not None
    assert worse.rank <= better.rank
