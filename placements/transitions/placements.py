"""The moves of a placement. Nobody is declared ready, and nobody starts, with a rule in the way."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.transitions import Transition, TransitionTable
from internships.models import PlanState, StudentState
from placements.models import OPEN_STATES, Placement, PlacementState
from placements.operations.readiness import in_words, is_being_checked, what_blocks

S = PlacementState
EDIT, START = "placement.edit", "placement.start"


def nothing_is_in_the_way(placement: Placement, now: datetime) -> str | None:
    """Looks at the latest check; whoever moves a placement has it checked anew before.

    Where facts have changed since, what it found says nothing.
    """
    if is_being_checked(placement):
        return _("Facts have changed, and it is being checked. Try again in a moment.")
    found = what_blocks(placement)
    if found is None:
        return _("It has not been checked against the rules yet.")
    return " ".join(in_words(one) for one in found) or None


def both_sides_guide(placement: Placement, now: datetime) -> str | None:
    if placement.instructor_id is None:
        return _("Choose the school instructor.")
    if placement.mentor_id is None:
        return _("Choose the mentor at the enterprise.")
    return None


def plan_is_approved(placement: Placement, now: datetime) -> str | None:
    if not placement.plan.is_open_to_posts:
        return _plan_is(placement)
    return None


def plan_is_running(placement: Placement, now: datetime) -> str | None:
    if placement.plan.state != PlanState.RUNNING:
        return _plan_is(placement)
    return None


def _plan_is(placement: Placement) -> str:
    return _("The internship plan is “%(state)s”.") % {"state": placement.plan.get_state_display()}


def student_is_enrolled(placement: Placement, now: datetime) -> str | None:
    if placement.student.state != StudentState.ENROLLED:
        return _("The student is “%(state)s”.") % {"state": placement.student.get_state_display()}
    return None


def first_day_has_come(placement: Placement, now: datetime) -> str | None:
    if timezone.localdate(now) < placement.starts_on:
        return _("Its first day is %(day)s.") % {"day": _day(placement.starts_on)}
    return None


def last_day_has_come(placement: Placement, now: datetime) -> str | None:
    if timezone.localdate(now) < placement.ends_on:
        return _("Its last day is %(day)s: before it, it is ended early, with a reason.") % {
            "day": _day(placement.ends_on)
        }
    return None


def last_day_is_ahead(placement: Placement, now: datetime) -> str | None:
    if timezone.localdate(now) > placement.ends_on:
        return _("Its last day was %(day)s.") % {"day": _day(placement.ends_on)}
    return None


def is_nowhere_else(placement: Placement, now: datetime) -> str | None:
    others = Placement.objects.of_student(placement.student_id).filter(state__in=OPEN_STATES)
    other = others.exclude(pk=placement.pk).select_related("enterprise").first()
    if other is not None:
        return _("The student is at %(enterprise)s at present.") % {"enterprise": other.enterprise}
    return None


def _day(on: date) -> str:
    return formats.date_format(on, "DATE_FORMAT")


PLACEMENT_MOVES = TransitionTable(
    "placement",
    Placement,
    PlacementState,
    {
        "prepare": Transition(
            label=gettext_lazy("declare ready"),
            sources=frozenset({S.OFFERED}),
            target=S.PREPARED,
            capability=START,
            guards=(plan_is_approved, student_is_enrolled, both_sides_guide, nothing_is_in_the_way),
        ),
        "reopen": Transition(
            label=gettext_lazy("take back the declaration"),
            sources=frozenset({S.PREPARED}),
            target=S.OFFERED,
            capability=START,
            needs_reason=True,
        ),
        "start": Transition(
            label=pgettext_lazy("placement", "start"),
            sources=frozenset({S.PREPARED}),
            target=S.IN_PROGRESS,
            capability=START,
            guards=(
                plan_is_running,
                student_is_enrolled,
                first_day_has_come,
                last_day_is_ahead,
                is_nowhere_else,
                both_sides_guide,
                nothing_is_in_the_way,
            ),
        ),
        "interrupt": Transition(
            label=pgettext_lazy("placement", "interrupt"),
            sources=frozenset({S.IN_PROGRESS}),
            target=S.INTERRUPTED,
            capability=START,
            needs_reason=True,
        ),
        "resume": Transition(
            label=pgettext_lazy("placement", "resume"),
            sources=frozenset({S.INTERRUPTED}),
            target=S.IN_PROGRESS,
            capability=START,
            guards=(
                plan_is_running,
                student_is_enrolled,
                last_day_is_ahead,
                both_sides_guide,
                nothing_is_in_the_way,
            ),
        ),
        "finish": Transition(
            label=pgettext_lazy("placement", "finish"),
            sources=frozenset({S.IN_PROGRESS}),
            target=S.FINISHED,
            capability=START,
            guards=(last_day_has_come,),
            is_final=True,
        ),
        "end_early": Transition(
            label=gettext_lazy("end early"),
            sources=frozenset({S.IN_PROGRESS, S.INTERRUPTED}),
            target=S.ENDED_EARLY,
            capability=START,
            needs_reason=True,
            is_final=True,
        ),
        "cancel": Transition(
            label=pgettext_lazy("placement", "cancel"),
            sources=frozenset({S.OFFERED, S.PREPARED}),
            target=S.CANCELLED,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)
