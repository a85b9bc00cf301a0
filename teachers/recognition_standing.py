"""How many teachers are recognised on a day, department by department: in constant queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Department
from teachers.models import Level, Recognition, RecognitionTerm, ServicePeriod, TeacherKind

ELIGIBLE = (TeacherKind.SPECIALIST, TeacherKind.INSTRUCTOR)
AHEAD = timedelta(days=365)


@dataclass(slots=True)
class Row:
    """One department on a day.

    Attributes:
        teachers: those who taught specialist courses, or instructed, there on the day.
        by_level: of them, how many held each level as their highest.
        lapsing: recognised ones whose review was then due within a year.
        open_ones: applications that run; known of today alone.
    """

    department: Department
    teachers: int = 0
    by_level: dict[str, int] = field(default_factory=lambda: dict.fromkeys(Level.values, 0))
    lapsing: int = 0
    open_ones: int | None = None

    @property
    def recognised(self) -> int:
        return sum(self.by_level.values())

    @property
    def percent(self) -> int | None:
        return round(self.recognised * 100 / self.teachers) if self.teachers else None

    @property
    def levels(self) -> list[int]:
        return [self.by_level[level] for level in Level.values]


def standing_of(departments: Iterable[Department], on: date) -> list[Row]:
    """A row a department with teachers to be recognised, by name. Four queries.

    Who served where, who was recognised as what and until when is told as of the day; applications that run
    are told of today alone.
    """
    rows = {department.pk: Row(department) for department in departments}
    periods = ServicePeriod.objects.on(on).filter(department__in=rows, kind__in=ELIGIBLE)
    at = dict(periods.values_list("teacher", "department"))
    for department in at.values():
        rows[department].teachers += 1
    highest: dict[int, int] = {}
    lapses: dict[int, date] = {}
    valid = Recognition.objects.valid_on(on).filter(teacher__in=periods.values("teacher"))
    terms = RecognitionTerm.objects.covering(on).filter(recognition__in=valid.order_by().values("pk"))
    for teacher, level, last in terms.order_by().values_list(
        "recognition__teacher", "recognition__level", "ends_on"
    ):
        highest[teacher] = max(highest.get(teacher, 0), Level(level).weight)
        lapses[teacher] = max(lapses.get(teacher, date.min), last)
    levels = Level.values
    for teacher, weight in highest.items():
        row = rows[at[teacher]]
        row.by_level[levels[weight]] += 1
        row.lapsing += lapses[teacher] <= on + AHEAD
    if on == timezone.localdate():
        running = Counter(Recognition.objects.open().values_list("teacher__department", flat=True).order_by())
        for key, row in rows.items():
            row.open_ones = running[key]
    found = [row for row in rows.values() if row.teachers or row.open_ones]
    return sorted(found, key=lambda row: (str(row.department), row.department.pk))


def total_of(rows: Iterable[Row]) -> dict[str, int | None]:
    """The sums of all rows, with the share of the whole."""
    listed = list(rows)
    teachers, recognised = (
        sum(row.teachers for row in listed),
        sum(row.recognised for row in listed),
    )
    return {
        "teachers": teachers,
        "recognised": recognised,
        "percent": round(recognised * 100 / teachers) if teachers else None,
        "lapsing": sum(row.lapsing for row in listed),
        "open_ones": sum(row.open_ones for row in listed if row.open_ones is not None)
        if any(row.open_ones is not None for row in listed)
        else None,
        **{level: sum(row.by_level[level] for row in listed) for level in Level.values},
    }
