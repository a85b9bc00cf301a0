"""School years and their two terms."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

FIRST_MONTH = 9  # a school year begins on 1 September
SECOND_TERM = 2  # and its second term on 1 February


class Term(models.IntegerChoices):
    FIRST = 1, _("First term")
    SECOND = 2, _("Second term")


def school_year(on: date) -> int:
    """The calendar year in which the school year of a day began."""
    return on.year if on.month >= FIRST_MONTH else on.year - 1


def term_of(on: date) -> Term:
    return Term.SECOND if SECOND_TERM <= on.month < FIRST_MONTH else Term.FIRST


def in_words(study_year: int) -> str:
    """ "2026–2027"."""
    return f"{study_year}–{study_year + 1}"


def term_days(study_year: int, term: int) -> tuple[date, date]:
    """The first and the last day of a term, the holidays after it included."""
    second = date(study_year + 1, SECOND_TERM, 1)
    if term == Term.FIRST:
        return date(study_year, FIRST_MONTH, 1), second - timedelta(days=1)
    return second, date(study_year + 1, FIRST_MONTH, 1) - timedelta(days=1)


class YearKind(models.TextChoices):
    """From when to when a year is counted."""

    SCHOOL = "school", pgettext_lazy("kind of year", "School years")
    CALENDAR = "calendar", pgettext_lazy("kind of year", "Calendar years")

    def year_of(self, on: date) -> int:
        """By the calendar year in which it begins."""
        return on.year if self is YearKind.CALENDAR else school_year(on)

    def first_day(self, year: int) -> date:
        return date(year, 1 if self is YearKind.CALENDAR else FIRST_MONTH, 1)

    def last_day(self, year: int) -> date:
        return self.first_day(year + 1) - timedelta(days=1)

    def begins(self, on: date) -> date:
        """The first day of the year in which a day lies."""
        return self.first_day(self.year_of(on))

    def in_words(self, year: int) -> str:
        """ "2026", or "School year 2026–2027"."""
        if self is YearKind.CALENDAR:
            return str(year)
        return gettext("School year %(years)s") % {"years": in_words(year)}
