"""What holds of every market, whatever is in it."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from internships.selection.market import Market, OfferedPost, Ranking, canonical, read_market
from internships.selection.solver import solve
from internships.selection.verifier import violations
from tests.internships.selection.markets import (
    POSTS,
    accepts,
    is_stable,
    level,
    market,
    markets,
    rankings,
    size,
    stable_matchings,
)


def happiness(of: Market, student: str, place: str | None) -> int:
    """Smaller is better; a post that does not list the student back is no place at all."""
    return level(of.students[student], place)


def worse_off(before: Market, after: Market, *, but: str = "") -> list[str]:
    """Students who would rather have the answer of the first market, by their lists in it."""
    first, second = solve(before).assignment, solve(after).assignment
    return [
        student
        for student in after.students
        if student != but
        and happiness(before, student, second[student]) > happiness(before, student, first[student])
    ]


@given(markets())
def test_no_student_and_post_would_rather_have_each_other(of):
    assignment = solve(of).assignment

    assert is_stable(of, assignment)
    assert violations(of, assignment) == []


@given(markets(ties=False))
def test_no_stable_answer_is_better_for_any_student(of):
    ours = solve(of).assignment

    for other in stable_matchings(of):
        for student in of.students:
            assert happiness(of, student, ours[student]) <= happiness(of, student, other[student])


@given(markets(ties=False))
def test_strict_lists_place_the_same_number_in_every_stable_answer(of):
    assert {size(assignment) for assignment in stable_matchings(of)} == {solve(of).placed}


@given(markets(lower=True), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_given_does_not_matter(of, random):
    def shuffled(mapping):
        return dict(random.sample(sorted(mapping.items()), len(mapping)))

    def mixed(groups: Ranking) -> Ranking:
        return tuple(tuple(random.sample(group, len(group))) for group in groups)

    other = replace(
        of,
        students=shuffled({student: mixed(groups) for student, groups in of.students.items()}),
        posts=shuffled({post: replace(side, ranking=mixed(side.ranking)) for post, side in of.posts.items()}),
    )

    assert solve(other).assignment == solve(of).assignment
    assert solve(other).closed == solve(of).closed
    assert canonical(other) == canonical(of)


@given(markets(lower=True))
def test_what_is_written_reads_as_the_same_market(of):
    again = read_market(canonical(of))

    assert canonical(again) == canonical(of)
    assert solve(again).assignment == solve(of).assignment


@given(markets(), st.sampled_from(POSTS))
def test_an_extra_seat_hurts_no_student(of, post):
    assume(post in of.posts)
    side = of.posts[post]
    larger = replace(of, posts={**of.posts, post: replace(side, capacity=side.capacity + 1)})

    assert worse_off(of, larger) == []


@given(markets(), st.data())
def test_a_student_who_withdraws_hurts_nobody_else(of, data):
    gone = data.draw(st.sampled_from(sorted(of.students)))
    rest = replace(of, students={student: own for student, own in of.students.items() if student != gone})

    assert worse_off(of, rest) == []


@given(markets(), st.data())
def test_moving_up_in_a_posts_list_never_hurts(of, data):
    post = data.draw(st.sampled_from(sorted(of.posts)))
    side = of.posts[post]
    assume(side.ranking)
    student = data.draw(st.sampled_from([one for group in side.ranking for one in group]))
    without = tuple(tuple(one for one in group if one != student) for group in side.ranking)
    up_to = data.draw(st.integers(0, level(side.ranking, student)))
    raised = (*without[:up_to], (student,), *without[up_to:])
    after = replace(
        of, posts={**of.posts, post: replace(side, ranking=tuple(group for group in raised if group))}
    )

    before_place, place = solve(of).assignment[student], solve(after).assignment[student]

    assert happiness(of, student, place) <= happiness(of, student, before_place)


def every_list(posts: list[str]) -> list[Ranking]:
    """Every list without ties that somebody could hand in, the empty one included."""
    return [
        tuple((post,) for post in chosen)
        for length in range(len(posts) + 1)
        for chosen in permutations(posts, length)
    ]


@settings(max_examples=150)
@given(markets(), st.data())
def test_no_student_gains_by_handing_in_another_list(of, data):
    """By trying every other list, and some with ties; whether their own list has ties or not."""
    liar = data.draw(st.sampled_from(sorted(of.students)))
    honest = happiness(of, liar, solve(of).assignment[liar])
    lies = [*every_list(list(of.posts)), data.draw(rankings(list(of.posts), ties=True))]

    for lie in lies:
        told = replace(of, students={**of.students, liar: lie})
        assert happiness(of, liar, solve(told).assignment[liar]) >= honest


@given(markets())
def test_whom_a_post_does_not_list_it_does_not_get(of):
    for student, place in solve(of).assignment.items():
        assert place is None or accepts(of, student, place)


# --- Lower quotas -----------------------------------------------------------------------------


@given(markets(lower=True))
def test_a_post_runs_with_enough_students_or_with_none(of):
    matching = solve(of)

    for post, side in of.posts.items():
        here = [student for student, place in matching.assignment.items() if place == post]
        assert not here or len(here) >= side.lower
    assert violations(of, matching.assignment, [closure.post for closure in matching.closed]) == []


def start_over(of: Market) -> tuple[dict[str, str | None], list[str]]:
    """As it is published: close the post that fills least, and run the whole again."""
    closed: list[str] = []
    while True:
        assignment = solve(
            replace(
                of,
                posts={
                    post: OfferedPost(0 if post in closed else side.capacity, 0, side.ranking)
                    for post, side in of.posts.items()
                },
            )
        ).assignment
        filled = {post: list(assignment.values()).count(post) for post in of.posts}
        short = [post for post, side in of.posts.items() if 0 < filled[post] < side.lower]
        if not short:
            return assignment, closed
        closed.append(min(short, key=lambda post: (filled[post], of.closing_order.index(post))))


@settings(max_examples=300)
@given(markets(lower=True))
def test_going_on_after_a_closure_is_the_same_as_starting_over(of):
    matching = solve(of)

    assert (matching.assignment, [closure.post for closure in matching.closed]) == start_over(of)


def test_the_published_order_decides_which_of_two_posts_closes():
    students = {"s1": ["p1", "p2"], "s2": ["p2", "p1"]}
    posts = {"p1": (2, ["s1", "s2"], 2), "p2": (2, ["s1", "s2"], 2)}

    first = solve(market(students, posts, closing_order=("p1", "p2")))
    second = solve(market(students, posts, closing_order=("p2", "p1")))

    assert first.assignment == {"s1": "p2", "s2": "p2"}
    assert [(closure.post, closure.filled, closure.lower) for closure in first.closed] == [("p1", 1, 2)]
    assert second.assignment == {"s1": "p1", "s2": "p1"}


def test_a_post_that_nobody_goes_to_stays_open_for_those_of_a_closed_one():
    of = market(
        {"s1": ["p1", "p2"], "s2": ["p1", "p2"]},
        {"p1": (3, ["s1", "s2"], 3), "p2": (2, ["s1", "s2"], 2)},
    )

    assert solve(of).assignment == {"s1": "p2", "s2": "p2"}


# --- The lottery ------------------------------------------------------------------------------


def test_every_post_draws_a_tie_in_the_same_order():
    names = [f"s{number}" for number in range(30)]
    of = market(
        {name: [("p1", "p2")] for name in names},
        {"p1": (5, [tuple(names)]), "p2": (5, [tuple(reversed(names))])},
        seed="winter",
    )

    placed = {name for name, place in solve(of).assignment.items() if place}

    from hashlib import sha256

    drawn = sorted(names, key=lambda name: sha256(f"winter:{name}".encode()).digest())
    assert placed == set(drawn[:10])


def test_another_seed_draws_another_order():
    of = market({"s1": ["p1"], "s2": ["p1"]}, {"p1": (1, [("s1", "s2")])})

    winners = {solve(replace(of, seed=str(seed))).assignment["s1"] for seed in range(20)}

    assert winners == {"p1", None}


def test_students_who_do_not_mind_are_spread_over_the_posts():
    names = [f"s{number}" for number in range(100)]
    of = market(
        {name: [("p1", "p2")] for name in names}, {"p1": (100, [tuple(names)]), "p2": (100, [tuple(names)])}
    )

    at_first = list(solve(of).assignment.values()).count("p1")

    assert 30 < at_first < 70
