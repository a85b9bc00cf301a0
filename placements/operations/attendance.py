"""The hours of students' days: handed in by them, or taken from the post, until the mentor confirms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalogue.calendars import work_calendar
from core import audit
from core.errors import Refused
from core.workdays import WorkCalendar
from internships.me.pupil import Pupil
from placements.models import Leave, LeaveState, Placement, Presence, Source, WorkDay
from placements.own_days import days_of, own_placement_for_write
from placements.week_rules import check_weeks
from placements.weeks import days_between, days_of_week, monday_of

NOTE_LENGTH = 300


class UnableToHandIn(Refused):
    """The hours cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """What a student says of one day; no hours at all means that they were not at work, and why."""

    hours: Decimal | None
    begins_at: time | None = None
    ends_at: time | None = None
    is_absent: bool = False
    note: str = ""

    @property
    def worked(self) -> Decimal:
        return Decimal(0) if self.hours is None or self.is_absent else self.hours


@transaction.atomic
def hand_in_days(
    *, pupil: Pupil, placement_pk: int, days: Mapping[date, Hours], now: datetime
) -> list[WorkDay]:
    """Say how long one worked on some days, or that one was not there: that is kept too, and nobody fills it.

    What the mentor has confirmed stays as it is. Of a day of rest or leave, no hours say nothing.

    Raises:
        NotVisible: the placement is another's.
        UnableToHandIn: a day lies outside, or has more hours than between begin and end.
    """
    on = timezone.localdate(now)
    placement = own_placement_for_write(pupil, placement_pk, on=on)
    first, last = days_of(placement, on=on)
    known = {row.day: row for row in placement.work_days.filter(day__in=days)}
    expected = _expected(placement, sorted(days))
    kept = []
    for day, said in sorted(days.items()):
        row = known.get(day)
        if row is not None and row.is_vouched:
            continue
        if not (said.worked or said.is_absent or day in expected):
            if row is not None:
                row.delete()
            continue
        if not first <= day <= last:
            raise UnableToHandIn(_("Choose days of your internship, at the latest today."))
        row = row or WorkDay(placement=placement, day=day)
        row.source, row.said_at = Source.STUDENT, now
        row.hours = said.worked
        if said.worked:
            row.presence, row.note = Presence.WORKED, ""
            row.begins_at, row.ends_at = said.begins_at, said.ends_at
        else:
            row.presence, row.note = Presence.ABSENT, said.note.strip()[:NOTE_LENGTH]
            row.begins_at = row.ends_at = None
        _check(row)
        row.save()
        kept.append(row)
    check_weeks({(placement.pk, monday_of(day)) for day in days}, now=now)
    audit.record(
        actor=pupil,
        subject=placement,
        verb="placement.days_handed_in",
        now=now,
        details={
            "days": [f"{row.day}" for row in kept if row.presence == Presence.WORKED],
            "absent": [f"{row.day}" for row in kept if row.presence == Presence.ABSENT],
        },
    )
    return kept


def _expected(placement: Placement, days: Sequence[date]) -> set[date]:
    """Those of the days on which the student is ordinarily at work. Up to four queries."""
    if not days:
        return set()
    granted = placement.leaves.filter(state=LeaveState.GRANTED, first_on__lte=days[-1], last_on__gte=days[0])
    return set(usual_days(placement, days, work_calendar(days[0], days[-1]), list(granted)))


def _check(row: WorkDay) -> None:
    try:
        row.full_clean(validate_unique=False)
    except ValidationError as invalid:
        raise UnableToHandIn(f"{row}: {' '.join(invalid.messages)}") from invalid
    if row.begins_at is None or row.ends_at is None:
        return
    minutes = (row.ends_at.hour - row.begins_at.hour) * 60 + row.ends_at.minute - row.begins_at.minute
    span = minutes if minutes > 0 else minutes + 24 * 60  # past midnight
    if row.hours * 60 > span:
        raise UnableToHandIn(_("%(day)s: more hours than between begin and end.") % {"day": row})


def usual_hours(placement: Placement) -> Decimal:
    """Those agreed for the student, or of the post. Reads it."""
    return placement.daily_hours


def usual_days(
    placement: Placement, days: Sequence[date], calendar: WorkCalendar, leaves: Sequence[Leave]
) -> list[date]:
    """Those of the days on which one is ordinarily at work: no rest, no holiday, no leave."""
    return [
        day
        for day in days
        if calendar.is_workday(day) and not any(leave.first_on <= day <= leave.last_on for leave in leaves)
    ]


def fill_from_posts(placements: Sequence[Placement], *, monday: date, now: datetime) -> int:
    """Put the hours of the post where nobody has said anything of a working day; answers how many days.

    The mentor sees them as such and confirms or corrects. Five queries for any number of placements,
    which need their posts; the caller holds their locks.
    """
    week = days_of_week(monday)
    on = timezone.localdate(now)
    calendar = work_calendar(week[0], week[-1])
    known = set(
        WorkDay.objects.filter(placement__in=placements, day__in=week).values_list("placement", "day")
    )
    leaves: dict[int, list[Leave]] = {}
    granted = Leave.objects.filter(
        placement__in=placements,
        state=LeaveState.GRANTED,
        first_on__lte=week[-1],
        last_on__gte=week[0],
    )
    for leave in granted:
        leaves.setdefault(leave.placement_id, []).append(leave)
    made = []
    for placement in placements:
        first, last = days_of(placement, on=on)
        open_days = list(days_between(max(first, week[0]), min(last, week[-1])))
        made += [
            WorkDay(
                placement=placement,
                day=day,
                hours=usual_hours(placement),
                source=Source.POST,
                said_at=now,
            )
            for day in usual_days(placement, open_days, calendar, leaves.get(placement.pk, []))
            if (placement.pk, day) not in known
        ]
    WorkDay.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)
