"""What a student's own internships put onto their first page: read past the wall once for the tasks and once
for the cards, instead of by each part of the app for itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.registry import StudentCard, StudentTask
from core.walls import outside
from internships.me.pupil import Pupil
from placements.me.alternation import cards_of_alternation
from placements.me.card import card_of_the_place, read_place
from placements.me.concerns import card_of_concerns
from placements.me.days import last_week_at_work, tasks_of_days
from placements.me.ends import tasks_of_the_end
from placements.me.log import tasks_of_the_log
from placements.me.own_places import cards_of_own_places
from placements.models import Placement, PlacementState
from placements.operations.evaluation import JUDGED_STATES
from placements.own_days import is_written


def tasks_of_internships(pupil: Pupil, on: date) -> Iterator[StudentTask]:
    """Log, hours and report of the internship they belong to. Seven queries, one way past the wall."""
    with outside():
        placements = _own(pupil)
        at_work = next((one for one in _last_begun(placements) if is_written(one, on)), None)
        week = last_week_at_work(at_work, on)
    reported = [one for one in placements if one.state in JUDGED_STATES]
    yield from tasks_of_the_log(pupil, at_work, on)
    yield from tasks_of_days(pupil, week, on)
    yield from tasks_of_the_end(reported, on)


def cards_of_internships(pupil: Pupil, on: date) -> Iterator[StudentCard]:
    """The live placement, or the last one; the timetable; a host of one's own; where to say what is wrong."""
    with outside():
        placements = _own(pupil)
        shown = next((one for one in placements if one.is_live), placements[0] if placements else None)
        place = read_place(shown) if shown is not None else None
    if place is not None:
        yield card_of_the_place(place)
    yield from cards_of_alternation(pupil, on)
    if shown is None or not shown.is_live:
        yield from cards_of_own_places()
    if placements:
        yield card_of_concerns()


def _own(pupil: Pupil) -> list[Placement]:
    """All that were not cancelled, the latest first. Call it outside the wall. One query."""
    rows = Placement.objects.of_student(pupil.student.pk).exclude(state=PlacementState.CANCELLED)
    return list(
        rows.select_related("post", "enterprise", "instructor", "mentor").order_by("-starts_on", "-pk")
    )


def _last_begun(placements: list[Placement]) -> list[Placement]:
    return sorted(placements, key=lambda one: one.started_on or date.min, reverse=True)
