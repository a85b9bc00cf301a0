"""A student's own internship on their first page: where, when, with whom, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Case, Value, When
from django.utils.translation import gettext_lazy as _

from core.look import Chip
from core.registry import StudentCard
from core.walls import outside
from placements.models import LIVE_STATES, Placement, PlacementState
from placements.operations.readiness import what_blocks

if TYPE_CHECKING:
    from internships.me.pupil import Pupil


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


def cards_of_the_place(pupil: Pupil, on: date) -> Iterator[StudentCard]:
    """The live placement, or the last one that was not cancelled. Three queries at most.

    Post, enterprise, teacher and mentor lie behind the wall; nothing but what stands on the card leaves it.
    """
    with outside():
        placement = own_placement(pupil)
        place = _read(placement) if placement is not None else None
    if place is not None:
        yield StudentCard(
            heading=_("My internship"), template="me/placement_card.html", context={"place": place}
        )


def own_placement(pupil: Pupil) -> Placement | None:
    is_live = Case(When(state__in=sorted(LIVE_STATES), then=Value(0)), default=Value(1))
    return (
        Placement.objects.of_student(pupil.student.pk)
        .exclude(state=PlacementState.CANCELLED)
        .select_related("post", "enterprise", "instructor", "mentor")
        .order_by(is_live, "-starts_on", "-pk")
        .first()
    )


def _read(placement: Placement) -> Place:
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
