"""Whether a time lies within opening hours, and when the next free one begins. Plain values, no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone

# How far ahead a free time is looked for.
AHEAD = timedelta(days=60)


class Span(NamedTuple):
    """From the first instant to the last, that one not included."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: Span) -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


type Opening = Mapping[int, tuple[time, time]]
"""By day of the week, Monday being 1. Where it is empty the resource is open at any time."""


def _at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def open_on(opening: Opening, day: date) -> Span | None:
    """The time of a day in which it is open, ``None`` where it is closed."""
    if not opening:
        return Span(_at(day, time.min), _at(day + timedelta(days=1), time.min))
    if (hours := opening.get(day.isoweekday())) is None:
        return None
    return Span(_at(day, hours[0]), _at(day, hours[1]))


def is_open(opening: Opening, span: Span) -> bool:
    """Whether all of a time lies in the opening hours of its day."""
    if not opening:
        return True
    hours = open_on(opening, timezone.localdate(span.starts_at))
    return hours is not None and hours.starts_at <= span.starts_at and span.ends_at <= hours.ends_at


def next_free(
    opening: Opening, taken: Iterable[Span], *, after: datetime, lasting: timedelta
) -> datetime | None:
    """The first instant from which on so much time is free and open, ``None`` where there is none soon."""
    busy = sorted(taken)
    if not opening:
        return _first(Span(after, after + AHEAD), busy, lasting)
    day = timezone.localdate(after)
    for number in range(AHEAD.days):
        hours = open_on(opening, day + timedelta(days=number))
        if hours is None or hours.ends_at <= after:
            continue
        within = Span(max(hours.starts_at, after), hours.ends_at)
        if (found := _first(within, busy, lasting)) is not None:
            return found
    return None


def _first(within: Span, busy: Sequence[Span], lasting: timedelta) -> datetime | None:
    at = within.starts_at
    for one in busy:
        if one.ends_at <= at:
            continue
        if at + lasting <= one.starts_at:
            break
        at = one.ends_at
    return at if at + lasting <= within.ends_at else None
