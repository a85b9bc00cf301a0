"""So much within so many years: counting days of practice or training against a window of time.

Plain values that need no database. ``teachers.standing`` asks the same of many people at once in SQL, and
tests hold both to each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import NamedTuple

ONE_DAY = timedelta(days=1)


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February where there is no 29th."""
    return _in_year(day, day.year - years) or date(day.year - years, 2, 28)


def years_after(day: date, years: int) -> date:
    """The first day on which so many years have passed: 1 March where there is no 29 February."""
    return _in_year(day, day.year + years) or date(day.year + years, 3, 1)


def _in_year(day: date, year: int) -> date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from the first to the last, both counted; ``is_single`` where days are counted one by one."""

    first: date
    last: date
    is_single: bool = False

    def within(self, first: date, last: date) -> Span | None:
        """The part that lies in a window, if any does."""
        begins, ends = max(self.first, first), min(self.last, last)
        return Span(begins, ends, self.is_single) if begins <= ends else None


class Counted(NamedTuple):
    """What lies in a window: calendar days of periods, and days that are counted one by one."""

    calendar_days: int
    single_days: int


class Stretch(NamedTuple):
    """Days on each of which the same number of spans lie; ``ends`` is the day after the last."""

    begins: date
    ends: date
    periods: int
    singles: int

    @property
    def days(self) -> int:
        return (self.ends - self.begins).days


def stretches(spans: Iterable[Span]) -> Iterator[Stretch]:
    """Spans that may overlap as stretches that do not, the earliest first; gaps are left out."""
    changes: dict[date, list[int]] = {}
    for span in spans:
        changes.setdefault(span.first, [0, 0])[span.is_single] += 1
        changes.setdefault(span.last + ONE_DAY, [0, 0])[span.is_single] -= 1
    periods = singles = 0
    for begins, ends in pairwise(sorted(changes)):
        periods += changes[begins][False]
        singles += changes[begins][True]
        if periods or singles:
            yield Stretch(begins, ends, periods, singles)


class Standing(NamedTuple):
    """How somebody stands before a requirement on a day.

    Attributes:
        first, last: the window.
        months: what lies in it.
        missing: how many months more it would take.
        short_from: the first day on which it is not enough, if nothing is added.
    """

    first: date
    last: date
    counted: Counted
    months: Fraction
    missing: Fraction
    short_from: date


def _until(spans: Iterable[Span], day: date) -> list[Span]:
    return [part for span in spans if (part := span.within(date.min, day))]


@dataclass(frozen=True, kw_only=True, slots=True)
class Requirement:
    """So many months within so many years.

    Attributes:
        months: more than none.
        years: length of the window.
        anchor: the first day of one of the windows where they follow each other; without one the window
            rolls: it is the years that end with whatever day is asked about.
        days_per_month: how many calendar days of periods make a month.
        single_days_per_month: how many days that are counted one by one make a month.
        counts_overlaps_once: whether a day counts once however often it occurs, and then as part of a period.
    """

    months: Fraction
    years: int
    anchor: date | None = None
    days_per_month: Fraction = Fraction(30)
    single_days_per_month: Fraction = Fraction(22)
    counts_overlaps_once: bool = True

    def window(self, on: date) -> tuple[date, date]:
        """The first and last day of the window that a day is asked about in."""
        if self.anchor is None:
            return years_before(on, self.years) + ONE_DAY, on
        number = (on.year - self.anchor.year) // self.years * self.years
        if years_after(self.anchor, number) > on:
            number -= self.years
        return years_after(self.anchor, number), years_after(self.anchor, number + self.years) - ONE_DAY

    def windows_from(self, on: date) -> Iterator[tuple[date, date]]:
        """Windows that follow each other: the one before that of a day, and all after it."""
        window = self.window(self.window(on)[0] - ONE_DAY)
        while True:
            yield window
            window = self.window(window[1] + ONE_DAY)

    def count(self, spans: Iterable[Span], first: date, last: date) -> Counted:
        """What lies from the first to the last day."""
        inside = [part for span in spans if (part := span.within(first, last))]
        calendar_days = single_days = 0
        for stretch in stretches(inside):
            periods, singles = self._counting(stretch)
            calendar_days += periods * stretch.days
            single_days += singles * stretch.days
        return Counted(calendar_days, single_days)

    def in_months(self, counted: Counted) -> Fraction:
        return counted.calendar_days / self.days_per_month + counted.single_days / self.single_days_per_month

    def standing(self, spans: Iterable[Span], *, since: date, on: date) -> Standing:
        """How somebody who began on a day stands on another. What lies after that is not looked at."""
        known = _until(spans, on)
        first, last = self.window(on)
        counted = self.count(known, first, last)
        months = self.in_months(counted)
        return Standing(
            first=first,
            last=last,
            counted=counted,
            months=months,
            missing=max(self.months - months, Fraction(0)),
            short_from=self.short_from(known, since=since, on=on),
        )

    def short_from(self, spans: Sequence[Span], *, since: date, on: date) -> date:
        """The first day on which it is not enough, if nothing is added to the spans.

        Nobody falls short before a whole window has passed. Where the window rolls, a day in the past tells
        since when what is known has not been enough. Where windows follow each other, it is the day after
        one that was not filled: the last one that is over, or a later one.
        """
        if self.anchor is None:
            whole = years_after(since, self.years)
            needed = self._last_day_needed(spans)
            return whole if needed is None else max(whole, years_after(needed, self.years))
        return next(
            last + ONE_DAY
            for first, last in self.windows_from(on)
            if first >= since and self.in_months(self.count(spans, first, last)) < self.months
        )

    def short_from_as_planned(self, spans: Sequence[Span], *, since: date, on: date) -> date:
        """The first day on which it is not enough, if all comes to pass that lies after a day.

        A plan makes up for nothing before its own days: where enough falls away before they come, it is short
        from then on. Where it is short on the day already, what is planned makes up for it if it is enough
        again a year later.
        """
        if self.anchor is not None:
            return self.short_from(spans, since=since, on=on)

        def if_nothing_is_added_after(day: date) -> date:
            return self.short_from(_until(spans, day), since=since, on=day)

        short_from = if_nothing_is_added_after(on)
        if short_from <= on:
            in_a_year = years_after(on, 1)
            later = if_nothing_is_added_after(in_a_year)
            if later <= in_a_year:
                return short_from
            short_from = later
        while (later := if_nothing_is_added_after(short_from)) > short_from:
            short_from = later
        return short_from

    def _last_day_needed(self, spans: Sequence[Span]) -> date | None:
        """The latest day from which on there is enough; with it gone from the window there is not."""
        missing = self.months
        for stretch in reversed(list(stretches(spans))):
            a_day = self.in_months(Counted(*self._counting(stretch)))
            days = ceil(missing / a_day)
            if days <= stretch.days:
                return stretch.ends - days * ONE_DAY
            missing -= stretch.days * a_day
        return None

    def _counting(self, stretch: Stretch) -> tuple[int, int]:
        """How often a day of a stretch counts as part of a period, and how often by itself."""
        if not self.counts_overlaps_once:
            return stretch.periods, stretch.singles
        return (1, 0) if stretch.periods else (0, 1)
