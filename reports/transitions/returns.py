"""How a return moves: gathered, then submitted for good; or discarded."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from reports.models import Return, ReturnState
from reports.querysets.returns import EDIT, READ, SUBMIT

__all__ = ["EDIT", "READ", "RETURN_MOVES", "SUBMIT"]
S = ReturnState

RETURN_MOVES = TransitionTable(
    "return",
    Return,
    ReturnState,
    {
        "submit": Transition(
            label=pgettext_lazy("return to an authority", "submit"),
            sources=frozenset({S.DRAFT}),
            target=S.SUBMITTING,
            capability=SUBMIT,
            is_final=True,
        ),
        "complete": Transition(
            label=pgettext_lazy("return to an authority", "complete the submission"),
            sources=frozenset({S.SUBMITTING}),
            target=S.SUBMITTED,
            capability=None,
        ),
        "break_off": Transition(
            label=pgettext_lazy("return to an authority", "break the submission off"),
            sources=frozenset({S.SUBMITTING}),
            target=S.DRAFT,
            capability=None,
        ),
        "discard": Transition(
            label=pgettext_lazy("return to an authority", "discard"),
            sources=frozenset({S.DRAFT}),
            target=S.DISCARDED,
            capability=EDIT,
            needs_reason=True,
            is_final=True,
        ),
    },
)
