"""What came of surveys: sums only, and of an anonymous group none before three answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count

from assessments.models import FEWEST, NUMBERS, Answer, Group


@dataclass(frozen=True, kw_only=True, slots=True)
class GroupResult:
    """The means of one group, by question and together, each of 1 to 5."""

    group: Group
    count: int
    means: Mapping[str, Decimal]

    @property
    def mean(self) -> Decimal:
        return sum(self.means.values(), Decimal(0)) / len(self.means)


def fewest_of(group: str) -> int:
    return FEWEST if Group(group).is_anonymous else 1


def results_of(surveys: Iterable[int]) -> dict[int, dict[str, GroupResult]]:
    """By survey and group; groups with too few answers are left out. Only for surveys that are over: while
    answers come in, two looks would tell what the one in between said. One query."""
    found: dict[int, dict[str, GroupResult]] = defaultdict(dict)
    rows: Any = (
        Answer.objects.filter(survey__in=list(surveys))
        .order_by()
        .values("survey", "group")
        .annotate(number=Count("pk"), **{f"mean_{name}": Avg(name) for name in NUMBERS})
    )
    for row in rows:
        if row["number"] >= fewest_of(row["group"]):
            found[row["survey"]][row["group"]] = GroupResult(
                group=Group(row["group"]),
                count=row["number"],
                means={name: Decimal(row[f"mean_{name}"]) for name in NUMBERS},
            )
    return found


def words_of(survey_id: int, shown: Iterable[str]) -> list[tuple[Group, str]]:
    """What was written in the groups that are shown, in no order that tells when. One query."""
    rows = Answer.objects.filter(survey=survey_id, group__in=list(shown)).exclude(words="").order_by("words")
    return [(Group(group), words) for group, words in rows.values_list("group", "words")]
