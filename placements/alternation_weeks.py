"""The weeks of a timetable: which there are, how many days of them are worked, and patterns of places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle

from core.workdays import WorkCalendar
from placements.models import AlternationSchedule, LearningPlace
from placements.weeks import days_of_week, monday_of

DAYS_OF_A_WEEK = 5
HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class CalendarWeek:
    """One week of a period.

    Attributes:
        workdays: how many of its days are worked, within the period.
        is_shortened: fewer than a week ordinarily has, because of holidays.
    """

    monday: date
    workdays: int
    is_shortened: bool

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


def mondays_between(first: date, last: date) -> Iterator[date]:
    monday = monday_of(first)
    while monday <= last:
        yield monday
        monday += timedelta(days=7)


def weeks_between(first: date, last: date, calendar: WorkCalendar) -> list[CalendarWeek]:
    """Every week that has a day of the period."""
    found = []
    for monday in mondays_between(first, last):
        days = [day for day in days_of_week(monday) if first <= day <= last]
        worked = sum(map(calendar.is_workday, days))
        ordinary = sum(day.isoweekday() not in calendar.weekly_rest for day in days)
        found.append(CalendarWeek(monday, worked, worked < ordinary))
    return found


def hours_in(schedule: AlternationSchedule, place: str, week: CalendarWeek) -> Decimal:
    """Those of a whole week, less for each day that is not worked; to the half hour."""
    share = Decimal(min(week.workdays, DAYS_OF_A_WEEK)) / DAYS_OF_A_WEEK
    return ((schedule.hours_at(place) * share) / HALF).quantize(Decimal(1)) * HALF


def pattern(
    weeks: Sequence[CalendarWeek], *, at_school: int, at_enterprise: int, begins: str
) -> dict[date, str]:
    """So many weeks here, so many there, by turns. A week that nobody works is neither, and takes no turn."""
    turns = [(LearningPlace.SCHOOL, at_school), (LearningPlace.ENTERPRISE, at_enterprise)]
    if begins == LearningPlace.ENTERPRISE:
        turns.reverse()
    places = cycle(str(place) for place, count in turns for _number in range(count))
    return {week.monday: next(places) for week in weeks if week.workdays}
