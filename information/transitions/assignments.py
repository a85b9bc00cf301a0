"""The way of a task."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from information.models import Assignment, AssignmentState
from information.querysets import ASSIGNMENT_EDIT, ASSIGNMENT_READ

S = AssignmentState
READ, EDIT = ASSIGNMENT_READ, ASSIGNMENT_EDIT

# Whose it is and who gave it need no power: see the queryset.
ASSIGNMENT_MOVES = TransitionTable(
    "assignment",
    Assignment,
    AssignmentState,
    {
        "finish": Transition(
            label=pgettext_lazy("to-do", "Done"),
            sources=frozenset({S.OPEN}),
            target=S.DONE,
            capability=EDIT,
            needs_reason=True,
        ),
        "give_up": Transition(
            label=pgettext_lazy("to-do", "Give up"),
            sources=frozenset({S.OPEN}),
            target=S.GIVEN_UP,
            capability=EDIT,
            needs_reason=True,
        ),
    },
)
