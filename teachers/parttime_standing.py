"""How many part-time teachers there are, on any day, and how much they teach. Everybody and every hour once.

Told by days alone: what an appointment's state is today does not matter for a day in the past.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.db.models import Case, Count, DateField, Exists, Max, OuterRef, Q, Sum, Value, When
from django.db.models.functions import Greatest, Least

from core.school_years import Term, term_days
from teachers.models import Appointment, Engagement, ServicePeriod, Teacher
from teachers.parttime_querysets import AppointmentQuerySet, EngagementQuerySet
from teachers.parttime_rules import numbers_on
from teachers.querysets import ServicePeriodQuerySet, on_the_day


@dataclass(frozen=True, slots=True)
class Share:
    """Part-time teachers among all on a day (PT-03).

    Attributes:
        full_time: teachers of the centre's own record in service.
        cap: the greatest share that the rules advise; none where no pack was in force.
    """

    part_time: int
    full_time: int
    cap: Fraction | None

    @property
    def everybody(self) -> int:
        return self.part_time + self.full_time

    @property
    def share(self) -> Fraction | None:
        """Of 1; none where there is nobody."""
        return Fraction(self.part_time, self.everybody) if self.everybody else None

    @property
    def is_above(self) -> bool:
        return self.cap is not None and self.share is not None and self.share > self.cap

    def with_one_more(self) -> Share:
        return Share(self.part_time + 1, self.full_time, self.cap)


def serving_on(day: date, department_ids: Collection[int] | None = None) -> AppointmentQuerySet:
    """The appointments that run on a day: from the induction or the first day on, until the last.

    Those of people who serve in the centre's own record on the day are left out: they are counted there.
    """
    rows: AppointmentQuerySet = Appointment.objects.serving_on(day)
    if department_ids is not None:
        rows = rows.filter(need__department__in=department_ids)
    return rows.exclude(Exists(_in_own_record().filter(on_the_day(day))))


def people_on(day: date, department_ids: Collection[int] | None = None) -> list[int]:
    """The keys of the part-time teachers of a day, each once. One query."""
    rows = serving_on(day, department_ids).order_by("person").values_list("person", flat=True)
    return list(rows.distinct())


def share_on(day: date, department_ids: Collection[int] | None = None) -> Share:
    """Two queries, and those for the pack. A person with two appointments is one."""
    found = serving_on(day, department_ids).aggregate(people=Count("person", distinct=True))
    own = Teacher.objects.serving_on(day, department_ids=department_ids).count()
    numbers = numbers_on(day)
    return Share(found["people"], own, numbers.cap if numbers else None)


def shares_by_department(day: date) -> dict[int, Share]:
    """:func:`share_on` for each department that has any teachers. Two queries, and those for the pack.

    Whoever teaches in two departments is counted in each, so that the departments may add up to more than
    the centre.
    """
    rows = (
        serving_on(day).order_by().values("need__department").annotate(people=Count("person", distinct=True))
    )
    part_time: Counter[int] = Counter({row["need__department"]: row["people"] for row in rows})
    periods = ServicePeriod.objects.on(day).order_by().values("department").annotate(people=Count("pk"))
    own: Counter[int] = Counter({row["department"]: row["people"] for row in periods})
    numbers = numbers_on(day)
    cap = numbers.cap if numbers else None
    return {key: Share(part_time[key], own[key], cap) for key in sorted(part_time | own)}


def _hours_once(study_year: int) -> EngagementQuerySet:
    """Confirmed hours of a school year, but for those of somebody who served in the centre's own record on
    every day on which the appointment ran in the term: they taught as a teacher of the centre."""
    rows: EngagementQuerySet = Engagement.objects.filter(study_year=study_year, hours_taught__isnull=False)
    days = {term: term_days(study_year, term) for term in Term}
    first, last = (
        Case(
            *(When(term=term, then=Value(span[end])) for term, span in days.items()),
            output_field=DateField(),
        )
        for end in (0, 1)
    )
    rows = rows.alias(
        runs_from=Greatest("appointment__begins_on", "appointment__inducted_on", first),
        runs_until=Least("appointment__ends_on", "appointment__ended_on", last),
    )
    own = ServicePeriod.objects.order_by().filter(teacher__part_time=OuterRef("appointment__person"))
    at_first = own.filter(
        Q(ends_on=None) | Q(ends_on__gte=OuterRef("runs_from")), starts_on__lte=OuterRef("runs_from")
    )
    follows = ServicePeriod.objects.order_by().filter(
        teacher=OuterRef("teacher"), starts_on=OuterRef("ends_on") + timedelta(days=1)
    )
    breaks_off = own.filter(
        ~Exists(follows), ends_on__gte=OuterRef("runs_from"), ends_on__lt=OuterRef("runs_until")
    )
    return rows.exclude(Exists(at_first) & ~Exists(breaks_off)).order_by()


def hours_taught(study_year: int, department_ids: Collection[int] | None = None) -> int:
    """The confirmed hours of a school year. One query.

    An hour counts once: a course that two appointments of a person record for the same term counts with the
    greater number.
    """
    rows = _hours_once(study_year)
    if department_ids is not None:
        rows = rows.filter(appointment__need__department__in=department_ids)
    once = rows.values("appointment__person", "term", "course").annotate(most=Max("hours_taught"))
    return once.aggregate(hours=Sum("most"))["hours"] or 0


def hours_by_department(study_year: int) -> dict[int, int]:
    """:func:`hours_taught` for each department with any. One query."""
    department = "appointment__need__department"
    rows = _hours_once(study_year).values(department, "appointment__person", "term", "course")
    hours: Counter[int] = Counter()
    for key, most in rows.annotate(most=Max("hours_taught")).values_list(department, "most"):
        hours[key] += most
    return dict(hours)


def full_time_equivalents(study_year: int, department_ids: Collection[int] | None = None) -> Fraction | None:
    """Hours taught in a school year as full-time teachers (PT-07); none where no pack says how many hours
    are one. By the pack in force on the last day of the year. One query, and those for the pack."""
    numbers = numbers_on(term_days(study_year, Term.SECOND)[1])
    return Fraction(hours_taught(study_year, department_ids), numbers.hours) if numbers else None


def _in_own_record() -> ServicePeriodQuerySet:
    rows: ServicePeriodQuerySet = ServicePeriod.objects.order_by()
    return rows.filter(teacher__part_time=OuterRef("person"))
