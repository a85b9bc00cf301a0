"""The working calendar: bundled years, and the plain value that rules are held against."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import holidays
from django.db import transaction

from catalogue.models import CalendarDay, CalendarYear
from core.workdays import WorkCalendar

DATA = Path(__file__).parent / "data" / "make_up_workdays.toml"
# How the package calls days that are off because another one was moved or fell on a weekend.
_MOVED = ("Day off", "(observed)")


def work_calendar(first: date, last: date, *, country: str = "CN") -> WorkCalendar:
    """The working calendar of a period, both ends included; costs two queries.

    Days of years that the table does not have are not known to it.
    """
    years = CalendarYear.objects.filter(country=country, year__range=(first.year, last.year))
    confirmed = dict(years.values_list("year", "is_confirmed"))
    days = CalendarDay.objects.filter(year__country=country, date__range=(first, last))
    kinds = dict(days.values_list("date", "kind"))
    work = CalendarDay.Kind.MAKE_UP_WORKDAY
    return WorkCalendar(
        country=country,
        years=frozenset(confirmed),
        holidays=frozenset(day for day, kind in kinds.items() if kind != work),
        make_up_workdays=frozenset(day for day, kind in kinds.items() if kind == work),
        unconfirmed=frozenset(year for year, is_confirmed in confirmed.items() if not is_confirmed),
    )


def load_calendars() -> None:
    """Add the bundled years that are missing; what a person has entered or corrected stays."""
    known = set(CalendarYear.objects.values_list("country", "year"))
    bundled = tomllib.loads(DATA.read_text(encoding="utf-8"))
    for country, years in bundled.items():
        for year, content in years.items():
            if (country, int(year)) not in known:
                _load(country, int(year), content)


@transaction.atomic
def _load(country: str, number: int, content: dict[str, Any]) -> None:
    year = CalendarYear.objects.create(
        country=country, year=number, is_confirmed="days" in content, source=content.get("source", "")
    )
    names_zh = holidays.country_holidays(country, years=number, language="zh_CN")
    names_en = holidays.country_holidays(country, years=number, language="en_US")
    make_up = set(content.get("days", ()))
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(
                year=year, date=day, kind=_kind(names_en[day]), name_en=names_en[day], name_zh=names_zh[day]
            )
            for day in sorted(set(names_en) - make_up)
        ]
        + [
            CalendarDay(
                year=year,
                date=day,
                kind=CalendarDay.Kind.MAKE_UP_WORKDAY,
                name_en="Make-up workday",
                name_zh="调休上班",
            )
            for day in sorted(make_up)
        ]
    )


def _kind(name: str) -> CalendarDay.Kind:
    return CalendarDay.Kind.DAY_OFF if any(word in name for word in _MOVED) else CalendarDay.Kind.STATUTORY
