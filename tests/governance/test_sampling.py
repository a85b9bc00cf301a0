"""A sample is the same for whoever draws it again, and no record moves another past a third."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.sampling import fingerprint_of, sample, ticket

KEYS = st.sets(st.integers(min_value=1, max_value=10**9), max_size=60)
SEEDS = st.text(min_size=1, max_size=64)


def drawn(seed: str, keys: object, size: int) -> list[int]:
    return [one.key for one in sample(seed=seed, stratum="placement", keys=keys, size=size)]  # type: ignore[arg-type]


def test_a_ticket_can_be_worked_out_by_hand():
    by_hand = hashlib.sha256(b"26-11-23\nplacement/C1\n42").hexdigest()

    assert ticket("26-11-23", "placement/C1", 42).digest == by_hand


@given(SEEDS, KEYS, st.integers(min_value=0, max_value=80))
def test_the_same_seed_draws_the_same_in_whatever_order_the_records_come(seed, keys, size):
    ascending, descending = sorted(keys), sorted(keys, reverse=True)

    assert drawn(seed, ascending, size) == drawn(seed, descending, size)
    assert len(drawn(seed, ascending, size)) == min(size, len(keys))
    assert set(drawn(seed, ascending, size)) <= keys


@given(SEEDS, KEYS, st.integers(min_value=0, max_value=20))
def test_a_smaller_sample_is_the_beginning_of_a_larger_one(seed, keys, size):
    assert drawn(seed, keys, size + 5)[:size] == drawn(seed, keys, size)


@given(SEEDS, KEYS, st.integers(min_value=1, max_value=20), st.integers(min_value=1, max_value=10**9))
def test_a_record_that_is_added_changes_nothing_but_itself(seed, keys, size, another):
    before = drawn(seed, keys - {another}, size)
    after = drawn(seed, keys | {another}, size)

    # It may take a place, and with it the last one of those that were drawn; the others stay as they stood.
    assert [key for key in after if key != another] == (before[: size - 1] if another in after else before)[
        : size - (another in after)
    ]


@given(SEEDS, KEYS)
def test_a_stratum_of_another_name_is_drawn_by_itself(seed, keys):
    one = {found.key: found.digest for found in sample(seed=seed, stratum="a", keys=keys, size=99)}
    other = {found.key: found.digest for found in sample(seed=seed, stratum="b", keys=keys, size=99)}

    assert one.keys() == other.keys()
    assert all(one[key] != other[key] for key in one)


def test_a_record_has_one_ticket_and_a_sample_no_fewer_than_none():
    with pytest.raises(ValueError, match="one ticket"):
        drawn("seed", [1, 1], 1)
    with pytest.raises(ValueError, match="no fewer"):
        drawn("seed", [1], -1)


def test_a_population_has_a_fingerprint_that_its_order_does_not_change():
    assert fingerprint_of([3, 1, 2]) == hashlib.sha256(b"1\n2\n3").hexdigest() == fingerprint_of([1, 2, 3])
