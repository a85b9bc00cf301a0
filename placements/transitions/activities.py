from __future__ import annotations

from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from placements.models import OPEN_ACTIVITY_STATES, ActivityState, StudentActivity

S = ActivityState

# Who may is decided by the operations: the student, the class teacher, an instructor.
ACTIVITY_MOVES = TransitionTable(
    "activity",
    StudentActivity,
    ActivityState,
    {
        "rewrite": Transition(
            label=pgettext_lazy("activity of a student", "hand in again"),
            sources=OPEN_ACTIVITY_STATES,
            target=S.SUBMITTED,
            capability=None,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("activity of a student", "take back"),
            sources=OPEN_ACTIVITY_STATES,
            target=S.WITHDRAWN,
            capability=None,
        ),
        "confirm": Transition(
            label=pgettext_lazy("activity of a student", "confirm"),
            sources=frozenset({S.SUBMITTED}),
            target=S.CONFIRMED,
            capability=None,
        ),
        "return": Transition(
            label=pgettext_lazy("activity of a student", "return"),
            sources=frozenset({S.SUBMITTED}),
            target=S.RETURNED,
            capability=None,
            needs_reason=True,
        ),
        "reopen": Transition(
            label=pgettext_lazy("activity of a student", "take the confirmation back"),
            sources=frozenset({S.CONFIRMED}),
            target=S.RETURNED,
            capability=None,
            needs_reason=True,
        ),
    },
)
