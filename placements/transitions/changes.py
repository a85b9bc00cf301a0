"""How a change of a placement is decided. Making it is :mod:`placements.operations.changes`."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from placements.models import ChangeState, PlacementChange

EDIT = "placement.edit"
ASKED = frozenset({ChangeState.ASKED})

CHANGE_MOVES = TransitionTable(
    "placement_change",
    PlacementChange,
    ChangeState,
    {
        "apply": Transition(
            label=pgettext_lazy("change of a placement", "make it"),
            sources=ASKED,
            target=ChangeState.APPLIED,
            capability=EDIT,
        ),
        "refuse": Transition(
            label=pgettext_lazy("change of a placement", "refuse it"),
            sources=ASKED,
            target=ChangeState.REFUSED,
            capability=EDIT,
            needs_reason=True,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("change of a placement", "take it back"),
            sources=ASKED,
            target=ChangeState.WITHDRAWN,
            capability=None,
        ),
    },
)
