"""What is told of a year, by the whole centre or one department with everything below it."""

from __future__ import annotations

from functools import cached_property

from accounts.models import subtrees
from core.school_years import YearKind


class OfAYear:
    """Mixed into models with ``year_kind``, ``year`` and ``department``."""

    year_kind: str
    year: int
    department_id: int | None

    @property
    def kind_of_year(self) -> YearKind:
        return YearKind(self.year_kind)

    @property
    def year_in_words(self) -> str:
        return self.kind_of_year.in_words(self.year)

    @cached_property
    def within(self) -> frozenset[int] | None:
        """The departments it tells of; ``None`` for the whole centre. One query."""
        if self.department_id is None:
            return None
        return subtrees([self.department_id])[self.department_id]
