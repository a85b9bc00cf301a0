"""How a concern moves: looked into, settled or not upheld, and taken up again."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from placements.models import ENDED_CONCERNS, OPEN_CONCERNS, Concern, ConcernState

HANDLE = "concern.handle"


def nothing_is_left_to_do(concern: Concern, now: datetime) -> str | None:
    if concern.actions.filter(done_at=None).exists():
        return _("Something is still to be done: finish the open actions first.")
    return None


CONCERN_MOVES = TransitionTable(
    "concern",
    Concern,
    ConcernState,
    {
        "look_into": Transition(
            label=pgettext_lazy("concern", "look into it"),
            sources=frozenset({ConcernState.NEW}),
            target=ConcernState.LOOKED_INTO,
            capability=HANDLE,
        ),
        "settle": Transition(
            label=pgettext_lazy("concern", "settle it"),
            sources=OPEN_CONCERNS,
            target=ConcernState.SETTLED,
            capability=HANDLE,
            guards=(nothing_is_left_to_do,),
        ),
        "not_uphold": Transition(
            label=pgettext_lazy("concern", "do not uphold it"),
            sources=OPEN_CONCERNS,
            target=ConcernState.NOT_UPHELD,
            capability=HANDLE,
            guards=(nothing_is_left_to_do,),
        ),
        "take_up_again": Transition(
            label=pgettext_lazy("concern", "take it up again"),
            sources=ENDED_CONCERNS,
            target=ConcernState.LOOKED_INTO,
            capability=HANDLE,
        ),
    },
)
