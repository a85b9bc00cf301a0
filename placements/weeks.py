"""Weeks from Monday to Sunday, and months, as days and hours are counted by them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

_WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def days_of_week(monday: date) -> list[date]:
    return [monday + timedelta(days=offset) for offset in range(7)]


def name_of_week(monday: date) -> str:
    """As ISO 8601 has it: 2026-W11."""
    year, week, _day = monday.isocalendar()
    return f"{year}-W{week:02}"


def week_named(name: str) -> date | None:
    """The Monday of a week, or nothing where there is no such week."""
    match = _WEEK.fullmatch(name)
    if match is None:
        return None
    try:
        return date.fromisocalendar(int(match[1]), int(match[2]), 1)
    except ValueError:
        return None


def month_of(day: date) -> date:
    """The first day of the month."""
    return day.replace(day=1)


def end_of_month(first: date) -> date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def name_of_month(first: date) -> str:
    return f"{first:%Y-%m}"


def month_named(name: str) -> date | None:
    """The first day of a month, or nothing where there is no such month."""
    match = _MONTH.fullmatch(name)
    if match is None or not 1 <= int(match[2]) <= 12 or not int(match[1]):
        return None
    return date(int(match[1]), int(match[2]), 1)


def days_between(first: date, last: date) -> Iterator[date]:
    """Both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
