"""What the dates say: the one place that knows when an agreement is in force, expiring or expired.

The querysets' filters say the same in SQL; a test holds both against each other.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from agreements.choices import Phase, State

# An agreement counts as expiring so many days before the last day on which notice can be given.
EXPIRING_DAYS = 90
# States in which dates mean something. A renewed agreement stays in force until its own last day, a
# terminated one until the day for which it was terminated.
DATED_STATES = frozenset({State.SIGNED, State.RENEWED, State.TERMINATED})


def phase_on(
    on: date, *, state: str, starts_on: date | None, last_day: date | None, notice_on: date | None
) -> Phase | None:
    """The phase on a day; ``None`` where the state alone says it all. The last day is in force."""
    if state not in DATED_STATES or starts_on is None or last_day is None or notice_on is None:
        return None
    if on < starts_on:
        return Phase.UPCOMING
    if on > last_day:
        return Phase.EXPIRED
    if state == State.SIGNED and on >= notice_on - timedelta(days=EXPIRING_DAYS):
        return Phase.EXPIRING
    return Phase.IN_FORCE


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where it has no such day."""
    month = day.month - 1 + months
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def last_day_of_term(starts_on: date, months: int) -> date:
    """The last day of a term of so many months: 1 March 2026 and 36 months → 28 February 2029."""
    return add_months(starts_on, months) - timedelta(days=1)


def lasts_months(starts_on: date, last_day: date, months: int) -> bool:
    """Whether a term is at least so many months long, first and last day included."""
    return last_day >= last_day_of_term(starts_on, months)


def months_of(starts_on: date, last_day: date) -> int:
    """How many whole months a term is long, first and last day included."""
    most = (last_day.year - starts_on.year) * 12 + last_day.month - starts_on.month + 1
    return next(months for months in (most, most - 1, most - 2) if lasts_months(starts_on, last_day, months))


def extended(last_day: date, months: int) -> date:
    """The last day after an automatic renewal; the end of a month stays the end of a month."""
    return add_months(last_day + timedelta(days=1), months) - timedelta(days=1)
