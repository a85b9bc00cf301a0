"""The placement whose days a student writes down, and which days those are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from core.access import NotVisible
from internships.me.pupil import Pupil
from placements.models import OPEN_STATES, Placement, PlacementState

# What was forgotten can still be written down for a while after the last day.
AFTERWARDS = timedelta(days=14)


def own_placements(pupil: Pupil) -> Any:
    """A student's placements whose days can be looked at, the latest first. Call it outside the walls."""
    over = [PlacementState.FINISHED, PlacementState.ENDED_EARLY]
    rows = Placement.objects.of_student(pupil.student.pk).filter(state__in=[*OPEN_STATES, *over])
    return rows.select_related("post", "plan", "enterprise", "mentor", "instructor").order_by(
        "-started_on", "-pk"
    )


def is_written(placement: Placement, on: date) -> bool:
    """Whether something can still be written down."""
    if placement.is_under_way:
        return True
    return placement.ended_on is not None and on <= placement.ended_on + AFTERWARDS


def own_placement(pupil: Pupil, *, on: date) -> Placement | None:
    """The one that is under way, or that ended a few days ago. Call it outside the walls. One query."""
    return own_placements(pupil).filter(still_written(on)).first()


def still_written(on: date, path: str = "") -> Q:
    """Placements of which something can still be written down; ``path`` leads to them from other rows."""
    return Q(**{f"{path}state__in": OPEN_STATES}) | Q(**{f"{path}ended_on__gte": on - AFTERWARDS})


def own_placement_for_write(pupil: Pupil, pk: Any, *, on: date) -> Placement:
    """Raises NotVisible: it is another's, or nothing can be written down any more."""
    rows = own_placements(pupil).select_for_update(of=("self",))
    placement: Placement | None = rows.filter(still_written(on), pk=pk).first()
    if placement is None:
        raise NotVisible(f"placements.Placement {pk}")
    return placement


def days_of(placement: Placement, *, on: date) -> tuple[date, date]:
    """The first and the last day that can be written down: none before the first, after the last, ahead."""
    return placement.started_on or placement.starts_on, min(placement.ended_on or placement.ends_on, on)
