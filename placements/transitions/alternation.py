"""How a timetable of work–study alternation comes into force, and how it is stopped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from placements.models import AlternationSchedule, AlternationState, AlternationWeek, LearningPlace

READ, EDIT = "alternation.read", "alternation.edit"
S = AlternationState


def has_weeks_at_both_places(schedule: Any, now: datetime) -> str | None:
    places = set(
        AlternationWeek.objects.filter(schedule=schedule.pk).order_by().values_list("place", flat=True)
    )
    if places != {LearningPlace.SCHOOL, LearningPlace.ENTERPRISE}:
        return _("Mark the weeks first: some at the school, some at the enterprise.")
    return None


def nothing_is_confirmed(schedule: Any, now: datetime) -> str | None:
    if AlternationWeek.objects.filter(schedule=schedule.pk, vouched_at__isnull=False).exists():
        return _("Weeks of it are confirmed: stop it instead.")
    return None


def has_begun(schedule: Any, now: datetime) -> str | None:
    if schedule.starts_on > timezone.localdate(now):
        return _("It has not begun: take it back instead.")
    return None


ALTERNATION_MOVES = TransitionTable(
    "alternation",
    AlternationSchedule,
    AlternationState,
    {
        "publish": Transition(
            label=pgettext_lazy("work–study alternation", "put into force"),
            sources=frozenset({S.DRAFT}),
            target=S.RUNNING,
            capability=EDIT,
            guards=(has_weeks_at_both_places,),
        ),
        "take_back": Transition(
            label=pgettext_lazy("work–study alternation", "take back into draft"),
            sources=frozenset({S.RUNNING}),
            target=S.DRAFT,
            capability=EDIT,
            guards=(nothing_is_confirmed,),
        ),
        "stop": Transition(
            label=pgettext_lazy("work–study alternation", "stop"),
            sources=frozenset({S.RUNNING}),
            target=S.STOPPED,
            capability=EDIT,
            guards=(has_begun,),
            needs_reason=True,
            is_final=True,
        ),
    },
)
