from __future__ import annotations

from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from teachers.models import Opening, OpeningState

# Who may is decided by the operations: a liaison of the enterprise, or whoever plans practice there.
OPENING_MOVES = TransitionTable(
    "opening",
    Opening,
    OpeningState,
    {
        "close": Transition(
            label=pgettext_lazy("post for a teacher", "close"),
            sources=frozenset({OpeningState.OPEN}),
            target=OpeningState.CLOSED,
            capability=None,
        ),
        "reopen": Transition(
            label=pgettext_lazy("post for a teacher", "open again"),
            sources=frozenset({OpeningState.CLOSED}),
            target=OpeningState.OPEN,
            capability=None,
        ),
    },
)
