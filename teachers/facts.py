"""What is known of teachers on a day. Every part of the app says what it knows, for many at once.

Standards of recognition and other rules are told from this. What nobody confirmed is left out: a rule
then answers that it does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from teachers.models import (
    TITLE_LEVELS,
    Absence,
    Achievement,
    Experience,
    Qualification,
    QualificationKind,
    Rank,
    ServicePeriod,
    TaughtCourse,
    Teacher,
    Training,
)
from teachers.querysets import on_the_day

type Facts = dict[str, Any]
type Provider = Callable[[Sequence[Teacher], date], Mapping[int, Facts]]
"""Facts of one section by the key of the teacher, in a constant number of queries for any number."""

_providers: dict[str, Provider] = {}


def register_teacher_facts(section: str, provider: Provider) -> None:
    """Add what a part of the app knows, under a name of its own. Called from ``AppConfig.ready``."""
    if _providers.setdefault(section, provider) is not provider:
        raise ValueError(f"The section “{section}” is somebody else’s.")


def facts_of(teachers: Sequence[Teacher], on: date) -> dict[int, dict[str, Facts]]:
    """Everything that is known of teachers on a day, as ``{pk: {section: {…}}}``.

    A constant number of queries for any number of teachers.
    """
    found: dict[int, dict[str, Facts]] = {teacher.pk: {} for teacher in teachers}
    for section, provide in _providers.items():
        for pk, facts in provide(teachers, on).items():
            found[pk][section] = facts
    return found


def of_record(teachers: Sequence[Teacher], on: date) -> dict[int, Facts]:
    """Who they were on the day. Three queries.

    ``kind`` and ``department_id`` are missing where somebody was not in service; ``years_of_service`` is
    counted in full years since they were hired. ``title`` and ``rank`` are those of the highest confirmed
    professional title that counts on the day; where there is none, what the record says today, and nothing of
    a day in the past.
    """
    keys = [teacher.pk for teacher in teachers]
    periods = {row.teacher_id: row for row in ServicePeriod.objects.of(keys).on(on)}
    away = {row.teacher_id: row for row in Absence.objects.of(keys).filter(on_the_day(on))}
    titles = _titles(keys, on)
    is_past = on < timezone.localdate()
    found: dict[int, Facts] = {}
    for teacher in teachers:
        period = periods.get(teacher.pk)
        absence = away.get(teacher.pk)
        facts: Facts = {
            "is_serving": period is not None,
            "is_absent": absence is not None,
            "birth_date": teacher.birth_date,
            "hired_on": teacher.hired_on,
        }
        if teacher.pk in titles:
            facts |= titles[teacher.pk]
        elif not is_past:
            facts |= {"title": teacher.title, "rank": teacher.rank}
        if period is not None:
            facts |= {"kind": period.kind, "department_id": period.department_id}
        if teacher.hired_on is not None:
            facts["years_of_service"] = full_years(teacher.hired_on, on)
        found[teacher.pk] = facts
    return found


def _titles(keys: Sequence[int], on: date) -> dict[int, Facts]:
    """The highest professional title of each that is confirmed and counts on a day. One query."""
    rows = Qualification.objects.of(keys).counting_on(on).filter(kind=QualificationKind.PROFESSIONAL_TITLE)
    ranks = [rank.value for rank in Rank]
    found: dict[int, Facts] = {}
    for row in sorted(
        rows.filter(level__in=TITLE_LEVELS).only("teacher", "name", "level", "issued_on"),
        key=lambda one: (ranks.index(one.level), one.issued_on or date.min, one.pk),
    ):
        found[row.teacher_id] = {"title": row.name, "rank": row.level}
    return found


def of_evidence(teachers: Sequence[Teacher], on: date) -> dict[int, Facts]:
    """What they can show on the day: confirmed, begun or given by then, and not expired. Five queries.

    Each list holds one dictionary a row with its key ``pk``, so that a rule can name what is behind it.
    """
    keys = [teacher.pk for teacher in teachers]
    lists: dict[str, QuerySet[Any, Any]] = {
        "qualifications": Qualification.objects.of(keys)
        .counting_on(on)
        .values("pk", "teacher_id", "kind", "name", "level", "is_teaching_series", "issued_on", "expires_on"),
        "trainings": Training.objects.of(keys)
        .counting_on(on)
        .values("pk", "teacher_id", "form", "name", "starts_on", "ends_on", "hours", "result"),
        "courses": TaughtCourse.objects.of(keys)
        .counting_on(on)
        .values("pk", "teacher_id", "name", "mode", "starts_on", "ends_on", "hours_per_year"),
        "experiences": Experience.objects.of(keys)
        .counting_on(on)
        .values("pk", "teacher_id", "post", "is_management", "starts_on", "ends_on"),
        "achievements": Achievement.objects.of(keys)
        .counting_on(on)
        .values("pk", "teacher_id", "kind", "title", "level", "role", "achieved_on"),
    }
    found: dict[int, Facts] = {pk: {name: [] for name in lists} for pk in keys}
    for name, rows in lists.items():
        for row in rows:
            found[row.pop("teacher_id")][name].append(row)
    return found


def full_years(since: date, on: date) -> int:
    """Anniversaries passed; whoever began on 29 February has theirs on 1 March in other years."""
    return on.year - since.year - ((on.month, on.day) < (since.month, since.day))
