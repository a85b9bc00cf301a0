"""Every outcome in words, without anybody's name."""

import pytest
from django.utils import translation
from hypothesis import given

from internships.selection.explanations import Fate, Wish, explain, in_words
from internships.selection.solver import solve
from tests.internships.selection.markets import market, markets


def words(of, student, language="en"):
    with translation.override(language):
        return [in_words(wish) for wish in explain(of, solve(of))[student]]


def one_post(prefs, seats=3, lower=0):
    names = ["s1", "s2", "s3", "s4"]
    return market({name: ["p1"] for name in names}, {"p1": (seats, prefs, lower)})


def test_who_was_ranked_behind_all_who_were_placed():
    assert words(one_post(["s1", "s2", "s3", "s4"]), "s4") == [
        "All 3 seats went to others: 3 ranked above you (your rank 4, last placed 3)."
    ]


def test_who_lost_by_the_lottery_is_told_so():
    of = one_post(["s1", ("s2", "s3", "s4")])
    (loser,) = (student for student, place in solve(of).assignment.items() if place is None)

    assert words(of, loser) == [
        "All 3 seats went to others: 1 ranked above you, and 2 ranked equal to you went first by the lottery "
        "(your rank 2, last placed 2)."
    ]


def test_the_only_seat():
    of = one_post(["s1", "s2"], seats=1)

    assert words(of, "s2") == [
        "The only seat went to somebody else: 1 ranked above you (your rank 2, last placed 1)."
    ]
    assert words(of, "s1") == ["You have a seat here. It was choice 1 on your list."]


def test_whom_the_enterprise_did_not_list():
    assert words(one_post(["s1"]), "s4") == ["The enterprise did not put you on its list for this post."]


def test_a_post_without_seats_one_that_closed_and_one_that_is_not_there():
    of = market(
        {"s1": ["p0", "p1", "p2", "p9"], "s2": []},
        {"p1": (0, ["s1"]), "p2": (3, ["s1", "s2"], 2)},
    )

    assert words(of, "s1") == [
        "This post was not part of the round.",
        "This post had no seats in this round.",
        "This post was closed: it runs only with 2 students, and no more than 1 would have come.",
        "This post was not part of the round.",
    ]
    assert words(of, "s2") == []


def test_the_same_in_chinese():
    assert words(one_post(["s1", "s2", "s3", "s4"]), "s4", "zh-hans") == [
        "全部 3 个名额已由他人获得：排在您前面的有 3 人（您的排名第 4，最后落实者排名第 3）。"
    ]


@pytest.mark.parametrize("fate", Fate)
def test_an_explanation_survives_being_kept(fate):
    wish = Wish(post="p1", choice=1, fate=fate, seats=2, rank=3, above=1, tied=1, last_rank=3)

    assert Wish.from_data(wish.as_data()) == wish
    assert in_words(wish)


@given(markets(lower=True))
def test_the_numbers_add_up(of):
    matching = solve(of)
    for student, wishes in explain(of, matching).items():
        placed = [wish.post for wish in wishes if wish.fate is Fate.PLACED]
        assert placed == [place for place in [matching.assignment[student]] if place]
        for wish in wishes:
            if wish.fate is Fate.TAKEN:
                assert wish.above + wish.tied == wish.seats
                assert wish.last_rank <= wish.rank
                assert bool(wish.tied) == (wish.last_rank == wish.rank)
