"""So much within so many years, held against counting day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.windows import Counted, Requirement, Span, years_after, years_before

SIX_IN_FIVE = Requirement(months=Fraction(6), years=5)
TWO_IN_TWO = Requirement(months=Fraction(2), years=2)
BEGAN = date(2015, 9, 1)


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


class Slowly:
    """The same, said in the plainest way: a look at every day."""

    def __init__(self, requirement: Requirement, spans: Sequence[Span]) -> None:
        self.requirement, self.spans = requirement, spans

    def counted(self, first: date, last: date) -> Counted:
        calendar_days = single_days = 0
        for day in every_day(first, last):
            periods = sum(not one.is_single and one.first <= day <= one.last for one in self.spans)
            singles = sum(one.is_single and one.first <= day <= one.last for one in self.spans)
            if self.requirement.counts_overlaps_once:
                singles = 1 if singles and not periods else 0
                periods = 1 if periods else 0
            calendar_days += periods
            single_days += singles
        return Counted(calendar_days, single_days)

    def is_enough(self, first: date, last: date) -> bool:
        found = self.counted(first, last)
        months = Fraction(found.calendar_days) / self.requirement.days_per_month
        months += Fraction(found.single_days) / self.requirement.single_days_per_month
        return months >= self.requirement.months

    def is_short_on(self, day: date, since: date, newest: date) -> bool:
        """Rolling: whether too little of what is known lies after the day so many years before."""
        begins = self.a_year_earlier(day, self.requirement.years)
        return self.has_been_there(day, since) and not self.is_enough(begins + timedelta(1), max(day, newest))

    def has_been_there(self, day: date, since: date) -> bool:
        return self.a_year_earlier(day, self.requirement.years) >= since

    @staticmethod
    def a_year_earlier(day: date, years: int) -> date:
        if (day.month, day.day) == (2, 29) and not is_leap(day.year - years):
            return date(day.year - years, 2, 28)
        return date(day.year - years, day.month, day.day)


def is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


DAYS = st.dates(date(2018, 1, 1), date(2022, 12, 31))
AROUND_A_LEAP_DAY = st.integers(-3, 3).map(lambda n: date(2020, 2, 29) + timedelta(n))
SOME_DAY = DAYS | AROUND_A_LEAP_DAY
PERIODS = st.builds(lambda first, days: Span(first, first + timedelta(days)), SOME_DAY, st.integers(0, 70))
SINGLES = SOME_DAY.map(lambda day: Span(day, day, is_single=True))
SPANS = st.lists(PERIODS | SINGLES, max_size=7)
ROLLING = st.builds(
    Requirement,
    months=st.sampled_from([Fraction(1, 30), Fraction(1, 2), Fraction(1), Fraction(2), Fraction(3)]),
    years=st.integers(1, 3),
    days_per_month=st.sampled_from([Fraction(30), Fraction("30.4"), Fraction(20)]),
    single_days_per_month=st.sampled_from([Fraction(22), Fraction("21.75"), Fraction(1)]),
    counts_overlaps_once=st.booleans(),
)
FIXED = st.builds(
    lambda requirement, anchor: Requirement(
        months=requirement.months,
        years=requirement.years,
        anchor=anchor,
        counts_overlaps_once=requirement.counts_overlaps_once,
    ),
    ROLLING,
    SOME_DAY,
)


@given(spans=SPANS, requirement=ROLLING, on=SOME_DAY)
def test_what_lies_in_a_window_is_what_one_counts_day_by_day(spans, requirement, on):
    first, last = requirement.window(on)

    assert requirement.count(spans, first, last) == Slowly(requirement, spans).counted(first, last)


@given(spans=SPANS, requirement=ROLLING, on=SOME_DAY, since=SOME_DAY)
@settings(max_examples=60)
def test_a_rolling_window_falls_short_on_the_first_day_that_does(spans, requirement, on, since):
    standing = requirement.standing(spans, since=since, on=on)
    known = [part for span in spans if (part := span.within(date.min, on))]
    slowly = Slowly(requirement, known)

    assert standing.short_from >= since
    assert slowly.is_short_on(standing.short_from, since, on)
    assert not slowly.is_short_on(standing.short_from - timedelta(1), since, on)


LONG = every_day(date(2012, 1, 1), date(2028, 12, 31))


@given(spans=SPANS, requirement=ROLLING, on=SOME_DAY, since=SOME_DAY)
@settings(max_examples=60, deadline=None)
def test_as_planned_it_falls_short_on_the_first_day_that_does(spans, requirement, on, since):
    slowly = Slowly(requirement, spans)
    until = dict(
        zip(LONG, accumulate(requirement.in_months(slowly.counted(day, day)) for day in LONG), strict=True)
    )

    def is_short_on(day: date) -> bool:
        begins = slowly.a_year_earlier(day, requirement.years)
        return begins >= since and until[day] - until[begins] < requirement.months

    found = requirement.short_from_as_planned(spans, since=since, on=on)
    asked_from = on
    if is_short_on(on):
        asked_from = years_after(on, 1)
        if is_short_on(asked_from):
            assert found == requirement.standing(spans, since=since, on=on).short_from
            return
    assert found == next(day for day in LONG if day > asked_from and is_short_on(day))


@pytest.mark.parametrize(
    ("plan", "as_planned"),
    [
        (Span(date(2028, 6, 1), date(2028, 11, 30)), date(2027, 1, 5)),  # long after it fell short
        (Span(date(2027, 1, 6), date(2027, 7, 5)), date(2027, 1, 5)),  # a day too late
        (Span(date(2027, 1, 5), date(2027, 7, 3)), date(2032, 1, 5)),
        (Span(date(2026, 7, 1), date(2026, 12, 31)), date(2031, 7, 5)),
    ],
)
def test_a_plan_makes_up_for_nothing_before_it_begins(plan, as_planned):
    done = Span(date(2022, 1, 1), date(2022, 7, 3))
    assert SIX_IN_FIVE.short_from([done], since=BEGAN, on=date(2026, 9, 1)) == date(2027, 1, 5)

    spans = [done, plan]
    assert SIX_IN_FIVE.short_from_as_planned(spans, since=BEGAN, on=date(2026, 9, 1)) == as_planned


@given(spans=SPANS, requirement=ROLLING, on=SOME_DAY, since=SOME_DAY)
def test_there_is_nothing_missing_as_long_as_it_does_not_fall_short(spans, requirement, on, since):
    standing = requirement.standing(spans, since=since, on=on)

    assert standing.months + standing.missing >= requirement.months
    assert (standing.missing == 0) == (standing.months >= requirement.months)
    if years_after(since, requirement.years) <= on:
        assert (standing.short_from <= on) == (standing.missing > 0)


@given(requirement=FIXED, on=SOME_DAY)
def test_windows_that_follow_each_other_leave_no_day_out(requirement, on):
    first, last = requirement.window(on)

    assert first <= on <= last
    assert requirement.window(first) == requirement.window(last) == (first, last)
    assert requirement.window(last + timedelta(1))[0] == last + timedelta(1)
    assert requirement.window(requirement.anchor)[0] == requirement.anchor


@given(spans=SPANS, requirement=FIXED, on=SOME_DAY, since=SOME_DAY)
@settings(max_examples=60)
def test_a_window_of_several_falls_short_when_it_is_over(spans, requirement, on, since):
    short_from = requirement.standing(spans, since=since, on=on).short_from
    known = [part for span in spans if (part := span.within(date.min, on))]
    slowly = Slowly(requirement, known)
    first, last = requirement.window(short_from - timedelta(1))

    assert last + timedelta(1) == short_from
    assert first >= since
    assert not slowly.is_enough(first, last)
    judged, _end = requirement.window(requirement.window(on)[0] - timedelta(1))
    while judged < first:
        begins, ends = requirement.window(judged)
        assert begins < since or slowly.is_enough(begins, ends)
        judged = ends + timedelta(1)


@given(day=SOME_DAY, years=st.integers(0, 12))
def test_going_back_and_forth_by_years_leads_to_the_same_day_but_for_leap_days(day, years):
    assert years_before(years_after(day, years), years) in {day, day + timedelta(1)}
    assert years_after(day, years) == next(
        later
        for later in every_day(date(day.year + years, 1, 1), date(day.year + years, 12, 31))
        if years_before(later, years) >= day
    )


def test_the_five_years_before_a_leap_day_begin_on_the_first_of_march():
    assert SIX_IN_FIVE.window(date(2024, 2, 29)) == (date(2019, 3, 1), date(2024, 2, 29))
    assert SIX_IN_FIVE.window(date(2024, 2, 28)) == (date(2019, 3, 1), date(2024, 2, 28))
    assert SIX_IN_FIVE.window(date(2024, 3, 1)) == (date(2019, 3, 2), date(2024, 3, 1))


def test_a_leap_day_leaves_a_window_of_five_years_on_the_first_of_march():
    one_day = Requirement(months=Fraction(1, 30), years=5)
    leap_day = [Span(date(2020, 2, 29), date(2020, 2, 29))]

    assert one_day.standing(leap_day, since=BEGAN, on=date(2025, 2, 28)).missing == 0
    assert one_day.standing(leap_day, since=BEGAN, on=date(2025, 3, 1)).missing == one_day.months
    assert one_day.short_from(leap_day, since=BEGAN, on=date(2021, 1, 1)) == date(2025, 3, 1)


def test_the_first_and_the_last_day_of_a_window_count_and_the_day_before_does_not():
    on = date(2026, 11, 20)
    first = date(2021, 11, 21)
    period = [Span(first - timedelta(5), first + timedelta(4)), Span(on - timedelta(4), on + timedelta(5))]

    assert SIX_IN_FIVE.standing(period, since=BEGAN, on=on).counted == Counted(10, 0)


def test_two_practices_at_the_same_time_count_once():
    spans = [Span(date(2025, 7, 1), date(2025, 7, 30)), Span(date(2025, 7, 16), date(2025, 8, 14))]
    twice = Requirement(months=Fraction(6), years=5, counts_overlaps_once=False)

    assert SIX_IN_FIVE.standing(spans, since=BEGAN, on=date(2026, 1, 1)).months == Fraction(45, 30)
    assert twice.standing(spans, since=BEGAN, on=date(2026, 1, 1)).months == 2


def test_a_single_day_within_a_period_does_not_count_again():
    spans = [
        Span(date(2025, 7, 1), date(2025, 7, 30)),
        Span(date(2025, 7, 4), date(2025, 7, 4), is_single=True),
        Span(date(2025, 9, 5), date(2025, 9, 5), is_single=True),
    ]

    assert SIX_IN_FIVE.standing(spans, since=BEGAN, on=date(2026, 1, 1)).counted == Counted(30, 1)


@pytest.mark.parametrize(
    ("singles", "enough"),
    [(43, False), (44, True)],
)
def test_days_that_were_counted_one_by_one_make_a_month_of_22(singles, enough):
    first = date(2025, 3, 1)
    spans = [Span(day, day, is_single=True) for day in every_day(first, first + timedelta(singles - 1))]

    assert (TWO_IN_TWO.standing(spans, since=BEGAN, on=date(2026, 1, 1)).missing == 0) is enough


def test_whoever_is_new_has_a_whole_window_of_time():
    standing = SIX_IN_FIVE.standing([], since=date(2024, 2, 29), on=date(2026, 1, 1))

    assert standing.short_from == date(2029, 3, 1)
    assert standing.missing == 6


def test_what_lies_in_the_future_does_not_count_yet():
    coming = [Span(date(2026, 1, 1), date(2026, 12, 31))]

    assert SIX_IN_FIVE.standing(coming, since=BEGAN, on=date(2026, 1, 30)).months == 1
