"""From counted and judged indicators to a score and a grade. Nothing here touches the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.utils.translation import pgettext_lazy

from core.look import Chip, Meaning

FULL = Decimal(100)
MOST_JUDGED = 5
"""Who judges gives 0 to 5 points."""
ONE_DECIMAL = Decimal("0.1")


class Grade(models.TextChoices):
    EXCELLENT = "excellent", pgettext_lazy("grade of a partnership", "Excellent")
    GOOD = "good", pgettext_lazy("grade of a partnership", "Good")
    PASS = "pass", pgettext_lazy("grade of a partnership", "Pass")
    FAIL = "fail", pgettext_lazy("grade of a partnership", "Fail")

    @property
    def rank(self) -> int:
        """The higher the better: 0 to 3."""
        return [Grade.FAIL, Grade.PASS, Grade.GOOD, Grade.EXCELLENT].index(self)


GRADE_CHIPS = {
    Grade.EXCELLENT: Chip(Grade.EXCELLENT.label, Meaning.GOOD, "star"),
    Grade.GOOD: Chip(Grade.GOOD.label, Meaning.GOOD, "circle-check"),
    Grade.PASS: Chip(Grade.PASS.label, Meaning.WAITING, "check"),
    Grade.FAIL: Chip(Grade.FAIL.label, Meaning.STOPPED, "circle-x"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Weighed:
    """One indicator in the total.

    Attributes:
        score: 0 to 100; ``None`` where nothing is known: it then counts as nothing, never as full.
        is_left_out: somebody said with a reason that it does not concern this partnership: its weight goes.
    """

    weight: int
    score: Decimal | None
    is_left_out: bool = False


def rounded(value: Decimal) -> Decimal:
    return value.quantize(ONE_DECIMAL, ROUND_HALF_UP)


def score_between(value: Decimal, *, none_at: Decimal, full_at: Decimal) -> Decimal:
    """How far a value has come from where it is worth nothing to where it is worth all, 0 to 100.

    Where less is better, ``none_at`` is the greater one. Both are never the same.
    """
    share = (value - none_at) / (full_at - none_at)
    return rounded(min(max(share, Decimal(0)), Decimal(1)) * FULL)


def score_of_points(points: Decimal) -> Decimal:
    return score_between(points, none_at=Decimal(0), full_at=Decimal(MOST_JUDGED))


def total_of(lines: Iterable[Weighed]) -> Decimal | None:
    """The total, 0 to 100 with one decimal; ``None`` where nothing has any weight."""
    counted = [line for line in lines if not line.is_left_out]
    weights = sum(line.weight for line in counted)
    if not weights:
        return None
    points = sum((line.weight * (line.score or Decimal(0)) for line in counted), Decimal(0))
    return rounded(points / weights)


def grade_of(total: Decimal | None, *, excellent_from: int, good_from: int, pass_from: int) -> Grade | None:
    """The grade of a total as it is shown; nothing for nothing."""
    if total is None:
        return None
    if total >= excellent_from:
        return Grade.EXCELLENT
    if total >= good_from:
        return Grade.GOOD
    return Grade.PASS if total >= pass_from else Grade.FAIL
