"""A student's own internship on their first page: where, when, with whom, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from core.look import Chip
from core.registry import StudentCard
from placements.models import Placement, PlacementState
from placements.operations.readiness import what_blocks

if TYPE_CHECKING:
    pass


@dataclass(frozen=True, slots=True)
class Guide:
    """Somebody to call."""

    name: str
    role: str
    phone: str


@dataclass(frozen=True, slots=True)
class Place:
    """What a student reads of their own placement, and nothing that is not theirs.

    Attributes:
        missing: the rules that stand in the way of the start, by their titles.
    """

    post: str
    enterprise: str
    address: str
    starts_on: date
    ends_on: date
    chip: Chip
    reason: str
    guides: list[Guide]
    missing: list[str]


def card_of_the_place(place: Place) -> StudentCard:
    return StudentCard(
        heading=_("My internship"), template="me/placement_card.html", context={"place": place}
    )


def read_place(placement: Placement) -> Place:
    """Post, enterprise, teacher and mentor lie behind the wall; only what stands on the card leaves it.

    Call it outside, with them fetched along. Two queries where the student has not started, otherwise none.
    """
    people = (
        (placement.instructor, _("School instructor")),
        (placement.mentor, _("Mentor at the enterprise")),
    )
    waits = placement.state in {PlacementState.OFFERED, PlacementState.PREPARED}
    return Place(
        post=str(placement.post),
        enterprise=str(placement.enterprise),
        address=placement.place_of_work,
        starts_on=placement.starts_on,
        ends_on=placement.ends_on,
        chip=placement.chip,
        reason=placement.reason,
        guides=[Guide(str(person), str(role), person.phone) for person, role in people if person is not None],
        missing=[one.title for one in what_blocks(placement) or ()] if waits else [],
    )
