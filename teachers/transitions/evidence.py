"""How evidence moves: entered → confirmed, or returned → entered."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from teachers.models import (
    Achievement,
    Evidence,
    EvidenceState,
    Experience,
    Qualification,
    TaughtCourse,
    Training,
)

S = EvidenceState
OPEN = frozenset({S.ENTERED, S.RETURNED})

KINDS: tuple[type[Evidence], ...] = (Qualification, Training, TaughtCourse, Experience, Achievement)

# Where no power is named, the operations decide: the teacher themselves, or whoever keeps the record.
MOVES = {
    "change": Transition(
        label=pgettext_lazy("evidence of a teacher", "change"),
        sources=OPEN,
        target=S.ENTERED,
        capability=None,
    ),
    "reopen": Transition(
        label=pgettext_lazy("evidence of a teacher", "change what was confirmed"),
        sources=frozenset({S.CONFIRMED}),
        target=S.ENTERED,
        capability=None,
    ),
    "correct": Transition(
        label=pgettext_lazy("evidence of a teacher", "correct"),
        sources=frozenset({S.ENTERED, S.RETURNED, S.CONFIRMED}),
        target=S.CONFIRMED,
        capability="teacher.confirm",
    ),
    "confirm": Transition(
        label=pgettext_lazy("evidence of a teacher", "confirm"),
        sources=frozenset({S.ENTERED}),
        target=S.CONFIRMED,
        capability="teacher.confirm",
    ),
    "credit": Transition(
        label=pgettext_lazy("evidence of a teacher", "confirm"),
        sources=frozenset({S.ENTERED}),
        target=S.CONFIRMED,
        capability=None,
    ),
    "return": Transition(
        label=pgettext_lazy("evidence of a teacher", "return"),
        sources=frozenset({S.ENTERED, S.CONFIRMED}),
        target=S.RETURNED,
        capability="teacher.confirm",
        needs_reason=True,
    ),
    "withdraw": Transition(
        label=pgettext_lazy("evidence of a teacher", "take back"),
        sources=OPEN,
        target=S.WITHDRAWN,
        capability=None,
    ),
}

EVIDENCE_MOVES = {
    model.slug: TransitionTable("teacher_evidence", model, EvidenceState, MOVES) for model in KINDS
}
