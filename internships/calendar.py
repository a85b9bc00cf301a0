"""Study years, counted by school years."""

from __future__ import annotations

from datetime import date

from core.school_years import school_year


def study_year(entered_in: int, on: date) -> int:
    """1 from the September of entry on; it rolls over by itself. Below 1 before entry."""
    return school_year(on) - entered_in + 1
