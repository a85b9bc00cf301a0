"""What the tests of work–study alternation share: a class of the world with a timetable over ten weeks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from placements.models import AlternationSchedule, AlternationWeek, LearningPlace
from placements.operations.alternation import enter_alternation, mark_weeks, publish_alternation
from tests.world import World

# A Monday; the tenth week of the timetable ends on 22 March 2026. New Year's festival lies in the seventh.
BEGINS = date(2026, 1, 12)
ENDS = date(2026, 3, 22)
NOW = datetime(2026, 3, 25, 9, 0, tzinfo=UTC)
MONDAYS = [BEGINS + timedelta(days=7 * number) for number in range(10)]


def a_schedule(world: World, **fields: Any) -> AlternationSchedule:
    given: dict[str, Any] = {
        "actor": world.coordinator,
        "school_class": world.school_class,
        "enterprise": world.partner,
        "starts_on": BEGINS,
        "ends_on": ENDS,
        "school_hours": 30,
        "enterprise_hours": 40,
        "now": NOW,
    }
    return enter_alternation(**given | fields)


def marked(world: World, schedule: AlternationSchedule, places: str) -> AlternationSchedule:
    """``"SSE-"``: school, school, enterprise, neither, from the first week on."""
    names = {"S": LearningPlace.SCHOOL, "E": LearningPlace.ENTERPRISE}
    weeks = {
        schedule.starts_on + timedelta(days=7 * number): str(names[letter])
        for number, letter in enumerate(places)
        if letter in names
    }
    return mark_weeks(actor=world.coordinator, pk=schedule.pk, weeks=weeks, now=NOW)


def in_force(world: World, places: str = "SSESSE", **fields: Any) -> AlternationSchedule:
    schedule = marked(world, a_schedule(world, **fields), places)
    return publish_alternation(actor=world.coordinator, pk=schedule.pk, now=NOW)


def week(schedule: AlternationSchedule, number: int) -> AlternationWeek:
    """The first week is number 1."""
    monday = schedule.starts_on + timedelta(days=7 * (number - 1))
    return AlternationWeek.objects.get(schedule=schedule, monday=monday)
