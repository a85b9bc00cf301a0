"""Teachers with a past, and freezing what is counted of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from insights.models import Snapshot
from insights.operations import freeze_indicator
from teachers.models import (
    Recognition,
    RecognitionState,
    RecognitionTerm,
    Schooling,
    ServicePeriod,
    Teacher,
)
from tests.insights.days import NOW, THEN

DUAL, COVERAGE = "dual_qualified_share", "practice_coverage"


def recognised(teacher: Teacher, level: str, first: date, last: date, **fields: Any) -> Recognition:
    found = Recognition.objects.create(
        teacher=teacher,
        level=level,
        stage=Schooling.SECONDARY,
        state=RecognitionState.RECOGNISED,
        waiting_since=first,
        recognised_on=first,
        review_due=last,
        **fields,
    )
    RecognitionTerm.objects.create(recognition=found, starts_on=first, ends_on=last)
    return found


def served(teacher: Teacher, *periods: tuple[Any, str, date, date | None]) -> Teacher:
    """These periods of service instead of the one that the factory gives."""
    ServicePeriod.objects.filter(teacher=teacher).delete()
    for department, kind, first, last in periods:
        ServicePeriod.objects.create(
            teacher=teacher, department=department, kind=kind, starts_on=first, ends_on=last
        )
    return teacher


def freeze(actor: Any, code: str = DUAL, day: date = THEN) -> Snapshot:
    return freeze_indicator(actor=actor, code=code, day=day, occasion="2024年度质量报告", now=NOW)
