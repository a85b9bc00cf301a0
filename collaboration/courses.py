"""Courses of a major: those that teachers teach by their records, and those that adjustments changed.

A course has no record of its own: the name is what both have in common.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from catalogue.models import Major
from collaboration.models import CurriculumAdjustment
from teachers.models import TaughtCourse, Teacher


@dataclass(slots=True)
class Course:
    """One course of a major: who teaches it, and what was changed in it and why."""

    name: str
    teachers: list[Teacher] = field(default_factory=list)
    adjustments: list[CurriculumAdjustment] = field(default_factory=list)


def _taught(on: date) -> Any:
    """What is confirmed and goes on at a day."""
    return TaughtCourse.objects.counting_on(on).filter(Q(ends_on=None) | Q(ends_on__gte=on))


def teachers_of(adjustment: CurriculumAdjustment) -> Any:
    """Who teaches a course of this name today, in this major or without saying in which."""
    of_major = Q(major=adjustment.major_id) | Q(major=None)
    rows = _taught(timezone.localdate()).filter(of_major, name=adjustment.course)
    return Teacher.objects.filter(pk__in=rows.order_by().values("teacher"))


def courses_of(user: Any, major: Major, on: date) -> list[Course]:
    """By name; what the reader sees. Four queries."""
    found: dict[str, Course] = {}
    teachers = Teacher.objects.visible_to(user)
    rows = _taught(on).filter(major=major, teacher__in=teachers.order_by().values("pk"))
    for row in rows.select_related("teacher").order_by("name", "teacher__pinyin_key"):
        found.setdefault(row.name, Course(row.name)).teachers.append(row.teacher)
    changes = CurriculumAdjustment.objects.visible_to(user).filter(major=major)
    for one in changes.with_names().prefetch_related("needs__enterprise").order_by("proposed_on", "pk"):
        found.setdefault(one.course, Course(one.course)).adjustments.append(one)
    return [found[name] for name in sorted(found)]


def majors_with_courses(user: Any, on: date) -> list[tuple[Major, int, int]]:
    """Each major with how many courses are taught and how many adjustments there are. Three queries."""
    teachers = Teacher.objects.visible_to(user).order_by().values("pk")
    names: dict[int, set[str]] = defaultdict(set)
    changes: dict[int, int] = defaultdict(int)
    taught = _taught(on).filter(major__isnull=False, teacher__in=teachers).order_by()
    for major, name in taught.values_list("major", "name"):
        names[major].add(name)
    for major in CurriculumAdjustment.objects.visible_to(user).order_by().values_list("major", flat=True):
        changes[major] += 1
    rows = Major.objects.filter(pk__in={*names, *changes}).order_by("code")
    return [(one, len(names[one.pk]), changes[one.pk]) for one in rows]
