"""Days on which one works and days on which one rests, as a plain value that needs no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

SUNDAY_AND_SATURDAY = frozenset({6, 7})


class DayKind(StrEnum):
    """What the calendar says of a day."""

    WORKDAY = "workday"
    REST_DAY = "rest_day"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """The working days of one country, for the years that it knows.

    Attributes:
        holidays: days off beside the weekly ones: statutory holidays, and days moved next to them.
        make_up_workdays: weekly rest days that are worked instead.
        years: the years that the calendar knows.
        unconfirmed: those of them whose moved days have not been announced yet.
        weekly_rest: ISO numbers of the days of rest, 7 for Sunday.
    """

    country: str
    years: frozenset[int] = frozenset()
    holidays: frozenset[date] = frozenset()
    make_up_workdays: frozenset[date] = frozenset()
    unconfirmed: frozenset[int] = frozenset()
    weekly_rest: frozenset[int] = SUNDAY_AND_SATURDAY

    def knows(self, day: date) -> bool:
        return day.year in self.years

    def is_confirmed(self, day: date) -> bool:
        return day.year in self.years and day.year not in self.unconfirmed

    def kind_of(self, day: date) -> DayKind:
        if day in self.holidays:
            return DayKind.HOLIDAY
        if day in self.make_up_workdays or day.isoweekday() not in self.weekly_rest:
            return DayKind.WORKDAY
        return DayKind.REST_DAY

    def is_workday(self, day: date) -> bool:
        return self.kind_of(day) is DayKind.WORKDAY

    def workdays_in(self, first: date, last: date) -> int:
        """How many days are worked from one day to another, both included."""
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return sum(map(self.is_workday, days))

    def last_of(self, first: date, workdays: int) -> date:
        """The day on which a period of so many working days ends that begins on ``first``, included.

        Days of years that the calendar does not know are taken as the week has them.
        """
        day = first - timedelta(days=1)
        while workdays > 0:
            day += timedelta(days=1)
            workdays -= self.is_workday(day)
        return max(day, first)

    def between(self, first: date, last: date) -> WorkCalendar:
        """The part of the calendar that concerns a period: what is stored with a check stays small."""
        years = self.years.intersection(range(first.year, last.year + 1))
        return WorkCalendar(
            country=self.country,
            years=years,
            holidays=frozenset(day for day in self.holidays if first <= day <= last),
            make_up_workdays=frozenset(day for day in self.make_up_workdays if first <= day <= last),
            unconfirmed=self.unconfirmed & years,
            weekly_rest=self.weekly_rest,
        )

    def as_facts(self) -> dict[str, Any]:
        """The value as plain JSON, in a fixed order."""
        return {
            "country": self.country,
            "years": sorted(self.years),
            "holidays": sorted(day.isoformat() for day in self.holidays),
            "make_up_workdays": sorted(day.isoformat() for day in self.make_up_workdays),
            "unconfirmed_years": sorted(self.unconfirmed),
            "weekly_rest": sorted(self.weekly_rest),
        }

    @classmethod
    def from_facts(cls, facts: Mapping[str, Any]) -> WorkCalendar:
        return cls(
            country=facts.get("country", ""),
            years=frozenset(facts.get("years", ())),
            holidays=frozenset(map(date.fromisoformat, facts.get("holidays", ()))),
            make_up_workdays=frozenset(map(date.fromisoformat, facts.get("make_up_workdays", ()))),
            unconfirmed=frozenset(facts.get("unconfirmed_years", ())),
            weekly_rest=frozenset(facts.get("weekly_rest", SUNDAY_AND_SATURDAY)),
        )
