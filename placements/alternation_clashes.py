"""What stands against weeks of timetables: another timetable, a holiday, an internship, leave, no places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalogue.calendars import work_calendar
from core.bilingual import listed
from core.look import Chip, Meaning
from internships.models import Student, StudentState
from placements.alternation_weeks import weeks_between
from placements.models import (
    LIVE_STATES,
    AlternationSchedule,
    AlternationState,
    AlternationWeek,
    LearningPlace,
    Leave,
    LeaveState,
    LogEntry,
    Placement,
)
from placements.models.placements import OVER_STATES

NAMED = 3


class ClashKind(StrEnum):
    TWO_PLACES = "two_places"
    HOLIDAY = "holiday"
    SHORT_WEEK = "short_week"
    PLACEMENT = "placement"
    LOG = "log"
    LEAVE = "leave"
    CAPACITY = "capacity"


def chip_of(kind: ClashKind) -> Chip:
    """Those that cannot both be are red; what one should know of is only marked."""
    return {
        ClashKind.TWO_PLACES: Chip(_("Two places at once"), Meaning.LATE, "alert-triangle"),
        ClashKind.HOLIDAY: Chip(_("No working day"), Meaning.LATE, "calendar-off"),
        ClashKind.SHORT_WEEK: Chip(_("Shortened by holidays"), Meaning.INACTIVE, "calendar-off"),
        ClashKind.PLACEMENT: Chip(_("Internship elsewhere"), Meaning.LATE, "alert-triangle"),
        ClashKind.LOG: Chip(_("At work in a school week"), Meaning.SOON, "notebook"),
        ClashKind.LEAVE: Chip(_("On leave"), Meaning.SOON, "calendar-off"),
        ClashKind.CAPACITY: Chip(_("Too few places"), Meaning.LATE, "users"),
    }[kind]


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that stands against a week. ``is_note`` where both may well be."""

    kind: ClashKind
    week: AlternationWeek
    text: str

    @property
    def chip(self) -> Chip:
        return chip_of(self.kind)

    @property
    def is_note(self) -> bool:
        return self.kind is ClashKind.SHORT_WEEK


def clashes_of(
    schedules: Iterable[AlternationSchedule], *, since: date | None = None
) -> dict[int, list[Clash]]:
    """By the key of the timetable, in the order of weeks. Nine queries, however many timetables.

    Args:
        schedules: with class and enterprise fetched along.
        since: weeks that end before it are left out.
    """
    own = {schedule.pk: schedule for schedule in schedules}
    found: dict[int, list[Clash]] = {pk: [] for pk in own}
    rows = AlternationWeek.objects.filter(schedule__in=own.keys()).order_by("monday", "pk")
    weeks = list(rows if since is None else rows.filter(monday__gt=since - timedelta(days=7)))
    if not weeks:
        return found
    for week in weeks:
        week.schedule = own[week.schedule_id]
    students = _students_by_class({week.schedule.school_class_id for week in weeks})
    for clash in (
        *_two_places(weeks),
        *_holidays(weeks),
        *_internships(weeks, students),
        *_logs(weeks, students),
        *_leaves(weeks, students),
        *_too_many(weeks),
    ):
        found[clash.week.schedule_id].append(clash)
    for clashes in found.values():
        clashes.sort(key=lambda clash: (clash.week.monday, clash.is_note, clash.kind))
    return found


def _students_by_class(classes: Iterable[int]) -> dict[int, dict[int, str]]:
    """The names of whoever is in each of the classes. One query."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = Student.objects.filter(school_class__in=list(classes), state=StudentState.ENROLLED)
    for student in rows.only("pk", "name", "name_latin", "school_class_id"):
        found[student.school_class_id][student.pk] = str(student)
    return found


def _span(weeks: Sequence[AlternationWeek]) -> tuple[date, date]:
    return min(week.monday for week in weeks), max(week.sunday for week in weeks)


def _two_places(weeks: Sequence[AlternationWeek]) -> Iterable[Clash]:
    """The class stands in another timetable, at another place. One query."""
    others: dict[tuple[int, date], list[AlternationWeek]] = defaultdict(list)
    rows = AlternationWeek.objects.filter(
        schedule__school_class__in={week.schedule.school_class_id for week in weeks},
        monday__in={week.monday for week in weeks},
    ).exclude(schedule__state=AlternationState.STOPPED)
    for other in rows.select_related("schedule__enterprise"):
        others[other.schedule.school_class_id, other.monday].append(other)
    for week in weeks:
        for other in others[week.schedule.school_class_id, week.monday]:
            are_both_at_school = week.place == other.place == LearningPlace.SCHOOL
            if other.schedule_id != week.schedule_id and not are_both_at_school:
                yield Clash(
                    ClashKind.TWO_PLACES,
                    week,
                    _("%(here)s here, %(there)s in the timetable with %(enterprise)s")
                    % {
                        "here": week.get_place_display(),
                        "there": other.get_place_display(),
                        "enterprise": other.schedule.enterprise,
                    },
                )


def _holidays(weeks: Sequence[AlternationWeek]) -> Iterable[Clash]:
    """Two queries."""
    first, last = _span(weeks)
    calendar = work_calendar(first, last)
    known = {week.monday: week for week in weeks_between(first, last, calendar)}
    for week in weeks:
        days = known[week.monday]
        if not days.workdays:
            yield Clash(ClashKind.HOLIDAY, week, _("Nobody works in this week."))
        elif days.is_shortened:
            text = ngettext("%(count)d working day", "%(count)d working days", days.workdays)
            yield Clash(ClashKind.SHORT_WEEK, week, text % {"count": days.workdays})


def _internships(weeks: Sequence[AlternationWeek], students: dict[int, dict[int, str]]) -> Iterable[Clash]:
    """Students who are elsewhere as interns while the class is at the enterprise. One query."""
    first, last = _span(weeks)
    rows = (
        Placement.objects.filter(
            Q(state__in=sorted(LIVE_STATES)) | Q(state__in=sorted(OVER_STATES), ended_on__gte=first),
            student__in=[pk for names in students.values() for pk in names],
            starts_on__lte=last,
        )
        .annotate(until=Coalesce(F("ended_on"), F("ends_on")))
        .filter(until__gte=first)
        .select_related("enterprise")
        .defer("application", "reason")
    )
    by_student: dict[int, list[Any]] = defaultdict(list)
    for placement in rows:
        by_student[placement.student_id].append(placement)
    for week in weeks:
        if not week.is_at_host:
            continue
        hosts: dict[str, list[str]] = defaultdict(list)
        for pk, name in students[week.schedule.school_class_id].items():
            for placement in by_student[pk]:
                begins = placement.started_on or placement.starts_on
                if (
                    placement.enterprise_id != week.schedule.enterprise_id
                    and begins <= week.sunday
                    and placement.until >= week.monday
                ):
                    hosts[str(placement.enterprise)].append(name)
        for host, names in sorted(hosts.items()):
            yield Clash(
                ClashKind.PLACEMENT, week, _("%(names)s: at %(host)s") % {"names": few(names), "host": host}
            )


def _logs(weeks: Sequence[AlternationWeek], students: dict[int, dict[int, str]]) -> Iterable[Clash]:
    """Students who wrote of work on days on which the class was at school. One query."""
    first, last = _span(weeks)
    days: dict[int, set[date]] = defaultdict(set)
    rows = LogEntry.objects.filter(
        placement__student__in=[pk for names in students.values() for pk in names],
        happened_on__range=(first, last),
    )
    for pk, day in rows.order_by().values_list("placement__student", "happened_on"):
        days[pk].add(day)
    for week in weeks:
        if week.is_at_host:
            continue
        names = [
            name
            for pk, name in students[week.schedule.school_class_id].items()
            if any(week.monday <= day <= week.sunday for day in days[pk])
        ]
        if names:
            yield Clash(ClashKind.LOG, week, few(names))


def _leaves(weeks: Sequence[AlternationWeek], students: dict[int, dict[int, str]]) -> Iterable[Clash]:
    """Students who are on leave from their internship while the class is at the enterprise. One query."""
    first, last = _span(weeks)
    spans: dict[int, list[tuple[date, date]]] = defaultdict(list)
    rows = Leave.objects.filter(
        placement__student__in=[pk for names in students.values() for pk in names],
        state=LeaveState.GRANTED,
        first_on__lte=last,
        last_on__gte=first,
    )
    for pk, begins, ends in rows.order_by().values_list("placement__student", "first_on", "last_on"):
        spans[pk].append((begins, ends))
    for week in weeks:
        if not week.is_at_host:
            continue
        names = [
            name
            for pk, name in students[week.schedule.school_class_id].items()
            if any(begins <= week.sunday and ends >= week.monday for begins, ends in spans[pk])
        ]
        if names:
            yield Clash(ClashKind.LEAVE, week, few(names))


def _too_many(weeks: Sequence[AlternationWeek]) -> Iterable[Clash]:
    """More students at an enterprise in a week than it said it can take, of all classes. One query."""
    limited = [week for week in weeks if week.is_at_host and week.schedule.capacity is not None]
    if not limited:
        return
    rows = (
        AlternationWeek.objects.filter(
            schedule__enterprise__in={week.schedule.enterprise_id for week in limited},
            place=LearningPlace.ENTERPRISE,
            monday__in={week.monday for week in limited},
        )
        .exclude(schedule__state=AlternationState.STOPPED)
        .order_by()
        .values("schedule__enterprise", "monday")
        .annotate(
            students=Count(
                "schedule__school_class__students",
                filter=Q(schedule__school_class__students__state=StudentState.ENROLLED),
                distinct=True,
            )
        )
    )
    expected = {(row["schedule__enterprise"], row["monday"]): row["students"] for row in rows}
    for week in limited:
        count = expected[week.schedule.enterprise_id, week.monday]
        if week.schedule.capacity is not None and count > week.schedule.capacity:
            yield Clash(
                ClashKind.CAPACITY,
                week,
                _("%(count)d students for %(places)d places")
                % {"count": count, "places": week.schedule.capacity},
            )


def few(names: Sequence[str]) -> str:
    """The first names, and how many there are besides."""
    if len(names) <= NAMED:
        return listed(names)
    return _("%(names)s and %(count)d more") % {
        "names": listed(names[:NAMED]),
        "count": len(names) - NAMED,
    }
