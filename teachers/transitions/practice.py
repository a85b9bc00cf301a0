from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.transitions import Transition, TransitionTable
from teachers.models import (
    LOGGING_STATES,
    PLANNING_STATES,
    Practice,
    PracticeChange,
    PracticeChangeState,
    PracticeState,
)

APPROVE, ACCEPT = "practice.approve", "practice.accept"
S = PracticeState


def has_begun(practice: Practice, now: datetime) -> str | None:
    if practice.starts_on > timezone.localdate(now):
        return _("It has not begun yet.")
    return None


def is_complete(practice: Practice, now: datetime) -> str | None:
    """What is missing before a practice can be submitted. One query."""
    if not practice.is_over(timezone.localdate(now)):
        return _("It is not over yet.")
    if not practice.outcome.strip():
        return _("Say what came of it first.")
    if not practice.entries.exists():
        return _("Nothing is written in the log yet.")
    return None


# Those without a capability are the teacher's own, or of whoever plans for them: the operations decide.
PRACTICE_MOVES = TransitionTable(
    "practice",
    Practice,
    PracticeState,
    {
        "replan": Transition(
            label=pgettext_lazy("practice of a teacher", "plan anew"),
            sources=PLANNING_STATES,
            target=S.PLANNED,
            capability=None,
        ),
        "approve": Transition(
            label=pgettext_lazy("practice of a teacher", "approve"),
            sources=frozenset({S.PLANNED}),
            target=S.APPROVED,
            capability=APPROVE,
        ),
        "return": Transition(
            label=pgettext_lazy("practice of a teacher", "return"),
            sources=frozenset({S.PLANNED}),
            target=S.RETURNED,
            capability=APPROVE,
            needs_reason=True,
        ),
        "begin": Transition(
            label=pgettext_lazy("practice of a teacher", "begin"),
            sources=frozenset({S.APPROVED}),
            target=S.UNDER_WAY,
            capability=None,
            guards=(has_begun,),
        ),
        "submit": Transition(
            label=pgettext_lazy("practice of a teacher", "submit"),
            sources=frozenset({S.UNDER_WAY}),
            target=S.SUBMITTED,
            capability=None,
            guards=(is_complete,),
        ),
        "accept": Transition(
            label=pgettext_lazy("practice of a teacher", "accept"),
            sources=frozenset({S.SUBMITTED}),
            target=S.ACCEPTED,
            capability=ACCEPT,
        ),
        "send_back": Transition(
            label=pgettext_lazy("practice of a teacher", "send back"),
            sources=frozenset({S.SUBMITTED}),
            target=S.UNDER_WAY,
            capability=ACCEPT,
            needs_reason=True,
        ),
        "reopen": Transition(
            label=pgettext_lazy("practice of a teacher", "take the acceptance back"),
            sources=frozenset({S.ACCEPTED}),
            target=S.SUBMITTED,
            capability=ACCEPT,
            needs_reason=True,
        ),
        "cancel": Transition(
            label=pgettext_lazy("practice of a teacher", "cancel"),
            sources=PLANNING_STATES | LOGGING_STATES,
            target=S.CANCELLED,
            capability=None,
            needs_reason=True,
            is_final=True,
        ),
    },
)

ASKED = frozenset({PracticeChangeState.ASKED})
# A prolongation is approved by whoever approves plans; who asked for it takes it back.
PRACTICE_CHANGE_MOVES = TransitionTable(
    "practice_change",
    PracticeChange,
    PracticeChangeState,
    {
        "approve": Transition(
            label=pgettext_lazy("change of practice", "approve"),
            sources=ASKED,
            target=PracticeChangeState.MADE,
            capability=APPROVE,
        ),
        "refuse": Transition(
            label=pgettext_lazy("change of practice", "refuse"),
            sources=ASKED,
            target=PracticeChangeState.REFUSED,
            capability=APPROVE,
            needs_reason=True,
        ),
        "withdraw": Transition(
            label=pgettext_lazy("change of practice", "take back"),
            sources=ASKED,
            target=PracticeChangeState.WITHDRAWN,
            capability=None,
        ),
    },
)
