from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.transitions import Transition, TransitionTable
from placements.models import Leave, LeaveState

# Who may is decided by the operations: the student of the placement, or its instructor.
LEAVE_MOVES = TransitionTable(
    "leave",
    Leave,
    LeaveState,
    {
        "grant": Transition(
            label=_("Grant"),
            sources=frozenset({LeaveState.ASKED}),
            target=LeaveState.GRANTED,
            capability=None,
        ),
        "refuse": Transition(
            label=_("Refuse"),
            sources=frozenset({LeaveState.ASKED}),
            target=LeaveState.REFUSED,
            capability=None,
            needs_reason=True,
        ),
        "withdraw": Transition(
            label=_("Withdraw"),
            sources=frozenset({LeaveState.ASKED, LeaveState.GRANTED}),
            target=LeaveState.WITHDRAWN,
            capability=None,
        ),
    },
)
