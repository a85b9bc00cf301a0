"""Whom an instructor should look after because of days at work: silence, hours, pay, leave."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Exists, F, Func, OuterRef, Value
from django.utils.translation import gettext_lazy as _

from compliance.choices import Stage
from compliance.models import Evaluation
from placements.models import Leave, LeaveState, LogEntry, MentorWeek, Payment, PlacementState, WorkDay
from placements.pay import paid_in
from placements.querysets import PlacementQuerySet
from placements.watch import Watch
from placements.week_rules import NOT_OF_HOURS
from placements.weeks import month_of, name_of_week

SILENT_DAYS = 10
LOOKED_BACK = timedelta(days=35)
# Pay of a month is expected by this day of the next one.
PAID_BY_DAY = 15
CODES = ArrayField(CharField(max_length=20))


def without_a_log(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    since = on - timedelta(days=SILENT_DAYS)
    written = LogEntry.objects.filter(placement=OuterRef("pk"), happened_on__gt=since)
    at_work = {"state": PlacementState.IN_PROGRESS, "started_on__lte": since, "ends_on__gte": on}
    return rows.filter(~Exists(written), **at_work)


def with_a_silent_mentor(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    silent = MentorWeek.objects.waiting().filter(
        contact=OuterRef("mentor"), monday__gte=on - LOOKED_BACK, given_up_at__isnull=False
    )
    waiting = WorkDay.objects.filter(
        placement=OuterRef("pk"), vouched_at=None, day__lte=on - timedelta(days=7)
    )
    return rows.under_way().filter(Exists(silent), Exists(waiting))


def _checks(stage: Stage) -> Any:
    return Evaluation.objects.current().filter(
        subject_type__app_label="placements",
        subject_type__model="placement",
        subject_id=OuterRef("pk"),
        stage=stage,
    )


def with_hours_against_the_rules(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    """Not met and not filed, or so decided: what is not known or still asked stands in the way as well."""
    not_broken = Func(
        F("unknown"),
        F("asking"),
        Value(list(NOT_OF_HOURS), output_field=CODES),
        template="(%(expressions)s)",
        arg_joiner=" || ",
        output_field=CODES,
    )
    broken = (
        _checks(Stage.DAY)
        .filter(occasion__gte=name_of_week(on - LOOKED_BACK))
        .exclude(blocking__contained_by=not_broken)
    )
    return rows.under_way().filter(Exists(broken))


def month_due(on: date) -> date:
    """The last month whose pay should have come."""
    last = month_of(month_of(on) - timedelta(days=1))
    return last if on.day > PAID_BY_DAY else month_of(last - timedelta(days=1))


def without_pay(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    month = month_due(on)
    paid = Payment.objects.filter(placement=OuterRef("pk"), month=month)
    return paid_in(rows, month).filter(~Exists(paid))


def with_disputed_pay(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    return rows.filter(
        Exists(Payment.objects.filter(placement=OuterRef("pk")).exclude(disputed_at=None))
        | Exists(_checks(Stage.PAY).filter(failed__len__gt=0))
    )


def asking_for_leave(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    asked = Leave.objects.filter(placement=OuterRef("pk"), state=LeaveState.ASKED)
    return rows.under_way().filter(Exists(asked))


WATCHES = (
    Watch(
        name="leave",
        label=_("Asking for leave"),
        icon="calendar-off",
        advice=_("Grant or refuse it, and tell the guardian of a student under age."),
        placements=asking_for_leave,
        order=30,
    ),
    Watch(
        name="silent",
        label=_("Without a log for ten days"),
        icon="notebook",
        advice=_("Call the student: is everything all right, and why is nothing written?"),
        placements=without_a_log,
        order=31,
    ),
    Watch(
        name="mentor_silent",
        label=_("Mentor does not answer"),
        icon="alarm",
        advice=_("Call the mentor, or confirm in their place: the student must not wait for it."),
        placements=with_a_silent_mentor,
        order=32,
    ),
    Watch(
        name="hours",
        label=_("Hours against the rules"),
        icon="clock-hour-4",
        advice=_("Look at the weeks on the tab “Days”, and talk to the enterprise."),
        placements=with_hours_against_the_rules,
        order=33,
    ),
    Watch(
        name="unpaid",
        label=_("Pay not on a sheet"),
        icon="report-money",
        advice=_("Ask the enterprise for its pay sheet of the month."),
        placements=without_pay,
        order=34,
    ),
    Watch(
        name="pay",
        label=_("Pay disputed or against the rules"),
        icon="alert-octagon",
        advice=_("Compare pay sheet, agreement and what the student says."),
        placements=with_disputed_pay,
        order=35,
    ),
)
