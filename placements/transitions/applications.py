"""The moves of an application for a host of one's own choice. A student's own move needs no power here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from placements.models import ApplicationState, PlaceApplication
from placements.transitions.placements import EDIT

S = ApplicationState

APPLICATION_MOVES = TransitionTable(
    "place_application",
    PlaceApplication,
    ApplicationState,
    {
        "approve": Transition(
            label=_("approve"),
            sources=frozenset({S.OPEN}),
            target=S.APPROVED,
            capability=EDIT,
        ),
        "refuse": Transition(
            label=pgettext_lazy("application for a place", "refuse"),
            sources=frozenset({S.OPEN}),
            target=S.REFUSED,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
        "withdraw": Transition(
            label=_("withdraw"),
            sources=frozenset({S.OPEN}),
            target=S.WITHDRAWN,
            capability=None,
            is_final=True,
        ),
    },
)
