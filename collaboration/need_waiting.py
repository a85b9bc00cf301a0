"""Which needs wait too long."""

from __future__ import annotations

from datetime import date, timedelta

from catalogue.calendars import work_calendar

# Within so many working days after it was told somebody takes a need up.
WORKDAYS_TO_TAKE_UP = 5
# No stretch of holidays lets five working days last longer.
BACK = timedelta(days=40)


def late_before(on: date) -> date:
    """The first day on which a need may have been told and still be in time on a day: what was told before it
    has waited for more than five working days. Two queries."""
    calendar = work_calendar(on - BACK, on)
    told, worked = on, 0
    while on - told < BACK and (worked := worked + calendar.is_workday(told)) <= WORKDAYS_TO_TAKE_UP:
        told -= timedelta(days=1)
    return told
