"""School years, by which study years are counted."""

from __future__ import annotations

from datetime import date

FIRST_MONTH = 9  # a school year begins on 1 September


def school_year(on: date) -> int:
    """The calendar year in which the school year of a day began."""
    return on.year if on.month >= FIRST_MONTH else on.year - 1


def study_year(entered_in: int, on: date) -> int:
    """1 from the September of entry on; it rolls over by itself. Below 1 before entry."""
    return school_year(on) - entered_in + 1
