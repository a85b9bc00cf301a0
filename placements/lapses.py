"""What is about to lapse, or lies undone: lists for boards, instructors and class teachers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef
from django.utils.translation import gettext_lazy as _

from internships.class_watch import Watch as ClassWatch
from internships.models import StudentState
from placements.day_watches import without_a_log
from placements.models import (
    EvaluationResult,
    Placement,
    PlacementState,
    Tripartite,
    TripartiteState,
)
from placements.models.placements import OVER_STATES
from placements.querysets import PlacementQuerySet
from placements.watch import Watch

INSURANCE_AHEAD = timedelta(days=30)
SIGNED_AHEAD = timedelta(days=14)
JUDGED_WITHIN = timedelta(days=14)


def insurance_ending(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    """Those insured today whose insurance ends within a month, and before their last day."""
    ending = (
        Placement.objects.live()
        .order_by()
        .annotate(insured_until=Max("insurance__covers_until"))
        .filter(insured_until__range=(on, on + INSURANCE_AHEAD), insured_until__lt=F("ends_on"))
    )
    return rows.filter(pk__in=ending.values("pk"))


def unsigned_before_start(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    """Those who start within two weeks under an agreement that not all have signed."""
    signed = Tripartite.objects.filter(placement=OuterRef("pk"), amendment_no=0, state=TripartiteState.SIGNED)
    return rows.filter(
        ~Exists(signed),
        state__in=[PlacementState.OFFERED, PlacementState.PREPARED],
        starts_on__range=(on, on + SIGNED_AHEAD),
    )


def without_a_result(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    """Those that have been over for two weeks and have no result yet."""
    results = EvaluationResult.objects.filter(placement=OuterRef("pk"))
    return rows.filter(~Exists(results), state__in=sorted(OVER_STATES), ended_on__lte=on - JUDGED_WITHIN)


def not_begun(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    """Those whose first day is past and who have not started."""
    waiting = [PlacementState.OFFERED, PlacementState.PREPARED]
    return rows.filter(state__in=waiting, starts_on__lt=on)


def not_finished(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    """Those whose last day is past and that nobody has finished."""
    return rows.under_way().filter(ends_on__lt=on)


def not_enrolled(rows: PlacementQuerySet, on: date) -> PlacementQuerySet:
    """Those whose student has left the school, has graduated or is on leave of absence."""
    return rows.live().exclude(student__state=StudentState.ENROLLED)


def silent_students(students: Any, on: date) -> Any:
    """Students of a class who are at a host and have written nothing for ten days."""
    return students.filter(pk__in=without_a_log(Placement.objects.all(), on).order_by().values("student"))


NOT_BEGUN = Watch(
    name="not_begun",
    label=_("Should have begun"),
    icon="calendar-due",
    advice=_("See what is missing and start it, move its first day, or cancel it: it holds a seat."),
    placements=not_begun,
    order=18,
)
NOT_FINISHED = Watch(
    name="not_finished",
    label=_("Last day is over, not finished"),
    icon="calendar-off",
    advice=_("Finish it, or agree on a later last day: nobody is insured or counted beyond it."),
    placements=not_finished,
    order=19,
)
NOT_ENROLLED = Watch(
    name="not_enrolled",
    label=_("Student is not enrolled"),
    icon="user-question",
    advice=_("End the internship early, or cancel it, and tell the enterprise."),
    placements=not_enrolled,
    order=17,
)
INSURANCE_ENDS = Watch(
    name="insurance_ends",
    label=_("Insurance ends within 30 days"),
    icon="shield-x",
    advice=_("Have it prolonged before it ends: nobody works without it."),
    placements=insurance_ending,
    order=23,
)
UNSIGNED = Watch(
    name="unsigned_soon",
    label=_("Starts within two weeks, agreement not signed"),
    icon="signature",
    advice=_("Remind whoever has not signed, or have it signed on paper."),
    placements=unsigned_before_start,
    order=24,
)
UNJUDGED = Watch(
    name="unjudged",
    label=_("Over for two weeks, without a result"),
    icon="certificate",
    advice=_(
        "Ask the mentor, judge for the school, and confirm the result. Where the mentor has left, choose "
        "another one or enter what the enterprise judged on paper."
    ),
    placements=without_a_result,
    order=50,
)
SILENT = ClassWatch(
    name="silent",
    label=_("Without a log for ten days"),
    icon="notebook",
    advice=_("Call them: is everything all right, and why is nothing written?"),
    students=silent_students,
    order=40,
)
WATCHES = (NOT_ENROLLED, NOT_BEGUN, NOT_FINISHED, INSURANCE_ENDS, UNSIGNED, UNJUDGED)
