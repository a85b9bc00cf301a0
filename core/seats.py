"""Numbered seats of what has so many places: who has one has a number that no second person has."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import count, islice


def free_seats(taken: Collection[int | None], places: int | None) -> Iterator[int]:
    """The numbers nobody has, lowest first: as many as places are left, without end where there are any."""
    numbers = (number for number in count(1) if number not in taken)
    return numbers if places is None else islice(numbers, max(places - len(taken), 0))
