"""What is published: of each enterprise the grade of a school year, and nothing else (Law, Article 43)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from assessments.models import Assessment, Grade
from core.bilingual import in_words
from core.look import Chip


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedLine:
    """An enterprise and its grade, for whoever reads the summary."""

    name_zh: str
    name_en: str
    grade: Grade
    published_on: date
    chip: Chip

    @property
    def name(self) -> str:
        return in_words(self.name_en, self.name_zh)


def published_in(study_year: int) -> list[PublishedLine]:
    """By grade, the best first, then by name. It looks past what a person may see of assessments: that is
    what publishing means. One query."""
    rows = (
        Assessment.objects.published()
        .of_partnership()
        .filter(study_year=study_year, enterprise__merged_into=None)
        .select_related("enterprise")
        .order_by("enterprise__pinyin_key", "pk")
    )
    lines = [
        PublishedLine(
            name_zh=one.enterprise.name,
            name_en=one.enterprise.name_en or one.enterprise.name,
            grade=one.final_grade,
            published_on=timezone.localdate(one.published_at),
            chip=one.grade_chip,
        )
        for one in rows
        if one.final_grade and one.grade_chip
    ]
    return sorted(lines, key=lambda line: -line.grade.rank)


def published_years() -> list[int]:
    """The school years of which anything is published, the latest first. One query."""
    rows = Assessment.objects.published().of_partnership().order_by("-study_year")
    return list(rows.values_list("study_year", flat=True).distinct())


def grades_of(lines: list[PublishedLine]) -> list[tuple[Grade, int]]:
    counted = Counter(line.grade for line in lines)
    return [(grade, counted[grade]) for grade in Grade]
