from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.transitions import Transition, TransitionTable
from placements.models import LogEntry, LogState

# Who may is decided by the operations: the student of the placement, its mentor, its instructor.
LOG_MOVES = TransitionTable(
    "log",
    LogEntry,
    LogState,
    {
        "rewrite": Transition(
            label=_("Change"),
            sources=frozenset({LogState.SUBMITTED, LogState.RETURNED}),
            target=LogState.SUBMITTED,
            capability=None,
        ),
        "confirm": Transition(
            label=_("Confirm"),
            sources=frozenset({LogState.SUBMITTED}),
            target=LogState.CONFIRMED,
            capability=None,
        ),
        "return": Transition(
            label=_("Return"),
            sources=frozenset({LogState.SUBMITTED}),
            target=LogState.RETURNED,
            capability=None,
            needs_reason=True,
        ),
    },
)
