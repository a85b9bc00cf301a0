"""Periods counted in working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.workdays import WorkCalendar

# The National Day holiday of 2026 with the Sunday and the Saturday that are worked for it.
OCTOBER = WorkCalendar(
    country="CN",
    years=frozenset({2026}),
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)),
    make_up_workdays=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
)


@pytest.mark.parametrize(
    ("first", "workdays", "last"),
    [
        (date(2026, 3, 2), 5, date(2026, 3, 6)),
        (date(2026, 3, 6), 2, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 9, 29), 3, date(2026, 10, 8)),
        (date(2026, 9, 30), 4, date(2026, 10, 10)),
        (date(2026, 10, 1), 0, date(2026, 10, 1)),
    ],
)
def test_a_period_of_working_days_ends_with_the_last_of_them(first, workdays, last):
    assert OCTOBER.last_of(first, workdays) == last


@given(st.dates(date(2026, 9, 1), date(2026, 11, 30)), st.integers(1, 40))
def test_a_period_has_as_many_working_days_as_it_was_made_for(first, workdays):
    last = OCTOBER.last_of(first, workdays)

    assert OCTOBER.workdays_in(first, last) == workdays
    assert OCTOBER.workdays_in(first, last - timedelta(days=1)) == workdays - 1
