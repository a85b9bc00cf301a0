"""Indicators that were frozen for the annual reports of earlier years."""

from __future__ import annotations

from datetime import date
from random import Random

from core.indicators import indicators
from insights.demonstration.people import Staff
from insights.demonstration.stories import at_work
from insights.operations import freeze_indicator

YEARS = 3


def freeze_earlier_years(staff: Staff, *, on: date, before: date) -> None:
    """The end of each school year, frozen in the October after it. Needs teachers with all they did.

    Of the years up to the demonstration's day those whose October came before the story ends.
    """
    chance = Random("indicators")
    affairs = staff.one("teacher_affairs", "office")
    for year in range(on.year - YEARS, on.year + 1):
        frozen_on = date(year, 10, 15)
        if frozen_on >= before:
            continue
        for indicator in indicators():
            freeze_indicator(
                actor=affairs,
                code=indicator.code,
                day=date(year, 8, 31),
                occasion=f"{year}年度质量报告",
                now=at_work(frozen_on, chance),
            )
