"""Who has seats and places that rounds of selection know nothing of: filled in by the app of placements."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Protocol

from internships.models import Plan, Post


@dataclass(frozen=True, slots=True)
class Occupancy:
    """A post, seen from its seats.

    Attributes:
        held: seats that somebody has, or that a round is giving out.
        interns: how many are at work in it on the day.
    """

    held: int
    interns: int


class Group(NamedTuple):
    """Interns of one post who come and go on the same days."""

    post: int
    occupation: int | None
    starts_on: date
    ends_on: date
    interns: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Students of a plan: who has a place by another way than a round, and who gave up the round's."""

    otherwise: Collection[int] = ()
    free_again: Collection[int] = ()


class Placements(Protocol):
    """What the app of placements answers; each in a constant number of queries."""

    def occupancy_of(self, post: Post, on: date) -> Occupancy: ...

    def beside_rounds(self, first: date, last: date) -> dict[int, int]:
        """Seats by post that are held beside those of rounds; negative where one of a round is free again."""

    def placed_in(self, plan: Plan) -> Placed: ...

    def groups_at(self, enterprises: Collection[int]) -> Mapping[int, Sequence[Group]]:
        """Everybody placed at hosts, however they came there, by host. One query."""


class Nothing:
    """As long as no app of placements is there."""

    def occupancy_of(self, post: Post, on: date) -> Occupancy:
        return Occupancy(held=0, interns=0)

    def beside_rounds(self, first: date, last: date) -> dict[int, int]:
        return {}

    def placed_in(self, plan: Plan) -> Placed:
        return Placed()

    def groups_at(self, enterprises: Collection[int]) -> Mapping[int, Sequence[Group]]:
        return {}


_placements: list[Placements] = [Nothing()]


def register_placements(placements: Placements) -> None:
    """Answer for the placements of students. Called from ``AppConfig.ready``."""
    _placements[:] = [placements]


def known_placements() -> Placements:
    return _placements[0]
