"""How a return moves: gathered, then submitted for good."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from reports.models import Return, ReturnState
from reports.querysets.returns import EDIT, READ, SUBMIT

__all__ = ["EDIT", "READ", "RETURN_MOVES", "SUBMIT"]

RETURN_MOVES = TransitionTable(
    "return",
    Return,
    ReturnState,
    {
        "submit": Transition(
            label=pgettext_lazy("return to an authority", "submit"),
            sources=frozenset({ReturnState.DRAFT}),
            target=ReturnState.SUBMITTED,
            capability=SUBMIT,
            is_final=True,
        ),
    },
)
