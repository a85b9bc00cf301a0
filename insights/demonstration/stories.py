"""Playing many stories at once in the order of time, so that numbers and records come as in life.

A story is a generator: it yields the instant at which it goes on, and acts when it is resumed. What
would happen after the demonstration's day does not happen.
"""

from __future__ import annotations

import heapq
from collections.abc import Generator, Iterable
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

type Story = Generator[datetime]


def interleaved(stories: Iterable[Story]) -> Story:
    """Many stories as one, in the order of time; at one instant the story that was given first goes first."""
    waiting: list[tuple[datetime, int, Story]] = []
    for number, story in enumerate(stories):
        if (at := next(story, None)) is not None:
            heapq.heappush(waiting, (at, number, story))
    while waiting:
        at, number, story = waiting[0]
        yield at
        if (following := next(story, None)) is None:
            heapq.heappop(waiting)
        else:
            heapq.heapreplace(waiting, (following, number, story))


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))


def at_work(day: date, chance: Random) -> datetime:
    """A moment in the working hours of a day, or of the Friday before a weekend."""
    day = working_day(day)
    return midnight(day) + timedelta(hours=8, minutes=30, seconds=chance.randrange(9 * 3600))


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(day.weekday() - 4, 0))
