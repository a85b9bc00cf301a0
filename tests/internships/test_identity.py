"""Identity numbers: what is one, and what it says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from internships.identity import IdentityProblem, NotAnIdentity, check_character, read
from internships.models import Sex

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2026, 11, 22))
regions = st.integers(min_value=110000, max_value=999999)
sequences = st.integers(min_value=0, max_value=999)


def number_of(region: int, born_on: date, sequence: int) -> str:
    body = f"{region}{born_on:%Y%m%d}{sequence:03d}"
    return body + check_character(body)


@given(regions, days, sequences)
def test_a_number_says_when_its_holder_was_born_and_of_which_sex(region, born_on, sequence):
    found = read(number_of(region, born_on, sequence))

    assert found.born_on == born_on
    assert found.sex == (Sex.MALE if sequence % 2 else Sex.FEMALE)


@given(regions, days, sequences, st.integers(0, 17), st.integers(1, 9))
def test_one_mistyped_digit_is_always_noticed(region, born_on, sequence, place, step):
    number = number_of(region, born_on, sequence)
    if number[place] == "X":
        mistyped = number[:place] + str(step)
    else:
        mistyped = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]

    with pytest.raises(NotAnIdentity):
        read(mistyped)


@given(regions, days, sequences, st.integers(0, 16))
def test_two_digits_in_the_wrong_order_are_always_noticed(region, born_on, sequence, place):
    number = number_of(region, born_on, sequence)
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped != number:
        with pytest.raises(NotAnIdentity):
            read(swapped)


@given(st.text(max_size=17))
def test_what_is_too_short_is_none_whatever_it_is(text):
    with pytest.raises(NotAnIdentity):
        read(text)


def test_the_examples_of_the_standard_have_their_check_characters():
    assert check_character("44052418800101001") == "4"
    assert check_character("11010519491231002") == "X"


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
    ],
)
def test_it_may_be_written_in_several_ways(typed):
    assert read(typed).number == "11010519491231002X"


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", IdentityProblem.SHAPE),
        ("1101051949123100", IdentityProblem.SHAPE),
        ("11010519491231002Y", IdentityProblem.SHAPE),
        ("110105194913310026", IdentityProblem.BIRTH_DATE),
        ("440524188001010014", IdentityProblem.BIRTH_DATE),
        ("110105194912310021", IdentityProblem.CHECK),
    ],
)
def test_what_is_none_says_why(typed, problem):
    with pytest.raises(NotAnIdentity) as refused:
        read(typed)
    assert refused.value.problem == problem
