from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db.models import F, Q
from django.db.models.functions import ExtractYear, Left

from collaboration.searching import WithEnterprise
from core.access import Actor, ScopedQuerySet

READ = "need.read"
# A division of GB/T 4754 is its section's letter and two digits: so far enterprises are told apart in trends.
DIVISION = 3


class NeedQuerySet(WithEnterprise):
    """Needs of enterprises, seen with the department that takes them up, and by whoever looks after one.

    What an enterprise has not told yet is nobody's of the centre.
    """

    read_capability: ClassVar[str] = READ

    def own(self, actor: Actor) -> Q | None:
        return Q(owner=actor.pk)

    def permitting(self, actor: Actor, capability: str) -> Self:
        return super().permitting(actor, capability).told()

    def visible_to(self, actor: Actor) -> Self:
        return super().visible_to(actor).told()

    def told(self) -> Self:
        return self.exclude(state="draft")

    def with_names(self) -> Self:
        return self.select_related("enterprise__industry", "department", "owner")

    def open(self) -> Self:
        return self.filter(state__in=["told", "taken_up"])

    def not_taken_up(self, before: date) -> Self:
        """Told, or told again, before a day, and taken up by nobody since."""
        return self.filter(state="told", waiting_since__lt=before)

    def overdue(self, on: date) -> Self:
        """Taken up, and to be answered by a day that is over."""
        return self.filter(state="taken_up", answer_by__lt=on)

    def with_year_and_industry(self) -> Self:
        """With the ``year`` in which each was told and the ``division`` of the enterprise's industry."""
        return self.annotate(
            year=ExtractYear("told_on"), division=Left(F("enterprise__industry__code"), DIVISION)
        )

    def divisions(self) -> Any:
        """The codes of the industries of the enterprises, as divisions or sections."""
        return self.with_year_and_industry().values("division")

    def told_in(self, year: int) -> Self:
        return self.filter(told_on__gte=date(year, 1, 1), told_on__lte=date(year, 12, 31))

    def of_industry(self, code: str) -> Self:
        """Of enterprises of a division, or of a section where no more is known; "" where nothing is."""
        if not code:
            return self.filter(enterprise__industry=None)
        return self.with_year_and_industry().filter(division=code)

    def ending(self, on: date, days: int) -> Self:
        return self.open().filter(until_on__range=(on, on + timedelta(days=days)))


class NeedAnswerQuerySet(ScopedQuerySet):
    """Answers to needs, seen by whoever sees the need."""

    read_capability: ClassVar[str] = READ
    department_field: ClassVar[str] = "need__department_id"

    def own(self, actor: Actor) -> Q | None:
        return Q(need__owner=actor.pk)

    def with_records(self) -> Self:
        return self.select_related(
            "post", "opening", "part_time_need", "exchange", "project", "training_course", "resource"
        )
