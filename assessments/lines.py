"""Each indicator of an assessment as a page or a paper says it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from assessments.counters import Counter, counter_of
from assessments.models import Indicator, Result
from assessments.scoring import MOST_JUDGED


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator with its result."""

    result: Result

    @property
    def indicator(self) -> Indicator:
        return self.result.indicator

    @property
    def counter(self) -> Counter | None:
        return None if self.indicator.is_judged else counter_of(self.indicator.counter)

    def said(self, value: Decimal | None) -> str:
        if value is None:
            return "—"
        if self.indicator.is_judged:
            return _("%(points)s of %(most)d") % {"points": number_format(value, 1), "most": MOST_JUDGED}
        counter = self.counter
        return counter.in_words(value) if counter else number_format(value, 2)

    @property
    def value(self) -> str:
        """What was counted or judged, as it is read; a dash where nothing is known."""
        return self.said(self.result.value)

    @property
    def scale(self) -> str:
        """Worth nothing at, worth all at."""
        one = self.indicator
        if one.is_judged:
            return ""
        return _("%(none)s → nothing, %(full)s → all") % {
            "none": self.said(one.none_at),
            "full": self.said(one.full_at),
        }

    @property
    def definition(self) -> str:
        counter = self.counter
        return self.indicator.guide or (str(counter.definition) if counter else "")

    @property
    def points(self) -> str:
        """What it adds, of its weight."""
        points = self.result.points
        return "—" if points is None else number_format(points, 1)

    @property
    def is_unknown(self) -> bool:
        return self.result.value is None and not self.result.is_left_out


def lines_of(assessment: Any) -> list[Line]:
    """In the order of the scheme. One query."""
    rows = assessment.results.select_related("indicator", "judged_by").order_by("indicator__order")
    return [Line(row) for row in rows]
